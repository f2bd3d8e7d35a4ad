// Wells on and off the middles of cells.
#include "sim/lobule/wells.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/lobule/flow.hpp"
#include "tests/lobule/lattice_field.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using namespace cellroute::lobule;
using std::numbers::pi;
using std::numbers::sqrt3;

namespace {

/// The same potential as a Fourier integral, one direction done by residues, the other by the midpoint
/// rule with one Richardson step: 1/pi int_0^pi (1 - e^(-i s) cos(j t))/(2 Tx sinh s) dt,
/// cosh s = 1 + Ty/Tx (1 - cos t).
double fourier_drop(double dx, double dy, int i, int j) {
  const double tx = dy / dx;
  const double ty = dx / dy;
  const auto midpoint = [&](int n) {
    double sum = 0;
    for (int k = 0; k < n; ++k) {
      const double t = pi * (k + 0.5) / n;
      const double s = std::acosh(1 + ty / tx * (1 - std::cos(t)));
      sum += (1 - std::exp(-i * s) * std::cos(j * t)) / (2 * tx * std::sinh(s));
    }
    return sum / n;
  };
  return (4 * midpoint(4000) - midpoint(2000)) / 3;
}

/// Pressure of the arterial inlets' walls over the central veins' [1], by images: one lobule's blood
/// enters by six inlets' worth of wells at `distance` from the tracts, on the septa.
double arterial_drop(double distance, double radius, double vein) {
  const std::complex<double> i(0, 1);
  const std::complex<double> inlet[6] = {
      i + distance * std::polar(1.0, pi / 2),     i + distance * std::polar(1.0, -pi / 6),
      i + distance * std::polar(1.0, 7 * pi / 6), -i + distance * std::polar(1.0, -pi / 2),
      -i + distance * std::polar(1.0, pi / 6),    -i + distance * std::polar(1.0, 5 * pi / 6)};
  const double self = lattice_self_potential();
  double at_inlet = -lattice_potential(inlet[0]);
  double at_vein = -(self - std::log(vein) / (2 * pi));
  for (int k = 0; k < 6; ++k) {
    at_inlet += (k == 0 ? self - std::log(radius) / (2 * pi) : lattice_potential(inlet[0] - inlet[k])) / 6;
    at_vein += lattice_potential(inlet[k]) / 6;
  }
  return at_inlet - at_vein;
}

double solved_arterial_drop(double distance, double spacing, LobuleBoundary boundary) {
  Lobule lobule = h1_lobule();
  lobule.arterial_inlet_distance = distance * lobule.side;
  const auto block = make_block(lobule, blood_fraction, at_spacing(spacing, boundary));
  FlowSolver solver(block, 1e-11);
  const auto flow = solver.solve({0, specific_flow});
  return flow.wall_pressure[1] / (specific_flow * 1.5 * sqrt3 * lobule.side * lobule.side);
}

}  // namespace

TEST_CASE("The lattice's potential next to a source is the Fourier integral") {
  for (const double dy : {0.5, 1.0, 1.013, 2.0})
    for (const auto& [i, j] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}})
      CHECK(lattice_drop(1.0, dy, i, j) == Approx(fourier_drop(1.0, dy, i, j)).margin(1e-9));
}

TEST_CASE("The equivalent radius: Peaceman's in the middle, larger off it, the same from all sides") {
  const double middle = std::exp(-std::numbers::egamma) / 4 * std::hypot(1.0, 0.8);
  CHECK(equivalent_radius(1, 0.8, 0, 0) == Approx(middle).epsilon(1e-14));
  CHECK(equivalent_radius(1, 1, 0, 0) == Approx(0.198505904).epsilon(1e-8));
  CHECK(equivalent_radius(1, 0.8, 1, 1) == Approx(middle).epsilon(1e-14));
  CHECK(equivalent_radius(1, 0.8, 0.3, 0.6) == Approx(equivalent_radius(1, 0.8, 0.7, 0.4)).epsilon(1e-13));
  CHECK(equivalent_radius(1, 0.8, 0.3, 0.6) == Approx(equivalent_radius(0.8, 1, 0.6, 0.3)).epsilon(1e-13));
  // Four square cells: their sides and diagonals, exp(2 pi ((1/4 + 1/4)/4 + 1/(4 pi))).
  CHECK(equivalent_radius(1, 1, 0.5, 0.5) ==
        Approx(equivalent_radius(1, 1, 0, 0) * std::exp(pi / 4 + 0.5)).epsilon(1e-13));
}

