// exp, log and fma of eight numbers side by side: accuracy, independent lanes, equal bits.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <random>

#include "tests/numerics/problems.hpp"

namespace {

using testing::Isa;
constexpr int lanes = cellroute::numerics::lane_count;

/// Distance in units of the last place of the exact value (long double has 11 more bits).
double ulps(double value, long double exact) {
  int exponent = 0;
  std::frexp(static_cast<double>(exact), &exponent);
  return static_cast<double>(std::fabs(static_cast<long double>(value) - exact) /
                             std::ldexp(1.0L, exponent - 53));
}

std::vector<double> spread(double low, double high, int count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<double> x;
  for (int i = 0; i < count; ++i)
    x.push_back(low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53);
  return x;
}

}  // namespace

TEST_CASE("exp of lanes is within two units of the last place from -700 to 700") {
  for (const Isa isa : testing::instruction_sets()) {
    double worst = 0;
    for (const auto& [low, high] : {std::pair(-700.0, 700.0), {-1.0, 1.0}, {-1e-8, 1e-8}, {-40.0, 0.0}}) {
      const std::vector<double> x = spread(low, high, 20000, 7);
      for (std::size_t i = 0; i + lanes <= x.size(); i += lanes) {
        double y[lanes];
        testing::lanes_exp(&x[i], y, isa);
        for (int l = 0; l < lanes; ++l)
          worst = std::max(worst, ulps(y[l], std::exp(static_cast<long double>(x[i + l]))));
      }
    }
    CHECK(worst < 2);
  }
}

TEST_CASE("exp of lanes is exact at zero and saturates at its ends") {
  const double x[lanes] = {0, -0.0, -701, -1e300, 701, 1e300, -700, 700};
  double y[lanes];
  testing::lanes_exp(x, y, Isa::base);
  CHECK(y[0] == 1);
  CHECK(y[1] == 1);
  CHECK(y[2] == y[6]);
  CHECK(y[3] == y[6]);
  CHECK(y[4] == y[7]);
  CHECK(y[5] == y[7]);
}

TEST_CASE("log of lanes is within three units of the last place over all magnitudes") {
  for (const Isa isa : testing::instruction_sets()) {
    double worst = 0;
    const std::vector<double> powers = spread(-300, 300, 20000, 11), near_one = spread(0.5, 2, 20000, 13);
    std::vector<double> x = near_one;
    for (const double p : powers) x.push_back(std::pow(10.0, p));
    for (std::size_t i = 0; i + lanes <= x.size(); i += lanes) {
      double y[lanes];
      testing::lanes_log(&x[i], y, isa);
      for (int l = 0; l < lanes; ++l)
        worst = std::max(worst, ulps(y[l], std::log(static_cast<long double>(x[i + l]))));
    }
    CHECK(worst < 3);
  }
}

TEST_CASE("a lane's exp, log and fma do not depend on the other lanes") {
  const std::vector<double> x = spread(0.01, 300, 8000, 17);
  for (const Isa isa : testing::instruction_sets()) {
    for (std::size_t i = 0; i + lanes <= x.size(); i += lanes) {
      double together[3][lanes];
      testing::lanes_exp(&x[i], together[0], isa);
      testing::lanes_log(&x[i], together[1], isa);
      testing::lanes_fma(&x[i], &x[i], &x[0], together[2], isa);
      for (int l = 0; l < lanes; ++l) {
        double alone[lanes], other[lanes], shifted[lanes];
        for (int m = 0; m < lanes; ++m) {
          alone[m] = m == 3 ? x[i + l] : 1e3 / (m + 1);
          other[m] = m == 3 ? x[l] : -1.0;
        }
        testing::lanes_exp(alone, shifted, isa);
        REQUIRE(shifted[3] == together[0][l]);
        testing::lanes_log(alone, shifted, isa);
        REQUIRE(shifted[3] == together[1][l]);
        testing::lanes_fma(alone, alone, other, shifted, isa);
        REQUIRE(shifted[3] == together[2][l]);
      }
    }
  }
}

TEST_CASE("both instruction sets give equal bits for exp, log and fma") {
  if (testing::instruction_sets().size() < 2) return;  // nothing to compare on this machine
  const std::vector<double> x = spread(1e-5, 690, 40000, 19), z = spread(-1, 1, 40000, 23);
  for (std::size_t i = 0; i + lanes <= x.size(); i += lanes) {
    double a[lanes], b[lanes];
    testing::lanes_exp(&x[i], a, Isa::base);
    testing::lanes_exp(&x[i], b, Isa::avx512);
    REQUIRE(std::memcmp(a, b, sizeof a) == 0);
    testing::lanes_log(&x[i], a, Isa::base);
    testing::lanes_log(&x[i], b, Isa::avx512);
    REQUIRE(std::memcmp(a, b, sizeof a) == 0);
    testing::lanes_fma(&x[i], &z[i], &z[0], a, Isa::base);
    testing::lanes_fma(&x[i], &z[i], &z[0], b, Isa::avx512);
    REQUIRE(std::memcmp(a, b, sizeof a) == 0);
    for (int l = 0; l < lanes; ++l) REQUIRE(a[l] == std::fma(x[i + l], z[i + l], z[l]));
  }
}
