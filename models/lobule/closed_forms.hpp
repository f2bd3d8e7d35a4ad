// Exact answers for a lobule: pressure drops, and where cells stop in simple flows.
#pragma once

#include <array>

namespace cellroute {

/// Arrest over the whole way of the blood: lambda L, per length, and Da = kappa phi V/Q, per time. [1]
struct ArrestNumbers {
  double per_length = 0;
  double per_time = 0;
};

/// Of the cells that enter, shares [1] stopped by each law in each zone, and the share that leaves.
struct ZoneArrest {
  std::array<double, 3> per_length{}, per_time{};
  double passed = 1;
  double stopped(int zone) const { return per_length[zone] + per_time[zone]; }
  double total() const { return stopped(0) + stopped(1) + stopped(2); }
  double share(int zone) const { return stopped(zone) / total(); }  // of the stopped
};

/// Radial inflow from a circle of radius R to a vein of radius r_c: Darcy flux q(r) ~ 1/r.
struct RadialLobule {
  double radius = 0;       // [m] R
  double vein_radius = 0;  // [m] r_c
};

/// Pressure drop [Pa] of a radial lobule: mu w (R^2 - r_c^2)/(2 k) ln(R/r_c).
/// @param w blood flow over volume [1/s], @param k permeability [m2], @param mu viscosity [Pa s]
double radial_pressure_drop(const RadialLobule& lobule, double w, double k, double mu);

/// Share of the cells still in the blood at r: exp(-lambda* (R-r)/(R-r_c) - Da (R^2-r^2)/(R^2-r_c^2)).
double radial_passing(const RadialLobule& lobule, const ArrestNumbers& numbers, double r);

/// The zones between radii[0] = R > radii[1] > radii[2] > radii[3] = r_c.
ZoneArrest radial_zones(const RadialLobule& lobule, const ArrestNumbers& numbers,
                        const std::array<double, 4>& radii);
std::array<double, 4> thirds_of_radius(const RadialLobule& lobule);
/// Equal areas, which in radial flow are also equal transit times.
std::array<double, 4> thirds_of_area(const RadialLobule& lobule);

/// (3/2) ln 2pi + (3/4) ln 3 - (9/2) ln Gamma(1/3): the lattice's part of the hexagonal pressure drop.
double hexagon_constant();

/// Mean pressure drop [Pa] from the walls of portal tracts (radius r_p) at the corners of an endless
/// hexagonal lattice of side R to the wall of the central veins (radius r_c), all portal inflow at the
/// tracts:  mu w (3 sqrt3/2) R^2/(2 pi k) [ln(R/r_c) + ln(R/r_p)/2 + hexagon_constant()].
double hexagon_pressure_drop(double side, double vein_radius, double tract_radius, double w, double k,
                             double mu);

/// Closed-closed dispersion model on [0, 1]: D_N c'' - c' - (R_l + R_t) c = 0, with zones of thirds.
/// Along a line of constant speed the two laws are one; their parts are in proportion.
/// @param dispersion_number D_N = D/(v L), at least 0
ZoneArrest dispersion_zones(const ArrestNumbers& numbers, double dispersion_number);

/// CV^2 of its transit times, 2 D_N - 2 D_N^2 (1 - exp(-1/D_N)), and the D_N of a CV^2 below 1.
double dispersion_cv2(double dispersion_number);
double dispersion_number_of(double cv2);

}  // namespace cellroute
