// cellroute merge DIR...: the parts of a sweep, run apart with --shard, to one table.
#include <memory>
#include <set>

#include "sim/cli/execute.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/sweep/engine.hpp"
#include "sim/sweep/run.hpp"

namespace cellroute::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> places;  // folders, the sweep file before them or not
  std::vector<std::string> overrides;
  std::string output;
  int threads = 0;
  bool accept_version = false, overwrite = false, quiet = false;
};

/// Which parts lack how much.
std::string missing_parts(const std::vector<std::unique_ptr<sweep::Journal>>& parts) {
  std::string text;
  std::set<std::size_t> met;
  std::size_t n = 1;
  for (const auto& part : parts) {
    const auto state = sweep::state_of(*part);
    n = part->head().shard.n;
    met.insert(part->head().shard.k);
    if (state.rows_done < state.rows_total)
      text += fmt::format("\n{} ({}): {} of {} rows", part->file().parent_path().string(),
                          sweep::shard_words(part->head().shard), state.rows_total - state.rows_done,
                          state.rows_total);
  }
  for (std::size_t k = 1; k <= n; ++k)
    if (met.count(k) == 0) text += fmt::format("\nshard {}/{}: all of it", k, n);
  return text;
}

int merge(const Options& options, const Session& session) {
  std::vector<std::string> folders = options.places;
  std::string file;
  std::error_code unknown;
  if (fs::is_regular_file(folders.front(), unknown)) {
    file = folders.front();
    folders.erase(folders.begin());
  }
  if (folders.empty()) throw results::FileError("merge needs the folders of the parts");
  std::vector<std::unique_ptr<sweep::Journal>> parts;
  for (const auto& folder : folders) {
    if (fs::equivalent(folder, options.output, unknown))
      throw results::FolderInUse(folder + " is one of the parts: the whole needs a folder of its own");
    if (!sweep::Journal::in(folder)) throw results::FileError(folder + " holds no journal of a sweep");
    parts.push_back(sweep::Journal::open(folder));
    for (const auto& note : parts.back()->notes()) say("note: {}", note);
  }
  const sweep::Plan plan = plan_of(file, parts.front()->head(), options.overrides, session);
  auto head = sweep::journal_head(plan, {},
                                  session.library.empty() ? parts.front()->head().library : session.library);
  for (const auto& part : parts) {
    auto wanted = head;
    wanted.shard = part->head().shard;
    if (const auto why = sweep::differences(part->head(), wanted, options.accept_version); !why.empty())
      throw sweep::JournalRefused(fmt::format("the journal {} {}", part->file().string(), why));
  }
  const fs::path output = options.output;
  check_room(plan, output, 0);
  results::OutputFolder(output, options.overwrite).commit();
  const auto whole = sweep::Journal::create(output, head);
  for (const auto& part : parts)
    for (std::size_t chunk = 0; chunk < head.chunks(); ++chunk)
      if (part->has(chunk) && !whole->has(chunk)) whole->append(part->read(chunk));
  whole->sync();
  const auto state = sweep::state_of(*whole);
  const bool complete = whole->missing(1).empty();
  const sweep::History history(output);
  note_session(
      output, plan, history,
      {session.command, head.sweep, plan.templates.front().scenario.library, head.program,
       fmt::format("{} parts", parts.size()), sweep::worker_count(options.threads), 1, 0, state.rows_done,
       state.rows_total, state.rows_failed, 0, complete ? "merged" : "merged in part"});
  if (!complete) {
    say("{} of {} rows are missing:{}\nrun what is missing and merge again, or run it here:\n{}",
        state.rows_total - state.rows_done, state.rows_total, missing_parts(parts),
        resume_line(head, output));
    return run_failed;
  }
  return write_tables(output, plan, *whole, options.threads, options.quiet);
}

}  // namespace

void add_merge(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command = line.command("merge", "Joins the parts of a sweep that were run with --shard");
  command
      .option("part", options->places, "Folders of the parts; before them, the sweep file when it has moved")
      .required()
      .type_name("[SWEEP.yaml] DIR...");
  command.option("-o,--output", options->output, "Folder for the whole").required().type_name("DIR");
  add_set_option(command, options->overrides);
  add_threads_option(command, options->threads);
  command.flag("--accept-version", options->accept_version,
               "Mix results of different versions of the program");
  command.flag("--overwrite,--force", options->overwrite, "Replace files in a folder that is not empty");
  command.flag("-q,--quiet", options->quiet, "Do not print the page at the end");
  command.callback([options, &session] { session.exit_code = merge(*options, session); });
}

}  // namespace cellroute::cli
