// The named branches of the three trees, from the hilum or the caval outlet into each Couinaud segment.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/liver/vessel_tree.hpp"
#include "sim/liver/trees/mask.hpp"

namespace cellroute::liver {

/// A tree without terminals yet; radii are what it is expected to need.
struct Skeleton {
  VesselTree tree;
  /// The last segment of each segmental branch, which ends inside its Couinaud segment; -1 for a segment
  /// without voxels.
  std::array<std::int32_t, couinaud_segments> tip{};
};

/// Voxels and their middle, of each Couinaud segment.
struct SegmentVoxels {
  std::array<std::vector<std::int64_t>, couinaud_segments> cells;  // ascending places in the grid
  std::array<Point, couinaud_segments> centroid{};                 // [m]

  explicit SegmentVoxels(const LiverAnatomy& anatomy);
};

/// Places the skeletons, portal vein first, so that nothing touches: straight pieces inside the liver,
/// each node where it is wanted or near it; of several ways the one of least volume. A root may leave its
/// hilum where another trunk is too near.
/// @param root_radius [m] expected of each tree's trunk
/// @param clearance [1] beyond the sums of the radii
/// @return nothing when no way was found
std::optional<std::array<Skeleton, tree_kinds>> place_skeletons(
    const LiverAnatomy& anatomy, const Mask& mask, const SegmentVoxels& voxels,
    const std::array<double, tree_kinds>& root_radius, const std::array<double, tree_kinds>& murray_exponent,
    double clearance, std::uint64_t seed);

}  // namespace cellroute::liver
