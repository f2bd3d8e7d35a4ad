// Which cells hang together through conducting faces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics {

struct Region {
  std::size_t first_cell = 0;  // the one with the smallest index
  std::size_t cells = 0;
  bool closed = true;  // no sink anywhere in it: the solution is free up to a constant
};

/// Regions are numbered by their first cell.
struct Regions {
  std::vector<std::int32_t> of_cell;
  std::vector<Region> list;
};

/// Joins cells over every face of conductance > 0. `sink` may be empty.
Regions find_regions(const Grid& grid, const Faces& conductance, std::span<const double> sink);

/// The same where it is known that all cells hang together.
Regions one_region(const Grid& grid, std::span<const double> sink);

}  // namespace cellroute::numerics
