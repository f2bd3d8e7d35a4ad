// What the built-in liver says of another one: its segments and where its vessels enter.
#include "sim/liver/anatomy/reference_fit.hpp"

#include <algorithm>
#include <limits>

#include "models/liver/liver_shape.hpp"
#include "models/liver/pieces.hpp"

namespace cellroute::liver {

ReferenceFit::ReferenceFit(const LiverAnatomy& liver) {
  low_.fill(std::numeric_limits<double>::infinity());
  high_.fill(-std::numeric_limits<double>::infinity());
  for (const std::int32_t voxel : liver.voxels) {
    const Point at = liver.grid.centre(static_cast<std::size_t>(voxel));
    for (std::size_t d = 0; d < 3; ++d) {
      low_[d] = std::min(low_[d], at[d] - liver.grid.spacing / 2);
      high_[d] = std::max(high_[d], at[d] + liver.grid.spacing / 2);
    }
  }
}

Point ReferenceFit::to_reference(const Point& at) const {
  Point out{};
  for (std::size_t d = 0; d < 3; ++d)
    out[d] = reference_liver.low[d] +
             (at[d] - low_[d]) / (high_[d] - low_[d]) * (reference_liver.high[d] - reference_liver.low[d]);
  return out;
}

Point ReferenceFit::from_reference(const Point& at) const {
  Point out{};
  for (std::size_t d = 0; d < 3; ++d)
    out[d] = low_[d] + (at[d] - reference_liver.low[d]) / (reference_liver.high[d] - reference_liver.low[d]) *
                           (high_[d] - low_[d]);
  return out;
}

double ReferenceFit::share_right_of_middle(const LiverAnatomy& liver) const {
  std::size_t right = 0;
  for (const std::int32_t voxel : liver.voxels)
    right += liver.grid.centre(static_cast<std::size_t>(voxel))[0] > (low_[0] + high_[0]) / 2;
  return static_cast<double>(right) / static_cast<double>(liver.voxels.size());
}

void cut_into_segments(LiverAnatomy& liver, const ReferenceFit& fit) {
  for (const std::int32_t voxel : liver.voxels) {
    const auto v = static_cast<std::size_t>(voxel);
    liver.segment[v] = static_cast<std::uint8_t>(couinaud_segment(fit.to_reference(liver.grid.centre(v))));
  }
  join_stray_pieces(liver.grid, liver.segment);
}

Point nearest_on_surface(const LiverAnatomy& liver, const Point& point) {
  Point best{};
  double least = std::numeric_limits<double>::infinity();
  for (const std::int32_t voxel : liver.voxels) {
    const auto v = static_cast<std::size_t>(voxel);
    const Point at = liver.grid.centre(v);
    double square = 0;
    for (std::size_t d = 0; d < 3; ++d) square += (at[d] - point[d]) * (at[d] - point[d]);
    if (square >= least) continue;
    int neighbours = 0;
    for_each_face_neighbour(liver.grid, v, [&](std::size_t n) { neighbours += liver.segment[n] != 0; });
    if (neighbours == 6) continue;
    least = square;
    best = at;
  }
  return best;
}

}  // namespace cellroute::liver
