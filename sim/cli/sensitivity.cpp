// cellroute sensitivity: which sampled parameters decide the metrics of a sweep.
#include "sim/sweep/sensitivity/sensitivity.hpp"

#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/sweep/evaluate.hpp"
#include "sim/sweep/journal.hpp"

namespace cellroute::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string input, output;
  std::vector<std::string> overrides;
  std::size_t shown = 12;
  int threads = 0;
  bool overwrite = false;
};

struct Rows {
  sweep::Plan plan;
  std::vector<double> values;  // [rows x metrics], NaN where there are none
};

void refuse_without_sample(const sweep::Plan& plan, const std::string& input) {
  if (!plan.sample.factors.empty()) return;
  throw scenario::InputError({{{input, 0, 0},
                               "nothing is sampled in this sweep",
                               "sensitivity is of sampled parameters",
                               "give it a `sample`: morris, saltelli, sobol or latin_hypercube",
                               ""}});
}

/// The rows that a folder's journal has.
Rows read_rows(const Options& options, const Session& session) {
  if (!sweep::Journal::in(options.input))
    throw results::FileError(options.input + " holds no journal of a sweep");
  const auto journal = sweep::Journal::open(options.input);
  for (const auto& note : journal->notes()) say("note: {}", note);
  Rows rows{plan_of("", journal->head(), options.overrides, session), {}};
  refuse_without_sample(rows.plan, options.input);
  auto wanted = sweep::journal_head(rows.plan);
  wanted.shard = journal->head().shard;
  if (const auto why = sweep::differences(journal->head(), wanted, true); !why.empty())
    throw sweep::JournalRefused(fmt::format("the journal {} {}", journal->file().string(), why));
  const std::size_t each = sweep::rows_per_chunk(rows.plan) * rows.plan.metrics.size();
  rows.values.assign(rows.plan.rows() * rows.plan.metrics.size(), unset);
  for (std::size_t chunk = 0; chunk < sweep::chunk_count(rows.plan); ++chunk)
    if (journal->has(chunk)) {
      const auto result = journal->read(chunk);
      std::copy(result.values.begin(), result.values.end(),
                rows.values.begin() + static_cast<std::ptrdiff_t>(chunk * each));
    }
  if (const auto missing = journal->missing().size(); missing > 0)
    say("note: {} of {} chunks of the sweep are missing and left out", missing,
        sweep::chunk_count(rows.plan));
  return rows;
}

Rows run_rows(const Options& options, const Session& session) {
  Rows rows{sweep::load_plan(options.input, {session.library, options.overrides}), {}};
  refuse_without_sample(rows.plan, options.input);
  std::vector<scenario::Scenario> scenarios;
  for (const auto& one : rows.plan.templates) scenarios.push_back(one.scenario);
  check_cases(scenarios);
  say("{}\n{} runs", rows.plan.title, rows.plan.rows());
  Progress progress(rows.plan.rows());
  std::size_t made = 0;
  sweep::EvaluateOptions evaluate;
  evaluate.threads = options.threads;
  evaluate.stop = interrupted;
  evaluate.progress = [&](std::size_t more) { progress.update(made += more); };
  try {
    rows.values = sweep::evaluate(rows.plan, evaluate).values;
  } catch (const sweep::Stopped&) {
    stop_if_interrupted();
    throw;
  }
  return rows;
}

int find_sensitivity(const Options& options, const Session& session) {
  std::optional<results::OutputFolder> folder;
  if (!options.output.empty()) folder.emplace(options.output, options.overwrite);
  const Rows rows =
      fs::is_directory(options.input) ? read_rows(options, session) : run_rows(options, session);
  const auto found = sweep::analyse(rows.plan, rows.values);
  const std::string page = rows.plan.title + "\n" + sweep::sensitivity_table(rows.plan, found, options.shown);
  if (folder) {
    folder->add("sensitivity.txt", page);
    folder->add("sensitivity.csv", sweep::sensitivity_csv(rows.plan, found));
    folder->commit();
    say("wrote {}/ sensitivity.txt and sensitivity.csv", options.output);
  }
  print(page);
  return done;
}

}  // namespace

void add_sensitivity(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command =
      line.command("sensitivity", "Says which sampled parameters decide the metrics of a sweep");
  command.option("sweep", options->input, "The folder of a sweep, or a sweep file to run in memory")
      .required()
      .type_name("DIR | SWEEP.yaml");
  command.option("--top", options->shown, "Parameters to show for each metric").range(1u, 10000u);
  command
      .option("-o,--output", options->output,
              "Folder for sensitivity.txt and sensitivity.csv (default: none)")
      .type_name("DIR");
  command.flag("--overwrite,--force", options->overwrite,
               "Replace result files in a folder that is not empty");
  add_set_option(command, options->overrides);
  add_threads_option(command, options->threads);
  command.callback([options, &session] { session.exit_code = find_sensitivity(*options, session); });
}

}  // namespace cellroute::cli
