#include "sim/liver/transport/neighbour_flow.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace cellroute::liver {
namespace {

/// Eight rows of eight voxels to eight voxels of eight rows, and back.
void turn(double* square) {
  for (int i = 0; i < 8; ++i)
    for (int j = i + 1; j < 8; ++j) std::swap(square[8 * i + j], square[8 * j + i]);
}

}  // namespace

void NeighbourFlow::find_neighbours(const LiverAnatomy& anatomy) {
  std::vector<std::int32_t> voxel_at(anatomy.grid.count(), -1);
  for (std::size_t v = 0; v < anatomy.voxels.size(); ++v)
    voxel_at[static_cast<std::size_t>(anatomy.voxels[v])] = static_cast<std::int32_t>(v);
  const auto nx = static_cast<std::size_t>(anatomy.grid.cells[0]),
             ny = static_cast<std::size_t>(anatomy.grid.cells[1]);
  const std::size_t stride[3] = {1, nx, nx * ny};
  neighbour_.resize(anatomy.voxels.size());
  for (std::size_t v = 0; v < neighbour_.size(); ++v) {
    const auto cell = static_cast<std::size_t>(anatomy.voxels[v]);
    const auto at = anatomy.grid.place(cell);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      neighbour_[v][2 * axis] = at[axis] + 1 < anatomy.grid.cells[axis] ? voxel_at[cell + stride[axis]] : -1;
      neighbour_[v][2 * axis + 1] = at[axis] > 0 ? voxel_at[cell - stride[axis]] : -1;
    }
  }
}

void NeighbourFlow::set(const LiverAnatomy& anatomy, const VoxelBlocks& blocks,
                        const std::array<std::vector<double>, 3>& lateral,
                        const std::vector<double>& pressure, const std::vector<double>& tank) {
  if (neighbour_.empty()) find_neighbours(anatomy);
  const std::size_t n = neighbour_.size();
  std::vector<std::array<double, faces>> given(n);  // share of the node, through each face
  stays_.assign(static_cast<std::size_t>(blocks.blocks) * 8, 1.0);
#pragma omp parallel for schedule(static) if (blocks.blocks >= worth_sharing)
  for (std::size_t v = 0; v < n; ++v) {
    const double into_tank = std::max(0.0, tank[v]);
    double total = into_tank, all_given = 0;
    bool gives = false;
    for (std::size_t face = 0; face < faces; ++face) {
      given[v][face] = 0;
      const std::int32_t to = neighbour_[v][face];
      if (to < 0) continue;
      const auto other = static_cast<std::size_t>(to);
      const double flow = face % 2 == 0 ? lateral[face / 2][v] : -lateral[face / 2][other];
      if (!(flow > 0) || !(pressure[v] > pressure[other])) continue;
      given[v][face] = flow;
      total += flow;
      gives = true;
    }
    if (!gives) continue;
    for (double& share : given[v])
      if (share > 0) all_given += share /= total;
    double& stays = stays_[static_cast<std::size_t>(blocks.slot[v])];
    stays = into_tank / total;
    if (stays > all_given) stays = 1 - all_given;  // the larger part takes the rounding
  }
  std::vector<std::uint8_t> givers(n, 0);  // faces through which each gets something, by bit
#pragma omp parallel for schedule(static) if (blocks.blocks >= worth_sharing)
  for (std::size_t v = 0; v < n; ++v)
    for (std::size_t face = 0; face < faces; ++face) {
      const std::int32_t other = neighbour_[v][face];
      if (other >= 0 && given[static_cast<std::size_t>(other)][face ^ 1U] > 0)
        givers[v] = static_cast<std::uint8_t>(givers[v] | 1U << face);
    }
  find_walk(blocks, givers);
  find_givers(blocks, pressure, given, givers);
}

/// Depth first against the flow, from one slot after the other, so that memory near each other is used soon
/// after each other.
void NeighbourFlow::find_walk(const VoxelBlocks& blocks, std::vector<std::uint8_t> givers) {
  constexpr std::uint8_t done = 1U << 7;
  std::vector<std::int32_t> open;
  walk_.clear();
  for (const std::int32_t start : blocks.voxel_of) {
    if (start < 0 || givers[static_cast<std::size_t>(start)] & done) continue;
    open.push_back(start);
    while (!open.empty()) {
      const auto v = static_cast<std::size_t>(open.back());
      std::uint8_t& left = givers[v];  // to look at before v
      if (left == 0) {
        left = done;
        walk_.push_back(open.back());
        open.pop_back();
        continue;
      }
      const auto face = static_cast<std::size_t>(std::countr_zero(left));
      left = static_cast<std::uint8_t>(left & (left - 1));
      const std::int32_t next = neighbour_[v][face];
      if (!(givers[static_cast<std::size_t>(next)] & done)) open.push_back(next);
    }
  }
}

