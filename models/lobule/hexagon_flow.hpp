// The exact flow of the hexagonal lattice of lobules, and arrest along its flow lines.
//
// Point sinks Q at the centres, point sources Q/2 at the corners. With z = x + iy from a centre,
// a = sqrt3 R, tau = exp(i pi/3) and q = exp(i pi tau), the pressure is p = mu (Q/H)/k P*,
//
//     P*(z) = -G(z) + (G(z - iR) + G(z + iR))/2,
//     G(z)  = -(1/2pi) ln |theta1(pi z/a; q)| + y^2/(2 a^2 Im tau),
//
// G being the Green's function of the lattice. (DLMF 20.2 for theta1.) The flow spreads evenly around
// a small tract; a line of it carries its cells past every law of arrest without dispersion.
#pragma once

#include <vector>

#include "models/lobule/closed_forms.hpp"
#include "models/lobule/geometry.hpp"
#include "models/lobule/numerics.hpp"
#include "models/lobule/zones.hpp"

namespace cellroute {

/// P* [1] and its gradient [1/m] at a point of the lobule around the origin, for side R [m].
double hexagon_pressure(double side, PlanePoint at);
PlanePoint hexagon_pressure_gradient(double side, PlanePoint at);

/// One flow line from a tract's wall to the wall of the central vein.
struct FlowLine {
  double weight = 0;              // share of the flow
  std::vector<PlanePoint> point;  // [m]
  std::vector<double> length;     // [m] from the tract
  std::vector<double> time;       // [1] from the tract, in units of the mean, phi/w
};

/// `count` lines, which fill half the sixth of a lobule next to one tract; the others are their mirror
/// images. They crowd towards the edge, whose middle no blood leaves. `step` [m] of arc (fourth-order
/// Runge-Kutta).
std::vector<FlowLine> hexagon_flow_lines(double side, double vein_radius, double tract_radius, int count,
                                         double step);

/// Flow-weighted moments of lines: mean [1] and CV^2 [1] of the transit time, mean length [m].
struct FlowLineMoments {
  double time = 0, cv2 = 0, length = 0;
};
FlowLineMoments moments(const std::vector<FlowLine>& lines);

/// Where cells stop along the lines. `filter` [1/m] acts per length, `per_time` [1] per mean transit.
/// Cells may disperse along a line, D = dispersivity |v| (closed at both ends), but not between lines:
/// with flux F and the way x,  F (c - dispersivity c')' = -(F filter + per_time F dt/dx) c.
/// Bounds cut the hexagon's zone coordinate (ZoneKind::radius, area), or each line's own share of its
/// transit (ZoneKind::transit_time).
/// @param dispersivity [m] alpha_L, at least 0
ZoneArrest hexagon_zones(const std::vector<FlowLine>& lines, double side, double vein_radius, double filter,
                         double per_time, double dispersivity, ZoneKind kind, const ZoneBounds& bounds);

}  // namespace cellroute
