// Neighbours by way of the grid; voxels sorted by terminal.
#include "sim/liver/flow/voxel_map.hpp"

#include <stdexcept>
#include <string>

namespace cellroute::liver {

VoxelNeighbours::VoxelNeighbours(const LiverAnatomy& anatomy) {
  const VoxelGrid& grid = anatomy.grid;
  const std::size_t cells = grid.count(), n = anatomy.voxels.size();
  std::vector<std::int32_t> number(cells, -1);
  for (std::size_t v = 0; v < n; ++v) {
    const std::int32_t cell = anatomy.voxels[v];
    if (cell < 0 || static_cast<std::size_t>(cell) >= cells || (v > 0 && cell <= anatomy.voxels[v - 1])) {
      throw std::invalid_argument("voxels of the liver are not cells of its grid in ascending order");
    }
    number[static_cast<std::size_t>(cell)] = static_cast<std::int32_t>(v);
  }
  const std::array<std::size_t, 3> stride{
      1, static_cast<std::size_t>(grid.cells[0]),
      static_cast<std::size_t>(grid.cells[0]) * static_cast<std::size_t>(grid.cells[1])};
  for (std::size_t a = 0; a < 3; ++a) {
    next[a].assign(n, -1);
    previous[a].assign(n, -1);
  }
  for (std::size_t v = 0; v < n; ++v) {
    const auto cell = static_cast<std::size_t>(anatomy.voxels[v]);
    const std::array<int, 3> at = grid.place(cell);
    for (std::size_t a = 0; a < 3; ++a) {
      if (at[a] + 1 == grid.cells[a]) continue;
      const std::int32_t w = number[cell + stride[a]];
      next[a][v] = w;
      if (w >= 0) previous[a][static_cast<std::size_t>(w)] = static_cast<std::int32_t>(v);
    }
  }
}

void check_terminals(const VesselTree& tree, std::size_t voxels) {
  const std::string name = tree_names[static_cast<std::size_t>(tree.kind)];
  if (tree.terminal_of_voxel.size() != voxels) {
    throw std::invalid_argument(name + ": terminals are given for " +
                                std::to_string(tree.terminal_of_voxel.size()) + " voxels and the liver has " +
                                std::to_string(voxels));
  }
  for (std::size_t v = 0; v < voxels; ++v) {
    const std::int32_t t = tree.terminal_of_voxel[v];
    if (t < 0 || static_cast<std::size_t>(t) >= tree.terminals.size()) {
      throw std::invalid_argument(name + ": voxel " + std::to_string(v) + " has no terminal");
    }
  }
}

TerminalVoxels::TerminalVoxels(const std::vector<std::int32_t>& terminal_of_voxel, std::size_t terminals)
    : first(terminals + 1, 0), voxel(terminal_of_voxel.size()) {
  for (const std::int32_t t : terminal_of_voxel) ++first[static_cast<std::size_t>(t) + 1];
  for (std::size_t t = 0; t < terminals; ++t) first[t + 1] += first[t];
  std::vector<std::int32_t> at(first.begin(), first.end() - 1);
  for (std::size_t v = 0; v < voxel.size(); ++v) {
    voxel[static_cast<std::size_t>(at[static_cast<std::size_t>(terminal_of_voxel[v])]++)] =
        static_cast<std::int32_t>(v);
  }
}

}  // namespace cellroute::liver
