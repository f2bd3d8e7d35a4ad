// The radii at a bifurcation whose two subtrees must take given flows at one common pressure drop.
//
// A subtree's reduced resistance is that of a root of radius 1: R = R*/r^4. Equal drops, Q_1 R*_1/r_1^4 =
// Q_2 R*_2/r_2^4, give r_1/r_2 = (Q_1 R*_1/(Q_2 R*_2))^(1/4), and with r_0^gamma = r_1^gamma + r_2^gamma
//
//     beta_1 = r_1/r_0 = (1 + (r_1/r_2)^-gamma)^(-1/gamma)
//     R*_below = 1/(beta_1^4/R*_1 + beta_2^4/R*_2)
//
// Source: W. Schreiner and P. F. Buxbaum, Computer-optimization of vascular trees, IEEE Trans Biomed Eng
// 1993;40:482-491.
#pragma once

#include <cmath>

namespace cellroute {

/// Daughter radii over the parent's [1].
struct BifurcationRatios {
  double first, second;

  /// Reduced resistance of both subtrees together for the parent's radius, in the unit of the two.
  double joined(double resistance_1, double resistance_2) const {
    const double s = first * first, t = second * second;
    return 1 / (s * s / resistance_1 + t * t / resistance_2);
  }
};

/// @param flow_1, flow_2 in any common unit, above 0
/// @param resistance_1, resistance_2 reduced resistances in any common unit, above 0
/// @param gamma [1] Murray exponent
inline BifurcationRatios bifurcation_ratios(double flow_1, double resistance_1, double flow_2,
                                            double resistance_2, double gamma) {
  const double ratio = std::sqrt(std::sqrt(flow_1 * resistance_1 / (flow_2 * resistance_2)));
  if (gamma == 3) {  // the usual case without powers
    const double cube = ratio * ratio * ratio, second = std::cbrt(1 / (1 + cube));
    return {second * ratio, second};
  }
  const double second = std::pow(1 + std::pow(ratio, gamma), -1 / gamma);
  return {second * ratio, second};
}

}  // namespace cellroute
