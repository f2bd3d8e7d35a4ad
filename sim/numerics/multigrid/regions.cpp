// Union-find over faces, always towards the smaller index.
#include "sim/numerics/multigrid/regions.hpp"

#include <algorithm>
#include <numeric>

namespace cellroute::numerics {
namespace {

std::int32_t root(std::vector<std::int32_t>& parent, std::int32_t c) {
  while (parent[c] != c) {
    parent[c] = parent[parent[c]];
    c = parent[c];
  }
  return c;
}

}  // namespace

Regions find_regions(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  Regions regions;
  std::vector<std::int32_t>& parent = regions.of_cell;
  parent.resize(grid.size());
  std::iota(parent.begin(), parent.end(), 0);
  const int nx = grid.cells[0], ny = grid.cells[1], nz = grid.cells[2];
  const std::size_t stride[3] = {1, static_cast<std::size_t>(nx), static_cast<std::size_t>(nx) * ny};
  std::size_t c = 0;
  for (int k = 0; k < nz; ++k) {
    for (int j = 0; j < ny; ++j) {
      for (int i = 0; i < nx; ++i, ++c) {
        const int at[3] = {i, j, k};
        for (int axis = 0; axis < 3; ++axis) {
          if (grid.cells[axis] < 2 || !(conductance[axis][c] > 0)) continue;
          const bool last = at[axis] + 1 == grid.cells[axis];
          const std::size_t n = last ? c - stride[axis] * (grid.cells[axis] - 1) : c + stride[axis];
          const std::int32_t a = root(parent, static_cast<std::int32_t>(c));
          const std::int32_t b = root(parent, static_cast<std::int32_t>(n));
          if (a < b) parent[b] = a;
          if (b < a) parent[a] = b;
        }
      }
    }
  }
  // A parent's index is never above its child's, so one pass in order turns parents into numbers.
  for (c = 0; c < parent.size(); ++c) {
    if (parent[c] == static_cast<std::int32_t>(c)) {
      parent[c] = static_cast<std::int32_t>(regions.list.size());
      regions.list.push_back({c, 0, true});
    } else {
      parent[c] = parent[parent[c]];
    }
    Region& region = regions.list[parent[c]];
    ++region.cells;
    if (!sink.empty() && sink[c] > 0) region.closed = false;
  }
  return regions;
}

Regions one_region(const Grid& grid, std::span<const double> sink) {
  Regions regions;
  regions.of_cell.assign(grid.size(), 0);
  const bool closed = std::none_of(sink.begin(), sink.end(), [](double s) { return s > 0; });
  regions.list.push_back({0, grid.size(), closed});
  return regions;
}

}  // namespace cellroute::numerics
