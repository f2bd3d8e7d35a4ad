#include "sim/numerics/random/philox.hpp"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>

namespace cellroute::numerics {

std::uint64_t Philox::bits(std::uint64_t index) const {
  using Generator = r123::Philox4x32;
  const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
  const Generator::ctr_type counter = {{low(index), high(index), low(stream_), high(stream_)}};
  const Generator::key_type key = {{low(seed_), high(seed_)}};
  const Generator::ctr_type words = Generator()(counter, key);
  return (static_cast<std::uint64_t>(words[1]) << 32) | words[0];
}

double Philox::uniform(std::uint64_t index) const {
  return (static_cast<double>(bits(index) >> 11) + 0.5) * 0x1p-53;
}

double normal_quantile(double q) {
  if (q > 0.5) return -normal_quantile(1 - q);
  // Newton on ln Phi, which is concave, from a point left of the root.
  double z = -std::sqrt(-2 * std::log(q));
  for (int i = 0; i < 60; ++i) {
    const double cdf = std::erfc(-z / std::numbers::sqrt2) / 2;
    const double density = std::exp(-z * z / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    const double step = -std::log(cdf / q) * cdf / density;
    z += step;
    if (std::fabs(step) < 1e-15 * (1 + std::fabs(z))) break;
  }
  return z;
}

}  // namespace cellroute::numerics
