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

  VoxelNeighbours() = default;
  explicit VoxelNeighbours(const LiverAnatomy& anatomy);
};

/// The voxels of each terminal, ascending.
struct TerminalVoxels {
  std::vector<std::int32_t> first;  // [terminals + 1]
  std::vector<std::int32_t> voxel;

  TerminalVoxels(const std::vector<std::int32_t>& terminal_of_voxel, std::size_t terminals);
};

/// Throws std::invalid_argument, in words, unless each of the voxels has a terminal of the tree.
void check_terminals(const VesselTree& tree, std::size_t voxels);

}  // namespace cellroute::liver
