#include "sim/sweep/evaluate.hpp"

#include <omp.h>

#include <algorithm>
#include <exception>

namespace cellroute::sweep {

Evaluation evaluate(const Plan& plan, const EvaluateOptions& options) {
  Evaluation all;
  all.metrics = plan.metrics.size();
  all.values.assign(plan.rows() * all.metrics, unset);
  const std::size_t chunks = chunk_count(plan), each = rows_per_chunk(plan);
  const int workers = options.threads > 0 ? options.threads : omp_get_max_threads();
  bool stopped = false;
  std::exception_ptr error;
#pragma omp parallel for schedule(dynamic, 1) num_threads(workers)
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    bool over = false;
#pragma omp atomic read
    over = stopped;
    if (over) continue;
    std::optional<ChunkResult> result;
    try {
      result = run_chunk(plan, chunk, options.stop);
    } catch (...) {
#pragma omp critical(cellroute_evaluate)
      error = std::current_exception();
    }
#pragma omp critical(cellroute_evaluate)
    if (result) {
      std::copy(result->values.begin(), result->values.end(),
                all.values.begin() + static_cast<std::ptrdiff_t>(chunk * each * all.metrics));
      all.failures.insert(all.failures.end(), result->failures.begin(), result->failures.end());
      if (options.progress) options.progress(std::min(each, plan.rows() - chunk * each));
    } else {
#pragma omp atomic write
      stopped = true;
    }
  }
  if (error) std::rethrow_exception(error);
  if (stopped) throw Stopped();
  std::sort(all.failures.begin(), all.failures.end(),
            [](const RowFailure& a, const RowFailure& b) { return a.row < b.row; });
  return all;
}

}  // namespace cellroute::sweep
