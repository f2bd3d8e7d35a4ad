// Trying a claim: how often it holds, which assumption decides, and where it flips.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/numerics/statistics/intervals.hpp"
#include "sim/numerics/statistics/rank_correlation.hpp"
#include "sim/numerics/statistics/saltelli.hpp"
#include "sim/sweep/claims/claim.hpp"
#include "sim/sweep/evaluate.hpp"

namespace cellroute::sweep {

/// Where the claim changes sides when one parameter moves over its spread and all others stay at the
/// library's values.
struct Flip {
  double value = 0;          // [SI] the nearest to the library's value
  bool holds_above = false;  // on which side of it
};

/// What one sampled parameter has to do with a claim.
struct Influence {
  std::string path, unit, source;
  double library = 0;                         // [SI] in the first arm
  double low = 0, high = 0;                   // [SI] of its spread there
  numerics::RankCorrelation correlation;      // Spearman, of the margin with it
  std::optional<numerics::SobolIndex> share;  // of the variance of the margin
  std::vector<Flip> flips;                    // empty: nowhere inside its spread
};

struct Verdict {
  std::string name, statement, source;
  enum class Says { holds, fails, undecided } says = Says::undecided;
  std::size_t runs = 0, failed = 0, holding = 0;  // sampled patients; those with an arm that could not be run
  double probability = 0;                         // share of patients in whom it holds
  numerics::Interval interval;                    // Wilson, 95 %
  double margin_at_library = 0;                   // with every parameter as the library has it
  std::vector<double> at_library;                 // [SI] the metric in each arm
  std::vector<std::vector<double>> quantiles;     // of the metric: 5 %, 50 %, 95 % in each arm
  std::vector<Influence> influences;              // the most important first
  std::optional<numerics::SobolIndex> others;     // all parameters that are not among `influences`, together
  std::string failure;                            // the first reason of a failed run
};

/// @throws Stopped
Verdict decide(const Claim& claim, const EvaluateOptions& options = {});

/// Runs that `decide` makes, for a progress bar.
std::size_t runs_of(const Claim& claim);

}  // namespace cellroute::sweep
