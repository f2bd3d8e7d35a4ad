// Radii at a bifurcation, and the tree that repeats one symmetric bifurcation.
//
//     r_parent^gamma = r_1^gamma + r_2^gamma            (gamma = 3: least work, Murray)
//
// A symmetric tree with length ratio lam has, in generation g, 2^g tubes of radius r0 2^(-g/gamma)
// and length l0 lam^g, so that with x = lam 2^(4/gamma - 1) and y = lam 2^(1 - 2/gamma)
//
//     R / R0 = (1 - x^N)/(1 - x),     V / V0 = (1 - y^N)/(1 - y)
//
// and both are N for gamma = 3, lam = 2^(-1/3).
// Source: C. D. Murray, The physiological principle of minimum work, PNAS 1926;12:207-214; the sums
// are geometric series of the Poiseuille resistances and tube volumes.
#pragma once

#include <cmath>

namespace cellroute {

/// Radius [m] of a daughter that carries `share` of the parent's r^gamma.
inline double daughter_radius(double parent, double share, double gamma) {
  return parent * std::pow(share, 1 / gamma);
}

/// A tree whose every tube splits into two equal ones.
struct SymmetricTree {
  double root_radius;   // [m]
  double root_length;   // [m]
  double gamma;         // [1] Murray exponent
  double length_ratio;  // [1] lam, daughter over parent
  int generations;      // N

  double radius(int generation) const { return root_radius * std::pow(2.0, -generation / gamma); }
  double length(int generation) const { return root_length * std::pow(length_ratio, generation); }
  /// R/R0 and V/V0 [1] of the whole tree.
  double resistance_ratio() const { return series(length_ratio * std::pow(2.0, 4 / gamma - 1)); }
  double volume_ratio() const { return series(length_ratio * std::pow(2.0, 1 - 2 / gamma)); }

 private:
  double series(double ratio) const {
    if (std::abs(ratio - 1) < 1e-9) return generations * (1 + (generations - 1) / 2.0 * (ratio - 1));
    return (1 - std::pow(ratio, generations)) / (1 - ratio);
  }
};

}  // namespace cellroute
