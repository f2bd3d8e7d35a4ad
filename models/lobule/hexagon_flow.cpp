#include "models/lobule/hexagon_flow.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace cellroute {

namespace {

using Complex = std::complex<double>;
constexpr Complex i{0, 1};

struct Theta {
  Complex value, derivative;
};

/// theta1(u; q) and its derivative by u, for the hexagonal lattice. Eight terms leave less than 1e-16
/// for |Im u| up to 2 pi/sqrt3, two lobules from the origin.
Theta theta1(Complex u) {
  const Complex log_q = i * std::numbers::pi * std::polar(1.0, std::numbers::pi / 3);
  Theta sum{0, 0};
  for (int n = 0; n < 8; ++n) {
    const double order = 2 * n + 1, half = n + 0.5;
    const Complex factor = (n % 2 ? -2.0 : 2.0) * std::exp(log_q * (half * half));
    sum.value += factor * std::sin(order * u);
    sum.derivative += factor * order * std::cos(order * u);
  }
  return sum;
}

double green(double side, Complex z) {
  const double a = std::numbers::sqrt3 * side, height = std::numbers::sqrt3 / 2;
  return -std::log(std::abs(theta1(std::numbers::pi * z / a).value)) / (2 * std::numbers::pi) +
         z.imag() * z.imag() / (2 * a * a * height);
}

/// dP*/dx - i dP*/dy; the parts in y^2 of the three Green's functions cancel.
Complex slope(double side, Complex z) {
  const double a = std::numbers::sqrt3 * side;
  const auto one = [&](Complex at) {
    const Theta t = theta1(std::numbers::pi * at / a);
    return t.derivative / t.value;
  };
  return (one(z) - (one(z - i * side) + one(z + i * side)) / 2.0) / (2 * a);
}

/// Length-weighted position of a crossing within a segment.
double cut(double from, double to, double bound) {
  return std::clamp((bound - from) / (to - from), 0.0, 1.0);
}

}  // namespace

double hexagon_pressure(double side, PlanePoint at) {
  const Complex z{at[0], at[1]};
  return -green(side, z) + (green(side, z - i * side) + green(side, z + i * side)) / 2;
}

PlanePoint hexagon_pressure_gradient(double side, PlanePoint at) {
  const Complex s = slope(side, {at[0], at[1]});
  return {s.real(), -s.imag()};
}

std::vector<FlowLine> hexagon_flow_lines(double side, double vein_radius, double tract_radius, int count,
                                         double step) {
  const double area = 1.5 * std::numbers::sqrt3 * side * side;
  std::vector<FlowLine> lines(count);
  for (int n = 0; n < count; ++n) {
    // From straight inwards (angle 0) to along the edge, seen from the corner above the centre. Transit
    // times grow like a logarithm towards the edge, so the lines crowd there.
    const double rest = 1 - (n + 0.5) / count;
    const double angle = (1 - rest * rest * rest) * std::numbers::pi / 3;
    Complex z = i * side + tract_radius * std::polar(1.0, angle - std::numbers::pi / 2);
    FlowLine& line = lines[n];
    line.weight = 3 * rest * rest / count;
    double length = 0, time = 0;
    const auto keep = [&] {
      line.point.push_back({z.real(), z.imag()});
      line.length.push_back(length);
      line.time.push_back(time);
    };
    keep();
    while (std::abs(z) > vein_radius) {
      const auto direction = [&](Complex at) {  // along -grad P*
        const Complex s = -std::conj(slope(side, at));
        return s / std::abs(s);
      };
      const auto slowness = [&](Complex at) { return 1 / (area * std::abs(slope(side, at))); };
      // Short steps near the wells, where lines spread and the speed varies fastest.
      const double near = std::min(std::abs(z), std::abs(z - i * side));
      double h = std::min(step, near / 20);
      h = std::min(h, std::max(std::abs(z) - vein_radius, 1e-9 * side));
      const Complex k1 = direction(z), k2 = direction(z + h / 2 * k1), k3 = direction(z + h / 2 * k2),
                    k4 = direction(z + h * k3);
      const Complex next = z + h / 6 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
      const Complex middle = z + h / 2 * k2;
      time += h / 6 * (slowness(z) + 4 * slowness(middle) + slowness(next));
      length += h;
      z = next;
      keep();
    }
  }
  return lines;
}

