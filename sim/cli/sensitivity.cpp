// cellroute sensitivity: which sampled parameters decide the metrics of a sweep.
#include "sim/sweep/sensitivity/sensitivity.hpp"

#include <memory>

#include "sim/cli/analysis.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/results/format.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/sweep/journal.hpp"

namespace cellroute::cli {
namespace {

namespace fs = std::filesystem;

struct Options : AnalysisOptions {
  std::size_t shown = 12;
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
  check_cases({&rows.plan});
  say("{}\n{} runs", rows.plan.title, rows.plan.rows());
  Progress progress(rows.plan.rows());
  const auto evaluate = evaluation(options, [&](std::size_t made) { progress.update(made); });
  rows.values = sweep::evaluate(rows.plan, evaluate).values;
  return rows;
}

int find_sensitivity(const Options& options, const Session& session) {
  const auto folder = folder_for(options);
  const Rows rows =
      fs::is_directory(options.input) ? read_rows(options, session) : run_rows(options, session);
  const auto found = sweep::analyse(rows.plan, rows.values);
  const std::string page = rows.plan.title + "\n" + sweep::sensitivity_table(rows.plan, found, options.shown);
  if (folder) {
    folder->add("sensitivity.txt", page);
    folder->add("sensitivity.csv", sweep::sensitivity_csv(rows.plan, found));
    folder->add("sensitivity.json", sweep::sensitivity_json(rows.plan));
    folder->commit();
    say("wrote {}/ sensitivity.txt, sensitivity.csv and sensitivity.json", options.output);
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
  add_analysis_options(command, *options, "sensitivity.txt, sensitivity.csv and sensitivity.json");
  command.callback([options, &session] { session.exit_code = find_sensitivity(*options, session); });
}

}  // namespace cellroute::cli
