// What blood carries from a voxel's node to its neighbours' on its way to the tanks.
//
// Pressures order the voxels, so that one walk in which every voxel comes after those it gets from hands all
// on. A voxel adds up what it gets in the order of the givers' pressures, whichever walk is taken.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "sim/liver/transport/voxel_blocks.hpp"

namespace cellroute::liver {

class NeighbourFlow {
 public:
  bool empty() const { return order_.empty(); }
  void clear() { order_.clear(); }
  /// Flow from where pressure is high to where it is low; faces whose flow runs against it carry nothing.
  /// @param anatomy the same at every call
  /// @param lateral [m3/s] by axis and voxel, @param pressure [Pa] and @param tank [m3/s] by voxel
  void set(const LiverAnatomy& anatomy, const VoxelBlocks& blocks,
           const std::array<std::vector<double>, 3>& lateral, const std::vector<double>& pressure,
           const std::vector<double>& tank);

  /// Rows that a block's `columns` rows take for mix(): eight are turned at a time.
  static constexpr int rows_for(int columns) { return (columns + 7) / 8 * 8; }
  /// Hands what enters each node on, to its neighbours and its tanks: `node` [blocks][rows][8], of which the
  /// first `columns` rows, an even number.
  void mix(double* node, int blocks, int rows, int columns) const;

 private:
  static constexpr int faces = 6;  // of a voxel: +x, -x, +y, -y, +z, -z
  void find_neighbours(const LiverAnatomy& anatomy);
  void find_walk(const VoxelBlocks& blocks, std::vector<std::uint8_t> givers);
  void find_givers(const VoxelBlocks& blocks, const std::vector<double>& pressure,
                   const std::vector<std::array<double, faces>>& given,
                   const std::vector<std::uint8_t>& givers);
  template <int count>
  void walk(double* node, std::size_t block_size) const;

  std::vector<std::array<std::int32_t, faces>> neighbour_;  // [voxels] -1: none
  std::vector<std::int32_t> walk_;                          // voxels, givers first
  std::vector<std::int32_t> order_;                         // their slots
  std::vector<std::int32_t> first_;                         // [order + 1] into the next two
  std::vector<std::int32_t> from_;                          // slots
  std::vector<double> share_;                               // of the giver's node
  std::vector<double> stays_;                               // [slots] of the node, into its tanks
};

}  // namespace cellroute::liver
