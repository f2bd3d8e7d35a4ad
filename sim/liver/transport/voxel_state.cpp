#include "sim/liver/transport/voxel_state.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cellroute::liver {

namespace {

void check(const LiverCells& cells, const LiverAnatomy& anatomy,
           const std::array<VesselTree, tree_kinds>& trees) {
  const auto refuse = [](const std::string& why) { throw std::invalid_argument(why); };
  if (cells.populations < 1 || cells.tanks() < 1)
    refuse("the liver needs a population of cells, venules, arterioles and a tank of sinusoids");
  const auto populations = static_cast<std::size_t>(cells.populations);
  for (const LiverBed& bed : cells.beds) {
    if (!(bed.blood > 0) || !(bed.trap_sites > 0) || !(bed.adhesion_sites > 0) || !(bed.paths > 0))
      refuse("every bed of the liver needs blood, paths and sites");
    if (bed.extraction.size() != populations || bed.release_fast.size() != populations ||
        bed.release_slow.size() != populations)
      refuse("every bed of the liver needs an extraction and two release rates for each population");
  }
  if (cells.weight.size() != populations) refuse("every population needs the sites that a lodged cell takes");
  if (!(cells.arterial_space > 0)) refuse("the arterial space needs blood");
  if (anatomy.voxels.empty()) refuse("the liver has no voxels");
  for (const VesselTree& tree : trees) {
    const std::string name = std::string("the ") + tree_names[static_cast<std::size_t>(tree.kind)];
    if (tree.terminal_of_voxel.size() != anatomy.voxels.size())
      refuse(name + " does not say which terminal each voxel has");
    std::vector<char> used(tree.terminals.size(), 0);
    for (const std::int32_t t : tree.terminal_of_voxel) used.at(static_cast<std::size_t>(t)) = 1;
    if (std::count(used.begin(), used.end(), 0) > 0) refuse(name + " has terminals without a voxel");
  }
}

}  // namespace

VoxelRows::VoxelRows(int populations, int beds, bool with_label) {
  bed = populations * living_states + dead_states;
  space = beds * bed;
  free = space + populations + 1;
  label = free + 2 * beds;
  all = label + (with_label ? beds + 1 : 0);
}

VoxelCells::Implementation::Implementation(const LiverCells& the_cells, const LiverAnatomy& the_anatomy,
                                           const std::array<VesselTree, tree_kinds>& trees, bool label)
    : cells((check(the_cells, the_anatomy, trees), the_cells)),
      anatomy(the_anatomy),
      has_label(label),
      blocks(anatomy),
      rows(cells.populations, beds(), label),
      voxel_volume(anatomy.grid.voxel_volume()) {
  const char* forced = std::getenv("CELLROUTE_INSTRUCTION_SET");  // for comparing bits
  wide = (forced == nullptr || std::string_view(forced) != "base") && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd");
  const std::size_t voxels = anatomy.voxels.size(), slots = static_cast<std::size_t>(blocks.blocks) * 8;
  state.assign(slots * static_cast<std::size_t>(rows.all), 0.0);
  flow.assign(slots * 3, 0.0);
  share.assign(slots * 2, 0.0);
  uptake.assign(slots, 0.0);
  left_rows.assign(slots * static_cast<std::size_t>(carriers()), 0.0);
  open_rows.assign(slots * 3, 1.0);
  terminal.assign(slots * 3, 0);
  for (int t = 0; t < tree_kinds; ++t) {
    const auto tree = static_cast<std::size_t>(t);
    terminals[tree] = trees[tree].terminals.size();
    for (std::size_t v = 0; v < voxels; ++v)
      terminal[VoxelBlocks::place(blocks.slot[v], 3, t)] = trees[tree].terminal_of_voxel[v];
  }
  for (std::int32_t slot = 0; slot < static_cast<std::int32_t>(slots); ++slot)
    for (int b = 0; b < 2 * beds(); ++b) *row(slot, rows.free + b) = 1;

  const auto& drains = trees[static_cast<std::size_t>(TreeKind::hepatic_vein)].terminal_of_voxel;
  first_of_terminal.assign(terminals[2] + 1, 0);
  for (const std::int32_t t : drains) ++first_of_terminal[static_cast<std::size_t>(t) + 1];
  for (std::size_t t = 0; t < terminals[2]; ++t) first_of_terminal[t + 1] += first_of_terminal[t];
  slot_of_terminal.resize(voxels);
  std::vector<std::int32_t> next(first_of_terminal.begin(), first_of_terminal.end() - 1);
  for (std::size_t v = 0; v < voxels; ++v)
    slot_of_terminal[static_cast<std::size_t>(next[static_cast<std::size_t>(drains[v])]++)] = blocks.slot[v];
  left.assign(terminals[2] * static_cast<std::size_t>(carriers()), 0.0);
  sums.places = beds() + 1;
  sums.carriers = carriers();
  const auto segments = static_cast<std::size_t>(VoxelSums::segments);
  sums.held.assign(sums.index(VoxelSums::segments, 0, 0, 0), 0.0);
  sums.lodged_label.assign(segments * static_cast<std::size_t>(beds()), 0.0);
  sums.retained_label.assign(segments, 0.0);
  for (auto* field : {&openness.arterial, &openness.portal, &openness.venous}) field->assign(voxels, 1.0);
}

void VoxelCells::Implementation::gather_left() {
  const int n = carriers();
#pragma omp parallel for schedule(static) if (blocks.blocks >= worth_sharing)
  for (std::size_t t = 0; t < terminals[2]; ++t) {
    double* sum = left.data() + t * static_cast<std::size_t>(n);
    std::fill_n(sum, n, 0.0);
    for (std::int32_t i = first_of_terminal[t]; i < first_of_terminal[t + 1]; ++i) {
      const double* from =
          left_rows.data() + VoxelBlocks::place(slot_of_terminal[static_cast<std::size_t>(i)], n, 0);
      for (int k = 0; k < n; ++k) sum[k] += from[8 * k];
    }
  }
}

void VoxelCells::Implementation::read_openness() {
#pragma omp parallel for schedule(static) if (blocks.blocks >= worth_sharing)
  for (std::size_t v = 0; v < blocks.slot.size(); ++v) {
    const double* from = open_rows.data() + VoxelBlocks::place(blocks.slot[v], 3, 0);
    openness.arterial[v] = from[0];
    openness.portal[v] = from[8];
    openness.venous[v] = from[16];
  }
}

std::size_t VoxelCells::memory(std::size_t voxels, int tanks, int populations, bool label, bool lateral) {
  const int beds = tanks + LiverCells::first_tank, carriers = populations + 1;
  const VoxelRows rows(populations, beds, label);
  // State, flows, shares, uptake, outflow, openness twice, chunk sums; terminals, slots, anatomy.
  const double sums = 2.0 * (beds + 1) * living_states * carriers / (8 * VoxelBlocks::chunk_blocks);
  double each = 8.0 * (rows.all + 3 + 2 + 1 + carriers + 6 + sums) + 4.0 * (3 + 3 + 1) + 8;
  // What enters the tanks; flows and shares of faces, pressure; neighbours and the walk along them.
  if (lateral)
    each += 8.0 * (NeighbourFlow::rows_for(6 * carriers) + 3 + 6 + 3 + 1 + 1) + 4.0 * (6 + 3 + 3) + 2;
  // Each segment's last block is filled up.
  return static_cast<std::size_t>(each * static_cast<double>(voxels + 8 * couinaud_segments));
}

}  // namespace cellroute::liver
