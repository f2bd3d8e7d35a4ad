// Fold errors, directions and their summary.
#include "sim/validation/score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellroute::validation {
namespace {

bool beyond_two(double fold) { return !(fold >= 0.5 && fold <= 2); }

double capped_log(double fold) {
  return std::min(fold > 0 ? std::abs(std::log(fold)) : infinity, std::log(fold_cap));
}

std::string short_number(double value) { return fmt::format("{:.4g}", value); }

std::string in_words(const Expectation& expectation) {
  const std::string left = describe(expectation.measure);
  if (expectation.is == Expectation::Is::largest) return left + " is not the largest";
  const char* is = expectation.is == Expectation::Is::above ? "above" : "below";
  if (!expectation.than) return fmt::format("{} is not {} {}", left, is, short_number(expectation.limit));
  const std::string factor = expectation.factor == 1 ? "" : short_number(expectation.factor) + " x ";
  return fmt::format("{} is not {} {}{}", left, is, factor, describe(*expectation.than));
}

struct Direction {
  bool holds;
  double left;
  std::string shown;
};

Direction compare(const Expectation& expectation, const Arms& arms) {
  const double left = evaluate(expectation.measure, arms);
  if (expectation.is == Expectation::Is::largest) {
    const bool holds = is_largest(expectation.measure, arms);
    return {holds, left, short_number(left) + (holds ? " largest" : " not largest")};
  }
  const double right =
      expectation.than ? expectation.factor * evaluate(*expectation.than, arms) : expectation.limit;
  const bool above = expectation.is == Expectation::Is::above;
  const bool holds = above ? left > right : left < right;
  const char* relation = left > right ? ">" : left < right ? "<" : "=";
  return {holds, left, fmt::format("{} {} {}", short_number(left), relation, short_number(right))};
}

}  // namespace

Verdict judge(const Observation& observation, const Arms& arms) {
  Verdict verdict;
  if (observation.quantity) {
    verdict.prediction =
        evaluate(*observation.quantity, arms) * observation.reference / observation.unit_scale;
    verdict.fold = *verdict.prediction / *observation.row.value;
  }
  for (const Expectation& expectation : observation.expect) {
    const Direction direction = compare(expectation, arms);
    if (!direction.holds) verdict.failed += (verdict.failed.empty() ? "" : "; ") + in_words(expectation);
    if (!verdict.right || (*verdict.right && !direction.holds)) {
      verdict.right = direction.holds;
      verdict.prediction = direction.left;
      verdict.shown = direction.shown;
    }
  }
  return verdict;
}

bool Judged::missed() const {
  return (model.fold && beyond_two(*model.fold)) || (model.right && !*model.right);
}

Score score(std::span<const Verdict> verdicts) {
  Score score;
  double logs = 0;
  for (const Verdict& verdict : verdicts) {
    if (verdict.fold) {
      ++score.numbers;
      score.within_two += !beyond_two(*verdict.fold);
      logs += capped_log(*verdict.fold);
    }
    if (verdict.right) {
      ++score.directions;
      score.right += *verdict.right;
    }
  }
  if (score.numbers > 0) score.gmfe = std::exp(logs / score.numbers);
  return score;
}

}  // namespace cellroute::validation
