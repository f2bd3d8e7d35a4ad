// What cannot be built or perfused is refused with every reason at once.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sim/lobule/block.hpp"
#include "sim/lobule/check.hpp"
#include "sim/lobule/error.hpp"
#include "sim/lobule/flow.hpp"
#include "sim/lobule/flow_check.hpp"
#include "sim/numerics/multigrid/conductances.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using namespace cellroute::lobule;

namespace {

template <class Act>
std::vector<std::string> problems_of(Act act) {
  try {
    act();
  } catch (const LobuleError& error) {
    return error.problems;
  }
  return {};
}

std::vector<std::string> building(const Lobule& lobule, const LobuleNumerics& numerics) {
  return problems_of([&] { make_block(lobule, blood_fraction, numerics); });
}

}  // namespace

TEST_CASE("Every number out of its range is named in one go") {
  auto lobule = h1_lobule();
  lobule.fibrosis.dial = 1.2;
  lobule.fibrosis.septum_permeability = 0;
  lobule.dispersion.longitudinal = unset;
  lobule.side = -1;
  const auto problems = building(lobule, at_spacing(10 * um));
  REQUIRE(problems.size() >= 4);
  CHECK(problems[0] == "lobule.side is -1 m, outside 5e-05 to 0.005 m");
  CHECK(problems[1] == "lobule.dispersion.longitudinal is not set");
  CHECK(problems[2] == "lobule.fibrosis.dial is 1.2, outside 0 to 1");
  CHECK(problems[3] == "lobule.fibrosis.septum_permeability is 0, outside 1e-05 to 1");
  try {
    make_block(lobule, blood_fraction, at_spacing(10 * um));
  } catch (const LobuleError& error) {
    CHECK(std::string(error.what()).find("dial is 1.2, outside 0 to 1\n") != std::string::npos);
  }
}

TEST_CASE("Vessels that do not fit and settings that make no grid") {
  auto lobule = h1_lobule();
  lobule.central_vein_radius = 480 * um;
  lobule.arterial_inlet_distance = 300 * um;
  LobuleNumerics numerics;
  numerics.spacing = 0;
  numerics.layers = 0;
  numerics.columns = 2;
  numerics.boundary = LobuleBoundary::reduced;
  const auto problems = building(lobule, numerics);
  const std::vector<std::string> expected{
      "the central vein (radius 480 um) does not fit into the lobule, whose edges are 433.013 um from its "
      "middle",
      "portal tract and central vein (radii 20 um and 480 um) touch: their middles are 500 um apart",
      "the arterial inlet is 300 um from its tract, beyond the middle of the septum (250 um), nearer to "
      "another "
      "tract",
      "a block needs at least one layer, not 0",
      "the reduced block is a quarter of one unit cell: it has one column and one row, not 2 x 1",
      "the spacing of the grid is 0 um; it must be above 0"};
  CHECK(problems == expected);
  CHECK(problems_of([] { make_block(h1_lobule(), 1.5, at_spacing(10 * um)); }) ==
        std::vector<std::string>{"the share of sinusoidal blood is 1.5; it must be between 0 and 1"});
}

TEST_CASE("A grid too coarse for its wells says which spacing would do, and that one does") {
  auto lobule = h1_lobule();
  lobule.arterial_inlet_radius = 6 * um;
  lobule.arterial_inlet_distance = 22 * um;
  const auto problems = building(lobule, at_spacing(25 * um));
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].find("wider than the arterial inlet of radius 6 um (a spacing of 12 um would do)") !=
        std::string::npos);
  CHECK(problems[1].find("closer than two cells: the portal tract at") != std::string::npos);
  CHECK(problems[1].find("(a spacing of 11 um would do)") != std::string::npos);
  CHECK(building(lobule, at_spacing(11 * um)).empty());
}

TEST_CASE("A grid too coarse is known without building it") {
  const auto problems = cellroute::lobule::problems_of(h1_lobule(), blood_fraction, at_spacing(40 * um));
  REQUIRE(problems.size() >= 1);
  CHECK(problems[0].find("(a spacing of 20 um would do)") != std::string::npos);
  auto reduced = at_spacing(20 * um, LobuleBoundary::reduced);
  CHECK(cellroute::lobule::problems_of(h1_lobule(), blood_fraction, reduced).empty());
}

