// How red cells divide at a diverging bifurcation, and how fast they run ahead of plasma in a tube.
//
// With FQ_B the branch's share of blood flow, FQ_E its share of the red cells, diameters in micrometres:
//
//     X0 = 0.964 (1 - H)/D_F,  B = 1 + 6.98 (1 - H)/D_F,
//     A = -13.29 (D_a^2 - D_b^2)/(D_a^2 + D_b^2) (1 - H)/D_F
//     FQ_E = 0 below X0, 1 above 1 - X0, else logit FQ_E = A + B logit((FQ_B - X0)/(1 - 2 X0))
//
// The law is symmetric: the shares of both branches sum to 1, so no red cell is made or lost.
// Source: A. R. Pries et al., Red cell distribution at microvascular bifurcations, Microvasc Res
// 1989;38:81-101; in this form A. R. Pries and T. W. Secomb, Am J Physiol 2005;289:H2657-H2664.
#pragma once

#include <algorithm>
#include <cmath>

namespace cellroute {

/// FQ_E [1]: share of the parent's red cells that enter branch a.
/// @param share FQ_B [1] of the parent's blood flow that enters a
/// @param parent, a, b diameters [m]; @param haematocrit [1] discharge, of the parent
inline double red_cell_share(double share, double parent, double a, double b, double haematocrit) {
  const double plasma = (1 - haematocrit) / (parent * 1e6);
  const double least = 0.964 * plasma;
  if (share <= least) return 0;
  if (share >= 1 - least) return 1;
  const double A = -13.29 * (a * a - b * b) / (a * a + b * b) * plasma;
  const double B = 1 + 6.98 * plasma;
  return 1 / (1 + std::exp(-A) * std::pow((1 - share - least) / (share - least), B));
}

/// Tube over discharge haematocrit [1] (Fahraeus): H + (1 - H) x with x = 1 + 1.7 e^(-0.415 D) -
/// 0.6 e^(-0.011 D), kept below 0.99: red cells run in the fast middle.
/// @param diameter [m]; @param haematocrit [1] discharge
/// Source: A. R. Pries and T. W. Secomb, Am J Physiol 2005;289:H2657-H2664.
inline double fahraeus_ratio(double diameter, double haematocrit) {
  const double D = diameter * 1e6;
  const double x = std::min(0.99, 1 + 1.7 * std::exp(-0.415 * D) - 0.6 * std::exp(-0.011 * D));
  return haematocrit + (1 - haematocrit) * x;
}

}  // namespace cellroute
