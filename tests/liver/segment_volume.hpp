// How much of a liver each Couinaud segment has.
#pragma once

#include <array>

#include "models/liver/anatomy.hpp"

namespace cellroute::testing {

/// [m3]
inline std::array<double, couinaud_segments> volume_by_segment(const LiverAnatomy& liver) {
  std::array<double, couinaud_segments> volume{};
  for (const auto v : liver.voxels)
    volume[liver.segment[static_cast<std::size_t>(v)] - 1u] += liver.grid.voxel_volume();
  return volume;
}

}  // namespace cellroute::testing
