// One scenario and batches of 64 through the production integrator, and CVODE + KLU on the same
// equations in the same process: time together with the error achieved.
//
// The case: human, alcoholic cirrhosis, 1e8 umbilical-cord MSC into the hepatic artery, five size
// classes and clumps, all organs, label, 50 outputs in 10 days. Error: largest difference of any
// state at any output from the production integrator at 1e-12, over the dose (label: over all label).
#include <benchmark/benchmark.h>
#include <omp.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <span>

#include "sim/body/simulate.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/body/raw_run.hpp"
#ifdef CELLROUTE_PEERS
#include "tests/peers/cvode_body.hpp"
#endif

namespace {

using namespace cellroute;

const BodyCase& full_case() {
  static const BodyCase one = [] {
    scenario::LoadOptions options;
    options.library = std::filesystem::path(CELLROUTE_SOURCE_DIR) / "configs/library";
    BodyCase loaded =
        scenario::load(std::filesystem::path(CELLROUTE_SOURCE_DIR) / "configs/scenarios/three_routes.yaml",
                       options)
            .body;
    loaded.output_times.clear();
    for (int i = 1; i <= 50; ++i) loaded.output_times.push_back(864000 * std::pow(i / 50.0, 3));
    return loaded;
  }();
  return one;
}

body::CompiledCase compiled_at(double relative, double absolute) {
  BodyCase one = full_case();
  one.numerics.relative_tolerance = relative;
  one.numerics.absolute_tolerance = absolute;
  return body::compile(one);
}

double achieved(const body::CompiledCase& compiled, const std::vector<std::vector<double>>& outputs) {
  static const std::vector<std::vector<double>> reference = testing::raw_run(compiled_at(1e-11, 1e-14)).at;
  double worst = 0;
  for (std::size_t t = 0; t < reference.size(); ++t) {
    for (std::size_t i = 0; i < reference[t].size(); ++i) {
      worst = std::max(worst, std::fabs(outputs[t][i] - reference[t][i]) / compiled.scale[i]);
    }
  }
  return worst;
}

double power(const benchmark::State& state) { return std::pow(10.0, -static_cast<double>(state.range(0))); }

void single(benchmark::State& state) {
  const double tolerance = power(state);
  const body::CompiledCase compiled = compiled_at(tolerance, tolerance * 1e-2);
  testing::RawStates raw;
  for (auto _ : state) benchmark::DoNotOptimize(raw = testing::raw_run(compiled, "single"));
  state.counters["per_case"] =
      benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["error"] = achieved(compiled, raw.at);
  state.counters["steps"] = static_cast<double>(raw.effort.steps);
  state.counters["states"] = compiled.layout->view().states;
}
BENCHMARK(single)->DenseRange(3, 9)->Unit(benchmark::kMicrosecond);

/// Whole cases as a sweep runs them: compiling, stepping and observing, one thread. Doses differ, so
/// that lanes take different steps.
void batch_of_64(benchmark::State& state) {
  const double tolerance = power(state);
  std::vector<BodyCase> cases(64, full_case());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i].regimen[0].cells *= std::pow(10, (static_cast<double>(i) - 32) / 64);
    cases[i].numerics.relative_tolerance = tolerance;
    cases[i].numerics.absolute_tolerance = tolerance * 1e-2;
  }
  for (auto _ : state) benchmark::DoNotOptimize(body::simulate(std::span<const BodyCase>(cases), 1));
  const body::CompiledCase compiled = compiled_at(tolerance, tolerance * 1e-2);
  state.counters["error"] = achieved(compiled, testing::raw_run(compiled).at);
  state.counters["per_case"] =
      benchmark::Counter(static_cast<double>(cases.size()),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(batch_of_64)->DenseRange(3, 8)->Unit(benchmark::kMicrosecond);

#ifdef CELLROUTE_PEERS
void cvode_klu(benchmark::State& state) {
  const double tolerance = power(state);
  const body::CompiledCase compiled = compiled_at(tolerance, tolerance * 1e-2);
  peers::CvodeRun run;
  const peers::CvodeBody cvode(compiled);  // pattern once, as a user of CVODE would
  for (auto _ : state) benchmark::DoNotOptimize(run = cvode.run({tolerance, tolerance * 1e-2, 5}));
  state.counters["error"] = achieved(compiled, run.outputs);
  state.counters["steps"] = static_cast<double>(run.steps);
  state.counters["setups"] = static_cast<double>(run.factorisations);
}
BENCHMARK(cvode_klu)->DenseRange(4, 10)->Unit(benchmark::kMicrosecond);
#endif

}  // namespace
