// Runs the chunks of a plan on threads. Where the chunks come from and where results go is for others to say.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "sim/sweep/chunk.hpp"

namespace cellroute::sweep {

/// Asked by any thread; may wait. Nothing means that there is no more to do.
class ChunkSource {
 public:
  virtual ~ChunkSource() = default;
  virtual std::optional<std::size_t> next() = 0;
};

/// Told by any thread, in whatever order chunks end.
class ChunkSink {
 public:
  virtual ~ChunkSink() = default;
  virtual void put(ChunkResult result) = 0;
};

/// Threads that run chunks until the source has no more. What one of them throws stops all.
class Workers {
 public:
  /// @param threads at least 1
  Workers(const Plan& plan, int threads, ChunkSource& source, ChunkSink& sink);
  /// Abandons the chunks in flight. The source must not wait any longer.
  ~Workers();

  /// Waits so long, or until every thread has ended. @return whether they have
  bool wait(double seconds);
  /// Chunks in flight are dropped between their steps.
  void abandon() { abandon_ = true; }
  /// True once a thread has thrown.
  bool failed() const { return failed_; }
  /// After the end: throws what a thread threw first.
  void rethrow();

 private:
  void run(const Plan& plan, ChunkSource& source, ChunkSink& sink);

  std::atomic<bool> abandon_{false}, failed_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t team_ = 1;  // threads in all
  std::size_t running_ = 0;
  std::exception_ptr thrown_;
  std::vector<std::thread> threads_;
};

/// All rows of a plan, kept in memory: for plans small enough to be looked at whole.
struct AllRows {
  std::vector<double> values;        // [rows x metrics], SI; NaN in rows that failed
  std::vector<RowFailure> failures;  // by row
  bool complete = false;             // false after a stop
};

/// @param threads 0: every core; their number does not change a bit
/// @param progress told the rows done so far, by the calling thread
AllRows run_all(const Plan& plan, int threads = 0, const std::function<bool()>& stop = {},
                const std::function<void(std::size_t)>& progress = {});

/// Every core that this process may use, when `threads` is not above 0.
int worker_count(int threads);

}  // namespace cellroute::sweep
