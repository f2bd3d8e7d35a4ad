// Inverse distribution functions: moments in closed form, ends, and back again.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "sim/numerics/statistics/distribution.hpp"
#include "sim/numerics/statistics/special_functions.hpp"

using namespace cellroute::numerics;
using Kind = Distribution::Kind;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Moments {
  double mean = 0, deviation = 0;
};

/// By the middles of many equal stretches of u.
Moments moments(const Distribution& distribution) {
  REQUIRE(fault(distribution) == nullptr);
  constexpr int n = 100000;
  Moments found;
  double squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = value_at(distribution, (i + 0.5) / n);
    found.mean += x / n;
    squares += x * x / n;
  }
  found.deviation = std::sqrt(squares - found.mean * found.mean);
  return found;
}

double density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

const std::vector<Distribution> all = {
    {Kind::uniform, -2, 5, -infinity, infinity, {}, {}},
    {Kind::log_uniform, 1e-6, 1e-2, -infinity, infinity, {}, {}},
    {Kind::normal, 3, 2, -infinity, infinity, {}, {}},
    {Kind::normal, 3, 2, 1, 4, {}, {}},
    {Kind::normal, 0, 1, 4.5, 5.5, {}, {}},
    {Kind::log_normal, 4, 0.5, -infinity, infinity, {}, {}},
    {Kind::log_normal, 4, 0.5, 2, 9, {}, {}},
    {Kind::triangular, 2, 0, 1, 5, {}, {}},
    {Kind::triangular, 1, 0, 1, 5, {}, {}},
};

}  // namespace

TEST_CASE("distributions have the moments of their closed forms") {
  CHECK(moments(all[0]).mean == Approx(1.5));
  CHECK(moments(all[0]).deviation == Approx(7 / std::sqrt(12)).epsilon(1e-6));
  CHECK(moments(all[1]).mean == Approx((1e-2 - 1e-6) / std::log(1e4)).epsilon(1e-6));
  CHECK(moments(all[2]).mean == Approx(3).epsilon(1e-9));
  CHECK(moments(all[2]).deviation == Approx(2).epsilon(1e-3));
  // Cut normal: mean mu + s (f(a) - f(b)) / Z; a = -1, b = 0.5.
  const double left = normal_cumulative(0.5) - normal_cumulative(-1);
  CHECK(moments(all[3]).mean == Approx(3 + 2 * (density(-1) - density(0.5)) / left).epsilon(1e-7));
  const double tail = normal_cumulative(-4.5) - normal_cumulative(-5.5);
  CHECK(moments(all[4]).mean == Approx((density(4.5) - density(5.5)) / tail).epsilon(1e-7));
  // Log-normal with median m: mean m sqrt(1 + cv^2), deviation cv times that.
  const Moments log_normal = moments(all[5]);
  CHECK(log_normal.mean == Approx(4 * std::sqrt(1.25)).epsilon(1e-4));
  CHECK(log_normal.deviation / log_normal.mean == Approx(0.5).epsilon(2e-3));
  CHECK(value_at(all[5], 0.5) == Approx(4).epsilon(1e-14));
  CHECK(moments(all[7]).mean == Approx((1 + 2 + 5) / 3.0).epsilon(1e-7));
  CHECK(moments(all[7]).deviation == Approx(std::sqrt((1 + 4 + 25 - 2 - 10 - 5) / 18.0)).epsilon(1e-6));
}

TEST_CASE("values rise with u, stay inside the ends, and lead back to u") {
  for (const Distribution& distribution : all) {
    double before = -infinity;
    for (double u = 1e-9; u < 1; u += 1.0 / 512) {
      const double x = value_at(distribution, u);
      CHECK(x > before);
      CHECK(x >= distribution.min);
      CHECK(x <= distribution.max);
      CHECK(unit_of(distribution, x) == Approx(u).epsilon(1e-9).margin(1e-12));
      before = x;
    }
  }
  CHECK(value_at(all[1], 0) == 1e-6);
  CHECK(value_at(all[1], 1) == 1e-2);
  CHECK(value_at(all[3], 0) == 1);
  CHECK(value_at(all[3], 1) == 4);
  CHECK(value_at(all[4], 1) == 5.5);
  CHECK(value_at(all[8], 0) == 1);
  CHECK(unit_of(all[3], 0) == 0);
  CHECK(unit_of(all[3], 7) == 1);
}

TEST_CASE("choices come as often as their weights say") {
  const Distribution choice{Kind::choice, 0, 1, -infinity, infinity, {10, 20, 30, 40}, {1, 0, 2, 1}};
  REQUIRE(fault(choice) == nullptr);
  CHECK(value_at(choice, 0) == 10);
  CHECK(value_at(choice, 0.2499) == 10);
  CHECK(value_at(choice, 0.25) == 30);
  CHECK(value_at(choice, 0.75) == 40);
  CHECK(value_at(choice, 1) == 40);
  CHECK(unit_of(choice, 30) == 0.5);
  CHECK(std::isnan(unit_of(choice, 20)));
  const Distribution even{Kind::choice, 0, 1, -infinity, infinity, {1, 2, 3}, {}};
  CHECK(value_at(even, 0.34) == 2);
  const Distribution last_weightless{Kind::choice, 0, 1, -infinity, infinity, {1, 2}, {1, 0}};
  CHECK(value_at(last_weightless, 1) == 1);
}

TEST_CASE("what is wrong with a distribution is said") {
  const auto said = [](const Distribution& d) { return std::string(fault(d) ? fault(d) : ""); };
  CHECK(said({Kind::uniform, 2, 1, 0, 1, {}, {}}) == "the range is reversed or empty");
  CHECK(said({Kind::log_uniform, 0, 1, 0, 1, {}, {}}) == "a logarithmic range must be above 0");
  CHECK(said({Kind::normal, 0, 0, -1, 1, {}, {}}) == "the spread must be above 0");
  CHECK(said({Kind::normal, 0, 1, 1, -1, {}, {}}) == "the cut-offs are reversed or equal");
  CHECK(said({Kind::normal, 0, 1, 7, 9, {}, {}}) == "the cut-offs leave less than 1e-9 of the distribution");
  CHECK(said({Kind::log_normal, -1, 1, 0, 9, {}, {}}) == "the median must be above 0");
  CHECK(said({Kind::log_normal, 1, 1, -3, -1, {}, {}}) == "the upper cut-off must be above 0");
  CHECK(said({Kind::triangular, 7, 0, 1, 5, {}, {}}) == "the mode lies outside the range");
  CHECK(said({Kind::triangular, 7, 0, -infinity, infinity, {}, {}}) == "both ends must be given");
  CHECK(said({Kind::choice, 0, 1, 0, 1, {}, {}}) == "there is nothing to choose from");
  CHECK(said({Kind::choice, 0, 1, 0, 1, {1, 2}, {0, 0}}) == "all weights are 0");
  CHECK(said({Kind::choice, 0, 1, 0, 1, {1, 2}, {1}}) == "there must be one weight per value");
  CHECK(said({Kind::uniform, std::nan(""), 1, 0, 1, {}, {}}) == "a number is not finite");
}
