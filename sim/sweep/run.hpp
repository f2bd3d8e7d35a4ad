// A sweep from its journal on: the chunks that are missing are run, and each is journalled as it ends.
#pragma once

#include <functional>
#include <optional>

#include "sim/sweep/journal.hpp"
#include "sim/sweep/team.hpp"

namespace cellroute::sweep {

struct RunState {
  std::size_t rows_done = 0, rows_total = 0;  // of the shard
  std::size_t rows_failed = 0;
};

struct RunOptions {
  int threads = 0;  // 0: every core; their number does not change a bit
  bool fail_fast = false;
  std::function<bool()> stop;  // asked often: chunks in flight are finished, no more are begun
  std::function<void(const RunState&)> report;  // by the calling thread, ten times a second at most
};

struct RunEnd {
  bool complete = false;
  bool stopped = false;               // by `stop`, on any rank
  std::optional<RowFailure> failure;  // what fail_fast stopped at
};

/// Runs what a journal lacks. All that ended is on the disk when it returns or throws.
/// @throws results::WriteError, and whatever a chunk throws
RunEnd run_missing(const Plan& plan, Journal& journal, Team& team, const RunOptions& options);

/// Rows of the chunks a journal has, and of all of its shard.
RunState state_of(const Journal& journal);

}  // namespace cellroute::sweep
