// cellroute sweep SWEEP.yaml: many scenarios to one table, on threads, ranks or a part of them at a time.
#include "sim/cli/sweep.hpp"

#include <chrono>
#include <memory>
#include <optional>

#include "sim/cli/execute.hpp"
#include "sim/cli/guard.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/sweep/columns.hpp"
#include "sim/sweep/row.hpp"
#include "sim/sweep/run.hpp"

namespace cellroute::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Options {
  std::string sweep, output, shard;
  std::vector<std::string> overrides;
  std::optional<std::size_t> scenario;
  int threads = 0;
  bool resume = false, accept_version = false, overwrite = false, fail_fast = false, dry_run = false,
       quiet = false;

  fs::path folder() const {
    return output.empty() ? fs::path("results") / fs::path(sweep).stem() : fs::path(output);
  }
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// "2/3"; checked by the command line.
sweep::Shard shard_of(const std::string& text) {
  if (text.empty()) return {};
  return {std::stoul(text.substr(0, text.find('/'))), std::stoul(text.substr(text.find('/') + 1))};
}

std::string wrong_shard(const std::string& text) {
  const auto slash = text.find('/');
  const auto whole = [](const std::string& part) {
    return !part.empty() && part.size() < 7 && part.find_first_not_of("0123456789") == std::string::npos;
  };
  const bool two =
      slash != std::string::npos && whole(text.substr(0, slash)) && whole(text.substr(slash + 1));
  if (two)
    if (const auto shard = shard_of(text); shard.k >= 1 && shard.k <= shard.n) return "";
  return "must be two numbers like 2/3: the second of three parts";
}

/// Scenarios that cannot be run with any value of the axes are refused before any row is.
void check_templates(const sweep::Plan& plan) {
  std::vector<scenario::Scenario> wrong;
  for (const auto& one : plan.templates) {
    if (contradictions(one.scenario).empty()) return;
    wrong.push_back(one.scenario);
  }
  check_cases(wrong);
}

std::string shape_of(const sweep::Plan& plan) {
  std::string text = fmt::format("{} rows: {} cells of the grid", plan.rows(), plan.cells());
  if (!plan.sample.factors.empty())
    text += fmt::format(", {} points of {} parameters ({})", plan.sample.points(), plan.sample.factors.size(),
                        results::words(sweep::design_name(plan.sample.design)));
  if (plan.sample.replicates > 1) text += fmt::format(", {} replicates", plan.sample.replicates);
  return text + fmt::format(", {} metrics", plan.metrics.size());
}

/// What a sweep will take, without running it.
int say_what_it_takes(const sweep::Plan& plan, const Options& options) {
  const sweep::Needs needs = sweep::needs_of(plan);
  const std::size_t chunks = sweep::chunk_count(plan),
                    threads = static_cast<std::size_t>(sweep::worker_count(options.threads));
  const auto start = Clock::now();
  const auto tried = sweep::run_chunk(plan, chunks / 2, interrupted);
  stop_if_interrupted();
  const double each = seconds_since(start);
  const std::size_t tried_rows = std::min(sweep::rows_per_chunk(plan), plan.rows());
  print(fmt::format(
      "{}\n{}\nchunks       {} of {} rows\ndisk         {} (journal {}, table.csv {}, sweep.h5 {}); {} free\n"
      "memory       {}\ntime         {} on {} threads, by {} rows tried in {:.2g} s ({} failed)\n",
      plan.title, shape_of(plan), chunks, sweep::rows_per_chunk(plan), bytes_in_words(needs.disk()),
      bytes_in_words(needs.journal), bytes_in_words(needs.table), bytes_in_words(needs.columns),
      bytes_in_words(free_disk(options.folder())), bytes_in_words(needs.memory),
      results::duration(each * static_cast<double>(chunks) / static_cast<double>(std::min(threads, chunks))),
      threads, tried_rows, each, tried->failures.size()));
  return done;
}

/// The journal to write to: a new one, or that of an earlier session.
std::unique_ptr<sweep::Journal> open_journal(const sweep::Plan& plan, const Options& options,
                                             const Session& session) {
  const fs::path output = options.folder();
  const auto head = sweep::journal_head(plan, shard_of(options.shard), session.library);
  if (options.resume && sweep::Journal::in(output)) {
    auto journal = sweep::Journal::resume(output, head, options.accept_version);
    check_room(plan, output, static_cast<double>(journal->bytes()));
    return journal;
  }
  if (!options.overwrite && sweep::Journal::in(output))
    throw results::FolderInUse(
        fmt::format("{} holds a sweep: --resume goes on with it, --overwrite begins again", output.string()));
  check_room(plan, output, 0);
  if (options.resume) say("there is no journal in {} yet: beginning with the first row", output.string());
  results::OutputFolder(output, options.overwrite).commit();  // proves that it can be written to
  auto journal = sweep::Journal::create(output, head);
  for (const char* stale : {"table.csv", "sweep.h5", "failures.csv", "run.json"}) {
    std::error_code ignored;
    fs::remove(output / stale, ignored);
  }
  return journal;
}

struct Rows {
  sweep::RunEnd end;
  sweep::RunState state;
};

Rows run_rows(const sweep::Plan& plan, sweep::Journal& journal, sweep::Team& team, const Options& options) {
  const auto before = sweep::state_of(journal);
  Progress progress(before.rows_total, "rows", before.rows_done);
  sweep::RunOptions how;
  how.threads = options.threads;
  how.fail_fast = options.fail_fast;
  how.stop = interrupted;
  how.report = [&](const sweep::RunState& state) { progress.update(state.rows_done); };
  const auto end = sweep::run_missing(plan, journal, team, how);
  return {end, sweep::state_of(journal)};
}

int end_of(const Rows& rows, const sweep::Journal& journal, const fs::path& output) {
  const auto& state = rows.state;
  if (rows.end.failure) say("row {} failed: {}", rows.end.failure->row, rows.end.failure->reason);
  if (!rows.end.complete)
    say("stopped with {} of {} rows done, all of them kept; to go on:\n{}", state.rows_done, state.rows_total,
        resume_line(journal.head(), output));
  return rows.end.failure ? rows_failed : run_failed;
}

int finish_shard(const sweep::Journal& journal, const fs::path& output) {
  const auto state = sweep::state_of(journal);
  const auto& shard = journal.head().shard;
  say("{} is done: {} rows in {}, {} of them failed; when all {} are there: cellroute merge DIR... -o OUT",
      sweep::shard_words(shard), state.rows_done, output.string(), state.rows_failed, shard.n);
  return state.rows_failed > 0 ? rows_failed : done;
}

/// Rank 0.
int lead(const sweep::Plan& plan, const Options& options, const Session& session, sweep::Team& team) {
  const fs::path output = options.folder();
  if (options.scenario) {
    if (*options.scenario >= plan.rows())
      throw results::FileError(fmt::format("{} has rows 0 to {}", options.sweep, plan.rows() - 1));
    print(sweep::scenario_text(plan, *options.scenario));
    return done;
  }
  check_templates(plan);
  for (const auto& note : plan.notes) say("note: {}", note);
  if (options.dry_run) return say_what_it_takes(plan, options);

  const auto journal = open_journal(plan, options, session);
  for (const auto& note : journal->notes()) say("note: {}", note);
  const auto before = sweep::state_of(*journal);
  say("{}\n{}{}\ninto {}", plan.title, shape_of(plan),
      journal->head().shard.n > 1
          ? fmt::format("; {}: {} rows", sweep::shard_words(journal->head().shard), before.rows_total)
          : "",
      output.string());
  if (before.rows_done > 0) say("{} of {} rows are done already", before.rows_done, before.rows_total);
  const sweep::History history(output);
  const auto start = Clock::now();
  sweep::SessionLog log{session.command,
                        fs::path(options.sweep),
                        plan.templates.front().scenario.library,
                        sweep::journal_head(plan).program,
                        sweep::shard_words(journal->head().shard),
                        sweep::worker_count(options.threads),
                        team.size(),
                        before.rows_done,
                        before.rows_done,
                        before.rows_total,
                        before.rows_failed,
                        0,
                        "running"};
  try {
    note_session(output, plan, history, log);
    const Rows rows = run_rows(plan, *journal, team, options);
    log.rows_after = rows.state.rows_done;
    log.rows_failed = rows.state.rows_failed;
    log.wall_seconds = seconds_since(start);
    log.ended = rows.end.complete ? "complete" : rows.end.failure ? "stopped at a failure" : "interrupted";
    note_session(output, plan, history, log);
    if (!rows.end.complete) return end_of(rows, *journal, output);
    if (journal->head().shard.n > 1) return finish_shard(*journal, output);
    const int code = write_tables(output, plan, *journal, options.threads, options.quiet);
    return code;
  } catch (const results::WriteError& error) {
    say("{}\nthe rows in the journal are kept; when there is room again:\n{}", error.what(),
        resume_line(journal->head(), output));
    return run_failed;
  }
}

int sweep(const Options& options, const Session& session) {
  const auto team = sweep::join_team();
  if (team->rank() != 0) mute_signals();
  std::optional<sweep::Plan> plan;
  std::exception_ptr thrown;
  std::string trouble;
  try {
    plan = sweep::load_plan(options.sweep, {session.library, options.overrides});
  } catch (const std::exception& error) {
    thrown = std::current_exception();
    trouble = std::string("cannot begin: ") + error.what();
  }
  const std::string why = team->agree(trouble, plan ? plan->fingerprint : "");
  if (thrown && team->rank() == 0) std::rethrow_exception(thrown);
  if (!why.empty()) {
    if (team->rank() == 0) say("{}", why);
    return input_wrong;
  }
  if (team->rank() != 0) return team->help(&*plan, sweep::worker_count(options.threads), interrupted);
  const int code = guard([&] { return lead(*plan, options, session, *team); });
  team->finish(code);
  return code;
}

}  // namespace

