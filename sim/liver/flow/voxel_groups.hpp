// Voxels that share all three terminals, taken together.
//
// Without faces between voxels, those that hang on the same three terminals are stars side by side: each is
// a triangle of conductances between the terminals, triangles side by side add up, and their sum is a star
// again. So the system has one unknown for each group, and gives the terminals' pressures exactly.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/liver/perfusion.hpp"
#include "sim/liver/flow/voxel_system.hpp"

namespace cellroute::liver {

class VoxelGroups {
 public:
  explicit VoxelGroups(const VoxelSystem::TerminalOf& terminal_of);

  std::size_t size() const { return first_.size() - 1; }
  /// The terminals of each group.
  const VoxelSystem::TerminalOf& terminal_of() const { return terminal_of_; }

  /// Conductances of the groups' stars. False if one of them is none: no voxel of the group joins two of
  /// the terminals, but both are joined to the third.
  bool add_up(const VoxelSystem& voxels, FieldPerTree& star) const;

 private:
  std::vector<std::int32_t> first_, voxel_;
  VoxelSystem::TerminalOf terminal_of_;
};

}  // namespace cellroute::liver
