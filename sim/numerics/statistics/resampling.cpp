#include "sim/numerics/statistics/resampling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/numerics/random/philox.hpp"

namespace cellroute::numerics {
namespace {

/// Streams of Philox that no design uses.
constexpr std::uint64_t bootstrap_streams = 0xb005'0000'0000'0000;

}  // namespace

std::vector<Interval> bootstrap_intervals(
    std::size_t n, std::size_t statistics_count,
    const std::function<void(std::span<const int> times, std::span<double> out)>& statistics,
    const Bootstrap& bootstrap) {
  std::vector<std::vector<double>> found(statistics_count);
  std::vector<int> times(n);
  std::vector<double> out(statistics_count);
  for (int b = 0; b < bootstrap.resamples; ++b) {
    const Philox random(bootstrap.seed, bootstrap_streams + static_cast<std::uint64_t>(b));
    std::fill(times.begin(), times.end(), 0);
    for (std::size_t i = 0; i < n; ++i) {
      ++times[std::min(static_cast<std::size_t>(random.uniform(i) * static_cast<double>(n)), n - 1)];
    }
    statistics(times, out);
    for (std::size_t s = 0; s < statistics_count; ++s) {
      if (std::isfinite(out[s])) found[s].push_back(out[s]);
    }
  }
  std::vector<Interval> intervals;
  for (std::vector<double>& values : found) {
    std::sort(values.begin(), values.end());
    intervals.push_back({quantile_of_sorted(values, (1 - bootstrap.confidence) / 2),
                         quantile_of_sorted(values, (1 + bootstrap.confidence) / 2)});
  }
  return intervals;
}

}  // namespace cellroute::numerics
