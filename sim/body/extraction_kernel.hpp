// Eight sieve integrals side by side (extraction.hpp).
#pragma once

#include <cmath>

#include "sim/body/extraction.hpp"
#include "sim/numerics/lanes.hpp"

namespace cellroute::body {
inline namespace CELLROUTE_ISA {

using numerics::Lanes;
using numerics::Mask;

inline constexpr double panel_width = 1.5;  // in z and in u = offset + slope z

// Positive half of the 16-point Gauss-Legendre rule on [-1, 1].
inline constexpr double gauss_node[8] = {0.09501250983763744, 0.28160355077925891, 0.45801677765722739,
                                         0.61787624440264375, 0.75540440835500303, 0.86563120238783174,
                                         0.94457502307323258, 0.98940093499164993};
inline constexpr double gauss_weight[8] = {0.18945061045506850, 0.18260341504492359, 0.16915651939500254,
                                           0.14959598881657673, 0.12462897125553387, 0.09515851168249278,
                                           0.06225352393864789, 0.02715245941175409};

/// Phi(-x) exp(x^2/2) (x + 4) for x >= 0 as a polynomial in t = (x - 4)/(x + 4): interpolated at the 21
/// Chebyshev points of [-1, 1] with 50 digits; relative error below 6e-15.
inline constexpr double tail_polynomial[21] = {
    0.7552851304157515,     -0.6078966419718681,     0.38713740074225367,     -0.18652185796141585,
    0.0603965748880597,     -0.00754018892903162,    -0.0034796923049102086,  0.0016308180892672859,
    0.00013334368793545636, -0.0002310929744463824,  -1.904814229804895e-06,  3.5138505461191194e-05,
    7.051936300543404e-07,  -5.908306898159286e-06,  -6.056069728798025e-07,  1.0080583956835582e-06,
    2.3963891839804533e-07, -1.4718036954206174e-07, -5.8841652060401814e-08, 1.2871623051440779e-08,
    7.201934049766366e-09};

/// exp(-z^2/2) (1 - (1 - Phi(u))^n)
CELLROUTE_INLINE Lanes stopped_density(Lanes n, Lanes z, Lanes u) {
  const Lanes one(1.0), half(0.5), zero(0.0), x = abs(u);
  const Lanes inverse = one / (x + Lanes(4.0)), t = (x - Lanes(4.0)) * inverse;
  Lanes p(tail_polynomial[20]);
  for (int i = 19; i >= 0; --i) p = fma(p, t, Lanes(tail_polynomial[i]));
  const Lanes tail = exp(-(half * x * x)) * (p * inverse), rest = one - tail;  // Phi(-|u|)
  const Mask above = u > zero;
  // What 1 - tail rounds away comes back behind the logarithm.
  const Lanes log_pass = log(select(above, tail, rest)) + select(above, zero, (one - rest) - tail);
  return exp(-(half * z * z)) * (one - exp(n * log_pass));
}

CELLROUTE_INLINE void integrate(const SieveIntegral* integrals, double* values) {
  Lanes n(1.0), offset(0.0), slope(1.0), first(0.0), half(0.0);
  int panels[numerics::lane_count], most = 0;
  for (int l = 0; l < numerics::lane_count; ++l) {
    const SieveIntegral& one = integrals[l];
    const double length = one.high - one.low, steepest = one.slope > 1 ? one.slope : 1;
    panels[l] = length > 0 ? static_cast<int>(std::ceil(length * steepest / panel_width)) : 0;
    if (panels[l] > most) most = panels[l];
    n.set(l, one.constrictions);
    offset.set(l, one.offset);
    slope.set(l, one.slope);
    first.set(l, one.low);
    half.set(l, panels[l] > 0 ? length / (2 * panels[l]) : 0);
  }
  Lanes sum(0.0);
  for (int panel = 0; panel < most; ++panel) {
    const Lanes middle = fma(Lanes(2.0 * panel + 1), half, first);
    Lanes here(0.0);
    for (int i = 0; i < 8; ++i) {
      const Lanes reach = half * Lanes(gauss_node[i]);
      const Lanes left = middle - reach, right = middle + reach;
      here = fma(Lanes(gauss_weight[i]),
                 stopped_density(n, left, fma(slope, left, offset)) +
                     stopped_density(n, right, fma(slope, right, offset)),
                 here);
    }
    for (int l = 0; l < numerics::lane_count; ++l) {  // a lane that is done adds nothing
      if (panel >= panels[l]) here.set(l, 0.0);
    }
    sum = sum + here;
  }
  sum = sum * half * Lanes(0.3989422804014327);  // 1/sqrt(2 pi)
  for (int l = 0; l < numerics::lane_count; ++l) values[l] = sum[l];
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::body
