// What VoxelCells holds.
#pragma once

#include <vector>

#include "sim/liver/transport/neighbour_flow.hpp"
#include "sim/liver/transport/voxel_blocks.hpp"
#include "sim/liver/transport/voxel_cells.hpp"
#include "sim/liver/transport/voxel_view.hpp"
#include "sim/numerics/rows.hpp"

namespace cellroute::liver {

/// Rows of a block, in the order that VoxelView says.
struct VoxelRows {
  VoxelRows(int populations, int beds, bool label);
  int bed, space, free, label, all;
};

struct VoxelCells::Implementation {
  Implementation(const LiverCells& cells, const LiverAnatomy& anatomy,
                 const std::array<VesselTree, tree_kinds>& trees, bool label);

  using Block = numerics::Numbers<double>;
  LiverCells cells;
  LiverAnatomy anatomy;
  bool has_label, wide, watch_sinusoids = false;
  VoxelBlocks blocks;
  VoxelRows rows;
  double voxel_volume;
  Block state, flow, share, uptake, left_rows, open_rows;
  std::vector<std::int32_t> terminal;  // [blocks][3][8]
  std::array<std::size_t, tree_kinds> terminals{};
  std::vector<std::int32_t> first_of_terminal, slot_of_terminal;  // voxels by venous terminal
  std::vector<double> left;
  double history[1] = {0};  // [s] the last step
  NeighbourFlow neighbours;
  mutable Block node;  // what enters the tanks while a step is made, where neighbours are joined
  VoxelSums sums;
  VoxelOpenness openness;

  int carriers() const { return cells.carriers(); }
  int beds() const { return static_cast<int>(cells.beds.size()); }
  double* row(std::int32_t slot, int which) {
    return state.data() + VoxelBlocks::place(slot, rows.all, which);
  }

  double* nodes(int rows_each) const {
    const auto size = static_cast<std::size_t>(blocks.blocks) * static_cast<std::size_t>(rows_each) * 8;
    if (node.size() < size) node.resize(size);
    return node.data();
  }

  struct Pass;  // a step or response being made
  void make(double dt, const VoxelInflow& inflow, const VoxelLabel* label);
  void gather_left();
  void read_openness();
};

}  // namespace cellroute::liver