/// Who gives to each voxel, in the order of the pressures; of equals the first voxel first.
void NeighbourFlow::find_givers(const VoxelBlocks& blocks, const std::vector<double>& pressure,
                                const std::vector<std::array<double, faces>>& given,
                                const std::vector<std::uint8_t>& givers) {
  const std::size_t n = walk_.size();
  order_.resize(n);
  first_.resize(n + 1);
  first_[0] = 0;
  for (std::size_t i = 0; i < n; ++i)
    first_[i + 1] = first_[i] + std::popcount(givers[static_cast<std::size_t>(walk_[i])]);
  from_.resize(static_cast<std::size_t>(first_[n]));
  share_.resize(from_.size());
  const auto before = [&](std::int32_t a, std::int32_t b) {
    const double pa = pressure[static_cast<std::size_t>(a)], pb = pressure[static_cast<std::size_t>(b)];
    return pa > pb || (pa == pb && a < b);
  };
#pragma omp parallel for schedule(static) if (blocks.blocks >= worth_sharing)
  for (std::size_t i = 0; i < n; ++i) {
    const auto v = static_cast<std::size_t>(walk_[i]), begin = static_cast<std::size_t>(first_[i]);
    std::array<std::int32_t, faces> by_pressure;
    std::size_t count = 0;
    for (std::uint8_t left = givers[v]; left != 0; left = static_cast<std::uint8_t>(left & (left - 1))) {
      const auto face = static_cast<std::size_t>(std::countr_zero(left));
      const std::int32_t giver = neighbour_[v][face];
      const double share = given[static_cast<std::size_t>(giver)][face ^ 1U];
      std::size_t at = count++;
      for (; at > 0 && before(giver, by_pressure[at - 1]); --at) {
        by_pressure[at] = by_pressure[at - 1];
        from_[begin + at] = from_[begin + at - 1];
        share_[begin + at] = share_[begin + at - 1];
      }
      by_pressure[at] = giver;
      from_[begin + at] = blocks.slot[static_cast<std::size_t>(giver)];
      share_[begin + at] = share;
    }
    order_[i] = blocks.slot[v];
  }
}

/// `count` numbers of every voxel, those of a giver as they were before it kept its share.
template <int count>
void NeighbourFlow::walk(double* node, std::size_t block_size) const {
  const auto at = [&](std::int32_t slot) {
    return node + static_cast<std::size_t>(slot / 8) * block_size + static_cast<std::size_t>(slot % 8) * 8;
  };
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const auto begin = static_cast<std::size_t>(first_[i]), end = static_cast<std::size_t>(first_[i + 1]);
    if (begin == end) continue;
    double* to = at(order_[i]);
    double sum[count];
    for (int c = 0; c < count; ++c) sum[c] = to[c];
    for (std::size_t f = begin; f < end; ++f) {
      const double* from = at(from_[f]);
      const double share = share_[f];
      for (int c = 0; c < count; ++c) sum[c] += share * from[c];
    }
    for (int c = 0; c < count; ++c) to[c] = sum[c];
  }
}

void NeighbourFlow::mix(double* node, int blocks, int rows, int columns) const {
  const auto block_size = static_cast<std::size_t>(rows) * 8;
  const int groups = (columns + 7) / 8;
#pragma omp parallel for schedule(static) if (blocks >= worth_sharing)
  for (int b = 0; b < blocks; ++b)
    for (int g = 0; g < groups; ++g) turn(node + static_cast<std::size_t>(b) * block_size + 64 * g);
      // Columns know nothing of each other.
#pragma omp parallel for schedule(dynamic, 1) if (blocks >= worth_sharing)
  for (int g = 0; g < groups; ++g) {
    double* from = node + 64 * g;
    switch (std::min(8, columns - 8 * g)) {
      case 2:
        walk<2>(from, block_size);
        break;
      case 4:
        walk<4>(from, block_size);
        break;
      case 6:
        walk<6>(from, block_size);
        break;
      default:
        walk<8>(from, block_size);
    }
  }
#pragma omp parallel for schedule(static) if (blocks >= worth_sharing)
  for (int b = 0; b < blocks; ++b)
    for (int g = 0; g < groups; ++g) {
      double* square = node + static_cast<std::size_t>(b) * block_size + 64 * g;
      const int count = std::min(8, columns - 8 * g);
      for (int lane = 0; lane < 8; ++lane)
        for (int c = 0; c < count; ++c)
          square[8 * lane + c] *= stays_[static_cast<std::size_t>(8 * b + lane)];
      turn(square);
    }
}

}  // namespace cellroute::liver
