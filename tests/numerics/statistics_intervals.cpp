// Intervals of proportions and quantiles, against the equations that define them.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/numerics/random/philox.hpp"
#include "sim/numerics/statistics/intervals.hpp"
#include "sim/numerics/statistics/resampling.hpp"
#include "sim/numerics/statistics/special_functions.hpp"

using namespace cellroute::numerics;

namespace {

/// P(X = k), by logarithms of factorials.
double binomial(int k, int n, double p) {
  return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
                  (n - k) * std::log1p(-p));
}
double binomial_upto(int k, int n, double p) {
  double sum = 0;
  for (int i = 0; i <= k; ++i) sum += binomial(i, n, p);
  return sum;
}

/// Coverage of an interval for 20 trials: least and mean over p in (0.001, 0.999).
struct Coverage {
  double least = 1, mean = 0;
};
template <class Method>
Coverage coverage(const Method& interval) {
  constexpr int trials = 20, steps = 999;
  std::vector<Interval> of;
  for (int x = 0; x <= trials; ++x) of.push_back(interval(x, trials, 0.95));
  Coverage found;
  for (int s = 1; s <= steps; ++s) {
    const double p = s / 1000.0;
    double covered = 0;
    for (int x = 0; x <= trials; ++x) covered += of[x].contains(p) ? binomial(x, trials, p) : 0;
    found.least = std::min(found.least, covered);
    found.mean += covered / steps;
  }
  return found;
}

}  // namespace

TEST_CASE("the ends of Wilson's interval solve its equation") {
  for (const int x : {0, 1, 7, 39, 40}) {
    const Interval interval = wilson_interval(x, 40);
    for (const double p : {interval.low, interval.high}) {
      if (p == 0 || p == 1) continue;
      CHECK(std::fabs(x / 40.0 - p) ==
            Approx(1.959963984540054 * std::sqrt(p * (1 - p) / 40)).epsilon(1e-12));
    }
    CHECK(interval.contains(x / 40.0));
  }
  CHECK(wilson_interval(0, 40).low == 0);
  CHECK(wilson_interval(40, 40).high == 1);
  CHECK(wilson_interval(0, 0).high == 1);
}

TEST_CASE("the ends of Clopper and Pearson's interval leave 2.5 % on each side") {
  for (const int x : {1, 5, 19}) {
    const Interval interval = clopper_pearson_interval(x, 20);
    CHECK(1 - binomial_upto(x - 1, 20, interval.low) == Approx(0.025).epsilon(1e-9));
    CHECK(binomial_upto(x, 20, interval.high) == Approx(0.025).epsilon(1e-9));
  }
  CHECK(clopper_pearson_interval(0, 20).high == Approx(1 - std::pow(0.025, 1.0 / 20)).epsilon(1e-12));
}

TEST_CASE("intervals of a proportion cover as they promise, over all proportions") {
  const Coverage exact = coverage(clopper_pearson_interval), wilson = coverage(wilson_interval),
                 jeffreys = coverage(jeffreys_interval);
  CHECK(exact.least >= 0.95);
  CHECK(wilson.mean == Approx(0.95).margin(0.01));
  CHECK(jeffreys.mean == Approx(0.95).margin(0.01));
  CHECK(exact.mean > jeffreys.mean);
}

TEST_CASE("sample quantiles are linear between order statistics") {
  const std::vector<double> values = {4, 1, 2, std::numeric_limits<double>::quiet_NaN(), 3};
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 1) == 4);
  CHECK(quantile(values, 0.5) == 2.5);
  CHECK(quantile(values, 0.1) == Approx(1.3));
  CHECK(std::isnan(quantile({}, 0.5)));
}

