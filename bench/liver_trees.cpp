// Growing the three trees of an adult's liver, in its own shape, until no two vessels touch; what is
// measured on them; and all pairs of vessels gone through one by one as a check of the result.
//
// Flows of ICRP 89's adult man; drops of 20, 1 and 1 mmHg in artery, portal and hepatic veins (assumptions).
// Voxels of 2 mm, so that 1e5 terminals each have one. Wall time; OMP_NUM_THREADS chooses the threads.
#include <benchmark/benchmark.h>

#include "sim/liver/trees/statistics.hpp"
#include "tests/liver/trees_case.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

const LiverAnatomy& liver_2mm() {
  static const LiverAnatomy liver = parametric_liver(1.55e-3, 2e-3);
  return liver;
}

/// The last trees that were grown.
struct Grown {
  std::int32_t terminals = 0;
  Trees trees;
};
Grown& last() {
  static Grown grown;
  return grown;
}
const Trees& trees_of(std::int32_t terminals) {
  if (last().terminals != terminals)
    last() = {terminals, liver::grow_trees(liver_2mm(), adult_plan(terminals))};
  return last().trees;
}

void grow(benchmark::State& state) {
  const auto terminals = static_cast<std::int32_t>(state.range(0));
  liver_2mm();
  for (auto _ : state) last() = {terminals, liver::grow_trees(liver_2mm(), adult_plan(terminals))};
  state.SetComplexityN(terminals);
  state.counters["touching"] = static_cast<double>(liver::collisions(last().trees).size());
}
BENCHMARK(grow)
    ->Arg(1000)
    ->Arg(3000)
    ->Arg(10000)
    ->Arg(30000)
    ->Arg(100000)
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kSecond);

/// Every vessel against every other by the checker of the tests, which shares no code with the growth.
void touching_all_pairs(benchmark::State& state) {
  const Trees& trees = trees_of(static_cast<std::int32_t>(state.range(0)));
  std::size_t touching = 0;
  for (auto _ : state) touching = touching_pairs(trees).size();
  state.counters["touching"] = static_cast<double>(touching);
}
BENCHMARK(touching_all_pairs)->Arg(10000)->Iterations(1)->Unit(benchmark::kSecond);

/// Strahler ratios, volume, transit, and the spread of terminal pressures once viscosity follows diameter
/// (in-vivo law, plasma 1.2 mPa s, haematocrit 0.45); second argument: the tree.
void measured(benchmark::State& state) {
  const auto k = static_cast<std::size_t>(state.range(1));
  const VesselTree& tree = trees_of(static_cast<std::int32_t>(state.range(0)))[k];
  const double flow = adult_plan(8).flow[k];
  liver::TreeStatistics t;
  for (auto _ : state) benchmark::DoNotOptimize(t = liver::statistics(tree, flow));
  const auto drops =
      liver::pressure_drops(tree, liver::resistances(tree, ViscosityLaw::in_vivo, 1.2e-3, 0.45), flow);
  const liver::Spread pressure = liver::spread(drops);
  state.SetLabel(tree_names[k]);
  state.counters["orders"] = static_cast<double>(t.orders.size());
  state.counters["branching"] = t.branching_ratio;
  state.counters["length"] = t.length_ratio;
  state.counters["radius"] = t.radius_ratio;
  state.counters["trunk_mm"] = tree.radius[0] * 1e3;
  state.counters["terminal_mm"] = t.orders[0].mean_radius * 1e3;
  state.counters["volume_mL"] = t.volume * 1e6;
  state.counters["transit_s"] = t.mean_transit;
  state.counters["transit_cv2"] = t.transit_cv2;
  state.counters["law_drop_Pa"] = pressure.mean;
  state.counters["law_drop_cv"] = pressure.sd / pressure.mean;
}
BENCHMARK(measured)->ArgsProduct({{1000, 10000, 100000}, {0, 1, 2}})->Unit(benchmark::kMillisecond);

}  // namespace
