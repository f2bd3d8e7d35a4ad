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

#if defined(__AVX512F__)
inline constexpr int parts = 1;
#else
inline constexpr int parts = 2;
#endif
inline constexpr int part_size = lane_count / parts;
using LaneVector = double __attribute__((vector_size(8 * part_size)));
using LaneBits = long long __attribute__((vector_size(8 * part_size)));

/// True or false in each lane.
struct Mask {
  LaneBits bits[parts];
  CELLROUTE_INLINE bool operator[](int lane) const { return bits[lane / part_size][lane % part_size] != 0; }
  CELLROUTE_INLINE void set(int lane, bool value) {
    bits[lane / part_size][lane % part_size] = value ? -1 : 0;
  }
};

struct Lanes {
  static constexpr int width = lane_count;
  using Truth = Mask;

  LaneVector v[parts];
  Lanes() = default;
  CELLROUTE_INLINE Lanes(double x) {  // NOLINT: a number is every lane
    for (auto& part : v) part = x - LaneVector{};
  }
  CELLROUTE_INLINE double operator[](int lane) const { return v[lane / part_size][lane % part_size]; }
  CELLROUTE_INLINE void set(int lane, double x) { v[lane / part_size][lane % part_size] = x; }
  CELLROUTE_INLINE Lanes& operator+=(Lanes b) { return *this = *this + b; }
  CELLROUTE_INLINE Lanes& operator-=(Lanes b) { return *this = *this - b; }

  /// The same operation on every part.
  template <class Operation>
  static CELLROUTE_INLINE Lanes each(Operation operation) {
    Lanes r;
    for (int i = 0; i < parts; ++i) r.v[i] = operation(i);
    return r;
  }
  friend CELLROUTE_INLINE Lanes operator+(Lanes a, Lanes b) {
    return each([&](int i) { return a.v[i] + b.v[i]; });
  }
  friend CELLROUTE_INLINE Lanes operator-(Lanes a, Lanes b) {
    return each([&](int i) { return a.v[i] - b.v[i]; });
  }
  friend CELLROUTE_INLINE Lanes operator*(Lanes a, Lanes b) {
    return each([&](int i) { return a.v[i] * b.v[i]; });
  }
  friend CELLROUTE_INLINE Lanes operator/(Lanes a, Lanes b) {
    return each([&](int i) { return a.v[i] / b.v[i]; });
  }
  friend CELLROUTE_INLINE Lanes operator-(Lanes a) {
    return each([&](int i) { return -a.v[i]; });
  }
};