TEST_CASE("the interval of a quantile is made of the right order statistics") {
  std::vector<double> values;
  for (int i = 10; i >= 1; --i) values.push_back(i);
  // P(2 <= B < 9) of Bin(10, 1/2) = 1 - 2 * 11/1024 = 0.979; from x_(3) on it is below 0.95.
  CHECK(quantile_interval(values, 0.5).low == 2);
  CHECK(quantile_interval(values, 0.5).high == 9);
  CHECK(std::isinf(quantile_interval(values, 0.99).high));
  CHECK(quantile_interval(values, 0.01).low == -std::numeric_limits<double>::infinity());
  for (const int n : {9, 57, 400}) {
    values.clear();
    for (int i = 1; i <= n; ++i) values.push_back(i);
    for (const double p : {0.1, 0.5, 0.83}) {
      const Interval interval = quantile_interval(values, p);
      const bool open_low = std::isinf(interval.low), open_high = std::isinf(interval.high);
      const int low = open_low ? 0 : static_cast<int>(interval.low);
      const int high = open_high ? n + 1 : static_cast<int>(interval.high);
      // No less than 2.5 % would be left on a side by the next order statistic inwards.
      const double below = low > 0 ? binomial_upto(low - 1, n, p) : 0;
      const double above = high <= n ? 1 - binomial_upto(high - 1, n, p) : 0;
      CHECK(below <= 0.025);
      CHECK(above <= 0.025 + 1e-12);
      CHECK(binomial_upto(low, n, p) > 0.025);
      CHECK(1 - binomial_upto(high - 2, n, p) > 0.025);
    }
  }
}

TEST_CASE("quantiles of the laws of statistics are those of the tables") {
  CHECK(normal_inverse(0.975) == Approx(1.959963984540054).epsilon(1e-14));
  CHECK(normal_inverse(1e-300) == Approx(normal_quantile(1e-300)).epsilon(1e-12));
  CHECK(normal_cumulative(-1.959963984540054) == Approx(0.025).epsilon(1e-13));
  // Closed forms: Cauchy (t of 1), exponential (chi-square of 2), power (Beta(a, 1)), t^2 = F(1, n).
  CHECK(student_t_quantile(0.975, 1) == Approx(std::tan(0.475 * std::acos(-1))).epsilon(1e-12));
  CHECK(chi_square_quantile(0.95, 2) == Approx(-2 * std::log(0.05)).epsilon(1e-12));
  CHECK(beta_quantile(0.3, 2.5, 1) == Approx(std::pow(0.3, 1 / 2.5)).epsilon(1e-12));
  CHECK(beta_cumulative(0.4, 1, 3) == Approx(1 - std::pow(0.6, 3)).epsilon(1e-12));
  CHECK(f_quantile(0.95, 1, 7) == Approx(std::pow(student_t_quantile(0.975, 7), 2)).epsilon(1e-11));
  CHECK(binomial_cumulative(3, 10, 0.2) == Approx(binomial_upto(3, 10, 0.2)).epsilon(1e-12));
}

TEST_CASE("bootstrap intervals of a mean have the width of its standard error, the same every time") {
  constexpr std::size_t n = 200;
  std::vector<double> values;
  for (std::uint64_t i = 0; i < n; ++i) values.push_back(normal_quantile(Philox(3, 1).uniform(i)));
  double mean = 0, squares = 0;
  for (const double x : values) mean += x / n;
  for (const double x : values) squares += (x - mean) * (x - mean);
  const auto statistic = [&](std::span<const int> times, std::span<double> out) {
    out[0] = 0;
    int drawn = 0;
    for (std::size_t i = 0; i < n; ++i) {
      drawn += times[i];
      out[0] += times[i] * values[i] / n;
    }
    REQUIRE(drawn == n);
    out[1] = std::numeric_limits<double>::quiet_NaN();
  };
  const auto found = bootstrap_intervals(n, 2, statistic, {4000, 0.95, 1});
  CHECK(found[0].half_width() == Approx(1.96 * std::sqrt(squares) / n).epsilon(0.05));
  CHECK(found[0].contains(mean));
  CHECK(std::isnan(found[1].low));
  CHECK(bootstrap_intervals(n, 2, statistic, {4000, 0.95, 1})[0].low == found[0].low);
  CHECK(bootstrap_intervals(n, 2, statistic, {4000, 0.95, 2})[0].low != found[0].low);
}
