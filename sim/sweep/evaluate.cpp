#include "sim/sweep/evaluate.hpp"

#include <omp.h>

#include <algorithm>
#include <exception>

namespace cellroute::sweep {
namespace {

constexpr std::size_t cases_together = 64;  // eight times the lanes

}  // namespace

AllRows evaluate(const Plan& plan, const EvaluateOptions& options) {
  std::size_t before = 0;
  AllRows rows = run_all(plan, options.threads, options.stop, [&](std::size_t done) {
    if (options.progress) options.progress(done - before);
    before = done;
  });
  if (!rows.complete) throw Stopped();
  return rows;
}

void in_groups(std::size_t count, std::size_t together, const EvaluateOptions& options,
               const std::function<void(std::size_t first, std::size_t last)>& work) {
  const std::size_t groups = (count + together - 1) / together;
  std::vector<std::exception_ptr> thrown(groups);
#pragma omp parallel for schedule(dynamic, 1) num_threads(worker_count(options.threads))
  for (std::size_t group = 0; group < groups; ++group) {
    if (options.stop && options.stop()) continue;
    const std::size_t first = group * together, last = std::min(count, first + together);
    try {
      work(first, last);
      if (options.progress) {
#pragma omp critical(cellroute_sweep_progress)
        options.progress(last - first);
      }
    } catch (...) {
      thrown[group] = std::current_exception();
    }
  }
  for (const auto& one : thrown)
    if (one) std::rethrow_exception(one);
  if (options.stop && options.stop()) throw Stopped();
}

ChunkResult evaluate_cases(const Plan& plan, const std::vector<BodyCase>& cases,
                           const std::vector<std::size_t>& of, const EvaluateOptions& options) {
  const std::size_t metrics = plan.metrics.size();
  ChunkResult all;
  all.values.assign(cases.size() * metrics, unset);
  std::vector<std::vector<RowFailure>> failures((cases.size() + cases_together - 1) / cases_together);
  in_groups(cases.size(), cases_together, options, [&](std::size_t first, std::size_t last) {
    const auto part = [&](const auto& whole) {
      using Whole = std::decay_t<decltype(whole)>;
      return Whole(whole.begin() + static_cast<std::ptrdiff_t>(first),
                   whole.begin() + static_cast<std::ptrdiff_t>(last));
    };
    ChunkResult result = run_cases(plan, part(cases), options.stop, of.empty() ? of : part(of));
    std::copy(result.values.begin(), result.values.end(),
              all.values.begin() + static_cast<std::ptrdiff_t>(first * metrics));
    for (RowFailure& failure : result.failures) failure.row += first;
    failures[first / cases_together] = std::move(result.failures);
  });
  for (auto& some : failures)
    all.failures.insert(all.failures.end(), std::make_move_iterator(some.begin()),
                        std::make_move_iterator(some.end()));
  return all;
}

}  // namespace cellroute::sweep
