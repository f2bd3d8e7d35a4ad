// Wells off the middles of cells: bilinear weights, and the radius they make from the lattice's potential.
#include "sim/lobule/wells.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "sim/lobule/error.hpp"

namespace cellroute::lobule {

namespace {

using numerics::Grid;
using std::numbers::pi;

const char* noun(LobuleEntry kind) {
  switch (kind) {
    case LobuleEntry::portal:
      return "portal tract";
    case LobuleEntry::arterial:
      return "arterial inlet";
    case LobuleEntry::central:
      return "central vein";
  }
  return "well";
}

std::string place(const std::array<double, 2>& position) {
  return "(" + number(position[0] * 1e6) + ", " + number(position[1] * 1e6) + ") um";
}

bool inside(const Grid& grid, const std::array<double, 2>& origin, const std::array<double, 2>& position) {
  for (int axis = 0; axis < 2; ++axis) {
    const double cells = (position[axis] - origin[axis]) / grid.spacing[axis];
    if (cells < -0.5 - 1e-9 || cells > grid.cells[axis] - 0.5 + 1e-9) return false;
  }
  return true;
}

/// Distance within the block, over the joints of periodic axes too.
double apart(const Grid& grid, const Well& a, const Well& b) {
  double way[2];
  for (int axis = 0; axis < 2; ++axis) {
    way[axis] = std::abs(a.position[axis] - b.position[axis]);
    const double length = grid.cells[axis] * grid.spacing[axis];
    if (grid.periodic[axis]) way[axis] = std::min(way[axis], std::abs(length - way[axis]));
  }
  return std::hypot(way[0], way[1]);
}

/// The two wells closest to each other among those less than `limit` apart along x.
struct Pair {
  std::size_t a = 0, b = 0;
  double distance = infinity;
};
Pair closest(const Grid& grid, const std::vector<Well>& wells, double limit) {
  std::vector<std::size_t> order(wells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wells[a].position[0] < wells[b].position[0]; });
  const double length = grid.cells[0] * grid.spacing[0];
  Pair pair;
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t step = 1; step < order.size(); ++step) {
      const bool around = i + step >= order.size();
      if (around && !grid.periodic[0]) break;
      const std::size_t a = order[i];
      const std::size_t b = order[(i + step) % order.size()];
      if (wells[b].position[0] + (around ? length : 0) - wells[a].position[0] >= limit) break;
      const double distance = apart(grid, wells[a], wells[b]);
      if (distance < pair.distance) pair = {std::min(a, b), std::max(a, b), distance};
    }
  }
  return pair;
}

void check_spacing(const Grid& grid, const std::vector<Well>& wells, std::vector<std::string>& problems) {
  if (wells.empty()) return;
  const double cell = std::max(grid.spacing[0], grid.spacing[1]);
  const auto smallest = std::min_element(wells.begin(), wells.end(),
                                         [](const Well& a, const Well& b) { return a.radius < b.radius; });
  if (cell > 2 * smallest->radius * (1 + 1e-9))
    problems.push_back("the grid is too coarse for its smallest well: cells of " + micrometres(cell) +
                       " are wider than the " + noun(smallest->kind) + " of radius " +
                       micrometres(smallest->radius) + " (a spacing of " + micrometres(2 * smallest->radius) +
                       " would do)");
  const auto pair = closest(grid, wells, 2 * cell);
  if (pair.distance < 2 * cell * (1 - 1e-9)) {
    const auto& a = wells[pair.a];
    const auto& b = wells[pair.b];
    problems.push_back("wells are closer than two cells: the " + std::string(noun(a.kind)) + " at " +
                       place(a.position) + " and the " + noun(b.kind) + " at " + place(b.position) + " are " +
                       micrometres(pair.distance) + " apart, two cells are " + micrometres(2 * cell) +
                       " (a spacing of " + micrometres(pair.distance / 2) + " would do)");
  }
}

}  // namespace

double lattice_drop(double dx, double dy, int i, int j) {
  if (i == 0 && j == 0) return 0;
  if (j == 0) return dx / (pi * dy) * std::atan(dy / dx);
  if (i == 0) return dy / (pi * dx) * std::atan(dx / dy);
  return 1 / pi;
}

