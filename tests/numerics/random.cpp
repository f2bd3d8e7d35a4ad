// Random numbers by counter, and the designs drawn from them.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <set>

#include "sim/numerics/random/philox.hpp"

using cellroute::numerics::Philox;

TEST_CASE("Philox gives the known answers of its authors") {
  // Random123's kat_vectors, philox4x32 with 10 rounds: the first two words of each answer.
  CHECK(Philox(0, 0).bits(0) == 0xe169c58d6627e8d5u);
  CHECK(Philox(~0ull, ~0ull).bits(~0ull) == 0x41c83b0e408f276du);
  CHECK(Philox(0x299f31d0a4093822u, 0x0370734413198a2eu).bits(0x85a308d3243f6a88u) == 0x94fdccebd16cfe09u);
}

TEST_CASE("uniform numbers stay inside (0, 1) and have the moments of the uniform law") {
  const Philox random(7, 3);
  double sum = 0, squares = 0;
  const int n = 100000;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform(i);
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    sum += u;
    squares += u * u;
  }
  CHECK(sum / n == Approx(0.5).margin(4 * std::sqrt(1.0 / 12 / n)));
  CHECK(squares / n - sum / n * sum / n == Approx(1.0 / 12).epsilon(0.02));
}

TEST_CASE("the normal quantile inverts the normal distribution") {
  for (const double q : {1e-300, 1e-12, 1e-3, 0.02, 0.3, 0.5, 0.7, 0.99}) {
    const double z = cellroute::numerics::normal_quantile(q);
    CHECK(std::erfc(-z / std::numbers::sqrt2) / 2 == Approx(q).epsilon(1e-12));
  }
  CHECK(cellroute::numerics::normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-13));
}