FlowLineMoments moments(const std::vector<FlowLine>& lines) {
  FlowLineMoments m;
  double flow = 0;
  for (const FlowLine& line : lines) {
    flow += line.weight;
    m.time += line.weight * line.time.back();
    m.length += line.weight * line.length.back();
  }
  m.time /= flow;
  m.length /= flow;
  for (const FlowLine& line : lines) {
    const double off = line.time.back() / m.time - 1;
    m.cv2 += line.weight / flow * off * off;
  }
  return m;
}

namespace {

/// What stops in each segment of a line that one cell per second enters: exactly segment by segment
/// without dispersion; else finite volumes with the exact flux between neighbours of constant speed.
std::vector<double> stopped_along(const FlowLine& line, double filter, double per_time, double dispersivity) {
  const std::size_t n = line.point.size() - 1;
  std::vector<double> rate(n), stopped(n);
  for (std::size_t j = 0; j < n; ++j)
    rate[j] = filter * (line.length[j + 1] - line.length[j]) + per_time * (line.time[j + 1] - line.time[j]);
  if (!(dispersivity > 0)) {
    double left = 1;
    for (std::size_t j = 0; j < n; ++j) {
      stopped[j] = -left * std::expm1(-rate[j]);
      left -= stopped[j];
    }
    return stopped;
  }
  // Down a face e^u/(e^u - 1), up 1/(e^u - 1), u the distance over the dispersivity (Scharfetter and
  // Gummel). Elimination from upstream down, then back.
  std::vector<double> diagonal(n), in(n), up(n);
  for (std::size_t j = 0; j < n; ++j) {
    const bool last = j + 1 == n;
    const double u = last ? 0 : (line.length[j + 2] - line.length[j]) / (2 * dispersivity);
    up[j] = last ? 0 : 1 / std::expm1(u);
    diagonal[j] += rate[j] + 1 + up[j];  // down is 1 + up; the last lets 1 out
    if (!last) diagonal[j + 1] += up[j];
  }
  in[0] = 1;
  for (std::size_t j = 1; j < n; ++j) {
    const double share = (1 + up[j - 1]) / diagonal[j - 1];
    diagonal[j] -= share * up[j - 1];
    in[j] = share * in[j - 1];
  }
  for (std::size_t j = n; j-- > 0;) {
    const double c = (in[j] + (j + 1 < n ? up[j] * stopped[j + 1] : 0)) / diagonal[j];
    stopped[j] = c;
  }
  for (std::size_t j = 0; j < n; ++j) stopped[j] *= rate[j];
  return stopped;
}

/// Shares of a segment in each zone.
std::array<double, 3> segment_shares(double from, double to, const ZoneBounds& bounds) {
  std::array<double, 3> share{0, 0, 0};
  if (!(to > from)) {
    share[from < bounds[0] ? 0 : from < bounds[1] ? 1 : 2] = 1;
    return share;
  }
  const double first = cut(from, to, bounds[0]), second = cut(from, to, bounds[1]);
  return {first, second - first, 1 - second};
}

}  // namespace

ZoneArrest hexagon_zones(const std::vector<FlowLine>& lines, double side, double vein_radius, double filter,
                         double per_time, double dispersivity, ZoneKind kind, const ZoneBounds& bounds) {
  const HexagonalLattice lattice(side);
  ZoneArrest arrest;
  double flow = 0;
  for (const FlowLine& line : lines) flow += line.weight;
  for (const FlowLine& line : lines) {
    const auto coordinate = [&](std::size_t n) {
      return kind == ZoneKind::transit_time
                 ? line.time[n] / line.time.back()
                 : lattice.zone_coordinate(lattice.locate(line.point[n]), vein_radius);
    };
    const std::vector<double> stopped = stopped_along(line, filter, per_time, dispersivity);
    double from = coordinate(0);
    for (std::size_t n = 1; n < line.point.size(); ++n) {
      const double to = coordinate(n);
      const double by_length = filter * (line.length[n] - line.length[n - 1]);
      const double by_time = per_time * (line.time[n] - line.time[n - 1]);
      const std::array<double, 3> share = segment_shares(from, to, bounds);
      from = to;
      if (!(by_length + by_time > 0)) continue;
      const double cells = line.weight / flow * stopped[n - 1] / (by_length + by_time);
      for (int z = 0; z < 3; ++z) {
        arrest.per_length[z] += cells * share[z] * by_length;
        arrest.per_time[z] += cells * share[z] * by_time;
      }
    }
  }
  arrest.passed = 1 - arrest.total();
  return arrest;
}

}  // namespace cellroute
