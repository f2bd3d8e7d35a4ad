// The built-in liver: a human shape in eight Couinaud segments, at any volume and voxel size.
#include "models/liver/parametric_liver.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <stdexcept>
#include <utility>

#include "models/liver/liver_shape.hpp"
#include "models/liver/pieces.hpp"

namespace cellroute {

namespace {

/// The box around a liver that is `scale` [m] per reference centimetre, with a voxel's margin.
VoxelGrid box_around(double scale, double spacing) {
  VoxelGrid grid;
  grid.spacing = spacing;
  double cells = 1;
  for (std::size_t d = 0; d < 3; ++d) {
    const double low = reference_liver.low[d] * scale, high = reference_liver.high[d] * scale;
    const double count = std::ceil((high - low) / spacing) + 4;
    cells *= count;
    if (cells > std::numeric_limits<std::int32_t>::max())
      throw std::invalid_argument(
          "the liver's box has more voxels than can be numbered (2^31): take a larger voxel");
    grid.cells[d] = static_cast<int>(count);
    grid.corner[d] = (low + high) / 2 - count * spacing / 2;
  }
  return grid;
}

/// The first `wanted` voxels that a flood from inside the liver covers when it rises with the level: so
/// they hang together, and their number is exact.
std::vector<std::int32_t> flood(const VoxelGrid& grid, double scale, std::size_t wanted) {
  using Next = std::pair<double, std::int32_t>;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> shore;
  std::vector<bool> seen(grid.count(), false);
  const auto reach = [&](std::size_t voxel) {
    if (seen[voxel]) return;
    seen[voxel] = true;
    Point at = grid.centre(voxel);
    for (double& x : at) x /= scale;
    // Deep voxels come first in any order: only the last layers need the true one.
    shore.emplace(std::max(liver_level(at), -1.0), static_cast<std::int32_t>(voxel));
  };
  std::array<int, 3> start{};
  for (std::size_t d = 0; d < 3; ++d)
    start[d] = static_cast<int>((reference_liver.inside[d] * scale - grid.corner[d]) / grid.spacing);
  reach(grid.index(start[0], start[1], start[2]));
  std::vector<std::int32_t> covered;
  covered.reserve(wanted);
  while (covered.size() < wanted && !shore.empty()) {
    const std::int32_t voxel = shore.top().second;
    shore.pop();
    covered.push_back(voxel);
    for_each_face_neighbour(grid, static_cast<std::size_t>(voxel), reach);
  }
  std::sort(covered.begin(), covered.end());
  return covered;
}

}  // namespace

std::size_t nearest_voxel(const LiverAnatomy& liver, const Point& point) {
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (const std::int32_t voxel : liver.voxels) {
    const Point at = liver.grid.centre(static_cast<std::size_t>(voxel));
    double square = 0;
    for (std::size_t d = 0; d < 3; ++d) square += (at[d] - point[d]) * (at[d] - point[d]);
    if (square < least) {
      least = square;
      best = static_cast<std::size_t>(voxel);
    }
  }
  return best;
}

LiverAnatomy parametric_liver(double volume, double spacing) {
  if (!(volume > 0) || !std::isfinite(volume))
    throw std::invalid_argument("the liver's volume must be a positive number");
  if (!(spacing > 0) || !std::isfinite(spacing))
    throw std::invalid_argument("the voxel's edge must be a positive number");
  const double scale = std::cbrt(volume / reference_liver.volume);
  LiverAnatomy liver;
  liver.grid = box_around(scale, spacing);
  const double wanted = std::round(volume / liver.grid.voxel_volume());
  liver.voxels = flood(liver.grid, scale, static_cast<std::size_t>(wanted));

  liver.segment.assign(liver.grid.count(), 0);
  for (const std::int32_t voxel : liver.voxels) {
    Point at = liver.grid.centre(static_cast<std::size_t>(voxel));
    for (double& x : at) x /= scale;
    liver.segment[static_cast<std::size_t>(voxel)] = static_cast<std::uint8_t>(couinaud_segment(at));
  }
  join_stray_pieces(liver.grid, liver.segment);
  liver.notes = {"built-in human liver scaled to the volume; its shape and segment borders are assumptions"};
  std::array<bool, couinaud_segments + 1> found{};
  for (const std::int32_t voxel : liver.voxels) found[liver.segment[static_cast<std::size_t>(voxel)]] = true;
  for (std::size_t s = 1; s <= couinaud_segments; ++s)
    if (!found[s])
      throw std::invalid_argument("voxels too coarse for a liver in eight segments: take a smaller voxel");

  const auto just_inside = [&](Point at) {
    for (double& x : at) x *= scale;
    return liver.grid.centre(nearest_voxel(liver, at));
  };
  liver.portal_hilum = just_inside(reference_liver.portal_hilum);
  liver.arterial_hilum = just_inside(reference_liver.arterial_hilum);
  liver.caval_outlet = just_inside(reference_liver.caval_outlet);
  return liver;
}

}  // namespace cellroute
