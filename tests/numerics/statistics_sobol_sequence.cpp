// Sobol points: their evenness, and what scrambling adds.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "sim/numerics/statistics/sobol_sequence.hpp"

using cellroute::numerics::SobolSequence;

namespace {

std::vector<double> point(const SobolSequence& sequence, std::uint64_t index) {
  std::vector<double> x(sequence.dimensions());
  sequence.point(index, x);
  return x;
}

/// Whether the block of 2^m points from `first` has equally many in every box with 2^c[d] stretches in
/// dimension d.
bool even(const SobolSequence& sequence, std::uint64_t first, int m, const std::vector<int>& c) {
  int boxes = 0;
  for (const int digits : c) boxes += digits;
  std::vector<int> count(std::size_t{1} << boxes);
  for (std::uint64_t i = 0; i < std::uint64_t{1} << m; ++i) {
    const std::vector<double> x = point(sequence, first + i);
    std::size_t box = 0;
    for (std::size_t d = 0; d < c.size(); ++d) {
      box = box << c[d] | static_cast<std::size_t>(std::ldexp(x[d], c[d]));
    }
    ++count[box];
  }
  for (const int n : count) {
    if (n != 1 << (m - boxes)) return false;
  }
  return true;
}

/// Smooth, of integral 1 over the square.
double smooth(double x, double y) {
  return (1 + std::sin(2 * x) - std::sin(1) * std::sin(1)) * std::exp(y) / (std::numbers::e - 1);
}

}  // namespace

TEST_CASE("the first Sobol points are the textbook's") {
  // By hand from the primitive polynomials x + 1 and x^2 + x + 1 with m = 1 and 1, 3, in binary order.
  const SobolSequence sequence(3);
  const std::vector<std::vector<double>> expected = {
      {0, 0, 0},          {0.5, 0.5, 0.5},       {0.25, 0.75, 0.75},
      {0.75, 0.25, 0.25}, {0.125, 0.625, 0.375}, {0.625, 0.125, 0.875}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::vector<double> x = point(sequence, i);
    for (int d = 0; d < 3; ++d) CHECK(x[d] == expected[i][d] + 0x1p-53);
  }
}

TEST_CASE("Sobol points are digital nets, plain and scrambled") {
  const SobolSequence plain(40), scrambled(40, 5);
  for (const SobolSequence* sequence : {&plain, &scrambled}) {
    for (const std::uint64_t first : {0ull, 3ull << 8}) {
      // Dimensions 0 and 1 are a (0, m, 2)-net: every way to cut the square into 2^m boxes.
      for (int c = 0; c <= 8; ++c) CHECK(even(*sequence, first, 8, {c, 8 - c}));
      // With the third, t = 1 (its polynomial has degree 2): every cut into 2^(m - 1) boxes.
      for (int a = 0; a <= 7; ++a) {
        for (int b = 0; a + b <= 7; ++b) CHECK(even(*sequence, first, 8, {a, b, 7 - a - b}));
      }
    }
  }
  int uneven = 0;  // t is not 0 with the third: some cut into 2^m boxes must fail
  for (int a = 0; a <= 8; ++a) {
    for (int b = 0; a + b <= 8; ++b) uneven += !even(plain, 3 << 8, 8, {a, b, 8 - a - b});
  }
  CHECK(uneven > 0);
}

TEST_CASE("each of 3667 dimensions has one Sobol point per equal stretch") {
  const SobolSequence sequence(SobolSequence::max_dimensions(), 11);
  constexpr int points = 32;
  std::vector<int> seen(sequence.dimensions(), 0);
  for (int i = 0; i < points; ++i) {
    const std::vector<double> x = point(sequence, static_cast<std::uint64_t>(i));
    for (int d = 0; d < sequence.dimensions(); ++d) {
      REQUIRE(x[d] > 0);
      REQUIRE(x[d] < 1);
      seen[d] += 1 << static_cast<int>(x[d] * 8) * 4;  // eight counters of four bits
    }
  }
  for (const int counters : seen) REQUIRE(counters == 0x44444444);
}

