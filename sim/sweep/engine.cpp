#include "sim/sweep/engine.hpp"

#include <algorithm>
#include <chrono>

#include "sim/numerics/threads.hpp"

namespace cellroute::sweep {

int worker_count(int threads) { return threads > 0 ? threads : numerics::threads_in_use(); }

Workers::Workers(const Plan& plan, int threads, ChunkSource& source, ChunkSink& sink)
    : team_(static_cast<std::size_t>(threads)), running_(team_) {
  for (int t = 0; t < threads; ++t)
    threads_.emplace_back([this, &plan, &source, &sink] { run(plan, source, sink); });
}

Workers::~Workers() {
  abandon_ = true;
  for (auto& thread : threads_) thread.join();
}

void Workers::run(const Plan& plan, ChunkSource& source, ChunkSink& sink) {
  // Chunks side by side keep the cores busy; only lobules fewer than these share what is left.
  const std::size_t chunks = std::max<std::size_t>(1, chunk_count(plan));
  numerics::use_threads(static_cast<int>(std::max<std::size_t>(1, team_ / chunks)));
  try {
    while (!abandon_) {
      const auto chunk = source.next();
      if (!chunk) break;
      auto result = run_chunk(plan, *chunk, [this] { return abandon_.load(std::memory_order_relaxed); });
      if (!result) break;
      sink.put(std::move(*result));
    }
  } catch (...) {
    const std::lock_guard hold(mutex_);
    if (!thrown_) thrown_ = std::current_exception();
    failed_ = true;
    abandon_ = true;
  }
  const std::lock_guard hold(mutex_);
  if (--running_ == 0) ended_.notify_all();
}

bool Workers::wait(double seconds) {
  std::unique_lock hold(mutex_);
  return ended_.wait_for(hold, std::chrono::duration<double>(seconds), [this] { return running_ == 0; });
}

void Workers::rethrow() {
  const std::lock_guard hold(mutex_);
  if (thrown_) std::rethrow_exception(thrown_);
}

namespace {

constexpr double look_interval = 0.1;  // [s]

/// Every chunk in order, and results kept where they belong.
class InMemory : public ChunkSource, public ChunkSink {
 public:
  InMemory(const Plan& plan, const std::function<bool()>& stop)
      : metrics_(plan.metrics.size()), rows_(rows_per_chunk(plan)), chunks_(chunk_count(plan)), stop_(stop) {
    all_.values.resize(plan.rows() * metrics_);
  }

  std::optional<std::size_t> next() override {
    if (stop_ && stop_()) return {};
    const std::size_t chunk = next_++;
    if (chunk >= chunks_) return {};
    return chunk;
  }

  void put(ChunkResult result) override {
    std::copy(result.values.begin(), result.values.end(),
              all_.values.begin() + static_cast<std::ptrdiff_t>(result.chunk * rows_ * metrics_));
    done_ += metrics_ == 0 ? rows_ : result.values.size() / metrics_;
    ++chunks_done_;
    const std::lock_guard hold(mutex_);
    for (auto& failure : result.failures) all_.failures.push_back(std::move(failure));
  }

  std::size_t done() const { return done_; }

  AllRows take() {
    std::sort(all_.failures.begin(), all_.failures.end(),
              [](const RowFailure& a, const RowFailure& b) { return a.row < b.row; });
    all_.complete = chunks_done_ == chunks_;
    return std::move(all_);
  }

 private:
  std::size_t metrics_, rows_, chunks_;
  const std::function<bool()>& stop_;
  std::atomic<std::size_t> next_{0}, done_{0}, chunks_done_{0};
  std::mutex mutex_;
  AllRows all_;
};

}  // namespace

AllRows run_all(const Plan& plan, int threads, const std::function<bool()>& stop,
                const std::function<void(std::size_t)>& progress) {
  InMemory rows(plan, stop);
  Workers workers(plan, worker_count(threads), rows, rows);
  while (!workers.wait(look_interval))
    if (progress) progress(rows.done());
  workers.rethrow();
  if (progress) progress(rows.done());
  return rows.take();
}

}  // namespace cellroute::sweep
