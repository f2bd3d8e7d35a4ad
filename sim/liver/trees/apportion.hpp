// How many of a tree's terminals each Couinaud segment gets.
#pragma once

#include <array>
#include <cstdint>

#include "sim/liver/trees/skeleton.hpp"

namespace cellroute::liver {

/// By share of the voxels, largest remainders up; at least one for each segment with voxels and no more
/// than it has voxels. Their sum is `terminals` when that is between these bounds.
std::array<std::int32_t, couinaud_segments> apportion(std::int32_t terminals, const SegmentVoxels& voxels);

}  // namespace cellroute::liver