TEST_CASE("Wells anywhere in a cell give the exact pressure of a lattice of off-centre inlets") {
  // Distances that fall differently between the cells, in one and in two directions. Four times
  // finer must be sixteen times better; Peaceman's radius alone would be wrong by up to 7 %.
  const double vein = 30.0 / 500;
  const double radius = 10.0 / 500;
  for (const double distance : {0.10, 0.11, 0.1234, 0.13, 0.15}) {
    const double exact = arterial_drop(distance, radius, vein);
    const double coarse = solved_arterial_drop(distance, 20 * um, LobuleBoundary::periodic) / exact - 1;
    const double fine = solved_arterial_drop(distance, 5 * um, LobuleBoundary::periodic) / exact - 1;
    const double walled = solved_arterial_drop(distance, 5 * um, LobuleBoundary::walled) / exact - 1;
    CAPTURE(distance, exact, coarse, fine, walled);
    CHECK(std::abs(coarse) < 3e-4);
    CHECK(std::abs(fine) < 2e-5);
    CHECK(std::abs(walled) < 2e-5);
  }
}

TEST_CASE("A spread point keeps its place, and walls keep their part of it") {
  numerics::Grid grid;
  grid.cells = {8, 6, 1};
  grid.spacing = {2, 3, 1};
  const std::array<double, 2> origin{1, 1.5};
  const std::array<double, 2> position{4.7, 13.2};
  const auto spread = spread_point(grid, origin, position);
  double sum = 0, x = 0, y = 0;
  for (std::size_t a = 0; a < 4; ++a) {
    sum += spread.weight[a];
    x += spread.weight[a] * (origin[0] + 2 * spread.cell[a][0]);
    y += spread.weight[a] * (origin[1] + 3 * spread.cell[a][1]);
  }
  CHECK(sum == Approx(1).epsilon(1e-15));
  CHECK(x == Approx(position[0]).epsilon(1e-14));
  CHECK(y == Approx(position[1]).epsilon(1e-14));

  std::vector<std::string> problems;
  const auto corner = settle_wells(grid, origin, {{LobuleEntry::central, {0, 0}, 5}}, true, problems);
  REQUIRE(corner.size() == 1);
  CHECK(corner[0].share == Approx(0.25).epsilon(1e-14));
  REQUIRE(corner[0].parts.size() == 1);
  CHECK(corner[0].parts[0].weight == Approx(1).epsilon(1e-14));
  CHECK(settle_wells(grid, origin, {{LobuleEntry::central, {-5, 0}, 5}}, true, problems).empty());
  CHECK(problems.empty());
}

TEST_CASE("Wells that cannot be settled are all named, with the spacing that would do") {
  numerics::Grid grid;
  grid.cells = {20, 20, 1};
  grid.spacing = {10 * um, 10 * um, 10 * um};
  const std::array<double, 2> origin{5 * um, 5 * um};
  std::vector<std::string> problems;
  settle_wells(grid, origin,
               {{LobuleEntry::portal, {50 * um, 50 * um}, 20 * um},
                {LobuleEntry::arterial, {62 * um, 50 * um}, 4 * um},
                {LobuleEntry::central, {150 * um, 250 * um}, 30 * um}},
               false, problems);
  REQUIRE(problems.size() == 3);
  CHECK(problems[0] ==
        "the central vein at (150, 250) um is outside the block, which spans (0, 0) um to (200, 200) um");
  CHECK(problems[1] ==
        "the grid is too coarse for its smallest well: cells of 10 um are wider than the arterial inlet of "
        "radius 4 um (a spacing of 8 um would do)");
  CHECK(problems[2] ==
        "wells are closer than two cells: the portal tract at (50, 50) um and the arterial inlet at (62, 50) "
        "um are 12 um apart, two cells are 20 um (a spacing of 6 um would do)");
  grid.periodic = {true, true, false};
  problems.clear();
  settle_wells(grid, origin,
               {{LobuleEntry::portal, {196 * um, 50 * um}, 20 * um},
                {LobuleEntry::central, {4 * um, 50 * um}, 20 * um}},
               false, problems);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].find("are 8 um apart") != std::string::npos);
}
