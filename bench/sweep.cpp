// The body as a sweep runs it, in the small and the full setting, beside CVODE + KLU and compiled LSODA on
// the same equations in the same process: CPU time of a scenario together with the error achieved.
//
// Both: human, alcoholic cirrhosis, 1e8 umbilical-cord MSC into the hepatic artery, 50 outputs in 10 days
// reduced to metrics. `one_class`: one size class, no clumps, no label. `full`: five classes and clumps,
// label. Rows differ in dose (a decade) and, but for `same_tissues`, in every sieve, adhesion, release and
// loss number, so that nothing of a row can be had from its neighbours. Error: largest difference of any
// state at any output from the integrator at 1e-11, over the dose (label: over all label), for the row in the
// middle.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <random>
#include <span>

#include "bench/peers/lsoda_body.hpp"
#include "sim/body/simulate.hpp"
#include "sim/scenario/declaration.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/body/raw_run.hpp"
#ifdef CELLROUTE_PEERS
#include "tests/peers/cvode_body.hpp"
#endif

namespace {

using namespace cellroute;

enum Setting { one_class, full };

const BodyCase& setting_case(Setting setting) {
  static const auto load = [](Setting which) {
    const std::filesystem::path tree = CELLROUTE_SOURCE_DIR;
    scenario::LoadOptions options;
    options.library = tree / "configs/library";
    BodyCase one = scenario::load(tree / "configs/scenarios/three_routes.yaml", options).body;
    one.output_times.clear();
    for (int i = 1; i <= 50; ++i) one.output_times.push_back(864000 * std::pow(i / 50.0, 3));
    if (which == one_class) {
      one.numerics.size_classes = 1;
      one.parameters.product.aggregates.share = 0;
      one.parameters.label.labelled_fraction = 0;
    }
    return one;
  };
  static const BodyCase cases[] = {load(one_class), load(full)};
  return cases[setting];
}

BodyCase at_tolerance(const benchmark::State& state) {
  BodyCase one = setting_case(static_cast<Setting>(state.range(0)));
  one.numerics.relative_tolerance = std::pow(10.0, -static_cast<double>(state.range(1)));
  one.numerics.absolute_tolerance = std::pow(10.0, -static_cast<double>(state.range(2)));
  return one;
}

std::vector<BodyCase> rows(const BodyCase& base, std::size_t count, bool same_tissues) {
  std::mt19937_64 random(7);
  const auto share = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  std::vector<BodyCase> all(count, base);
  for (BodyCase& one : all) {
    one.regimen[0].cells *= std::pow(10, share() - 0.5);
    if (same_tissues) continue;
    scenario::for_each_parameter(one.parameters, [&](const std::string& path, double& number, const Spec&) {
      for (const char* part : {"capillary.diameter", "capillary.geometric_sd", "capillary.constrictions",
                               "adhesion", "release", "loss.trapped", "loss.adherent", "deformability"}) {
        if (path.find(part) != std::string::npos && path.find("share") == std::string::npos)
          number *= path.find("geometric_sd") == std::string::npos ? 0.9 + 0.2 * share() : 1 + 0.05 * share();
      }
    });
  }
  return all;
}

double achieved(const BodyCase& one, const std::vector<std::vector<double>>& outputs) {
  static std::map<int, std::vector<std::vector<double>>> references;
  const int key = one.numerics.size_classes;
  const body::CompiledCase compiled = body::compile(one);
  if (!references.contains(key)) {
    BodyCase fine = one;
    fine.numerics.relative_tolerance = 1e-11;
    fine.numerics.absolute_tolerance = 1e-14;
    references[key] = testing::raw_run(body::compile(fine)).at;
  }
  const auto& reference = references[key];
  double worst = 0;
  for (std::size_t t = 0; t < reference.size(); ++t) {
    for (std::size_t i = 0; i < reference[t].size(); ++i)
      worst = std::max(worst, std::fabs(outputs[t][i] - reference[t][i]) / compiled.scale[i]);
  }
  return worst;
}

void report_per_case(benchmark::State& state, double cases) {
  state.counters["per_case"] =
      benchmark::Counter(cases, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Rows handed over one by one, of which the living share of the liver is kept.
void sweep(benchmark::State& state, bool same_tissues) {
  const BodyCase base = at_tolerance(state);
  const std::vector<BodyCase> all = rows(base, 256, same_tissues);
  const body::Watch cells{true, false, false, false};
  std::vector<double> metric(all.size());
  long steps = 0;
  for (auto _ : state) {
    steps = 0;
    body::simulate(
        std::span<const BodyCase>(all), 1,
        [&](std::size_t i, body::Outcome& outcome) {
          if (!outcome.failure.empty()) state.SkipWithError(outcome.failure.c_str());
          metric[i] = outcome.result.organs[8].cells.living(30);
          steps += outcome.result.work.steps;
        },
        {}, cells);
    benchmark::DoNotOptimize(metric.data());
  }
  const auto raw = testing::raw_run(body::compile(base));
  state.counters["error"] = achieved(base, raw.at);
  state.counters["steps"] = static_cast<double>(steps) / static_cast<double>(all.size());
  state.counters["states"] = body::compile(base).layout->view().states;
  report_per_case(state, static_cast<double>(all.size()));
}
void sweep_rows(benchmark::State& state) { sweep(state, false); }
void sweep_same_tissues(benchmark::State& state) { sweep(state, true); }

/// Compiling alone.
void compile_rows(benchmark::State& state) {
  const std::vector<BodyCase> all = rows(at_tolerance(state), 256, false);
  body::ExtractionCache cache;
  for (auto _ : state) {
    for (const BodyCase& one : all) benchmark::DoNotOptimize(body::compile(one, cache));
  }
  report_per_case(state, static_cast<double>(all.size()));
}

void tolerances(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"setting", "relative", "absolute"})->Unit(benchmark::kMillisecond);
}
BENCHMARK(sweep_rows)->Apply(tolerances)->ArgsProduct({{one_class, full}, {3, 4}, {4, 5}});
BENCHMARK(sweep_rows)->Apply(tolerances)->ArgsProduct({{one_class, full}, {5}, {7}});
BENCHMARK(sweep_same_tissues)->Apply(tolerances)->ArgsProduct({{one_class, full}, {4}, {5}});
BENCHMARK(compile_rows)->Apply(tolerances)->ArgsProduct({{one_class, full}, {4}, {5}});

#ifdef CELLROUTE_PEERS
void cvode_klu(benchmark::State& state) {
  const BodyCase one = at_tolerance(state);
  const body::CompiledCase compiled = body::compile(one);
  const peers::CvodeBody cvode(compiled);  // pattern once, as a user of CVODE would
  peers::CvodeRun run;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        run = cvode.run({one.numerics.relative_tolerance, one.numerics.absolute_tolerance, 5}));
  state.counters["error"] = achieved(one, run.outputs);
  state.counters["steps"] = static_cast<double>(run.steps);
  report_per_case(state, 1);
}
BENCHMARK(cvode_klu)->Apply(tolerances)->ArgsProduct({{one_class, full}, {4}, {6}});
BENCHMARK(cvode_klu)->Apply(tolerances)->ArgsProduct({{one_class, full}, {5}, {7}});
BENCHMARK(cvode_klu)->Apply(tolerances)->ArgsProduct({{one_class, full}, {6}, {8}});
BENCHMARK(cvode_klu)->Apply(tolerances)->ArgsProduct({{one_class, full}, {7}, {9}});
#endif