void add_sweep(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command = line.command("sweep", "Runs many scenarios, on threads or MPI ranks, to one table");
  command.option("sweep", options->sweep, "The sweep file").required().type_name("SWEEP.yaml");
  add_set_option(command, options->overrides);
  command
      .option("-o,--output", options->output,
              "Folder for journal and tables (default: results/ and the file's name)")
      .type_name("DIR");
  command
      .option("-j,--threads", options->threads, "Threads to use; 0: every core. Results do not depend on it")
      .type_name("N")
      .unstated_range(0, 4096);
  const Option resume =
      command.flag("--resume", options->resume, "Go on with the sweep in DIR: only what is missing is run");
  command
      .flag("--accept-version", options->accept_version,
            "With --resume: keep the results of another version of the program")
      .needs(resume);
  command.flag("--overwrite,--force", options->overwrite, "Begin again in a folder that is not empty")
      .excludes(resume);
  command.option("--shard", options->shard, "Run the k-th of n parts; `cellroute merge` joins them")
      .type_name("k/n")
      .check(wrong_shard);
  command.flag("--fail-fast", options->fail_fast, "Stop at the first row that fails");
  const Option dry = command.flag("--dry-run", options->dry_run,
                                  "Say what the sweep takes (rows, disk, time) and run a few rows");
  command.option("--scenario", options->scenario, "Print the scenario file of a row, counted from 0")
      .type_name("ROW")
      .excludes(dry);
  command.flag("-q,--quiet", options->quiet, "Do not print the page at the end");
  command.callback([options, &session] { session.exit_code = sweep(*options, session); });
}

}  // namespace cellroute::cli
