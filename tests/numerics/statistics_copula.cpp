// Gaussian copulas: rank correlations come out as asked, impossible ones are refused.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/numerics/random/philox.hpp"
#include "sim/numerics/statistics/copula.hpp"
#include "sim/numerics/statistics/rank_correlation.hpp"
#include "sim/numerics/statistics/sobol_sequence.hpp"

using namespace cellroute::numerics;
using Fault = CopulaAttempt::Fault;

TEST_CASE("a Gaussian copula gives the rank correlations that were asked for") {
#ifdef CELLROUTE_SANITIZED
  constexpr std::uint64_t n = 10000;
#else
  constexpr std::uint64_t n = 100000;
#endif
  const std::vector<RankCorrelatedPair> pairs = {{0, 3, 0.6}, {3, 1, -0.5}, {0, 1, -0.2}};
  const CopulaAttempt attempt = make_gaussian_copula(pairs);
  REQUIRE(attempt.copula);
  CHECK(attempt.smallest_eigenvalue > 0);
  std::vector<std::vector<double>> column(4, std::vector<double>(n));
  for (std::uint64_t i = 0; i < n; ++i) {
    std::vector<double> u(4);
    for (std::uint64_t d = 0; d < 4; ++d) u[d] = Philox(17, d).uniform(i);
    const std::vector<double> before = u;
    attempt.copula->apply(u);
    REQUIRE(u[0] == before[0]);
    REQUIRE(u[2] == before[2]);
    for (std::size_t d = 0; d < 4; ++d) column[d][i] = u[d];
  }
  const double margin = 4 / std::sqrt(static_cast<double>(n));
  CHECK(spearman(column[0], column[3]).value == Approx(0.6).margin(margin));
  CHECK(spearman(column[1], column[3]).value == Approx(-0.5).margin(margin));
  CHECK(spearman(column[0], column[1]).value == Approx(-0.2).margin(margin));
  CHECK(spearman(column[2], column[3]).value == Approx(0).margin(margin));
  // Each column is still uniform: Kolmogorov's distance against 1.95 / sqrt(n) (p = 0.001).
  for (std::vector<double>& values : column) {
    const std::vector<double> rank = ranks(values);
    double distance = 0;
    for (std::size_t i = 0; i < n; ++i) distance = std::fmax(distance, std::fabs(values[i] - rank[i] / n));
    CHECK(distance < 1.95 / std::sqrt(static_cast<double>(n)));
  }
}

TEST_CASE("impossible rank correlations are refused with the pairs that contradict each other") {
  // 0 with 1 and 1 with 2 strongly alike, 0 with 2 strongly opposed; 5 with 6 has nothing to do with it.
  const std::vector<RankCorrelatedPair> pairs = {{5, 6, 0.9}, {0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}};
  const CopulaAttempt attempt = make_gaussian_copula(pairs);
  CHECK(attempt.fault == Fault::impossible);
  CHECK_FALSE(attempt.copula);
  // R = (1 - r) I with signs: eigenvalues 1 + r (twice) and 1 - 2 r, r = 2 sin(0.15 pi).
  CHECK(attempt.smallest_eigenvalue == Approx(1 - 4 * std::sin(0.15 * std::acos(-1))).epsilon(1e-12));
  REQUIRE(attempt.pairs.size() == 3);
  for (const int pair : attempt.pairs) CHECK(pair > 0);
}

TEST_CASE("a perfect correlation is possible, and copies the order") {
  const std::vector<RankCorrelatedPair> pairs = {{0, 1, 1.0}, {0, 2, -1.0}, {1, 2, -1.0}};
  const CopulaAttempt attempt = make_gaussian_copula(pairs);
  REQUIRE(attempt.copula);
  const SobolSequence sequence(3, 2);
  for (std::uint64_t i = 0; i < 50; ++i) {
    std::vector<double> u(3);
    sequence.point(i, u);
    attempt.copula->apply(u);
    CHECK(u[1] == Approx(u[0]).epsilon(1e-6));
    CHECK(u[2] == Approx(1 - u[0]).epsilon(1e-6));
  }
}

TEST_CASE("pairs that mean nothing are named") {
  const std::vector<RankCorrelatedPair> pairs = {{0, 1, 0.5}, {2, 2, 0.5},          {1, 0, 0.3},
                                                 {3, 4, 1.2}, {5, 6, std::nan("")}, {-1, 3, 0.1}};
  const CopulaAttempt attempt = make_gaussian_copula(pairs);
  CHECK(attempt.fault == Fault::bad_pair);
  CHECK(attempt.pairs == std::vector<int>{1, 2, 3, 4, 5});
  const CopulaAttempt nothing = make_gaussian_copula({});
  REQUIRE(nothing.copula);
  std::vector<double> u = {0.3};
  nothing.copula->apply(u);
  CHECK(u[0] == 0.3);
}