void lsoda(benchmark::State& state) {
  if (!peers::has_lsoda()) {
    state.SkipWithError("install r-cran-desolve");
    return;
  }
  const BodyCase one = at_tolerance(state);
  const body::CompiledCase compiled = body::compile(one);
  peers::LsodaRun run;
  for (auto _ : state)
    run = peers::run_lsoda(compiled, one.numerics.relative_tolerance, one.numerics.absolute_tolerance);
  state.counters["error"] = achieved(one, run.outputs);
  state.counters["steps"] = static_cast<double>(run.steps);
  state.counters["evaluations"] = static_cast<double>(run.evaluations);
  state.counters["jacobians"] = static_cast<double>(run.jacobians);
  report_per_case(state, 1);
}
BENCHMARK(lsoda)->Apply(tolerances)->ArgsProduct({{one_class}, {4}, {6}})->Iterations(2);
BENCHMARK(lsoda)->Apply(tolerances)->ArgsProduct({{one_class}, {5}, {7}})->Iterations(2);
BENCHMARK(lsoda)->Apply(tolerances)->ArgsProduct({{one_class}, {6}, {8}})->Iterations(2);
BENCHMARK(lsoda)->Apply(tolerances)->ArgsProduct({{full}, {5}, {7}})->Iterations(1);

}  // namespace
