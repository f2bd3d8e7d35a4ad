// Which voxels of a labelled box hang together through their faces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/liver/anatomy.hpp"

namespace cellroute {

struct Pieces {
  std::vector<std::int32_t> of;     // [grid.count()] the piece of each voxel; -1 where the label is 0
  std::vector<std::size_t> size;    // voxels of each piece
  std::vector<std::uint8_t> label;  // the label that all voxels of a piece share
};

/// Voxels of equal label that touch by a face, for any label but 0. Pieces are numbered in the order
/// of their first voxel.
Pieces connected_pieces(const VoxelGrid& grid, const std::vector<std::uint8_t>& label);

/// Leaves each label its largest piece; the other pieces go to the label that reaches them first through
/// faces. Returns how many voxels changed their label. A piece that touches no other label stays.
std::size_t join_stray_pieces(const VoxelGrid& grid, std::vector<std::uint8_t>& label);

/// Calls visit(neighbour's index) for the up to six voxels that share a face with the voxel.
template <class Visit>
void for_each_face_neighbour(const VoxelGrid& grid, std::size_t voxel, Visit&& visit) {
  const auto at = grid.place(voxel);
  std::size_t stride = 1;
  for (std::size_t d = 0; d < 3; ++d) {
    if (at[d] > 0) visit(voxel - stride);
    if (at[d] + 1 < grid.cells[d]) visit(voxel + stride);
    stride *= static_cast<std::size_t>(grid.cells[d]);
  }
}

}  // namespace cellroute
