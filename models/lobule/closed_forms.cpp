#include "models/lobule/closed_forms.hpp"

#include <cmath>
#include <numbers>

namespace cellroute {

double radial_pressure_drop(const RadialLobule& lobule, double w, double k, double mu) {
  const double R = lobule.radius, r = lobule.vein_radius;
  return mu * w * (R * R - r * r) / (2 * k) * std::log(R / r);
}

double radial_passing(const RadialLobule& lobule, const ArrestNumbers& numbers, double r) {
  const double R = lobule.radius, r_c = lobule.vein_radius;
  return std::exp(-numbers.per_length * (R - r) / (R - r_c) -
                  numbers.per_time * (R * R - r * r) / (R * R - r_c * r_c));
}

ZoneArrest radial_zones(const RadialLobule& lobule, const ArrestNumbers& numbers,
                        const std::array<double, 4>& radii) {
  // Of what is stopped between two radii, the part that the per-length law took is an integral
  // without a closed form; Gauss's three points on short panels leave less than 1e-12.
  constexpr int panels = 64;
  constexpr double node = 0.77459666924148338, weight[3] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
  const double per_metre = numbers.per_length / (lobule.radius - lobule.vein_radius);
  ZoneArrest arrest;
  for (int z = 0; z < 3; ++z) {
    const double outer = radii[z], inner = radii[z + 1], width = (outer - inner) / panels;
    double by_length = 0;
    for (int p = 0; p < panels; ++p) {
      const double middle = inner + (p + 0.5) * width;
      for (int g = 0; g < 3; ++g)
        by_length += weight[g] * radial_passing(lobule, numbers, middle + (g - 1) * node * width / 2);
    }
    by_length *= per_metre * width;
    const double stopped = radial_passing(lobule, numbers, outer) - radial_passing(lobule, numbers, inner);
    arrest.per_length[z] = numbers.per_time > 0 ? by_length : stopped;
    arrest.per_time[z] = numbers.per_time > 0 ? stopped - by_length : 0;
  }
  arrest.passed = radial_passing(lobule, numbers, lobule.vein_radius);
  return arrest;
}

std::array<double, 4> thirds_of_radius(const RadialLobule& lobule) {
  const double step = (lobule.radius - lobule.vein_radius) / 3;
  return {lobule.radius, lobule.radius - step, lobule.vein_radius + step, lobule.vein_radius};
}

std::array<double, 4> thirds_of_area(const RadialLobule& lobule) {
  const double outer = lobule.radius * lobule.radius, inner = lobule.vein_radius * lobule.vein_radius;
  return {lobule.radius, std::sqrt((2 * outer + inner) / 3), std::sqrt((outer + 2 * inner) / 3),
          lobule.vein_radius};
}

double hexagon_constant() {
  return 1.5 * std::log(2 * std::numbers::pi) + 0.75 * std::log(3.0) - 4.5 * std::lgamma(1.0 / 3);
}

double hexagon_pressure_drop(double side, double vein_radius, double tract_radius, double w, double k,
                             double mu) {
  const double area = 1.5 * std::numbers::sqrt3 * side * side;
  return mu * w * area / (2 * std::numbers::pi * k) *
         (std::log(side / vein_radius) + std::log(side / tract_radius) / 2 + hexagon_constant());
}

ZoneArrest dispersion_zones(const ArrestNumbers& numbers, double dispersion_number) {
  const double R = numbers.per_length + numbers.per_time, D = dispersion_number;
  ZoneArrest arrest;
  if (!(R > 0)) return arrest;
  // c = A exp(m1 (x - 1)) + B exp(m2 x) with c - D c' = 1 at the inlet and c' = 0 at the outlet.
  const double a = std::sqrt(1 + 4 * R * D);
  const double m1 = (1 + a) / (2 * D), m2 = -2 * R / (1 + a);  // m1 is infinite without dispersion
  const double ratio = -m2 / m1 * std::exp(m2);                // A/B
  const double B = 2 / ((1 + a) + ratio * std::exp(-m1) * (1 - a));
  const auto stopped_until = [&](double x) {  // R times the integral of c from 0 to x
    const double rising = D > 0 ? ratio / m1 * (std::exp(m1 * (x - 1)) - std::exp(-m1)) : 0;
    return R * B * (rising + std::expm1(m2 * x) / m2);
  };
  for (int z = 0; z < 3; ++z) {
    const double stopped = stopped_until((z + 1) / 3.0) - stopped_until(z / 3.0);
    arrest.per_length[z] = stopped * numbers.per_length / R;
    arrest.per_time[z] = stopped * numbers.per_time / R;
  }
  arrest.passed = B * (ratio + std::exp(m2));
  return arrest;
}

double dispersion_cv2(double dispersion_number) {
  const double D = dispersion_number;
  return D > 0 ? 2 * D + 2 * D * D * std::expm1(-1 / D) : 0;
}

double dispersion_number_of(double cv2) {
  // The CV^2 rises from 0 to 1 with D; bisection in ln D.
  double low = std::log(1e-12), high = std::log(1e12);
  for (int i = 0; i < 200 && high - low > 1e-15; ++i) {
    const double middle = (low + high) / 2;
    (dispersion_cv2(std::exp(middle)) < cv2 ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

}  // namespace cellroute
