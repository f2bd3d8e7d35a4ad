// From a number in (0, 1) to a value: inverse distribution functions, x = F^-1(u).
#pragma once

#include <limits>
#include <vector>

namespace cellroute::numerics {

struct Distribution {
  enum class Kind { uniform, log_uniform, normal, log_normal, triangular, choice };
  Kind kind = Kind::uniform;
  /// uniform, log_uniform: first and last value. normal: mean, standard deviation. log_normal: median,
  /// coefficient of variation (sd / mean). triangular: mode, unused.
  double a = 0, b = 1;
  /// normal and log_normal are cut off here (and what is left renormalised); triangular: its ends.
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  /// choice: values, and their weights (empty: all equal).
  std::vector<double> values, weights;
};

/// What is wrong with it, or null: ends reversed, a log of nothing, no width, too little left ...
const char* fault(const Distribution& distribution);

/// x = F^-1(u), u in [0, 1], never outside [min, max]. The distribution must have no fault.
double value_at(const Distribution& distribution, double u);

/// u = F(x), limited to [0, 1]. For a choice, the middle of the stretch of u that gives x, NaN if none does.
double unit_of(const Distribution& distribution, double x);

}  // namespace cellroute::numerics
