// Flow through a straight tube.
//
//     R = 8 mu l / (pi r^4)
//
// Source: J. L. M. Poiseuille (1846) and G. Hagen (1839), in the form of any textbook of fluid
// mechanics (e.g. Batchelor, An Introduction to Fluid Dynamics, section 4.2).
#pragma once

#include <numbers>

namespace cellroute {

/// Resistance [Pa s/m3] of a tube of radius `r` [m] and length `l` [m] for viscosity `mu` [Pa s].
inline double poiseuille_resistance(double r, double l, double mu) {
  return 8 * mu * l / (std::numbers::pi * r * r * r * r);
}

/// Volume [m3] of that tube.
inline double tube_volume(double r, double l) { return std::numbers::pi * r * r * l; }

}  // namespace cellroute
