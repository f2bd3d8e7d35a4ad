// Ten days of a lobule block after an infusion into the portal vein: time together with the error
// achieved against steps four times smaller.
//
// The case: human, healthy, 1e8 umbilical-cord MSC over 20 min, five size classes, dispersion, plugging
// and migration on, 3 x 2 unit cells (36 lobules and parts) in 486 x 564 cells, outputs at the end of
// the infusion, 1, 5 and 10 days. Error: largest difference of any state of any zone at any output, over
// the dose.
#include <benchmark/benchmark.h>

#include <cmath>

#include "sim/lobule/simulate.hpp"
#include "tests/lobule/library_lobule.hpp"

namespace {

using namespace cellroute;
using lobule::CellSeries;
using lobule::LobuleResult;

LobuleCase ten_days() {
  LobuleCase c = testing::library_lobule("umbilical_cord_msc", LobuleEntry::portal, 1e8, 5.4e-6);
  // The five single-cell classes alone.
  const std::vector<LobuleClass> classes(c.inflow.classes.begin(), c.inflow.classes.begin() + 5);
  std::vector<double> cells;
  for (int k = 0; k < 5; ++k) cells.push_back(c.inflow.entered(LobuleEntry::portal, k, c.horizon));
  c.inflow = constant_inflow(c.inflow.portal_flow[0], c.inflow.arterial_flow[0], classes, LobuleEntry::portal,
                             cells, 0, 1200);
  c.numerics.boundary = LobuleBoundary::periodic;
  c.numerics.columns = 3;
  c.numerics.rows = 2;
  c.horizon = 864000;
  c.output_times = {1200, 86400, 432000, 864000};
  return c;
}

LobuleCase finer(LobuleCase c) {
  c.stepping.tolerance /= 64;
  c.stepping.first_step /= 4;
  c.stepping.longest_step /= 4;
  c.stepping.linear_tolerance /= 10;
  return c;
}

double difference(const LobuleResult& a, const LobuleResult& b) {
  double worst = 0;
  for (std::size_t z = 0; z < a.zones.size(); ++z) {
    for (const auto which : {&CellSeries::circulating, &CellSeries::trapped, &CellSeries::adherent,
                             &CellSeries::homed, &CellSeries::lodged_dead, &CellSeries::lost})
      for (std::size_t t = 0; t < a.times.size(); ++t)
        worst = std::max(
            worst, std::fabs((a.zones[z].cells.*which).sum(t) - (b.zones[z].cells.*which).sum(t)) / a.dose);
  }
  return worst;
}

void lobule_ten_days(benchmark::State& state) {
  const LobuleCase c = ten_days();
  static const LobuleResult reference = lobule::simulate(finer(c));
  LobuleResult r;
  for (auto _ : state) benchmark::DoNotOptimize(r = lobule::simulate(c));
  state.counters["cells"] = static_cast<double>(r.cells[0]) * r.cells[1];
  state.counters["steps"] = static_cast<double>(r.work.steps);
  state.counters["flow_solves"] = static_cast<double>(r.work.flow_solves);
  state.counters["cycles"] = static_cast<double>(r.work.transport_iterations);
  state.counters["error"] = difference(r, reference);
  state.counters["steps_of_reference"] = static_cast<double>(reference.work.steps);
  state.counters["balance"] = r.balance.worst;
}
BENCHMARK(lobule_ten_days)->Unit(benchmark::kSecond)->UseRealTime()->MeasureProcessCPUTime()->Iterations(1);

}  // namespace
