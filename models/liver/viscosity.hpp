// Blood's viscosity in small vessels, relative to plasma's, by diameter and discharge haematocrit.
//
// With D in micrometres and H the discharge haematocrit,
//
//     C = (0.8 + e^(-0.075 D)) (-1 + u) + u,      u = 1/(1 + 1e-11 D^12)
//     f = ((1 - H)^C - 1) / ((1 - 0.45)^C - 1)
//     in glass tubes   mu = 1 + (mu45 - 1) f,      mu45 = 220 e^(-1.3 D) + 3.2 - 2.44 e^(-0.06 D^0.645)
//     in vivo          mu = (1 + (mu45* - 1) f s) s,  s = (D/(D - 1.1))^2,
//                      mu45* = 6 e^(-0.085 D) + 3.2 - 2.44 e^(-0.06 D^0.645)
//     with the endothelium's surface layer: the glass-tube law in what the layer leaves open (.cpp)
//
// The in-vivo laws were fitted to mesenteric microvessels. For the liver use them in vessels above 20 um,
// not in the fenestrated sinusoids.
// Source: A. R. Pries et al., Blood viscosity in tube flow: dependence on diameter and hematocrit, Am J
// Physiol 1992;263:H1770-H1778; A. R. Pries et al., Resistance to blood flow in microvessels in vivo, Circ
// Res 1994;75:904-915; A. R. Pries and T. W. Secomb, Microvascular blood viscosity in vivo and the
// endothelial surface layer, Am J Physiol 2005;289:H2657-H2664.
#pragma once

namespace cellroute {

enum class ViscosityLaw { in_vitro, in_vivo, surface_layer };

/// Below this diameter [m] the laws are taken at it: the in-vivo law has a pole at 1.1 um, the layer's law
/// where the layer closes the vessel.
inline constexpr double least_viscous_diameter = 3e-6;

/// Viscosity over plasma's [1].
/// @param diameter [m], @param haematocrit [1] discharge, 0 to below 1
double relative_viscosity(ViscosityLaw law, double diameter, double haematocrit);

}  // namespace cellroute
