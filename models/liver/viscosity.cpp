// The laws of viscosity.hpp term by term.
#include "models/liver/viscosity.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute {

namespace {

// D is in micrometres throughout.

/// How viscosity rises from 1 at H = 0 to the value at H = 0.45.
double haematocrit_curve(double D, double H) {
  const double u = 1 / (1 + 1e-11 * std::pow(D, 12));
  const double C = (0.8 + std::exp(-0.075 * D)) * (-1 + u) + u;
  return std::expm1(C * std::log1p(-H)) / std::expm1(C * std::log1p(-0.45));
}

double wide_end(double D) { return 3.2 - 2.44 * std::exp(-0.06 * std::pow(D, 0.645)); }

double in_vitro(double D, double H) {
  return 1 + (220 * std::exp(-1.3 * D) + wide_end(D) - 1) * haematocrit_curve(D, H);
}

double in_vivo(double D, double H) {
  const double ratio = D / (D - 1.1), s = ratio * ratio;
  return (1 + (6 * std::exp(-0.085 * D) + wide_end(D) - 1) * haematocrit_curve(D, H) * s) * s;
}

/// The layer's physical width narrows the tube, its effective width, wider with more red cells, slows it.
double surface_layer(double D, double H) {
  constexpr double off = 2.4, critical = 10.5, half = 100, widest = 2.6;  // [um]
  constexpr double peak = 1.1, peak_fall = 0.03, peak_physical = 0.6,
                   peak_red = 1.18;  // [um], [1/um], [1], [1]
  const double base = D > off ? widest * (D - off) / (D + half - 2 * off) : 0;
  const double hump = D <= off        ? 0
                      : D <= critical ? peak * (D - off) / (critical - off)
                                      : peak * std::exp(-peak_fall * (D - critical));
  const double physical = base + peak_physical * hump;
  const double effective = base + hump * (1 + peak_red * H);
  const double open = D / (D - 2 * effective);
  return in_vitro(D - 2 * physical, H) * open * open * open * open;
}

}  // namespace

double relative_viscosity(ViscosityLaw law, double diameter, double haematocrit) {
  const double D = std::max(diameter, least_viscous_diameter) * 1e6;
  switch (law) {
    case ViscosityLaw::in_vitro:
      return in_vitro(D, haematocrit);
    case ViscosityLaw::in_vivo:
      return in_vivo(D, haematocrit);
    case ViscosityLaw::surface_layer:
      break;
  }
  return surface_layer(D, haematocrit);
}

}  // namespace cellroute