CELLROUTE_INLINE Mask operator<(Lanes a, Lanes b) {
  Mask m;
  for (int i = 0; i < parts; ++i) m.bits[i] = a.v[i] < b.v[i];
  return m;
}
CELLROUTE_INLINE Mask operator>(Lanes a, Lanes b) { return b < a; }
CELLROUTE_INLINE Lanes select(Mask m, Lanes a, Lanes b) {
  return Lanes::each([&](int i) { return m.bits[i] ? a.v[i] : b.v[i]; });
}
CELLROUTE_INLINE Lanes max(Lanes a, Lanes b) {
  return Lanes::each([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
CELLROUTE_INLINE Lanes min(Lanes a, Lanes b) {
  return Lanes::each([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
CELLROUTE_INLINE Lanes abs(Lanes a) {
  return Lanes::each([&](int i) {
    return reinterpret_cast<LaneVector>(reinterpret_cast<LaneBits>(a.v[i]) & 0x7fffffffffffffffLL);
  });
}

/// a b + c, rounded once.
CELLROUTE_INLINE Lanes fma(Lanes a, Lanes b, Lanes c) {
  return Lanes::each([&](int i) {
#if defined(__AVX512F__)
    return reinterpret_cast<LaneVector>(_mm512_fmadd_pd(reinterpret_cast<__m512d>(a.v[i]),
                                                        reinterpret_cast<__m512d>(b.v[i]),
                                                        reinterpret_cast<__m512d>(c.v[i])));
#elif defined(__FMA__)
    return reinterpret_cast<LaneVector>(_mm256_fmadd_pd(reinterpret_cast<__m256d>(a.v[i]),
                                                        reinterpret_cast<__m256d>(b.v[i]),
                                                        reinterpret_cast<__m256d>(c.v[i])));
#else
    LaneVector r;
    for (int l = 0; l < part_size; ++l) r[l] = std::fma(a.v[i][l], b.v[i][l], c.v[i][l]);
    return r;
#endif
  });
}

/// 2^n for an integer n held in the low bits of 1.5 * 2^52 + n.
CELLROUTE_INLINE Lanes power_of_two(Lanes biased) {
  return Lanes::each([&](int i) {
    return reinterpret_cast<LaneVector>((reinterpret_cast<LaneBits>(biased.v[i]) + 1023) << 52);
  });
}

inline constexpr long long root_half = 0x3fe6a09e667f3bcdLL;  // bits of sqrt(1/2)
inline constexpr long long mantissa_bits = 0x000fffffffffffffLL;

/// n and m of x = 2^n m, with m in [sqrt(1/2), sqrt 2).
CELLROUTE_INLINE Lanes binary_exponent(Lanes x) {
  return Lanes::each([&](int i) {
    return __builtin_convertvector((reinterpret_cast<LaneBits>(x.v[i]) - root_half) >> 52, LaneVector);
  });
}
CELLROUTE_INLINE Lanes binary_mantissa(Lanes x) {
  return Lanes::each([&](int i) {
    return reinterpret_cast<LaneVector>(((reinterpret_cast<LaneBits>(x.v[i]) - root_half) & mantissa_bits) +
                                        root_half);
  });
}

/// e^x for |x| <= 700, relative error below 3e-16: 2^n (degree-13 Taylor on |r| <= ln2/2).
template <class Pack, int = Pack::width>
CELLROUTE_INLINE Pack exp(Pack x) {
  x = min(max(x, Pack(-700.0)), Pack(700.0));
  const Pack shift(6755399441055744.0);  // 1.5 * 2^52: adding it rounds to an integer
  const Pack biased = fma(x, Pack(1.4426950408889634), shift);
  const Pack n = biased - shift;
  Pack r = fma(n, Pack(-6.93147180369123816490e-01), x);  // ln 2 in two parts
  r = fma(n, Pack(-1.90821492927058770002e-10), r);
  Pack s(1.6059043836821613e-10);  // 1/13!
  s = fma(s, r, Pack(2.08767569878681e-09));
  s = fma(s, r, Pack(2.505210838544172e-08));
  s = fma(s, r, Pack(2.755731922398589e-07));
  s = fma(s, r, Pack(2.7557319223985893e-06));
  s = fma(s, r, Pack(2.48015873015873e-05));
  s = fma(s, r, Pack(1.984126984126984e-04));
  s = fma(s, r, Pack(1.388888888888889e-03));
  s = fma(s, r, Pack(8.333333333333333e-03));
  s = fma(s, r, Pack(4.1666666666666664e-02));
  s = fma(s, r, Pack(1.6666666666666666e-01));
  s = fma(s, r, Pack(0.5));
  s = fma(s, r, Pack(1.0));
  s = fma(s, r, Pack(1.0));
  return s * power_of_two(biased);
}

/// Natural logarithm of a positive normal number, relative error of a few 1e-16:
/// x = 2^n m with m in [sqrt(1/2), sqrt 2); ln m = 2 artanh((m - 1)/(m + 1)).
template <class Pack, int = Pack::width>
CELLROUTE_INLINE Pack log(Pack x) {
  const Pack count = binary_exponent(x), m = binary_mantissa(x);
  const Pack s = (m - Pack(1.0)) / (m + Pack(1.0));
  const Pack z = s * s;
  Pack p(1.0 / 23);
  for (int odd = 21; odd >= 1; odd -= 2) p = fma(p, z, Pack(1.0 / odd));
  return fma(count, Pack(0.6931471805599453), Pack(2.0) * s * p);
}

/// 1/x of a normal positive number to 3e-4: the exponent turned around, then two steps of Newton.
CELLROUTE_INLINE Lanes turned_around(Lanes x) {
  return Lanes::each([&](int i) {
    return reinterpret_cast<LaneVector>(0x7fde623822fc16e6LL - reinterpret_cast<LaneBits>(x.v[i]));
  });
}
template <class Pack, int = Pack::width>
CELLROUTE_INLINE Pack rough_inverse(Pack x) {
  Pack r = turned_around(x);
  r = fma(r, fma(-x, r, Pack(1.0)), r);
  return fma(r, fma(-x, r, Pack(1.0)), r);
}

/// True when every lane is.
CELLROUTE_INLINE bool all(Mask m) {
  bool every = true;
  for (int l = 0; l < lane_count; ++l) every = every && m[l];
  return every;
}

// The same vocabulary for one plain number.
CELLROUTE_INLINE bool all(bool m) { return m; }
CELLROUTE_INLINE double select(bool m, double a, double b) { return m ? a : b; }
CELLROUTE_INLINE double max(double a, double b) { return a > b ? a : b; }
CELLROUTE_INLINE double min(double a, double b) { return a < b ? a : b; }
CELLROUTE_INLINE double fma(double a, double b, double c) { return std::fma(a, b, c); }
CELLROUTE_INLINE double exp(double x) { return std::exp(x); }
CELLROUTE_INLINE double abs(double x) { return std::fabs(x); }

}  // namespace CELLROUTE_ISA

}  // namespace cellroute::numerics
