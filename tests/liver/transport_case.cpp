#include "tests/liver/transport_case.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace cellroute::testing {

double scattered(unsigned seed, unsigned counter, double low, double high) {
  std::uint64_t x = (static_cast<std::uint64_t>(seed) << 32 | counter) + 0x9e3779b97f4a7c15u;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
  x = (x ^ x >> 27) * 0x94d049bb133111ebu;
  return low + (high - low) * static_cast<double>((x ^ x >> 31) >> 11) * 0x1p-53;
}

VesselTree uneven_tree(TreeKind kind, int terminals, unsigned seed) {
  VesselTree tree;
  tree.kind = kind;
  const auto sprout = [&](std::int32_t parent) {
    const auto n = static_cast<unsigned>(tree.size());
    const Point from = parent < 0 ? tree.root : tree.end[static_cast<std::size_t>(parent)];
    tree.parent.push_back(parent);
    tree.end.push_back({from[0] + scattered(seed, 4 * n, 1e-3, 9e-3), from[1], from[2]});
    tree.radius.push_back(scattered(seed, 4 * n + 1, 0.5e-3, 2e-3));
  };
  sprout(-1);
  std::vector<std::int32_t> leaves{0};
  while (static_cast<int>(leaves.size()) < terminals) {
    const auto which = static_cast<std::size_t>(
        scattered(seed + 7, static_cast<unsigned>(leaves.size()), 0, static_cast<double>(leaves.size())));
    const std::int32_t parent = leaves[which];
    for (int child = 0; child < 2; ++child) {
      sprout(parent);
      const auto fresh = static_cast<std::int32_t>(tree.size() - 1);
      if (child == 0) leaves[which] = fresh;
      if (child == 1) leaves.push_back(fresh);
    }
  }
  std::vector<char> leaf(tree.size(), 1);
  for (const std::int32_t p : tree.parent)
    if (p >= 0) leaf[static_cast<std::size_t>(p)] = 0;
  for (std::size_t s = 0; s < tree.size(); ++s)
    if (leaf[s]) tree.terminals.push_back(static_cast<std::int32_t>(s));
  return tree;
}

std::vector<double> uneven_flow(const VesselTree& tree, double root, unsigned seed) {
  std::vector<double> flow(tree.size(), 0.0);
  for (const std::int32_t s : tree.terminals)
    flow[static_cast<std::size_t>(s)] = scattered(seed, static_cast<unsigned>(s), 0.5, 1.5);
  for (std::size_t s = tree.size(); s-- > 1;) flow[static_cast<std::size_t>(tree.parent[s])] += flow[s];
  const double scale = root / flow[0];
  for (double& q : flow) q *= scale;
  return flow;
}

LiverAnatomy small_liver(std::array<int, 3> cells, double spacing) {
  LiverAnatomy liver;
  liver.grid = {cells, spacing, {}};
  for (std::size_t c = 0; c < liver.grid.count(); ++c) {
    const auto at = liver.grid.place(c);
    const int octant = 2 * at[0] / cells[0] + 2 * (2 * at[1] / cells[1]) + 4 * (2 * at[2] / cells[2]);
    liver.segment.push_back(static_cast<std::uint8_t>(1 + octant));
    liver.voxels.push_back(static_cast<std::int32_t>(c));
  }
  return liver;
}

