// The exact pressure of point wells on the hexagonal lattice, by theta functions, in units of the side.
#pragma once

#include <cmath>
#include <complex>
#include <numbers>

namespace cellroute::testing {

/// Green's function of the lattice of centres (side 1): -1/(2 pi) ln|theta1(pi z/a; q)| + y^2/(2 a^2 Im tau),
/// a = sqrt3, tau = e^(i pi/3), q = e^(i pi tau); DLMF 20.2.1.
inline double lattice_potential(std::complex<double> z) {
  using std::numbers::pi;
  const double a = std::numbers::sqrt3;
  const std::complex<double> i(0, 1);
  const auto tau = std::polar(1.0, pi / 3);
  z -= std::round(z.imag() / (a * tau.imag())) * a * tau;  // near 0 a few terms suffice, and it repeats
  z -= std::round(z.real() / a) * a;
  std::complex<double> theta = 0;
  for (int n = 0; n < 6; ++n)
    theta += (n % 2 ? -2.0 : 2.0) * std::exp(i * pi * tau * ((n + 0.5) * (n + 0.5))) *
             std::sin((2.0 * n + 1) * pi / a * z);
  return -std::log(std::abs(theta)) / (2 * pi) + z.imag() * z.imag() / (2 * a * a * tau.imag());
}

/// lattice_potential(z) + ln|z|/(2 pi) at z = 0: what a circle around a source sees of the others.
inline double lattice_self_potential() {
  const double small = 1e-4;  // the remainder is of sixth order by symmetry
  double mean = 0;
  for (int k = 0; k < 6; ++k)
    mean += lattice_potential(std::polar(small, (k + 0.5) * std::numbers::pi / 3)) / 6;
  return mean + std::log(small) / (2 * std::numbers::pi);
}

/// P* of H2: a sink 1 in the centre, sources 1/2 at the two tracts of a lobule.
inline double lattice_pressure(double x, double y) {
  const std::complex<double> z(x, y), i(0, 1);
  return -lattice_potential(z) + (lattice_potential(z - i) + lattice_potential(z + i)) / 2;
}

/// Its gradient by central differences of fourth order.
inline std::complex<double> lattice_gradient(double x, double y) {
  const double h = 1e-3;
  const auto along = [&](double ux, double uy) {
    const auto at = [&](double s) { return lattice_pressure(x + s * h * ux, y + s * h * uy); };
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
  };
  return {along(1, 0), along(0, 1)};
}

}  // namespace cellroute::testing
