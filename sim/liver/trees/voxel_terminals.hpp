// Which terminal supplies or drains each voxel: the nearest of the voxel's own Couinaud segment.
#pragma once

#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

/// Fills `terminal_of_voxel`. The voxel a terminal lies in is its own, so none is without; all others go
/// to the nearest terminal of their Couinaud segment, in case of a tie to the one with the lower number.
/// @throws std::invalid_argument when two terminals lie in one voxel, one outside the liver, or a segment
///         has voxels and no terminal
void assign_voxels(const LiverAnatomy& anatomy, VesselTree& tree);

}  // namespace cellroute::liver
