#include "sim/sweep/run.hpp"

#include <algorithm>
#include <chrono>

namespace cellroute::sweep {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto sync_interval = std::chrono::milliseconds(500);
constexpr auto report_interval = std::chrono::milliseconds(100);
constexpr double nap_alone = 0.05, nap_in_team = 0.0003;  // [s]

std::size_t rows_of(const JournalHead& head, std::size_t chunk) {
  return std::min(head.rows_per_chunk, head.rows - chunk * head.rows_per_chunk);
}

/// What the journal lacks, in order, until told to stop; and the way into the journal.
class Missing : public ChunkSource, public ChunkSink {
 public:
  Missing(Journal& journal, const RunOptions& options)
      : journal_(journal),
        options_(options),
        next_(journal.head().shard.k - 1),
        rows_(state_of(journal).rows_done) {}

  std::optional<std::size_t> next() override {
    const std::lock_guard hold(mutex_);
    if (!stopped_ && options_.stop && options_.stop()) stopped_ = true;
    if (stopped_ || failure_) return {};
    const JournalHead& head = journal_.head();
    while (next_ < head.chunks() && journal_.has(next_)) next_ += head.shard.n;
    if (next_ >= head.chunks()) return {};
    const std::size_t chunk = next_;
    next_ += head.shard.n;
    return chunk;
  }

  void put(ChunkResult result) override {
    journal_.append(result);
    const std::lock_guard hold(mutex_);
    rows_ += rows_of(journal_.head(), result.chunk);
    if (options_.fail_fast && !result.failures.empty() &&
        (!failure_ || result.failures.front().row < failure_->row))
      failure_ = result.failures.front();
  }

  void stop() {
    const std::lock_guard hold(mutex_);
    stopped_ = true;
  }
  bool ending() {
    const std::lock_guard hold(mutex_);
    return stopped_ || failure_;
  }
  bool stopped() {
    const std::lock_guard hold(mutex_);
    return stopped_;
  }
  std::optional<RowFailure> failure() {
    const std::lock_guard hold(mutex_);
    return failure_;
  }
  std::size_t rows() {
    const std::lock_guard hold(mutex_);
    return rows_;
  }

 private:
  Journal& journal_;
  const RunOptions& options_;
  std::mutex mutex_;
  std::size_t next_, rows_;
  bool stopped_ = false;
  std::optional<RowFailure> failure_;
};

}  // namespace

RunState state_of(const Journal& journal) {
  const JournalHead& head = journal.head();
  RunState state;
  const std::size_t chunks = head.chunks();
  const auto& shard = head.shard;
  if (chunks >= shard.k) {
    const std::size_t mine = (chunks - shard.k) / shard.n + 1;
    state.rows_total = mine * head.rows_per_chunk;
    state.rows_done = journal.size() * head.rows_per_chunk;
    if (const std::size_t last = chunks - 1; shard.has(last)) {
      const std::size_t short_by = head.rows_per_chunk - rows_of(head, last);
      state.rows_total -= short_by;
      if (journal.has(last)) state.rows_done -= short_by;
    }
  }
  state.rows_failed = journal.failed_rows();
  return state;
}

RunEnd run_missing(const Plan& plan, Journal& journal, Team& team, const RunOptions& options) {
  Missing missing(journal, options);
  const std::size_t total = state_of(journal).rows_total;
  const auto report = [&] {
    if (options.report) options.report({missing.rows(), total, journal.failed_rows()});
  };
  try {
    Workers workers(plan, worker_count(options.threads), missing, missing);
    auto synced = Clock::now(), reported = synced;
    bool told = false;
    while (true) {
      const bool mine = workers.wait(team.size() > 1 ? nap_in_team : nap_alone);
      const bool theirs = team.serve(missing, missing);
      if (workers.failed() || (mine && theirs)) break;
      if (team.stop_asked() || (options.stop && options.stop())) {
        missing.stop();
        if (rows_per_chunk(plan) == 1)
          workers.abandon();  // a lobule may take minutes more: resumed, it is run again
      }
      if (missing.ending() && !told) {
        told = true;
        team.stop();
      }
      const auto now = Clock::now();
      if (now - synced >= sync_interval) {
        journal.sync();
        synced = now;
      }
      if (now - reported >= report_interval) {
        report();
        reported = now;
      }
    }
    while (!workers.failed() && !workers.wait(nap_alone)) continue;
    workers.rethrow();
  } catch (...) {
    try {
      journal.sync();
    } catch (...) {  // the first trouble is the one to tell
    }
    throw;
  }
  journal.sync();
  report();
  return {journal.missing(1).empty(), missing.stopped(), missing.failure()};
}

}  // namespace cellroute::sweep
