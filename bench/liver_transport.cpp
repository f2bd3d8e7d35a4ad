// Speed of the liver's transport: a step of all voxels, the response asked for before it, trees.
//
// With the voxels it reports what memory gives at the same moment (STREAM's triad), since a step is one
// stream through the state: read and written for a step, read for a response.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/liver/transport/tree_collect.hpp"
#include "sim/liver/transport/tree_transit.hpp"
#include "sim/liver/transport/voxel_cells.hpp"
#include "tests/liver/transport_case.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::liver;
using namespace cellroute::testing;

constexpr int populations = 5, terminals = 10000;

/// STREAM's triad [bytes/s] on all threads.
double triad() {
  static const long n = 1L << 24;
  static std::vector<double> a(n, 1), b(n, 2), c(n, 3);
  double best = 1e30;
  for (int repeat = 0; repeat < 3; ++repeat) {
    const double start = omp_get_wtime();
#pragma omp parallel for schedule(static)
    for (long i = 0; i < n; ++i) a[i] = b[i] + 3 * c[i];
    benchmark::ClobberMemory();
    best = std::min(best, omp_get_wtime() - start);
  }
  return 24.0 * static_cast<double>(n) / best;
}

LiverCells five_classes() {
  LiverCells cells = small_cells();
  cells.populations = populations;
  cells.weight.assign(populations, 1.0);
  for (LiverBed& bed : cells.beds) {
    bed.extraction = {0.05, 0.1, 0.2, 0.3, 0.4};
    bed.release_fast.assign(populations, 1e-5);
    bed.release_slow.assign(populations, 5e-6);
  }
  return cells;
}

SmallLiver large_liver(int side, bool lateral) {
  SmallLiver liver = perfused_liver({side, side, side}, 1e-3, lateral ? 1 : 0);
  const std::size_t voxels = liver.anatomy.voxels.size();
  if (lateral) {  // blood runs from one side to the other, as smoothly as in a liver
    for (std::size_t v = 0; v < voxels; ++v) {
      const auto at = liver.anatomy.grid.place(v);
      liver.flow.voxel_pressure[v] = 1000 - at[0] - 0.3 * at[1] - 0.1 * at[2];
    }
    for (auto& face : liver.flow.lateral_flow)
      for (double& q : face) q = std::fabs(q);
  }
  for (int t = 0; t < tree_kinds; ++t) {
    VesselTree& tree = liver.trees[static_cast<std::size_t>(t)];
    tree = uneven_tree(static_cast<TreeKind>(t), terminals, 3);
    for (std::size_t v = 0; v < voxels; ++v)
      tree.terminal_of_voxel.push_back(static_cast<std::int32_t>(v * terminals / voxels));
  }
  return liver;
}

void voxels(benchmark::State& state) {
  const bool respond = state.range(1) == 1, label = state.range(2) != 0, lateral = state.range(3) != 0;
  omp_set_num_threads(static_cast<int>(state.range(4)));
  const SmallLiver liver = large_liver(static_cast<int>(state.range(0)), lateral);
  VoxelCells all(five_classes(), liver.anatomy, liver.trees, label);
  all.set_flow(liver.flow);
  const std::size_t carriers = populations + 1;
  const double dt = 10;
  std::vector<double> in(terminals * carriers, 100.0), unit(terminals * carriers, 1e-4),
      arrives(terminals, 0.5);
  const std::vector<double> on_cell(populations, 1e-6);
  VoxelLabel with;
  with.on_cell[0] = with.on_cell[1] = on_cell;
  const VoxelInflow inflow{in, in};
  all.step(dt, inflow, label ? &with : nullptr);
  const double memory = triad();
  double best = 1e30;
  for (auto _ : state) {
    const double start = omp_get_wtime();
    if (respond) {
      benchmark::DoNotOptimize(all.respond(dt, inflow, unit, unit, arrives));
    } else {
      all.step(dt, inflow, label ? &with : nullptr);
    }
    best = std::min(best, omp_get_wtime() - start);
  }
  const double count = static_cast<double>(all.voxels());
  double bytes = 0;
  all.visit([&](std::span<double> part) { bytes += 8.0 * static_cast<double>(part.size()); });
  state.counters["s_per_1e6_voxels"] = best / count * 1e6;
  state.counters["state_bytes_per_voxel"] = bytes / count;
  state.counters["GB_per_s"] = 1e-9 * bytes * (respond ? 1 : 2) / best;
  state.counters["triad_GB_per_s"] = 1e-9 * memory;
  state.counters["memory_GB"] =
      1e-9 * static_cast<double>(VoxelCells::memory(all.voxels(), 4, populations, label, lateral));
}

void trees(benchmark::State& state) {
  const int leaves = static_cast<int>(state.range(0));
  const double dt = 1e-3 * static_cast<double>(state.range(1));
  const VesselTree tree = uneven_tree(TreeKind::portal_vein, leaves, 3);
  const std::vector<double> volume = segment_volumes(tree), loss(populations + 1, 1e-6);
  // A mean transit of four seconds.
  double blood = 0;
  for (const double v : volume) blood += v;
  const std::vector<double> flow = uneven_flow(tree, blood / 4, 1);
  TreeTransit transit(tree, volume, loss);
  TreeCollect collect(tree, volume, loss);
  std::vector<double> cells(tree.terminals.size() * loss.size()), back(loss.size());
  const std::vector<double> root(loss.size(), 1.0);
  transit.set_flow(flow);
  collect.set_flow(flow);
  const auto step = [&] {
    transit.arriving(dt, {}, cells);
    transit.advance(dt, {}, root, cells);
    collect.arriving(dt, back);
    collect.advance(dt, cells, back);
  };
  for (int i = 0; i < 30; ++i) step();
  for (auto _ : state) step();
  state.counters["memory_MB"] = 1e-6 * static_cast<double>(transit.memory() + collect.memory());
}

}  // namespace

BENCHMARK(voxels)
    ->ArgNames({"side", "respond", "label", "lateral", "threads"})
    ->Args({100, 0, 1, 0, 2})
    ->Args({100, 0, 1, 0, 1})
    ->Args({100, 0, 0, 0, 2})
    ->Args({100, 1, 1, 0, 2})
    ->Args({100, 1, 1, 0, 1})
    ->Args({100, 0, 1, 1, 1})
    ->Args({100, 1, 1, 1, 1})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(trees)
    ->ArgNames({"terminals", "step_ms"})
    ->Args({10000, 100})
    ->Args({10000, 60000})
    ->Args({100000, 1000})
    ->Unit(benchmark::kMillisecond);
