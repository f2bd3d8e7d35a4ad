#include "sim/cli/kept_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/results/format.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/version.hpp"
#include "sim/scenario/fingerprint.hpp"
#include "sim/scenario/quantity.hpp"

namespace cellroute::cli {
namespace {

namespace fs = std::filesystem;
using results::duration;

constexpr double usual = 60;                    // [s] between checkpoints
constexpr double share_for_checkpoints = 0.05;  // of the time, unless it was said how often
const Spec interval{"s", 0, 1e6, "Time between checkpoints."};

double seconds_of(const std::string& text) {
  scenario::Finding finding;
  return text.empty()
             ? usual
             : scenario::parse_quantity("--checkpoint-every", text, interval, finding).value_or(usual);
}

std::string wrong_interval(const std::string& text) {
  scenario::Finding finding;
  const auto seconds = scenario::parse_quantity("--checkpoint-every", text, interval, finding);
  if (!seconds) return finding.problem + (finding.hint.empty() ? "" : " (" + finding.hint + ")");
  if (const auto outside = scenario::out_of_range("--checkpoint-every", *seconds, interval, text))
    return outside->problem;
  return "";
}

struct WriteState final : liver::StateVisitor {
  const results::Checkpoints::Write& write;
  explicit WriteState(const results::Checkpoints::Write& to) : write(to) {}
  void operator()(std::vector<double>& values) override { write(values); }
  void operator()(std::span<double> values) override { write(values); }
};

struct ReadState final : liver::StateVisitor {
  results::CheckpointReader& reader;
  explicit ReadState(results::CheckpointReader& from) : reader(from) {}
  void operator()(std::vector<double>& values) override { reader.read(values); }
  void operator()(std::span<double> values) override { reader.read(values); }
};

fs::path spool_of(const fs::path& folder, const std::string& name) {
  return (folder / name).string() + ".frames.part";
}

/// The command as typed, but to go on.
std::string resume_line(const std::vector<std::string>& command) {
  std::string line = "cellroute";
  for (std::size_t i = 1; i < command.size(); ++i)
    if (command[i] != "--overwrite" && command[i] != "--force" && command[i] != "--resume")
      line += " " + shell_word(command[i]);
  return line + " --resume";
}

}  // namespace

void add_keep_options(Command command, KeepOptions& options, const Option& overwrite) {
  Option resume = command.flag("--resume", options.resume,
                               "Go on with a liver that was stopped or killed, from its last checkpoint");
  resume.excludes(overwrite);
  command
      .option("--checkpoint-every", options.every,
              "How often a liver's run is kept on disk while it is on its way (default: 60 s, less often "
              "when that would take over 5 % of the time)")
      .type_name("TIME")
      .check(wrong_interval);
}

bool unfinished(const fs::path& folder, const std::string& name) {
  return results::Checkpoints(folder, name).any();
}

void tidy(const fs::path& folder, const std::string& name) {
  std::error_code unknown;
  if (const fs::path spool = spool_of(folder, name); fs::exists(spool, unknown))
    results::FrameSpool(spool).remove();  // unless another run holds it
  results::Checkpoints(folder, name).remove();
}

std::string unfinished_info(const fs::path& folder, const std::string& name) {
  std::string notes;
  const auto reader =
      results::Checkpoints(folder, name).newest([&](const std::string& note) { notes += note + "\n"; });
  const results::CheckpointHead& head = reader->head();
  std::string text = fmt::format(
      "file          {} (no results yet)\ntype          cellroute checkpoint of a liver\n"
      "made by       cellroute {}\nfingerprint   {}\nreached       {} of {}\n",
      (folder / (name + ".checkpoint")).string(), head.program, head.fingerprint, duration(head.time),
      duration(head.horizon));
  for (const results::RunSession& one : head.sessions)
    text += fmt::format("session       {} on {}, {} threads: from {} to {} in {}\n", one.date, one.host,
                        one.threads, duration(one.from), duration(one.to), duration(one.wall_seconds));
  return text + notes + "\nTo go on: cellroute run SCENARIO.yaml -o " + shell_word(folder.string()) +
         " --resume\n";
}

bool may_replace(const fs::path& folder, const std::vector<std::string>& names, bool overwrite,
                 const KeepOptions& options) {
  const bool any = std::any_of(names.begin(), names.end(),
                               [&](const std::string& name) { return unfinished(folder, name); });
  if (any && !overwrite && !options.resume)
    throw results::FolderInUse(
        fmt::format("{} holds a run that is not finished: --resume goes on with it, --overwrite begins again",
                    folder.string()));
  return overwrite || (options.resume && any);
}

KeptRun::KeptRun(results::OutputFolder& folder, const std::string& name, const scenario::Scenario& scenario,
                 int threads, KeepOptions options)
    : folder_((folder.path() / name).parent_path()),
      spool_(spool_of(folder.path(), name)),
      options_(std::move(options)),
      every_(seconds_of(options_.every)),
      checkpoints_(folder.path(), name) {
  head_.program = fmt::format("{} ({})", results::program_version(), results::program_commit());
  head_.fingerprint = scenario.fingerprint;
  head_.inputs = scenario::canonical_text(scenario, scenario::solver_version());
  head_.horizon = scenario.body.horizon;
  session_ = {results::now_utc(), results::host_name(), threads, 0, 0, 0};
  if (options_.resume && checkpoints_.any()) {
    go_on_from_checkpoint();
    return;
  }
  folder.make_room(name);
  frames_.emplace(spool_);  // where another run is writing, its checkpoints stay
  checkpoints_.remove();
  if (options_.resume) say("there is no checkpoint in {}: beginning at the start", folder_.string());
}

void KeptRun::go_on_from_checkpoint() {
  reader_ = checkpoints_.newest([](const std::string& note) { say("note: {}", note); });
  const results::CheckpointHead& there = reader_->head();
  if (const std::string why = results::differences(there, head_); !why.empty())
    throw results::FolderInUse(
        fmt::format("the checkpoint in {} {}\nto begin again: --overwrite", folder_.string(), why));
  try {
    frames_.emplace(spool_, there.frames);
  } catch (const results::FileError& error) {
    throw results::FileError(
        fmt::format("{}\nwithout it the run cannot go on: begin again with --overwrite", error.what()));
  }
  head_.sessions = there.sessions;
  session_.from = session_.to = kept_until_ = there.time;
  say("going on at {} of {}", duration(there.time), duration(there.horizon));
}

KeptRun::~KeptRun() {
  if (!checkpoints_.any()) frames_->remove();
}

bool KeptRun::due(double time) const {
  if (interrupted() || (options_.at_end && time >= head_.horizon)) return true;
  const double since = std::chrono::duration<double>(Clock::now() - written_).count();
  const double rest = options_.every.empty() ? last_took_ / share_for_checkpoints : 0;
  return since >= std::max(every_, rest);
}

void KeptRun::write(double time, const liver::VisitState& state) {
  const auto begin = Clock::now();
  try {
    frames_->sync();
    results::CheckpointHead head = head_;
    head.time = session_.to = time;
    head.frames = frames_->length();
    head.sessions = sessions();
    checkpoints_.write(head, [&state](const results::Checkpoints::Write& to) {
      WriteState visitor(to);
      state(visitor);
    });
    kept_until_ = time;
    if (refused_) say("a checkpoint is written again, at {}", duration(time));
    refused_ = false;
  } catch (const results::WriteError& error) {
    if (!refused_)
      say("{}\nno checkpoint could be written at {}; {}", error.what(), duration(time),
          checkpoints_.any() ? "the one of " + duration(kept_until_) + " is kept, and the run goes on"
                             : "the run goes on without one");
    refused_ = true;
  }
  written_ = Clock::now();
  last_took_ = std::chrono::duration<double>(written_ - begin).count();
}

void KeptRun::watch(liver::Watchers& watchers) {
  watchers.checkpoint = [this](double time, const liver::VisitState& state) {
    session_.to = time;
    if (due(time)) write(time, state);
    if (!interrupted() || time >= head_.horizon) return;
    const std::string how = hint();
    throw Interrupted(how.empty() ? "interrupted; nothing was written"
                                  : fmt::format("interrupted at {} of {}; {}", duration(time),
                                                duration(head_.horizon), how));
  };
  watchers.restore = [this](const liver::VisitState& state) {
    if (!reader_) return false;
    ReadState visitor(*reader_);
    state(visitor);
    reader_->finish();
    reader_.reset();
    return true;
  };
}

std::vector<results::RunSession> KeptRun::sessions() const {
  std::vector<results::RunSession> all = head_.sessions;
  all.push_back(session_);
  all.back().wall_seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return all;
}

std::string KeptRun::hint() const {
  if (!checkpoints_.any()) return "";
  return fmt::format("it is kept up to {}; to go on:\n{}", duration(kept_until_),
                     resume_line(options_.command));
}

std::string KeptRun::with_hint(const std::string& problem) const {
  const std::string how = hint();
  return how.empty() ? problem : problem + "\n" + how;
}

void KeptRun::discard() noexcept {
  checkpoints_.remove();
  frames_->remove();
}

}  // namespace cellroute::cli
