// One scenario alone, with the operations - and so the bits - of a lane.
//
// Eight lanes cost the same whether one or eight of them work. A scenario that comes alone computes
// with plain doubles what it has once, and in rows of eight what it has many of (rows.hpp).
#pragma once

#include <cmath>
#include <cstdint>

#include "sim/numerics/lanes.hpp"
#include "sim/numerics/rows.hpp"

namespace cellroute::numerics {
inline namespace CELLROUTE_ISA {

struct SingleTruth {
  bool value = false;
  CELLROUTE_INLINE bool operator[](int) const { return value; }
  CELLROUTE_INLINE void set(int, bool truth) { value = truth; }
};

struct Single {
  static constexpr int width = 1;
  using Truth = SingleTruth;

  double v;
  Single() = default;
  CELLROUTE_INLINE Single(double x) : v(x) {}                   // NOLINT: as Lanes
  CELLROUTE_INLINE operator Lanes() const { return Lanes(v); }  // NOLINT: the same number all along a row
  CELLROUTE_INLINE double operator[](int) const { return v; }
  CELLROUTE_INLINE void set(int, double x) { v = x; }
  CELLROUTE_INLINE Single& operator+=(Single b) { return *this = Single(v + b.v); }
  CELLROUTE_INLINE Single& operator-=(Single b) { return *this = Single(v - b.v); }
  friend CELLROUTE_INLINE Single operator+(Single a, Single b) { return a.v + b.v; }
  friend CELLROUTE_INLINE Single operator-(Single a, Single b) { return a.v - b.v; }
  friend CELLROUTE_INLINE Single operator*(Single a, Single b) { return a.v * b.v; }
  friend CELLROUTE_INLINE Single operator/(Single a, Single b) { return a.v / b.v; }
  friend CELLROUTE_INLINE Single operator-(Single a) { return -a.v; }
  friend CELLROUTE_INLINE SingleTruth operator<(Single a, Single b) { return {a.v < b.v}; }
  friend CELLROUTE_INLINE SingleTruth operator>(Single a, Single b) { return {a.v > b.v}; }
};

template <>
struct RowOf<Single> {
  using Type = Lanes;
  static constexpr int width = lane_count;
};

CELLROUTE_INLINE Lanes select(SingleTruth m, Lanes a, Lanes b) { return m.value ? a : b; }
CELLROUTE_INLINE Single select(SingleTruth m, Single a, Single b) { return m.value ? a.v : b.v; }
CELLROUTE_INLINE Single max(Single a, Single b) { return a.v > b.v ? a.v : b.v; }
CELLROUTE_INLINE Single min(Single a, Single b) { return a.v < b.v ? a.v : b.v; }
CELLROUTE_INLINE Single abs(Single a) { return std::fabs(a.v); }
CELLROUTE_INLINE Single fma(Single a, Single b, Single c) { return __builtin_fma(a.v, b.v, c.v); }
CELLROUTE_INLINE bool all(SingleTruth m) { return m.value; }

CELLROUTE_INLINE Single power_of_two(Single biased) {
  return __builtin_bit_cast(double, (__builtin_bit_cast(std::uint64_t, biased.v) + 1023) << 52);
}
CELLROUTE_INLINE Single binary_exponent(Single x) {
  return static_cast<double>((__builtin_bit_cast(long long, x.v) - root_half) >> 52);
}
CELLROUTE_INLINE Single binary_mantissa(Single x) {
  return __builtin_bit_cast(double,
                            ((__builtin_bit_cast(long long, x.v) - root_half) & mantissa_bits) + root_half);
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::numerics
