// A healthy lobule to start tests from.
#pragma once

#include "models/lobule/lobule.hpp"
#include "models/lobule/numerics.hpp"

namespace cellroute::testing {

inline constexpr double um = 1e-6;                 // [m]
inline constexpr double blood_fraction = 0.15;     // phi of verification cases D and H
inline constexpr double specific_flow = 1.0 / 60;  // [1/s]

/// The hexagon of H1 (R 500, r_c 30, r_p 20 um), all portal blood at the tracts, and scars that show
/// once the dial is turned.
inline Lobule h1_lobule() {
  Lobule lobule;
  lobule.side = 500 * um;
  lobule.central_vein_radius = 30 * um;
  lobule.portal_tract_radius = 20 * um;
  lobule.arterial_inlet_radius = 10 * um;
  lobule.arterial_inlet_distance = 50 * um;
  lobule.septal_inflow = 0;
  lobule.dispersion = {40 * um, 0.1, 1e-13};
  auto& fibrosis = lobule.fibrosis;
  fibrosis.dial = 0;
  fibrosis.portal_portal = 1;
  fibrosis.portal_central = 0.8;
  fibrosis.central_central = 0;
  fibrosis.central_portal = 0;
  fibrosis.nodules = 0.7;
  fibrosis.septum_width = 60 * um;
  fibrosis.septum_permeability = 0.05;
  fibrosis.septum_sinusoids = 0.1;
  fibrosis.nodule_permeability = 0.5;
  fibrosis.capillarised_adhesion = 0.6;
  fibrosis.capillarised_straining = 1.5;
  fibrosis.shunts = {0, 0, 20 * um, 1e3};
  lobule.chemokine = {1e-11, 1e-3, 1e-3, 1e-13, 1e-14, {1, 1, 1}};
  return lobule;
}

inline LobuleNumerics at_spacing(double spacing, LobuleBoundary boundary = LobuleBoundary::periodic) {
  LobuleNumerics numerics;
  numerics.spacing = spacing;
  numerics.boundary = boundary;
  return numerics;
}

}  // namespace cellroute::testing
