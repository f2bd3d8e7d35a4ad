// Walks the lobule's own declaration for ranges, then looks at what must fit together.
#include "sim/lobule/check.hpp"

#include <cmath>
#include <type_traits>

#include "models/lobule/geometry.hpp"
#include "sim/lobule/block.hpp"
#include "sim/lobule/error.hpp"
#include "sim/lobule/lattice_sites.hpp"

namespace cellroute::lobule {

namespace {

std::string in_unit(double value, const Spec& spec) {
  return number(value) + (std::string(spec.unit) == "1" ? "" : std::string(" ") + spec.unit);
}

/// Adds every number of a group that is not within its declared range.
template <class Group>
void check_ranges(const Group& group, const std::string& path, std::vector<std::string>& problems) {
  Group::describe(group, [&](const char* key, const auto& member, const auto& declaration) {
    const std::string name = path + "." + key;
    if constexpr (std::is_same_v<std::decay_t<decltype(member)>, double>) {
      const Spec& spec = declaration;
      if (std::isnan(member))
        problems.push_back(name + " is not set");
      else if (!(member >= spec.min && member <= spec.max))
        problems.push_back(name + " is " + in_unit(member, spec) + ", outside " + number(spec.min) + " to " +
                           in_unit(spec.max, spec));
    } else {
      check_ranges(member, name, problems);
    }
  });
}

void check_fit(const Lobule& lobule, std::vector<std::string>& problems) {
  const HexagonalLattice lattice(lobule.side);
  const double vein = lobule.central_vein_radius;
  const double tract = lobule.portal_tract_radius;
  const double inlet = lobule.arterial_inlet_distance;
  if (vein >= lattice.apothem())
    problems.push_back("the central vein (radius " + micrometres(vein) +
                       ") does not fit into the lobule, whose edges are " + micrometres(lattice.apothem()) +
                       " from its middle");
  if (vein + tract >= lobule.side)
    problems.push_back("portal tract and central vein (radii " + micrometres(tract) + " and " +
                       micrometres(vein) + ") touch: their middles are " + micrometres(lobule.side) +
                       " apart");
  if (tract >= lobule.side / 2)
    problems.push_back("portal tracts (radius " + micrometres(tract) +
                       ") touch each other: their middles are " + micrometres(lobule.side) + " apart");
  if (inlet > lobule.side / 2)
    problems.push_back("the arterial inlet is " + micrometres(inlet) +
                       " from its tract, beyond the middle of the septum (" + micrometres(lobule.side / 2) +
                       "), nearer to another tract");
}

void check_numerics(const Lobule& lobule, const LobuleNumerics& numerics,
                    std::vector<std::string>& problems) {
  const auto at_least_one = [&](int count, const char* what) {
    if (count < 1)
      problems.push_back("a block needs at least one " + std::string(what) + ", not " +
                         std::to_string(count));
  };
  at_least_one(numerics.columns, "column of unit cells");
  at_least_one(numerics.rows, "row of unit cells");
  at_least_one(numerics.layers, "layer");
  if (numerics.boundary == LobuleBoundary::reduced && (numerics.columns != 1 || numerics.rows != 1))
    problems.push_back(
        "the reduced block is a quarter of one unit cell: it has one column and one row, not " +
        std::to_string(numerics.columns) + " x " + std::to_string(numerics.rows));
  if (!(numerics.layer_thickness > 0 && std::isfinite(numerics.layer_thickness)))
    problems.push_back("the thickness of a layer is " + micrometres(numerics.layer_thickness) +
                       "; it must be above 0");
  if (!(numerics.spacing > 0 && std::isfinite(numerics.spacing)))
    problems.push_back("the spacing of the grid is " + micrometres(numerics.spacing) +
                       "; it must be above 0");
  else if (lobule.side > 0) {
    const double across = lobule.side / numerics.spacing;
    const double cells =
        3 * std::sqrt(3.0) * across * across * numerics.columns * numerics.rows * numerics.layers;
    if (cells > 2e9)
      problems.push_back("the block would have " + number(cells) +
                         " cells, more than 2e9: take a larger spacing or fewer lobules");
  }
}

}  // namespace

std::vector<std::string> problems_of(const Lobule& lobule, double blood_fraction,
                                     const LobuleNumerics& numerics) {
  std::vector<std::string> problems;
  check_ranges(lobule, "lobule", problems);
  if (!(blood_fraction > 0 && blood_fraction < 1))
    problems.push_back("the share of sinusoidal blood is " + number(blood_fraction) +
                       "; it must be between 0 and 1");
  check_fit(lobule, problems);
  check_numerics(lobule, numerics, problems);
  if (problems.empty()) {  // else there may be no grid to put wells on
    LobuleNumerics plane = numerics;
    plane.layers = 1;
    const numerics::Grid grid = block_grid(lobule.side, plane);
    settle_wells(grid, block_origin(grid, plane.boundary), lattice_sites(lobule, plane), true, problems);
  }
  return problems;
}

double least_memory(const LobuleCase& lobule_case) {
  // States, free sites and equations: runs in one layer took 650 to 750 bytes, in more layers 900.
  constexpr double per_cell_and_class = 600;
  const auto grid = block_grid(lobule_case.parameters.lobule.side, lobule_case.numerics);
  return per_cell_and_class * static_cast<double>(grid.size()) *
         static_cast<double>(lobule_case.inflow.classes.size());
}

}  // namespace cellroute::lobule
