// Bootstrap by counter: resample b, draw i is a pure function of (seed, b, i).
//
// Source of the percentile interval: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap
// (1993), ch. 13, doi:10.1201/9780429246593.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/numerics/statistics/intervals.hpp"

namespace cellroute::numerics {

struct Bootstrap {
  int resamples = 1000;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

/// Percentile intervals of several statistics of one sample of n units. `statistics(times, out)` gets
/// how often each unit was drawn (n numbers that sum to n) and fills the statistics. A statistic that
/// is not finite in a resample is left out of it; one that never is has a NaN interval.
std::vector<Interval> bootstrap_intervals(
    std::size_t n, std::size_t statistics_count,
    const std::function<void(std::span<const int> times, std::span<double> out)>& statistics,
    const Bootstrap& bootstrap);

}  // namespace cellroute::numerics
