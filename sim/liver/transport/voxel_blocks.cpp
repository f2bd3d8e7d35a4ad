#include "sim/liver/transport/voxel_blocks.hpp"

#include <algorithm>
#include <numeric>

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

void NeighbourFlow::set(const LiverAnatomy& anatomy, const VoxelBlocks& blocks,
                        const std::array<std::vector<double>, 3>& lateral,
                        const std::vector<double>& pressure, const std::vector<double>& tank) {
  const std::size_t n = anatomy.voxels.size();
  std::vector<std::int32_t> voxel_at(anatomy.grid.count(), -1), order(n);
  for (std::size_t v = 0; v < n; ++v)
    voxel_at[static_cast<std::size_t>(anatomy.voxels[v])] = static_cast<std::int32_t>(v);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return pressure[static_cast<std::size_t>(a)] > pressure[static_cast<std::size_t>(b)];
  });
  const auto nx = static_cast<std::size_t>(anatomy.grid.cells[0]),
             ny = static_cast<std::size_t>(anatomy.grid.cells[1]);
  const std::size_t stride[3] = {1, nx, nx * ny};
  order_.resize(n);
  stays_.resize(n);
  first_.assign(1, 0);
  to_.clear();
  share_.clear();
  for (std::size_t i = 0; i < n; ++i) {
    const auto v = static_cast<std::size_t>(order[i]);
    const auto cell = static_cast<std::size_t>(anatomy.voxels[v]);
    const auto at = anatomy.grid.place(cell);
    const std::size_t begin = share_.size();
    double total = std::max(0.0, tank[v]);
    const auto give = [&](std::int32_t to, double flow) {
      if (to < 0 || !(flow > 0) || !(pressure[v] > pressure[static_cast<std::size_t>(to)])) return;
      to_.push_back(blocks.slot[static_cast<std::size_t>(to)]);
      share_.push_back(flow);
      total += flow;
    };
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (at[axis] + 1 < anatomy.grid.cells[axis]) give(voxel_at[cell + stride[axis]], lateral[axis][v]);
      if (at[axis] == 0) continue;
      const std::int32_t before = voxel_at[cell - stride[axis]];
      if (before >= 0) give(before, -lateral[axis][static_cast<std::size_t>(before)]);
    }
    double given = 0;
    for (std::size_t f = begin; f < share_.size(); ++f) given += share_[f] /= total;
    stays_[i] = begin == share_.size() ? 1 : std::max(0.0, tank[v]) / total;
    if (stays_[i] > given) stays_[i] = 1 - given;  // the larger part takes the rounding
    order_[i] = blocks.slot[v];
    first_.push_back(static_cast<std::int32_t>(share_.size()));
  }
}

void NeighbourFlow::mix(double* node, int blocks, int rows, int columns) const {
  const auto size = static_cast<std::size_t>(rows) * 8;
  // A voxel's numbers side by side, for the walk from voxel to voxel; afterwards a row's again.
  const auto turn = [&](int from_stride, int to_stride) {
#pragma omp parallel for schedule(static) if (blocks >= worth_sharing)
    for (int b = 0; b < blocks; ++b) {
      double* block = node + static_cast<std::size_t>(b) * size;
      const std::vector<double> before(block, block + size);
      for (int row = 0; row < rows; ++row)
        for (int lane = 0; lane < 8; ++lane) {
          const int at_row = row * from_stride + lane * (from_stride == 1 ? rows : 1);
          const int at_voxel = row * to_stride + lane * (to_stride == 1 ? rows : 1);
          block[at_voxel] = before[static_cast<std::size_t>(at_row)];
        }
    }
  };
  turn(8, 1);
  // A column is a stream of its own, and each is walked through in the order of the pressures.
  constexpr int together = 12;
#pragma omp parallel for schedule(static) if (blocks >= worth_sharing)
  for (int first = 0; first < columns; first += together) {
    const int last = std::min(columns, first + together);
    const auto at = [&](std::int32_t slot) {
      return node + static_cast<std::size_t>(slot) * static_cast<std::size_t>(rows);
    };
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const auto begin = static_cast<std::size_t>(first_[i]), end = static_cast<std::size_t>(first_[i + 1]);
      if (begin == end) continue;
      double* from = at(order_[i]);
      for (std::size_t f = begin; f < end; ++f) {
        double* to = at(to_[f]);
        for (int c = first; c < last; ++c) to[c] += share_[f] * from[c];
      }
      for (int c = first; c < last; ++c) from[c] *= stays_[i];
    }
  }
  turn(1, 8);
}

}  // namespace cellroute::liver