TEST_CASE("Memory grows with cells, layers and classes") {
  LobuleCase one;
  one.parameters.lobule = h1_lobule();
  one.numerics = at_spacing(20 * um);
  one.inflow.classes.resize(1);
  const double least = least_memory(one);
  const auto block = make_block(one.parameters.lobule, blood_fraction, one.numerics);
  CHECK(least > 100.0 * static_cast<double>(block.grid.size()));  // a dozen numbers in each cell at least
  one.numerics.layers = 3;
  one.inflow.classes.resize(4);
  CHECK(least_memory(one) == Approx(12 * least));
}

TEST_CASE("A block of too many cells is refused before it is allocated") {
  LobuleNumerics numerics = at_spacing(1 * um);
  numerics.layers = 100000;
  const auto problems = building(h1_lobule(), numerics);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0] ==
        "the block would have 1.29904e+11 cells, more than 2e9: take a larger spacing or fewer lobules");
}

TEST_CASE("Permeabilities and plugging factors of zero or below are refused with their place") {
  auto block = make_block(h1_lobule(), blood_fraction, at_spacing(20 * um));
  auto broken = block;
  broken.permeability[5] = 0;
  broken.permeability[9] = -1;
  CHECK(problems_of([&] { FlowSolver solver(broken); }) ==
        std::vector<std::string>{
            "the permeability must be above 0, but is not in 2 cells: 0 in cell (5, 0, 0) at "
            "(" +
            number(5e6 * block.grid.spacing[0]) + ", 0) um"});
  FlowSolver solver(block);
  std::vector<double> factor(block.grid.size(), 1.0);
  factor[0] = 0;
  CHECK(problems_of([&] { solver.plug(factor); }) ==
        std::vector<std::string>{
            "the plugging factor must be above 0, but is not in 1 cell: 0 in cell (0, 0, 0) at (0, 0) um"});
  factor.pop_back();
  CHECK(problems_of([&] { solver.plug(factor); }).size() == 1);
}

TEST_CASE("Flows and drops that make no sense are refused") {
  const auto block = make_block(h1_lobule(), blood_fraction, at_spacing(20 * um));
  FlowSolver solver(block);
  CHECK(problems_of([&] {
          solver.solve({0, 0});
        }) == std::vector<std::string>{
                  "no blood flows through the block: portal inflow 0 and arterial inflow 0 per "
                  "second and liver volume"});
  CHECK(problems_of([&] {
          solver.calibrate({0.02, 0}, -100);
        }) == std::vector<std::string>{"the pressure drop is -100 Pa; it must be above 0"});
  CHECK(problems_of([&] { solver.set_mobility(0); }) ==
        std::vector<std::string>{"the permeability over viscosity is 0 m2/(Pa s); it must be above 0"});
}

TEST_CASE("An isolated region without inflow is found") {
  const auto block = make_block(h1_lobule(), blood_fraction, at_spacing(20 * um));
  const auto& grid = block.grid;
  auto faces = numerics::conductances(grid, block.permeability, block.permeability, block.permeability);
  std::vector<double> inflow(grid.size(), 0.0), outflow(grid.size(), 0.0);
  inflow[grid.index(0, 0, 0)] = outflow[grid.index(1, 0, 0)] = 1;
  CHECK(region_problems(block, numerics::find_regions(grid, faces, {}), inflow, outflow).empty());
  for (const std::size_t c : {grid.index(10, 10, 0), grid.index(11, 10, 0)})  // two cells, walls all around
    faces[1][c] = faces[1][c - static_cast<std::size_t>(grid.cells[0])] = 0;
  faces[0][grid.index(9, 10, 0)] = faces[0][grid.index(11, 10, 0)] = 0;
  const auto problems = region_problems(block, numerics::find_regions(grid, faces, {}), inflow, outflow);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0] == "the region of 2 cells around (" + number(10e6 * grid.spacing[0]) + ", " +
                           number(10e6 * grid.spacing[1]) +
                           ") um is isolated and has no inflow and no outflow");
  inflow[grid.index(10, 10, 0)] = 1;
  CHECK(region_problems(block, numerics::find_regions(grid, faces, {}), inflow, outflow)
            .at(0)
            .find("has no outflow") != std::string::npos);
}
