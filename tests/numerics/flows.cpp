// Pressure by plain conjugate gradients: slow, and independent of the solvers of the program.
#include "tests/numerics/flows.hpp"

#include <cmath>

#include "sim/numerics/transport/check.hpp"

namespace testing {

using cellroute::numerics::each_face;
using cellroute::numerics::Faces;

Carrier column(const std::vector<double>& pore_volume, double length, double q) {
  const int n = static_cast<int>(pore_volume.size());
  Carrier carrier;
  carrier.grid.cells = {n, 1, 1};
  carrier.grid.spacing = {length / n, 1, 1};
  carrier.flux[0].assign(n, q);
  carrier.flux[0].back() = 0;
  carrier.flux[1].assign(n, 0);
  carrier.flux[2].assign(n, 0);
  carrier.inflow.assign(n, 0);
  carrier.outflow.assign(n, 0);
  carrier.inflow[q > 0 ? 0 : n - 1] = std::fabs(q);
  carrier.outflow[q > 0 ? n - 1 : 0] = std::fabs(q);
  carrier.pore_volume = pore_volume;
  return carrier;
}

namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Pressure with net inflow b (zero sum) and face transmissibilities T, to 1e-13.
std::vector<double> pressure(const Grid& grid, const Faces& T, const std::vector<double>& b) {
  std::vector<double> diagonal(b.size(), 0), p(b.size(), 0), r = b, z(b.size()), d(b.size(), 0), Ad(b.size());
  each_face(grid, [&](int axis, std::size_t c, std::size_t n) {
    diagonal[c] += T[axis][c];
    diagonal[n] += T[axis][c];
  });
  double rho = 1;
  for (int k = 0; k < 20000 && std::sqrt(dot(r, r)) > 1e-13 * std::sqrt(dot(b, b)); ++k) {
    for (std::size_t i = 0; i < r.size(); ++i) z[i] = r[i] / diagonal[i];
    const double next = dot(r, z);
    for (std::size_t i = 0; i < r.size(); ++i) d[i] = z[i] + (k ? next / rho : 0) * d[i];
    rho = next;
    Ad.assign(b.size(), 0);
    each_face(grid, [&](int axis, std::size_t c, std::size_t n) {
      const double flow = T[axis][c] * (d[c] - d[n]);
      Ad[c] += flow;
      Ad[n] -= flow;
    });
    const double step = rho / dot(d, Ad);
    for (std::size_t i = 0; i < r.size(); ++i) {
      p[i] += step * d[i];
      r[i] -= step * Ad[i];
    }
  }
  return p;
}

}  // namespace

Carrier random_flow(const Grid& grid, double decades, int wells, std::uint64_t seed) {
  Uniform uniform(seed);
  const std::size_t cells = grid.size();
  Carrier carrier;
  carrier.grid = grid;
  carrier.inflow.assign(cells, 0);
  carrier.outflow.assign(cells, 0);
  std::vector<double> k(cells);
  for (double& x : k) x = std::pow(10, decades * uniform());
  for (std::size_t c = 0; c < cells; ++c)
    carrier.pore_volume.push_back(grid.volume() * (0.1 + 0.4 * uniform()));

  for (auto* flows : {&carrier.inflow, &carrier.outflow}) {
    for (int w = 0; w < wells; ++w)
      (*flows)[static_cast<std::size_t>(uniform() * static_cast<double>(cells))] += 0.2 + uniform();
    double total = 0;
    for (const double q : *flows) total += q;
    for (double& q : *flows) q /= total;
  }

  Faces T;
  for (auto& faces : T) faces.assign(cells, 0);
  each_face(grid, [&](int axis, std::size_t c, std::size_t n) {
    T[axis][c] = 2 * k[c] * k[n] / (k[c] + k[n]) * grid.face_area(axis) / grid.spacing[axis];
  });
  std::vector<double> b(cells);
  for (std::size_t c = 0; c < cells; ++c) b[c] = carrier.inflow[c] - carrier.outflow[c];
  const std::vector<double> p = pressure(grid, T, b);
  for (auto& faces : carrier.flux) faces.assign(cells, 0);
  each_face(grid, [&](int axis, std::size_t c, std::size_t n) {
    carrier.flux[axis][c] = T[axis][c] * (p[c] - p[n]);
  });
  return carrier;
}

}  // namespace testing
