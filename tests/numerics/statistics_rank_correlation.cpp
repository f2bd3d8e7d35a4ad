// Rank correlations: by hand, against the formula for two columns, and how often their intervals cover.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "sim/numerics/random/philox.hpp"
#include "sim/numerics/statistics/rank_correlation.hpp"

using namespace cellroute::numerics;

namespace {

double normal(std::uint64_t seed, std::uint64_t index) {
  return normal_quantile(Philox(seed, 501).uniform(index));
}

}  // namespace

TEST_CASE("equal numbers share their ranks") {
  CHECK(ranks(std::vector<double>{3, 1, 3, 2, 3}) == std::vector<double>{4, 1, 4, 2, 4});
}

TEST_CASE("Spearman's coefficient by hand") {
  // Without ties 1 - 6 sum d^2 / (n (n^2 - 1)): d = 0, 1, -1, 0, 0 gives 0.9.
  const std::vector<double> x = {1, 2, 3, 4, 5}, y = {-5, 1e9, 3, 2e9, 3e9};
  CHECK(spearman(x, y).value == Approx(0.9).epsilon(1e-14));
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
  CHECK(spearman(std::vector<double>{1, 2, 2, 4}, std::vector<double>{1, 2, 3, 4}).value ==
        Approx(std::sqrt(0.9)).epsilon(1e-14));
  CHECK(std::isnan(spearman(x, std::vector<double>(5, 7.0)).value));
  const std::vector<double> holes = {1, std::numeric_limits<double>::quiet_NaN(), 3, 2, 5};
  CHECK(spearman(x, holes).used == 4);
  CHECK(spearman(x, holes).value == Approx(0.8));
  CHECK_THROWS_AS(spearman(x, std::vector<double>{1}), std::invalid_argument);
}

TEST_CASE("partial rank correlation of two columns is that of the textbook formula") {
  std::vector<double> a, b, y, table;
  for (std::uint64_t i = 0; i < 60; ++i) {
    a.push_back(normal(1, i));
    b.push_back(0.7 * a.back() + normal(2, i));
    y.push_back(std::exp(a.back()) - 2 * b.back() + normal(3, i));
    table.insert(table.end(), {a.back(), b.back()});
  }
  const double ab = spearman(a, b).value, ay = spearman(a, y).value, by = spearman(b, y).value;
  const auto found = partial_rank_correlation(table, 2, y);
  CHECK(found[0].value == Approx((ay - ab * by) / std::sqrt((1 - ab * ab) * (1 - by * by))).epsilon(1e-12));
  CHECK(found[1].value == Approx((by - ab * ay) / std::sqrt((1 - ab * ab) * (1 - ay * ay))).epsilon(1e-12));
  CHECK(partial_rank_correlation(a, 1, y)[0].value == Approx(ay).epsilon(1e-12));
}

TEST_CASE("a constant column and columns that say the same have no partial rank correlation") {
  std::vector<double> table, y;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const double a = normal(4, i), b = normal(5, i);
    table.insert(table.end(), {a, 7.0, b, std::exp(b)});  // the last two have equal ranks
    y.push_back(a + 0.5 * normal(6, i));
  }
  y[11] = std::numeric_limits<double>::infinity();
  const auto found = partial_rank_correlation(table, 4, y);
  CHECK(found[0].value > 0.7);
  for (const std::size_t j : {1, 2, 3}) {
    CHECK(std::isnan(found[j].value));
    CHECK(std::isnan(found[j].interval.low));
  }
  CHECK(found[0].used == 49);
  CHECK_THROWS_AS(partial_rank_correlation(table, 3, y), std::invalid_argument);
}

TEST_CASE("95 % intervals of rank correlations cover the truth in about 95 % of samples") {
#ifdef CELLROUTE_SANITIZED
  constexpr std::uint64_t samples = 100;
#else
  constexpr std::uint64_t samples = 1000;
#endif
  constexpr std::uint64_t n = 60;
  // A normal pair of correlation r has rank correlation 6 / pi asin(r / 2).
  constexpr double r = 0.6;
  const double truth = 6 / std::numbers::pi * std::asin(r / 2);
  int pair = 0, partial = 0;
  for (std::uint64_t s = 0; s < samples; ++s) {
    std::vector<double> x, y, table;
    for (std::uint64_t i = 0; i < n; ++i) {
      const double a = normal(1000 + s, 4 * i), b = normal(1000 + s, 4 * i + 1);
      const double third = normal(1000 + s, 4 * i + 2), noise = normal(1000 + s, 4 * i + 3);
      x.push_back(a);
      y.push_back(r * a + std::sqrt(1 - r * r) * b);
      table.insert(table.end(), {noise, y.back(), third});
    }
    pair += spearman(x, y).interval.contains(truth);
    partial +=
        partial_rank_correlation(table, 3, x)[0].interval.contains(0);  // noise has nothing to do with x
  }
  const double margin = 4 * std::sqrt(0.95 * 0.05 / samples);
  CHECK(pair / static_cast<double>(samples) == Approx(0.95).margin(margin));
  CHECK(partial / static_cast<double>(samples) == Approx(0.95).margin(margin));
}