SmallLiver perfused_liver(std::array<int, 3> cells, double spacing, double lateral, unsigned seed) {
  SmallLiver liver;
  liver.anatomy = small_liver(cells, spacing);
  const std::size_t voxels = liver.anatomy.voxels.size();
  const double inflow = 1.0 / 60 * liver.anatomy.grid.voxel_volume();  // 1 mL/min per mL
  for (int t = 0; t < tree_kinds; ++t) {
    const auto tree = static_cast<std::size_t>(t);
    const std::size_t terminals = std::min<std::size_t>(voxels, 7 + tree);
    liver.trees[tree] = uneven_tree(static_cast<TreeKind>(t), static_cast<int>(terminals),
                                    seed + 10 * static_cast<unsigned>(t));
    for (std::size_t v = 0; v < voxels; ++v)
      liver.trees[tree].terminal_of_voxel.push_back(static_cast<std::int32_t>(v % terminals));
    liver.flow.voxel_flow[tree].assign(voxels, 0.0);
  }
  auto& [arterial, portal, venous] = liver.flow.voxel_flow;
  for (std::size_t v = 0; v < voxels; ++v) {
    const auto n = static_cast<unsigned>(v);
    arterial[v] = inflow * 0.25 * scattered(seed + 1, n, 0.5, 1.5);
    portal[v] = inflow * 0.75 * scattered(seed + 2, n, 0.5, 1.5);
    venous[v] = arterial[v] + portal[v];
    liver.flow.voxel_pressure.push_back(1000 + scattered(seed + 3, n, 0, 100));
  }
  if (lateral > 0) {
    std::size_t stride = 1;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      auto& face = liver.flow.lateral_flow[axis];
      face.assign(voxels, 0.0);
      for (std::size_t v = 0; v < voxels; ++v) {
        if (liver.anatomy.grid.place(v)[axis] + 1 >= cells[axis]) continue;
        const std::size_t next = v + stride;
        face[v] =
            lateral * inflow * 0.01 * (liver.flow.voxel_pressure[v] - liver.flow.voxel_pressure[next]) / 6;
        venous[v] -= face[v];
        venous[next] += face[v];
      }
      stride *= static_cast<std::size_t>(cells[axis]);
    }
  }
  // Trees carry what their voxels take.
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    const VesselTree& tree = liver.trees[t];
    auto& flow = liver.flow.segment_flow[t];
    flow.assign(tree.size(), 0.0);
    for (std::size_t v = 0; v < voxels; ++v)
      flow[static_cast<std::size_t>(tree.terminals[static_cast<std::size_t>(tree.terminal_of_voxel[v])])] +=
          liver.flow.voxel_flow[t][v];
    for (std::size_t s = tree.size(); s-- > 1;) flow[static_cast<std::size_t>(tree.parent[s])] += flow[s];
  }
  return liver;
}

LiverCells small_cells(double sites) {
  LiverCells cells;
  cells.populations = 2;
  const double tank[] = {1.0 / 3, 0.21454, 1.0 / 3 - 0.21454, 1.0 / 3};
  for (int b = 0; b < 6; ++b) {
    LiverBed bed;
    const double part = b < 2 ? 1 : tank[b - 2];
    bed.blood = b == 0 ? 0.02 : b == 1 ? 0.005 : 0.15 * part;
    bed.paths = 1e10;
    bed.trap_sites = sites * (4e10 + 1e9 * b);
    bed.adhesion_sites = sites * (3e10 + 2e9 * b);
    bed.filter = 0.05 + 0.02 * b;
    bed.kappa = 0.1 + 0.03 * b;
    bed.adhere = 0.02 + 0.001 * b;
    bed.detach = 0.03;
    bed.migrate = 0.01;
    bed.loss_circulating = 1e-3;
    bed.loss_trapped = 4e-3;
    bed.loss_adherent = 2e-3;
    bed.loss_homed = 1e-3;
    bed.clearance = 5e-3;
    bed.plugging_exponent = 1;
    bed.extraction = {0.15 + 0.05 * b, 0.3 + 0.05 * b};
    bed.release_fast = {0.2, 0.1};
    bed.release_slow = {0.02, 0.01};
    bed.dead_extraction = 0.25;
    bed.zone = b < 2 ? -1 : b == 2 ? 0 : b == 5 ? 2 : 1;
    cells.beds.push_back(bed);
  }
  cells.arterial_space = 0.09 * 0.2;
  cells.arterial_space_flow = 0.17;
  cells.arterial_space_loss = 1e-3;
  cells.fast_share = 0.8;
  cells.lodged_share = 0.6;
  cells.weight = {1, 0.5};
  cells.dead_weight = 0.8;
  return cells;
}

}  // namespace cellroute::testing
