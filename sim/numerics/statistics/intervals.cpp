#include "sim/numerics/statistics/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "sim/numerics/statistics/special_functions.hpp"

namespace cellroute::numerics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> sorted_finite(std::span<const double> values) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double x) { return std::isfinite(x); });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

Interval wilson_interval(std::int64_t successes, std::int64_t trials, double confidence) {
  if (trials <= 0) return {0, 1};
  const double n = static_cast<double>(trials), x = static_cast<double>(successes);
  const double z = normal_inverse((1 + confidence) / 2);
  const double centre = (x + z * z / 2) / (n + z * z);
  const double half = z / (n + z * z) * std::sqrt(x * (n - x) / n + z * z / 4);
  // Rounding must not leave the ends 1e-17 off the edges that they are exactly on.
  return {successes == 0 ? 0 : std::max(0.0, centre - half),
          successes == trials ? 1 : std::min(1.0, centre + half)};
}

Interval jeffreys_interval(std::int64_t successes, std::int64_t trials, double confidence) {
  if (trials <= 0) return {0, 1};
  const double a = static_cast<double>(successes) + 0.5, b = static_cast<double>(trials - successes) + 0.5;
  return {successes == 0 ? 0 : beta_quantile((1 - confidence) / 2, a, b),
          successes == trials ? 1 : beta_quantile((1 + confidence) / 2, a, b)};
}

Interval clopper_pearson_interval(std::int64_t successes, std::int64_t trials, double confidence) {
  if (trials <= 0) return {0, 1};
  const double x = static_cast<double>(successes), rest = static_cast<double>(trials - successes);
  return {successes == 0 ? 0 : beta_quantile((1 - confidence) / 2, x, rest + 1),
          successes == trials ? 1 : beta_quantile((1 + confidence) / 2, x + 1, rest)};
}

double quantile_of_sorted(std::span<const double> sorted, double p) {
  if (sorted.empty()) return nan;
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), sorted.size() - 1);
  const auto above = std::min(below + 1, sorted.size() - 1);
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

double quantile(std::span<const double> values, double p) {
  return quantile_of_sorted(sorted_finite(values), p);
}

Interval quantile_interval(std::span<const double> values, double p, double confidence) {
  const std::vector<double> sorted = sorted_finite(values);
  const double n = static_cast<double>(sorted.size()), miss = (1 - confidence) / 2;
  if (sorted.empty()) return {-infinity, infinity};
  // With B numbers below the quantile, x_(l) is above it when B < l and x_(u) below it when B >= u:
  // the largest l with P(B <= l - 1) <= miss, the smallest u with P(B <= u - 1) >= 1 - miss.
  const auto first_with = [&](auto condition) {  // smallest k in [0, n + 1) with a condition that stays
    std::size_t low = 0, high = sorted.size() + 1;
    while (low < high) {
      const std::size_t k = (low + high) / 2;
      condition(static_cast<double>(k)) ? high = k : low = k + 1;
    }
    return low;
  };
  const std::size_t l = first_with([&](double k) { return binomial_cumulative(k, n, p) > miss; });
  const std::size_t u = first_with([&](double k) { return binomial_cumulative(k - 1, n, p) >= 1 - miss; });
  return {l == 0 ? -infinity : sorted[l - 1], u == 0 || u > sorted.size() ? infinity : sorted[u - 1]};
}

}  // namespace cellroute::numerics
