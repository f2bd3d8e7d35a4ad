// Reading cells and label by voxel.
#include "sim/liver/transport/voxel_state.hpp"

namespace cellroute::liver {

void VoxelCells::add_cells(std::span<const double> weight, unsigned states, unsigned places,
                           std::span<double> field) const {
  Implementation& s = *self_;
  const int populations = s.cells.populations;
  std::vector<std::pair<int, double>> rows;  // which row, how much of it
  for (int b = 0; b <= s.beds(); ++b) {
    if (!(places >> b & 1)) continue;
    if (b == s.beds()) {
      if (states >> circulating & 1)
        for (int k = 0; k <= populations; ++k)
          rows.push_back({s.rows.space + k, weight[static_cast<std::size_t>(k)]});
      continue;
    }
    const int first = b * s.rows.bed, dead = first + populations * living_states;
    const double on_dead = weight[static_cast<std::size_t>(populations)];
    for (int k = 0; k < populations; ++k)
      for (int state = 0; state < living_states; ++state)
        if (states >> state & 1)
          rows.push_back({first + k * living_states + state, weight[static_cast<std::size_t>(k)]});
    if (states >> circulating & 1) rows.push_back({dead, on_dead});
    if (states >> lodged & 1) rows.push_back({dead + 1, on_dead});
  }
  std::erase_if(rows, [](const auto& one) { return one.second == 0; });
#pragma omp parallel for schedule(static) if (s.blocks.blocks >= worth_sharing)
  for (int block = 0; block < s.blocks.blocks; ++block) {
    double sum[8] = {};
    for (const auto& [row, amount] : rows) {
      const double* from = s.row(block * 8, row);
      for (int l = 0; l < 8; ++l) sum[l] += amount * from[l];
    }
    for (int l = 0; l < 8; ++l) {
      const std::int32_t v =
          s.blocks.voxel_of[static_cast<std::size_t>(block) * 8 + static_cast<std::size_t>(l)];
      if (v >= 0) field[static_cast<std::size_t>(v)] += sum[l];
    }
  }
}

void VoxelCells::add_lodged_label(unsigned places, std::span<double> field) const {
  if (!self_->has_label) return;
  for (std::size_t v = 0; v < field.size(); ++v)
    for (int b = 0; b < self_->beds(); ++b)
      if (places >> b & 1) field[v] += *self_->row(self_->blocks.slot[v], self_->rows.label + b);
}

void VoxelCells::add_retained_label(std::span<double> field) const {
  if (!self_->has_label) return;
  for (std::size_t v = 0; v < field.size(); ++v)
    field[v] += *self_->row(self_->blocks.slot[v], self_->rows.label + self_->beds());
}

}  // namespace cellroute::liver
