// Flow in a vessel tree of 1e6 segments, beside Eigen's sparse Cholesky in the same process; and in a liver
// of 1e6 voxels with three trees of 1e5 terminals each.
//
// The liver is an ellipsoid of 1.5 litres, its trees random ones that obey Murray's law, their resistances
// scaled to a share of each leg of the liver's star (artery 0.5, portal vein and hepatic veins 0.3); flows
// and pressures are of the order of a resting adult's. Voxels' conductances vary by a factor of 2 about the
// calibrated ones. Start from 0, residual 1e-10. Solutions count both ports.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <Eigen/SparseCholesky>
#include <cmath>
#include <map>
#include <string>

#include "sim/liver/flow/calibrate.hpp"
#include "sim/liver/flow/tree_elimination.hpp"
#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

// A tree alone: terminals joined to pressure 0 by conductances, the port at 1 Pa.

struct Network {
  Vessels vessels;
  std::vector<double> load;
};

const Network& network() {
  static const Network made = [] {
    Network n;
    n.vessels = random_tree(TreeKind::portal_vein, whole_box({100, 100, 50}, 2e-3), 500'000, 1);
    n.load = random_numbers(n.vessels.tree.terminals.size(), 1e-13, 1e-12, 2);
    return n;
  }();
  return made;
}

/// The largest difference between a segment's flow and that of its children, over the flow at the port.
double tree_imbalance(const Network& n, const std::vector<double>& pressure) {
  const VesselTree& tree = n.vessels.tree;
  std::vector<double> out(tree.size(), 0);
  for (std::size_t t = 0; t < tree.terminals.size(); ++t) {
    const auto s = static_cast<std::size_t>(tree.terminals[t]);
    out[s] = n.load[t] * pressure[s];
  }
  double worst = 0, total = 0;
  for (std::size_t s = tree.size(); s-- > 0;) {
    const double above = s == 0 ? 1 : pressure[static_cast<std::size_t>(tree.parent[s])];
    const double q = (above - pressure[s]) / n.vessels.resistance[s];
    worst = std::max(worst, std::fabs(q - out[s]));
    if (s > 0) out[static_cast<std::size_t>(tree.parent[s])] += q;
    total = q;
  }
  return worst / total;
}

void tree_ours(benchmark::State& state) {
  const Network& n = network();
  liver::TreeElimination tree(n.vessels.tree);
  tree.set_resistances(n.vessels.resistance);
  const std::vector<double> nothing(tree.terminals(), 0.0);
  std::vector<double> at_terminals(tree.terminals()), pressure(tree.segments());
  for (auto _ : state) {
    tree.set_loads(n.load);
    benchmark::DoNotOptimize(tree.solve(1, nothing, at_terminals));
  }
  tree.pressures(pressure);
  state.counters["segments"] = static_cast<double>(tree.segments());
  state.counters["imbalance"] = tree_imbalance(n, pressure);
}
BENCHMARK(tree_ours)->Name("tree/cellroute")->Unit(benchmark::kMillisecond);

void tree_eigen(benchmark::State& state, bool ordering_counts) {
  const Network& n = network();
  const VesselTree& tree = n.vessels.tree;
  const auto size = static_cast<Eigen::Index>(tree.size());
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t s = 0; s < tree.size(); ++s) {
    const double g = 1 / n.vessels.resistance[s];
    const auto i = static_cast<int>(s);
    entries.emplace_back(i, i, g);
    if (s == 0) continue;
    entries.emplace_back(tree.parent[s], tree.parent[s], g);
    entries.emplace_back(i, tree.parent[s], -g);
  }
  for (std::size_t t = 0; t < tree.terminals.size(); ++t) {
    entries.emplace_back(tree.terminals[t], tree.terminals[t], n.load[t]);
  }
  Eigen::SparseMatrix<double> lower(size, size);
  lower.setFromTriplets(entries.begin(), entries.end());
  Eigen::VectorXd source = Eigen::VectorXd::Zero(size), x;
  source[0] = 1 / n.vessels.resistance[0];
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver;
  solver.analyzePattern(lower);  // once for all conductances
  for (auto _ : state) {
    if (ordering_counts) solver.analyzePattern(lower);
    solver.factorize(lower);
    x = solver.solve(source);
    benchmark::DoNotOptimize(x.data());
  }
  state.counters["segments"] = static_cast<double>(size);
  state.counters["imbalance"] = tree_imbalance(n, std::vector<double>(x.begin(), x.end()));
}
BENCHMARK_CAPTURE(tree_eigen, kept, false)->Name("tree/eigen_ldlt")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tree_eigen, anew, true)
    ->Name("tree/eigen_ldlt_and_ordering")
    ->Unit(benchmark::kMillisecond);

// The whole liver.

const PerTree flow_at_rest{5e-6, 1.75e-5, 2.25e-5};  // [m3/s]
constexpr double sinusoid_pressure = 900;            // [Pa]
constexpr PerTree share_of_tree{0.5, 0.3, 0.3};

struct Organ {
  Case parts;
  FieldPerTree conductance;
};

const Organ& organ(int terminals) {
  static std::map<int, Organ> made;
  Organ& o = made[terminals];
  if (!o.conductance[0].empty()) return o;
  o.parts = random_case(ellipsoid({160, 124, 96}, 1.15e-3), {terminals, terminals, terminals}, 3);
  PerTree leg;
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    leg[k] = std::fabs(resting_ports[k] - sinusoid_pressure) / flow_at_rest[k];
  }
  liver::LiverFlow flow = o.parts.flow();
  const PerTree now = flow.tree_resistance();
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    for (double& r : o.parts.vessels[k].resistance) r *= share_of_tree[k] * leg[k] / now[k];
    flow.set_resistances(static_cast<TreeKind>(k), o.parts.vessels[k].resistance);
  }
  const liver::Calibration c = liver::calibrate(flow, {1 / leg[0], 1 / leg[1], 1 / leg[2]});
  const PerTree each{c.per_volume.arterial, c.per_volume.portal, c.per_volume.venous};
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const double mean = each[k] * o.parts.liver.grid.voxel_volume();
    o.conductance[k] =
        random_numbers(o.parts.liver.voxels.size(), mean / std::sqrt(2.0), mean * std::sqrt(2.0), 7 + k);
  }
  return o;
}

/// range: terminals of each tree; mobility between neighbours in 1e-13 m2/(Pa s).
void whole_liver(benchmark::State& state) {
  omp_set_num_threads(static_cast<int>(state.range(2)));
  const Organ& o = organ(static_cast<int>(state.range(0)));
  FlowReport report;
  LiverPerfusion perfusion;
  for (auto _ : state) {
    state.PauseTiming();
    {
      liver::LiverFlow flow = o.parts.flow();
      state.ResumeTiming();
      flow.set_voxels(o.conductance[0], o.conductance[1], o.conductance[2]);
      flow.set_interlobular(1e-13 * static_cast<double>(state.range(1)));
      report = flow.solve();
      flow.perfusion(resting_ports, perfusion);
      state.PauseTiming();
    }
    state.ResumeTiming();
  }
  state.counters["voxels"] = static_cast<double>(o.parts.liver.voxels.size());
  state.counters["iterations"] = report.iterations;
  state.counters["residual"] = report.residual;
  state.counters["imbalance"] = report.imbalance;
}
BENCHMARK(whole_liver)
    ->Name("liver")
    ->ArgNames({"terminals", "mobility", "threads"})
    ->ArgsProduct({{10'000, 100'000}, {0, 100, 10'000}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

}  // namespace
