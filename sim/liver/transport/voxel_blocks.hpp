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

}  // namespace cellroute::liver
