// Where each voxel of the liver stands among the blocks of eight, and the fixed chunks that sums go by.
#pragma once

#include <cstdint>
#include <vector>

#include "models/liver/anatomy.hpp"

namespace cellroute::liver {

/// Below so many blocks, starting threads takes longer than what they save.
inline constexpr int worth_sharing = 256;

/// Blocks sorted by Couinaud segment, those of a segment in the order of its voxels, the last one filled up.
struct VoxelBlocks {
  /// A stretch of blocks of one segment.
  struct Chunk {
    int first, last;  // blocks
    int segment;      // 1 to 8
  };
  static constexpr int chunk_blocks = 64;

  explicit VoxelBlocks(const LiverAnatomy& anatomy);

  int blocks = 0;
  std::vector<std::int32_t> slot;      // [voxels] block * 8 + lane
  std::vector<std::int32_t> voxel_of;  // [blocks * 8], -1: filled up
  std::vector<Chunk> chunks;

  /// The place of number `row` of a voxel where a block has `rows` rows.
  static std::size_t place(std::int32_t slot, int rows, int row) {
    return (static_cast<std::size_t>(slot / 8) * static_cast<std::size_t>(rows) +
            static_cast<std::size_t>(row)) *
               8 +
           static_cast<std::size_t>(slot % 8);
  }
};

/// Flow between neighbouring voxels, from where pressure is high to where it is low.
class NeighbourFlow {
 public:
  bool empty() const { return order_.empty(); }
  void clear() { order_.clear(); }
  /// Faces whose flow runs against the pressures carry nothing.
  /// @param lateral [m3/s] by axis and voxel, @param pressure [Pa] and @param tank [m3/s] by voxel
  void set(const LiverAnatomy& anatomy, const VoxelBlocks& blocks,
           const std::array<std::vector<double>, 3>& lateral, const std::vector<double>& pressure,
           const std::vector<double>& tank);
  /// Hands what enters each node on, to its neighbours and its tanks: `node` [blocks][rows][8], of which the
  /// first `columns` rows.
  void mix(double* node, int blocks, int rows, int columns) const;

 private:
  std::vector<std::int32_t> order_, to_;  // slots by falling pressure; where each of their faces leads
  std::vector<std::int32_t> first_;       // [order + 1]
  std::vector<double> share_;             // of the node, by face
  std::vector<double> stays_;             // of the node, by order: into its tanks
};

}  // namespace cellroute::liver
