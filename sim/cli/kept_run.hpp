// What a liver run leaves on disk while it is on its way, so that it goes on after a kill, Ctrl-C or a full
// disk.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command_line.hpp"
#include "sim/liver/simulate.hpp"
#include "sim/results/checkpoint.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/frame_spool.hpp"
#include "sim/results/run_log.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::cli {

/// --resume, --checkpoint-every, and the line that goes on with such a run.
struct KeepOptions {
  bool resume = false;
  std::string every;                 // as written; empty: the usual
  std::vector<std::string> command;  // as typed
  bool at_end = false;               // one more at the horizon, for a command that goes on to other runs
};

void add_keep_options(Command command, KeepOptions& options, const Option& overwrite);

/// Whether `folder` has a run called `name` that is not finished.
bool unfinished(const std::filesystem::path& folder, const std::string& name);

/// Takes away what a run leaves that is killed after its results have their names.
/// @throws results::FolderInUse when another run is writing there; results::WriteError
void tidy(const std::filesystem::path& folder, const std::string& name);

/// How far such a run is, session by session. @throws results::FileError
std::string unfinished_info(const std::filesystem::path& folder, const std::string& name);

/// Refuses to write over runs that are not finished. @throws results::FolderInUse
/// @return whether what is in the folder may be replaced
bool may_replace(const std::filesystem::path& folder, const std::vector<std::string>& names, bool overwrite,
                 const KeepOptions& options);

class KeptRun {
 public:
  /// Begins, or finds the checkpoint to go on from. `name` may have folders in front.
  /// @throws results::FolderInUse for a checkpoint of something else, or one in use; FileError when it is
  /// damaged; WriteError
  KeptRun(results::OutputFolder& folder, const std::string& name, const scenario::Scenario& scenario,
          int threads, KeepOptions options);
  /// Of a run without a checkpoint nothing stays.
  ~KeptRun();
  KeptRun(const KeptRun&) = delete;
  KeptRun& operator=(const KeptRun&) = delete;

  /// What is to show, until files are made of it.
  results::FrameSpool& frames() { return *frames_; }
  /// [s] where it goes on; 0 at the beginning.
  double from() const { return session_.from; }

  /// Restores before the first step, and writes checkpoints. Ctrl-C ends the run after one.
  void watch(liver::Watchers& watchers);

  /// All sessions, this one as long as it has taken now.
  std::vector<results::RunSession> sessions() const;
  /// How to go on, in words; empty when there is nothing to go on from.
  std::string hint() const;
  /// Why the run had to stop, and how to go on.
  std::string with_hint(const std::string& problem) const;
  /// The run is done: nothing of this stays.
  void discard() noexcept;

 private:
  void go_on_from_checkpoint();
  void write(double time, const liver::VisitState& state);
  bool due(double time) const;

  using Clock = std::chrono::steady_clock;
  std::filesystem::path folder_, spool_;
  KeepOptions options_;
  double every_;  // [s]
  results::Checkpoints checkpoints_;
  results::CheckpointHead head_;
  std::unique_ptr<results::CheckpointReader> reader_;
  std::optional<results::FrameSpool> frames_;
  results::RunSession session_;
  Clock::time_point start_ = Clock::now(), written_ = start_;
  double last_took_ = 0;   // [s] of the last checkpoint
  double kept_until_ = 0;  // [s] of the run, by the last checkpoint
  bool refused_ = false;   // the disk, of the last one
};

}  // namespace cellroute::cli
