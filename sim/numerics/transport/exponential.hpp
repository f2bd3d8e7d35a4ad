// The exponential of lanes.hpp for loops over plain arrays that the compiler puts into vectors: the
// same polynomial, so the same bits on every machine, whatever its vectors.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "sim/numerics/lanes.hpp"

namespace cellroute::numerics {

struct OneLane {
  static constexpr int width = 1;
  double value;
  OneLane(double x) : value(x) {}  // NOLINT: a number is a lane
  friend OneLane operator-(OneLane a, OneLane b) { return a.value - b.value; }
  friend OneLane operator*(OneLane a, OneLane b) { return a.value * b.value; }
  friend OneLane min(OneLane a, OneLane b) { return a.value < b.value ? a.value : b.value; }
  friend OneLane max(OneLane a, OneLane b) { return a.value > b.value ? a.value : b.value; }
  friend OneLane fma(OneLane a, OneLane b, OneLane c) { return std::fma(a.value, b.value, c.value); }
  friend OneLane power_of_two(OneLane biased) {
    return std::bit_cast<double>((std::bit_cast<std::int64_t>(biased.value) + 1023) << 52);
  }
};

/// e^-x for x >= 0, relative error below 3e-16; below e^-700 it stays there.
CELLROUTE_INLINE double exp_minus(double x) { return exp(OneLane(-x)).value; }

}  // namespace cellroute::numerics
