#include "sim/sweep/chunk.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/body/simulate.hpp"
#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

constexpr std::size_t body_rows = 128;  // sixteen times the lanes; a second of work at most

}  // namespace

std::size_t rows_per_chunk(const Plan& plan) {
  const bool lobules = std::any_of(plan.templates.begin(), plan.templates.end(),
                                   [](const Template& one) { return one.scenario.lobule.has_value(); });
  return lobules ? 1 : body_rows;
}

std::size_t chunk_count(const Plan& plan) {
  const std::size_t each = rows_per_chunk(plan);
  return (plan.rows() + each - 1) / each;
}

std::optional<ChunkResult> run_chunk(const Plan& plan, std::size_t chunk, const std::function<bool()>& stop) {
  const std::size_t each = rows_per_chunk(plan), first = chunk * each;
  const std::size_t count = std::min(each, plan.rows() - first), metrics = plan.metrics.size();
  std::vector<BodyCase> cases;
  cases.reserve(count);
  for (std::size_t i = 0; i < count; ++i) cases.push_back(body_case(plan, row_at(plan, first + i)));
  const auto outcomes = body::simulate(cases, 1, stop);
  if (stop && stop()) return {};
  ChunkResult result;
  result.chunk = chunk;
  result.values.assign(count * metrics, unset);
  for (std::size_t i = 0; i < count; ++i) {
    std::string failure = outcomes[i].failure;
    const measures::Arms arms{{"", {&cases[i], &outcomes[i].result}}};
    for (std::size_t m = 0; m < metrics && failure.empty(); ++m) {
      try {
        result.values[i * metrics + m] = measures::evaluate(plan.metrics[m].measure, arms);
      } catch (const std::invalid_argument& error) {
        failure = plan.metrics[m].name + ": " + error.what();
      }
    }
    if (failure.empty()) continue;
    std::fill_n(result.values.begin() + static_cast<std::ptrdiff_t>(i * metrics), metrics, unset);
    result.failures.push_back({first + i, std::move(failure)});
  }
  return result;
}

}  // namespace cellroute::sweep