TEST_CASE("a Sobol point does not depend on what was asked before, nor on how many dimensions") {
  const SobolSequence wide(200, 9), narrow(70, 9);
  const std::uint64_t far = (std::uint64_t{1} << 52) - 1;
  const std::vector<double> late = point(wide, far);
  point(wide, 3);
  CHECK(point(wide, far) == late);
  std::vector<double> part(65);
  wide.point(far, part);
  for (std::size_t d = 0; d < part.size(); ++d) {
    CHECK(part[d] == late[d]);
    CHECK(part[d] == point(narrow, far)[d]);
  }
  CHECK(point(SobolSequence(2, 9, 1), 4) != point(SobolSequence(2, 9, 0), 4));
  CHECK(point(SobolSequence(2, 8), 4) != point(SobolSequence(2, 9), 4));
  CHECK_THROWS_AS(SobolSequence(0), std::invalid_argument);
  CHECK_THROWS_AS(SobolSequence(3668, 1), std::invalid_argument);
}

TEST_CASE("scrambling flips each digit by its own fair coin for every prefix") {
  // The coins of digit j form one of 2^(2^j) functions of the digits above: all must be equally frequent.
#ifdef CELLROUTE_SANITIZED
  constexpr int seeds = 4000;
#else
  constexpr int seeds = 40000;
#endif
  std::array<std::vector<int>, 4> count;
  for (int j = 0; j < 4; ++j) count[j].assign(std::size_t{1} << (1 << j), 0);
  const SobolSequence plain(1);
  for (int seed = 0; seed < seeds; ++seed) {
    const SobolSequence scrambled(1, static_cast<std::uint64_t>(seed));
    std::array<unsigned, 4> function{};
    for (std::uint64_t i = 0; i < 16; ++i) {
      const auto before = static_cast<unsigned>(point(plain, i)[0] * 16);
      const unsigned flips = before ^ static_cast<unsigned>(point(scrambled, i)[0] * 16);
      for (int j = 0; j < 4; ++j) function[j] |= (flips >> (3 - j) & 1) << (before >> (4 - j));
    }
    for (int j = 0; j < 4; ++j) ++count[j][function[j]];
  }
  for (int j = 0; j < 4; ++j) {
    const double expected = static_cast<double>(seeds) / static_cast<double>(count[j].size());
    double chi_square = 0;
    for (const int n : count[j]) chi_square += (n - expected) * (n - expected) / expected;
    const double degrees = static_cast<double>(count[j].size()) - 1;
    INFO("digit " << j << ": chi-square " << chi_square << " of " << degrees);
    CHECK(chi_square < degrees + 4 * std::sqrt(2 * degrees));
  }
}

TEST_CASE("the mean of x over N scrambled points in one dimension has variance 1 / (12 N^3)") {
  // One point in each of N equal stretches, uniform and independent of the others: exact.
#ifdef CELLROUTE_SANITIZED
  constexpr int seeds = 200;
#else
  constexpr int seeds = 2000;
#endif
  for (const int n : {16, 256}) {
    double squares = 0;
    for (int seed = 0; seed < seeds; ++seed) {
      const SobolSequence sequence(1, 77, static_cast<std::uint64_t>(seed));
      double sum = 0;
      for (int i = 0; i < n; ++i) sum += point(sequence, static_cast<std::uint64_t>(i))[0];
      squares += (sum / n - 0.5) * (sum / n - 0.5);
    }
    CHECK(squares / seeds * 12 * std::pow(n, 3) == Approx(1).margin(4 * std::sqrt(2.0 / seeds)));
  }
}

TEST_CASE("the error of a smooth integral over scrambled points falls nearly as N^-1.5") {
  std::vector<double> error;
  constexpr int seeds = 60;
  for (const int n : {64, 1024}) {
    double squares = 0;
    for (int seed = 0; seed < seeds; ++seed) {
      const SobolSequence sequence(2, 3, static_cast<std::uint64_t>(seed));
      double sum = 0;
      std::array<double, 2> x;
      for (int i = 0; i < n; ++i) {
        sequence.point(static_cast<std::uint64_t>(i), x);
        sum += smooth(x[0], x[1]);
      }
      squares += (sum / n - 1) * (sum / n - 1);
    }
    error.push_back(std::sqrt(squares / seeds));
  }
  const double order = std::log2(error[0] / error[1]) / 4;
  INFO("errors " << error[0] << " and " << error[1] << ", order " << order);
  // Owen (1997), doi:10.1214/aos/1031594731: N^-3/2 (log N)^((s - 1) / 2).
  CHECK(order > 1.3);
  CHECK(order < 1.7);
}
