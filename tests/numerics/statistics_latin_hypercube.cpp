// Latin hypercubes by number: one point per stretch, and stretches in truly random order.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <vector>

#include "sim/numerics/statistics/latin_hypercube.hpp"

using cellroute::numerics::LatinHypercube;

namespace {

std::vector<double> point(const LatinHypercube& design, std::uint64_t index) {
  std::vector<double> x(static_cast<std::size_t>(design.dimensions()));
  design.point(index, x);
  return x;
}

}  // namespace

TEST_CASE("each dimension of a Latin hypercube has one point in every stretch, whatever their number") {
  for (const std::uint64_t n : {1ull, 2ull, 7ull, 1000ull, 1024ull, 1025ull, 5000ull}) {
    const LatinHypercube design(n, 3, 5);
    std::vector<int> seen(3 * n, 0);
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto x = point(design, i);
      for (std::size_t d = 0; d < 3; ++d) {
        REQUIRE((x[d] > 0 && x[d] < 1));
        ++seen[d * n + static_cast<std::size_t>(x[d] * static_cast<double>(n))];
      }
    }
    CHECK(seen == std::vector<int>(3 * n, 1));
  }
}

TEST_CASE("all orders of the stretches of a Latin hypercube are equally frequent") {
#ifdef CELLROUTE_SANITIZED
  constexpr int seeds = 1200;
#else
  constexpr int seeds = 24000;
#endif
  std::map<std::array<int, 4>, int> count;
  for (int seed = 0; seed < seeds; ++seed) {
    const LatinHypercube design(4, 1, static_cast<std::uint64_t>(seed));
    std::array<int, 4> order;
    for (std::uint64_t i = 0; i < 4; ++i) order[i] = static_cast<int>(point(design, i)[0] * 4);
    ++count[order];
  }
  CHECK(count.size() == 24);
  double chi_square = 0;
  for (const auto& [order, n] : count) chi_square += (n - seeds / 24.0) * (n - seeds / 24.0) / (seeds / 24.0);
  CHECK(chi_square < 23 + 4 * std::sqrt(2 * 23.0));
}

TEST_CASE("dimensions of a Latin hypercube are uncorrelated, also between replicates") {
  constexpr int n = 2000, dimensions = 12;
  const LatinHypercube first(n, dimensions, 3), second(n, dimensions, 3, 1);
  std::vector<std::vector<double>> column(2 * dimensions, std::vector<double>(n));
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto a = point(first, i), b = point(second, i);
    for (std::size_t d = 0; d < dimensions; ++d) {
      column[d][i] = a[d];
      column[dimensions + d][i] = b[d];
    }
  }
  double squares = 0, most = 0;
  int pairs = 0;
  for (std::size_t a = 0; a < column.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b, ++pairs) {
      double r = 0;
      for (int i = 0; i < n; ++i) r += 12 * (column[a][i] - 0.5) * (column[b][i] - 0.5) / n;
      squares += n * r * r;
      most = std::fmax(most, std::fabs(r) * std::sqrt(n));
    }
  }
  CHECK(squares / pairs == Approx(1).margin(4 * std::sqrt(2.0 / pairs)));
  CHECK(most < 4.5);
}

TEST_CASE("a mean over a Latin hypercube of a sum is far better than over independent points") {
  // The mean of x + y over N points: each stretch is hit once, so the variance is 2 / (12 N^3).
  constexpr int n = 50, seeds = 400;
  double squares = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const LatinHypercube design(n, 2, seed);
    double sum = 0;
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto x = point(design, i);
      sum += x[0] + x[1] - 1;
    }
    squares += sum * sum / n / n;
  }
  CHECK(squares / seeds * 6 * n * n * n == Approx(1).margin(4 * std::sqrt(2.0 / seeds)));
  CHECK_THROWS_AS(LatinHypercube(0, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(LatinHypercube(1, 0, 1), std::invalid_argument);
}
