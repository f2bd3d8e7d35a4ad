#include "sim/liver/transport/voxel_blocks.hpp"

#include <algorithm>

namespace cellroute::liver {

VoxelBlocks::VoxelBlocks(const LiverAnatomy& anatomy) {
  const std::size_t n = anatomy.voxels.size();
  slot.resize(n);
  for (int segment = 1; segment <= couinaud_segments; ++segment) {
    const int begin = blocks;
    for (std::size_t v = 0; v < n; ++v) {
      if (anatomy.segment[static_cast<std::size_t>(anatomy.voxels[v])] != segment) continue;
      slot[v] = static_cast<std::int32_t>(voxel_of.size());
      voxel_of.push_back(static_cast<std::int32_t>(v));
    }
    voxel_of.resize((voxel_of.size() + 7) / 8 * 8, -1);
    blocks = static_cast<int>(voxel_of.size() / 8);
    for (int b = begin; b < blocks; b += chunk_blocks)
      chunks.push_back({b, std::min(blocks, b + chunk_blocks), segment});
  }
}

}  // namespace cellroute::liver
