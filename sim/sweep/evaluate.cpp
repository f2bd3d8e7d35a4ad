#include "sim/sweep/evaluate.hpp"

#include "sim/sweep/engine.hpp"

namespace cellroute::sweep {

Evaluation evaluate(const Plan& plan, const EvaluateOptions& options) {
  std::size_t before = 0;
  AllRows rows = run_all(plan, options.threads, options.stop, [&](std::size_t done) {
    if (options.progress) options.progress(done - before);
    before = done;
  });
  if (!rows.complete) throw Stopped();
  return {plan.metrics.size(), std::move(rows.values), std::move(rows.failures)};
}

}  // namespace cellroute::sweep
