#include "sim/sweep/chunk.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/body/simulate.hpp"
#include "sim/measures/operators.hpp"
#include "sim/results/measures.hpp"
#include "sim/sweep/liver_row.hpp"
#include "sim/sweep/lobule_row.hpp"
#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

constexpr std::size_t body_rows = 128;  // sixteen times the lanes; a second of work at most

}  // namespace

std::size_t rows_per_chunk(const Plan& plan) {
  const bool resolved = std::any_of(plan.templates.begin(), plan.templates.end(), [](const Template& one) {
    return one.scenario.lobule.has_value() || one.scenario.liver.has_value();
  });
  return resolved ? 1 : body_rows;
}

std::size_t chunk_count(const Plan& plan) {
  const std::size_t each = rows_per_chunk(plan);
  return (plan.rows() + each - 1) / each;
}

ChunkResult run_cases(const Plan& plan, const std::vector<BodyCase>& cases, const std::function<bool()>& stop,
                      const std::vector<std::size_t>& of) {
  const auto scenario_of = [&](std::size_t i) -> const scenario::Scenario& {
    return plan.templates[of.empty() ? 0 : of[i]].scenario;
  };
  const std::size_t metrics = plan.metrics.size();
  body::Watch watch{false, false, false, false};
  for (const auto& metric : plan.metrics) watch = measures::both(watch, measures::watch_of(metric.measure));
  ChunkResult result;
  result.values.assign(cases.size() * metrics, unset);
  std::vector<std::string> failures(cases.size());
  const auto read_off = [&](std::size_t i, const measures::Arm& arm) {
    const measures::Arms arms{{"", arm}};
    for (std::size_t m = 0; m < metrics; ++m) {
      try {
        result.values[i * metrics + m] = measures::evaluate(plan.metrics[m].measure, arms);
      } catch (const std::exception& error) {
        failures[i] = plan.metrics[m].name + ": " + error.what();
        std::fill_n(result.values.begin() + static_cast<std::ptrdiff_t>(i * metrics), metrics, unset);
        return;
      }
    }
  };
  std::vector<std::optional<body::BodyResult>> before_lobule(cases.size());
  const auto take = [&](std::size_t i, body::Outcome& outcome) {
    failures[i] = outcome.failure.empty() ? results::broken_balance(outcome.result.balance) : outcome.failure;
    if (!failures[i].empty()) return;
    if (scenario_of(i).lobule)
      before_lobule[i] = std::move(outcome.result);
    else
      read_off(i, {&cases[i], &outcome.result});
  };
  std::vector<std::size_t> with_liver, without;
  for (std::size_t i = 0; i < cases.size(); ++i) (scenario_of(i).liver ? with_liver : without).push_back(i);
  if (with_liver.empty()) {
    body::simulate(cases, 1, take, stop, watch);
  } else {
    std::vector<BodyCase> bodies;
    for (const std::size_t i : without) bodies.push_back(cases[i]);
    body::simulate(
        bodies, 1, [&](std::size_t i, body::Outcome& outcome) { take(without[i], outcome); }, stop, watch);
  }
  levels::LiverShapes shapes;
  for (const std::size_t i : with_liver) {
    auto resolved = liver_of(scenario_of(i), cases[i], shapes, stop);
    if (!resolved) break;  // abandoned
    failures[i] = std::move(resolved->failure);
    if (failures[i].empty()) failures[i] = results::broken_balance(resolved->body->balance);
    if (!failures[i].empty()) continue;
    if (!scenario_of(i).lobule) {
      read_off(i, {&cases[i], &*resolved->body});
      continue;
    }
    const levels::FeedingLiver liver{resolved->record->result, resolved->sinusoids};
    auto lobule = lobule_of(scenario_of(i), cases[i], stop, &liver);
    if (!lobule) break;  // abandoned
    failures[i] = std::move(lobule->failure);
    if (failures[i].empty()) read_off(i, {&cases[i], &*resolved->body, arm_of(*lobule->record)});
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!before_lobule[i]) continue;
    auto resolved = lobule_of(scenario_of(i), cases[i], stop);
    if (!resolved) break;  // abandoned
    failures[i] = std::move(resolved->failure);
    if (failures[i].empty()) read_off(i, {&cases[i], &*before_lobule[i], arm_of(*resolved->record)});
  }
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (!failures[i].empty()) result.failures.push_back({i, std::move(failures[i])});
  return result;
}

std::optional<ChunkResult> run_chunk(const Plan& plan, std::size_t chunk, const std::function<bool()>& stop) {
  const std::size_t each = rows_per_chunk(plan), first = chunk * each;
  const std::size_t count = std::min(each, plan.rows() - first);
  std::vector<BodyCase> cases;
  std::vector<std::size_t> of;
  cases.reserve(count);
  of.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Row row = row_at(plan, first + i);
    cases.push_back(body_case(plan, row));
    of.push_back(static_cast<std::size_t>(&template_of(plan, row) - plan.templates.data()));
  }
  ChunkResult result = run_cases(plan, cases, stop, of);
  if (stop && stop()) return {};
  result.chunk = chunk;
  for (RowFailure& failure : result.failures) failure.row += first;
  return result;
}

}  // namespace cellroute::sweep
