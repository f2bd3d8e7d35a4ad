// The tensor of hydrodynamic dispersion, and its decomposition by reduction of the grid's basis.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "sim/numerics/transport/check.hpp"
#include "sim/numerics/transport/dispersion.hpp"

namespace cellroute::numerics {

namespace {

using Vector = std::array<int, 3>;
constexpr int longest_offset = 32;

double product(const SymmetricTensor& D, const Vector& a, const Vector& b) {
  return D[0] * a[0] * b[0] + D[1] * a[1] * b[1] + D[2] * a[2] * b[2] + D[3] * (a[0] * b[1] + a[1] * b[0]) +
         D[4] * (a[0] * b[2] + a[2] * b[0]) + D[5] * (a[1] * b[2] + a[2] * b[1]);
}

Vector plus(const Vector& a, const Vector& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }
Vector minus(const Vector& a) { return {-a[0], -a[1], -a[2]}; }
Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

/// The one of e and -e that points to later cells.
Vector forward(const Vector& e) {
  const int leading = e[2] != 0 ? e[2] : e[1] != 0 ? e[1] : e[0];
  return leading < 0 ? minus(e) : e;
}

void check_reach(const Vector& e) {
  for (const int step : e)
    if (std::abs(step) > longest_offset)
      throw std::domain_error("the dispersion tensor is too narrow across its direction for this grid");
}

void add(Selling& s, const Vector& e, double weight) {
  check_reach(e);
  s.offset[s.terms] = forward(e);
  s.weight[s.terms] = std::max(0.0, weight);
  ++s.terms;
}

/// In the plane of two axes: b0 + b1 + b2 = 0, turned until no two of them make an acute angle in D.
Selling in_plane(const SymmetricTensor& D, int x, int y, double tiny) {
  std::array<Vector, 3> b{};
  b[0][x] = 1;
  b[1][y] = 1;
  b[2][x] = b[2][y] = -1;
  for (bool acute = true; acute;) {
    acute = false;
    for (int k = 0; k < 3 && !acute; ++k) {
      const int i = (k + 1) % 3, j = (k + 2) % 3;
      if (product(D, b[i], b[j]) <= tiny) continue;
      b[k] = plus(b[i], minus(b[j]));
      b[i] = minus(b[i]);
      check_reach(b[k]);
      acute = true;
    }
  }
  Selling s;
  for (int k = 0; k < 3; ++k) {
    Vector normal{};
    normal[x] = -b[k][y];
    normal[y] = b[k][x];
    add(s, normal, -product(D, b[(k + 1) % 3], b[(k + 2) % 3]));
  }
  return s;
}

/// In space: four vectors of sum 0.
Selling in_space(const SymmetricTensor& D, double tiny) {
  std::array<Vector, 4> b{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-1, -1, -1}}};
  for (bool acute = true; acute;) {
    acute = false;
    for (int i = 0; i < 4 && !acute; ++i) {
      for (int j = i + 1; j < 4 && !acute; ++j) {
        if (product(D, b[i], b[j]) <= tiny) continue;
        for (int k = 0; k < 4; ++k) {
          if (k == i || k == j) continue;
          b[k] = plus(b[k], b[i]);
          check_reach(b[k]);
        }
        b[i] = minus(b[i]);
        acute = true;
      }
    }
  }
  Selling s;
  for (int i = 0; i < 4; ++i) {
    for (int j = i + 1; j < 4; ++j) {
      int k = 0;
      while (k == i || k == j) ++k;
      const int l = 6 - i - j - k;
      add(s, cross(b[k], b[l]), -product(D, b[i], b[j]));
    }
  }
  return s;
}

}  // namespace

Selling selling(const SymmetricTensor& tensor, const std::array<bool, 3>& active) {
  SymmetricTensor D = tensor;
  std::array<int, 3> axis{};
  int axes = 0;
  double trace = 0;
  for (int a = 0; a < 3; ++a) {
    if (!active[a]) continue;
    axis[axes++] = a;
    trace += D[a];
    if (!(D[a] >= 0) || !std::isfinite(D[a]))
      throw std::domain_error("the dispersion tensor is not positive");
  }
  for (int pair = 0; pair < 3; ++pair) {  // xy, xz, yz
    const int a = pair == 2 ? 1 : 0, b = pair == 0 ? 1 : 2;
    if (!active[a] || !active[b]) D[3 + pair] = 0;
    if (D[3 + pair] * D[3 + pair] > D[a] * D[b] * (1 + 1e-9))
      throw std::domain_error("the dispersion tensor is not positive");
  }
  const double tiny = 1e-14 * trace;  // far below what a stencil can resolve, above rounding
  if (axes == 3) return in_space(D, tiny);
  if (axes == 2) return in_plane(D, axis[0], axis[1], tiny);
  Selling s;
  if (axes == 1) {
    Vector e{};
    e[axis[0]] = 1;
    add(s, e, D[axis[0]]);
  }
  return s;
}

std::vector<SymmetricTensor> dispersion_tensor(const Carrier& carrier, const DispersionLaw& law,
                                               std::span<const double> factor) {
  const Grid& grid = carrier.grid;
  const std::size_t cells = grid.size();
  if (!(law.longitudinal >= 0) || !(law.transverse >= 0) || !(law.molecular >= 0))
    throw std::invalid_argument("dispersion: lengths and molecular diffusion must be at least 0");
  if (!factor.empty() && factor.size() != cells)
    throw std::invalid_argument("dispersion: " + std::to_string(factor.size()) + " factors for " +
                                std::to_string(cells) + " cells");
  std::array<std::vector<double>, 3> mean, largest;  // over the two faces of an axis
  for (int axis = 0; axis < 3; ++axis) {
    mean[axis].assign(cells, 0);
    largest[axis].assign(cells, 0);
  }
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    const double q = carrier.flux[axis][c] / grid.face_area(axis);
    for (const std::size_t side : {c, next}) {
      mean[axis][side] += 0.5 * q;
      largest[axis][side] = std::max(largest[axis][side], std::fabs(q));
    }
  });
  std::vector<SymmetricTensor> tensor(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    SymmetricTensor& D = tensor[c];
    D.fill(0);
    if (carrier.inflow[c] + carrier.outflow[c] > 0) {
      const double fastest = std::max({largest[0][c], largest[1][c], largest[2][c]});
      for (int a = 0; a < 3; ++a) D[a] = std::max(law.longitudinal * largest[a][c], law.transverse * fastest);
    } else {
      const double q[3] = {mean[0][c], mean[1][c], mean[2][c]};
      const double speed = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2]);
      if (speed > 0) {
        const double along = (law.longitudinal - law.transverse) / speed;
        for (int a = 0; a < 3; ++a) D[a] = law.transverse * speed + along * q[a] * q[a];
        D[3] = along * q[0] * q[1];
        D[4] = along * q[0] * q[2];
        D[5] = along * q[1] * q[2];
      }
    }
    const double molecular = law.molecular * carrier.pore_volume[c] / grid.volume();
    for (int a = 0; a < 3; ++a) D[a] += molecular;
    if (factor.empty()) continue;
    if (!(factor[c] >= 0) || !std::isfinite(factor[c]))
      throw std::invalid_argument("dispersion: the factor of " + cell_name(grid, c) + " is not at least 0");
    for (double& entry : D) entry *= factor[c];
  }
  return tensor;
}

}  // namespace cellroute::numerics
