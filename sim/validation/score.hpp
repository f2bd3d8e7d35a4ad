// Predictions against observations, and how good a predictor is over many of them.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/validation/dataset.hpp"
#include "sim/validation/null_predictors.hpp"

namespace cellroute::validation {

/// What one predictor says about one row: a number and its fold error, or whether its directions hold.
struct Verdict {
  std::optional<double> prediction;  // in the row's unit; of a direction: the first side of `shown`
  std::optional<double> fold;        // prediction over observation
  std::optional<bool> right;         // of a row that states directions
  std::string shown;                 // of a direction: the numbers of the first that fails, else of the first
  std::string failed;                // the directions that do not hold, in words
};

/// One row of the published table, judged.
struct Judged {
  const Dataset* dataset = nullptr;
  const Observation* observation = nullptr;
  Verdict model;
  std::array<Verdict, nulls.size()> null;
  bool missed() const;  // fold error beyond 2, or a wrong direction
};

/// A row as one predictor's arms have it; `Observation::status` must not be excluded.
Verdict judge(const Observation& observation, const Arms& arms);

/// A fold error beyond this, zero and infinity included, counts as this, so that a mean exists.
inline constexpr double fold_cap = 100;

struct Score {
  int numbers = 0, within_two = 0;
  double gmfe = unset;  // exp(mean |ln fold|); NaN without numbers
  int directions = 0, right = 0;
};
Score score(std::span<const Verdict> verdicts);

}  // namespace cellroute::validation
