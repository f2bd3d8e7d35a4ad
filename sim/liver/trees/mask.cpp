// A straight line through the voxel grid visits its voxels in order of the faces it crosses.
// Source: J. Amanatides and A. Woo, A fast voxel traversal algorithm for ray tracing, Eurographics 1987.
#include "sim/liver/trees/mask.hpp"

#include <cmath>
#include <limits>

namespace cellroute::liver {

std::int64_t Mask::cell_at(const Point& p) const {
  const VoxelGrid& grid = anatomy_->grid;
  std::array<int, 3> at{};
  for (std::size_t d = 0; d < 3; ++d) {
    const double place = std::floor((p[d] - grid.corner[d]) / grid.spacing);
    if (!(place >= 0 && place < grid.cells[d])) return -1;
    at[d] = static_cast<int>(place);
  }
  return static_cast<std::int64_t>(grid.index(at[0], at[1], at[2]));
}

int Mask::segment_at(const Point& p) const {
  const std::int64_t cell = cell_at(p);
  return cell < 0 ? 0 : anatomy_->segment[static_cast<std::size_t>(cell)];
}

bool Mask::inside(const Point& a, const Point& b, int segment) const {
  const VoxelGrid& grid = anatomy_->grid;
  std::array<int, 3> at{}, step{};
  std::array<double, 3> next{}, pace{};  // shares of the line to the next face, and from face to face
  int faces = 0;
  for (std::size_t d = 0; d < 3; ++d) {
    const double from = (a[d] - grid.corner[d]) / grid.spacing, to = (b[d] - grid.corner[d]) / grid.spacing;
    if (!(from >= 0 && from < grid.cells[d] && to >= 0 && to < grid.cells[d])) return false;
    at[d] = static_cast<int>(from);
    const int last = static_cast<int>(to);
    faces += std::abs(last - at[d]);
    step[d] = last > at[d] ? 1 : -1;
    pace[d] = to == from ? std::numeric_limits<double>::infinity() : 1 / std::fabs(to - from);
    const double face = step[d] > 0 ? at[d] + 1 - from : from - at[d];
    next[d] = last == at[d] ? std::numeric_limits<double>::infinity() : face * pace[d];
  }
  for (;;) {
    const int here = anatomy_->segment[grid.index(at[0], at[1], at[2])];
    if (segment == 0 ? here == 0 : here != segment) return false;
    if (faces-- == 0) return true;
    const std::size_t d = next[0] <= next[1] ? (next[0] <= next[2] ? 0 : 2) : (next[1] <= next[2] ? 1 : 2);
    at[d] += step[d];
    next[d] += pace[d];
    if (at[d] < 0 || at[d] >= grid.cells[d]) return false;  // rounding at the last face
  }
}

}  // namespace cellroute::liver
