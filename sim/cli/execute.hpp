// From scenarios to records and their files: what `run` and `compare` have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command.hpp"
#include "sim/levels/liver_shape.hpp"
#include "sim/liver/sinusoid_inflow.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/record.hpp"
#include "sim/results/run_log.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::cli {

struct Executed {
  std::optional<results::Record> record;  // none when the run failed
  std::string failure;
  results::RunLog log;
  liver::SinusoidInflow sinusoids;  // of a liver that feeds lobules
};

/// What in a scenario does not go together, in words, whichever of its levels says so.
std::vector<std::string> contradictions(const scenario::Scenario& scenario, levels::LiverShapes& shapes);
std::vector<std::string> contradictions(const scenario::Scenario& scenario);

/// Refuses cases that cannot be run before any of them is.
/// @param shapes keeps the liver that was looked at last
/// @throws body::CaseError naming the scenario's file
void check_cases(const std::vector<scenario::Scenario>& scenarios, levels::LiverShapes& shapes);
void check_cases(const std::vector<scenario::Scenario>& scenarios);

/// Runs all, in order. `threads` 0 uses every core; their number does not change a bit of a result.
/// @throws Interrupted
std::vector<Executed> execute(const std::vector<scenario::Scenario>& scenarios, int threads,
                              const Session& session);

/// result.h5, summary.txt, series.csv, parameters.csv and run.json under `folder`/`prefix`.
void add_files(results::OutputFolder& folder, const std::string& prefix, const Executed& executed);

/// Options that several subcommands take.
void add_set_option(Command command, std::vector<std::string>& overrides);
/// @return --overwrite
Option add_output_options(Command command, std::string& folder, bool& overwrite);
void add_threads_option(Command command, int& threads);

}  // namespace cellroute::cli
