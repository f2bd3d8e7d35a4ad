// Which voxels touch, and which hang on which terminal.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

/// Voxels are numbered as in LiverAnatomy::voxels.
struct VoxelNeighbours {
  std::array<std::vector<std::int32_t>, 3> next, previous;  // along each axis; -1: outside the liver

  explicit VoxelNeighbours(const LiverAnatomy& anatomy);
};

/// The voxels of each terminal, ascending.
struct TerminalVoxels {
  std::vector<std::int32_t> first;  // [terminals + 1]
  std::vector<std::int32_t> voxel;

  /// Throws std::invalid_argument, in words, unless each of the voxels has a terminal.
  TerminalVoxels(const VesselTree& tree, std::size_t voxels);
};

}  // namespace cellroute::liver
