// Eight doubles side by side: one scenario per lane.
//
// Every operation acts on each lane alone and is one correctly rounded IEEE operation (or an
// explicit fused multiply-add), so a lane's bits depend neither on its neighbours nor on the
// instruction set. Kernels are compiled once per instruction set; the inline namespace keeps their
// symbols apart.
#pragma once

#if defined(__AVX512F__) || defined(__FMA__)
#include <immintrin.h>
#endif

#include <cmath>

#ifndef CELLROUTE_ISA
#if defined(__AVX512F__)
#define CELLROUTE_ISA avx512
#else
#define CELLROUTE_ISA base
#endif
#endif

#define CELLROUTE_INLINE inline __attribute__((always_inline))

namespace cellroute::numerics {

inline constexpr int lane_count = 8;

inline namespace CELLROUTE_ISA {

using LaneVector = double __attribute__((vector_size(64)));
using LaneBits = long long __attribute__((vector_size(64)));

/// True or false in each lane.
struct Mask {
  LaneBits bits;
  CELLROUTE_INLINE bool operator[](int lane) const { return bits[lane] != 0; }
  CELLROUTE_INLINE void set(int lane, bool value) { bits[lane] = value ? -1 : 0; }
};

struct Lanes {
  LaneVector v;
  Lanes() = default;
  CELLROUTE_INLINE Lanes(double x) : v{x, x, x, x, x, x, x, x} {}  // NOLINT: a number is every lane
  CELLROUTE_INLINE explicit Lanes(LaneVector x) : v(x) {}
  CELLROUTE_INLINE double operator[](int lane) const { return v[lane]; }
  CELLROUTE_INLINE void set(int lane, double x) { v[lane] = x; }
  CELLROUTE_INLINE Lanes& operator+=(Lanes b) { v += b.v; return *this; }
  CELLROUTE_INLINE Lanes& operator-=(Lanes b) { v -= b.v; return *this; }
  CELLROUTE_INLINE Lanes& operator*=(Lanes b) { v *= b.v; return *this; }
};

CELLROUTE_INLINE Lanes operator+(Lanes a, Lanes b) { return Lanes(a.v + b.v); }
CELLROUTE_INLINE Lanes operator-(Lanes a, Lanes b) { return Lanes(a.v - b.v); }
CELLROUTE_INLINE Lanes operator*(Lanes a, Lanes b) { return Lanes(a.v * b.v); }
CELLROUTE_INLINE Lanes operator/(Lanes a, Lanes b) { return Lanes(a.v / b.v); }
CELLROUTE_INLINE Lanes operator-(Lanes a) { return Lanes(-a.v); }
CELLROUTE_INLINE Mask operator<(Lanes a, Lanes b) { return Mask{a.v < b.v}; }
CELLROUTE_INLINE Mask operator>(Lanes a, Lanes b) { return Mask{a.v > b.v}; }
CELLROUTE_INLINE Lanes select(Mask m, Lanes a, Lanes b) { return Lanes(m.bits ? a.v : b.v); }
CELLROUTE_INLINE Lanes max(Lanes a, Lanes b) { return Lanes(a.v > b.v ? a.v : b.v); }
CELLROUTE_INLINE Lanes min(Lanes a, Lanes b) { return Lanes(a.v < b.v ? a.v : b.v); }
CELLROUTE_INLINE Lanes abs(Lanes a) {
  return Lanes(reinterpret_cast<LaneVector>(reinterpret_cast<LaneBits>(a.v) & 0x7fffffffffffffffLL));
}

/// a b + c, rounded once.
CELLROUTE_INLINE Lanes fma(Lanes a, Lanes b, Lanes c) {
#if defined(__AVX512F__)
  return Lanes(reinterpret_cast<LaneVector>(_mm512_fmadd_pd(reinterpret_cast<__m512d>(a.v), reinterpret_cast<__m512d>(b.v),
                                                            reinterpret_cast<__m512d>(c.v))));
#elif defined(__FMA__)
  using Half = double __attribute__((vector_size(32)));
  struct Pair {
    Half low, high;
  };
  const Pair x = __builtin_bit_cast(Pair, a.v), y = __builtin_bit_cast(Pair, b.v), z = __builtin_bit_cast(Pair, c.v);
  const Pair sum{reinterpret_cast<Half>(_mm256_fmadd_pd(x.low, y.low, z.low)),
                 reinterpret_cast<Half>(_mm256_fmadd_pd(x.high, y.high, z.high))};
  return Lanes(__builtin_bit_cast(LaneVector, sum));
#else
  Lanes r;
  for (int l = 0; l < lane_count; ++l) r.v[l] = std::fma(a.v[l], b.v[l], c.v[l]);
  return r;
#endif
}

/// e^x for |x| <= 700, relative error below 3e-16: 2^n (degree-13 Taylor on |r| <= ln2/2).
CELLROUTE_INLINE Lanes exp(Lanes x) {
  x = min(max(x, Lanes(-700.0)), Lanes(700.0));
  const Lanes shift(6755399441055744.0);  // 1.5 * 2^52: adding it rounds to an integer
  const Lanes biased = fma(x, Lanes(1.4426950408889634), shift);
  const Lanes n = biased - shift;
  Lanes r = fma(n, Lanes(-6.93147180369123816490e-01), x);  // ln 2 in two parts
  r = fma(n, Lanes(-1.90821492927058770002e-10), r);
  Lanes s(1.6059043836821613e-10);  // 1/13!
  s = fma(s, r, Lanes(2.08767569878681e-09));
  s = fma(s, r, Lanes(2.505210838544172e-08));
  s = fma(s, r, Lanes(2.755731922398589e-07));
  s = fma(s, r, Lanes(2.7557319223985893e-06));
  s = fma(s, r, Lanes(2.48015873015873e-05));
  s = fma(s, r, Lanes(1.984126984126984e-04));
  s = fma(s, r, Lanes(1.388888888888889e-03));
  s = fma(s, r, Lanes(8.333333333333333e-03));
  s = fma(s, r, Lanes(4.1666666666666664e-02));
  s = fma(s, r, Lanes(1.6666666666666666e-01));
  s = fma(s, r, Lanes(0.5));
  s = fma(s, r, Lanes(1.0));
  s = fma(s, r, Lanes(1.0));
  const LaneBits power = (reinterpret_cast<LaneBits>(biased.v) + 1023) << 52;
  return s * Lanes(reinterpret_cast<LaneVector>(power));
}

/// Natural logarithm of a positive normal number, relative error of a few 1e-16:
/// x = 2^n m with m in [sqrt(1/2), sqrt 2); ln m = 2 artanh((m - 1)/(m + 1)).
CELLROUTE_INLINE Lanes log(Lanes x) {
  const LaneBits raw = reinterpret_cast<LaneBits>(x.v) - 0x3fe6a09e667f3bcdLL;
  const LaneBits n = raw >> 52;
  const Lanes m(reinterpret_cast<LaneVector>((raw & 0x000fffffffffffffLL) + 0x3fe6a09e667f3bcdLL));
  const Lanes s = (m - Lanes(1.0)) / (m + Lanes(1.0));
  const Lanes z = s * s;
  Lanes p(1.0 / 23);
  for (int odd = 21; odd >= 1; odd -= 2) p = fma(p, z, Lanes(1.0 / odd));
  const Lanes count(__builtin_convertvector(n, LaneVector));
  return fma(count, Lanes(0.6931471805599453), Lanes(2.0) * s * p);
}

// The same vocabulary for one plain number.
CELLROUTE_INLINE double select(bool m, double a, double b) { return m ? a : b; }
CELLROUTE_INLINE double max(double a, double b) { return a > b ? a : b; }
CELLROUTE_INLINE double min(double a, double b) { return a < b ? a : b; }
CELLROUTE_INLINE double fma(double a, double b, double c) { return std::fma(a, b, c); }
CELLROUTE_INLINE double exp(double x) { return std::exp(x); }
CELLROUTE_INLINE double abs(double x) { return std::fabs(x); }

}  // namespace CELLROUTE_ISA

}  // namespace cellroute::numerics
