#include "sim/cli/execute.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <span>

#include "sim/body/curve.hpp"
#include "sim/body/simulate.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/progress.hpp"
#include "sim/levels/check.hpp"
#include "sim/numerics/threads.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::cli {
namespace {

constexpr std::size_t runs_per_thread =
    16;  // in one batch: enough to fill SIMD lanes, few enough to stop between

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// [byte]
double memory_of_machine() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// Where a curve cannot be had, the result stands without it.
void add_curves(std::span<const BodyCase> cases, int threads, std::span<std::optional<body::Curve>> curves) {
  std::vector<BodyCase> fine;
  for (const BodyCase& one : cases) fine.push_back(body::curve_case(one));
  body::simulate(
      fine, threads,
      [&](std::size_t i, body::Outcome& outcome) {
        if (outcome.failure.empty()) curves[i] = body::curve_of(outcome.result);
      },
      interrupted, body::curve_watch);
}

}  // namespace

std::vector<std::string> contradictions(const scenario::Scenario& scenario, levels::LiverShapes& shapes) {
  return levels::contradictions(scenario, memory_of_machine(), shapes);
}

std::vector<std::string> contradictions(const scenario::Scenario& scenario) {
  levels::LiverShapes shapes;
  return contradictions(scenario, shapes);
}

void check_cases(const std::vector<scenario::Scenario>& scenarios) {
  levels::LiverShapes shapes;
  check_cases(scenarios, shapes);
}

void check_cases(const std::vector<scenario::Scenario>& scenarios, levels::LiverShapes& shapes) {
  std::vector<std::string> problems;
  for (const auto& scenario : scenarios) {
    for (const auto& problem : contradictions(scenario, shapes)) {
      const std::string text = scenario.file.string() + ": " + problem;
      if (std::find(problems.begin(), problems.end(), text) == problems.end()) problems.push_back(text);
    }
  }
  if (!problems.empty()) throw body::CaseError(problems);
}

std::vector<Executed> execute(const std::vector<scenario::Scenario>& scenarios, int threads,
                              const Session& session) {
  if (threads <= 0) threads = numerics::threads_in_use();  // every core, unless OMP_NUM_THREADS says else
  std::vector<BodyCase> cases;
  std::vector<std::size_t>
      of;  // those whose liver is not resolved: of the others, liver.hpp runs the body too
  std::vector<Executed> all(scenarios.size());
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const auto& scenario = scenarios[i];
    all[i].log = {session.command, scenario.file, scenario.library, threads, 0, {}, {}};
    if (scenario.liver) continue;
    cases.push_back(scenario.body);
    of.push_back(i);
  }
  const std::size_t batch = runs_per_thread * static_cast<std::size_t>(threads);
  std::vector<std::optional<body::Curve>> curves(cases.size());
  Progress progress(cases.size());
  for (std::size_t first = 0; first < cases.size(); first += batch) {
    stop_if_interrupted();
    const std::size_t count = std::min(batch, cases.size() - first);
    const auto start = std::chrono::steady_clock::now();
    auto outcomes =
        body::simulate(std::span<const BodyCase>(cases).subspan(first, count), threads, interrupted);
    add_curves(std::span<const BodyCase>(cases).subspan(first, count), threads,
               std::span<std::optional<body::Curve>>(curves).subspan(first, count));
    const double wall = seconds_since(start);
    for (std::size_t i = 0; i < count; ++i) {
      Executed& one = all[of[first + i]];
      one.failure = outcomes[i].failure;
      one.log.wall_seconds = wall;
      one.log.work = outcomes[i].result.work;
      if (one.failure.empty()) one.failure = results::broken_balance(outcomes[i].result.balance);
      if (!one.failure.empty()) continue;
      one.record = results::make_record(scenarios[of[first + i]], std::move(outcomes[i].result));
      one.record->curve = std::move(curves[first + i]);
    }
    stop_if_interrupted();
    progress.update(first + count);
  }
  return all;
}

void add_files(results::OutputFolder& folder, const std::string& prefix, const Executed& executed) {
  const results::Record& record = *executed.record;
  folder.add(prefix + "result.h5", results::encode(record));
  folder.add(prefix + "summary.txt", results::summary(record));
  folder.add(prefix + "series.csv", results::series_csv(record));
  folder.add(prefix + "parameters.csv", results::parameters_csv(record));
  folder.add(prefix + "run.json", results::run_json(executed.log));
}

void add_set_option(Command command, std::vector<std::string>& overrides) {
  command
      .option("--set", overrides,
              "Sets a parameter, as in --set \"lung.tissue.capillary.diameter=6.5 um\"; repeatable")
      .type_name("PATH=VALUE")
      .repeatable();
}

Option add_output_options(Command command, std::string& folder, bool& overwrite) {
  command
      .option("-o,--output", folder,
              "Folder for the result files (default: results/ and the scenario's name)")
      .type_name("DIR");
  return command.flag("--overwrite,--force", overwrite, "Replace result files in a folder that is not empty");
}

void add_threads_option(Command command, int& threads) {
  command.option("--threads", threads, "Threads to use; 0: every core. Results do not depend on it")
      .type_name("N")
      .unstated_range(0, 4096);
}

}  // namespace cellroute::cli