double equivalent_radius(double dx, double dy, double fx, double fy) {
  const double middle = std::exp(-std::numbers::egamma) / 4 * std::hypot(dx, dy);
  const double wx[2] = {1 - fx, fx};
  const double wy[2] = {1 - fy, fy};
  double drop = 0;
  for (int a = 0; a < 4; ++a)
    for (int b = 0; b < 4; ++b)
      drop += wx[a % 2] * wy[a / 2] * wx[b % 2] * wy[b / 2] *
              lattice_drop(dx, dy, std::abs(a % 2 - b % 2), std::abs(a / 2 - b / 2));
  return middle * std::exp(2 * pi * drop);
}

Spread spread_point(const Grid& grid, const std::array<double, 2>& origin,
                    const std::array<double, 2>& position) {
  std::array<int, 2> first{};
  std::array<double, 2> fraction{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const double cells = (position[axis] - origin[axis]) / grid.spacing[axis];
    const double whole = std::round(cells);
    const bool middle = std::abs(cells - whole) < 1e-7;  // rounding must not make a second cell
    first[axis] = static_cast<int>(middle ? whole : std::floor(cells));
    fraction[axis] = middle ? 0 : cells - std::floor(cells);
  }
  Spread spread;
  spread.fx = fraction[0];
  spread.fy = fraction[1];
  for (int a = 0; a < 4; ++a) {
    spread.cell[a] = {first[0] + a % 2, first[1] + a / 2};
    spread.weight[a] = (a % 2 ? fraction[0] : 1 - fraction[0]) * (a / 2 ? fraction[1] : 1 - fraction[1]);
  }
  return spread;
}

std::vector<Spot> spots_inside(const Grid& grid, const Spread& spread) {
  std::vector<Spot> spots;
  for (std::size_t a = 0; a < 4; ++a) {
    if (spread.weight[a] == 0) continue;
    std::array<int, 2> at = spread.cell[a];
    bool kept = true;
    for (int axis = 0; axis < 2; ++axis) {
      const int n = grid.cells[axis];
      if (grid.periodic[axis]) at[axis] = (at[axis] % n + n) % n;
      kept = kept && at[axis] >= 0 && at[axis] < n;
    }
    if (kept) spots.push_back({grid.index(at[0], at[1], 0), spread.weight[a]});
  }
  return spots;
}

std::vector<Well> settle_wells(const Grid& grid, const std::array<double, 2>& origin,
                               const std::vector<WellSite>& sites, bool clip,
                               std::vector<std::string>& problems) {
  std::vector<Well> wells;
  const std::size_t layer = grid.index(0, 0, 1);
  for (const auto& site : sites) {
    const auto spread = spread_point(grid, origin, site.position);
    const auto spots = spots_inside(grid, spread);
    if (!clip && !inside(grid, origin, site.position)) {
      problems.push_back("the " + std::string(noun(site.kind)) + " at " + place(site.position) +
                         " is outside the block, which spans " +
                         place({origin[0] - grid.spacing[0] / 2, origin[1] - grid.spacing[1] / 2}) + " to " +
                         place({origin[0] + (grid.cells[0] - 0.5) * grid.spacing[0],
                                origin[1] + (grid.cells[1] - 0.5) * grid.spacing[1]}));
      continue;
    }
    if (spots.empty()) continue;
    Well well{site.kind, site.position, site.radius, 0, 0, {}};
    for (const auto& spot : spots) well.share += spot.weight;
    well.equivalent_radius = equivalent_radius(grid.spacing[0], grid.spacing[1], spread.fx, spread.fy);
    for (int k = 0; k < grid.cells[2]; ++k)
      for (const auto& spot : spots)
        well.parts.push_back(
            {spot.cell + layer * static_cast<std::size_t>(k), spot.weight / (well.share * grid.cells[2])});
    wells.push_back(std::move(well));
  }
  check_spacing(grid, wells, problems);
  return wells;
}

}  // namespace cellroute::lobule
