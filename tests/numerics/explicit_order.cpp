// The explicit step against exact answers, with the order of convergence measured: a column with
// dispersion (A2), saturable arrest (A8), a manufactured solution (M3) and a wave through a cube.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/numerics/transport/explicit_step.hpp"
#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;
using testing::column;

namespace {

constexpr double pi = 3.14159265358979323846;

/// Crank-Nicolson for V c' = div(D grad c) on a closed column of unit cross-section.
void disperse(std::vector<double>& c, double D, double h, double dt) {
  const int n = static_cast<int>(c.size());
  const double r = D * dt / (2 * h * h);
  std::vector<double> right(n), ratio(n);
  for (int i = 0; i < n; ++i) {
    const double low = i > 0 ? c[i - 1] - c[i] : 0, high = i + 1 < n ? c[i + 1] - c[i] : 0;
    right[i] = c[i] + r * (low + high);
  }
  double pivot = 1 + r;
  c[0] = right[0] / pivot;
  for (int i = 1; i < n; ++i) {
    ratio[i] = -r / pivot;
    pivot = 1 + (i + 1 < n ? 2 : 1) * r + r * ratio[i];
    c[i] = (right[i] + r * c[i - 1]) / pivot;
  }
  for (int i = n - 2; i >= 0; --i) c[i] -= ratio[i + 1] * c[i + 1];
}

/// Value at x by the cubic through the four nearest cell centres.
double at(const std::vector<double>& c, double h, double x) {
  const double s = x / h - 0.5;
  const int i = static_cast<int>(std::floor(s + 1e-9));
  const double t = s - i;
  return -t * (t - 1) * (t - 2) / 6 * c[i - 1] + (t + 1) * (t - 1) * (t - 2) / 2 * c[i] -
         (t + 1) * t * (t - 2) / 2 * c[i + 1] + (t + 1) * t * (t - 1) / 6 * c[i + 2];
}

struct Reached {
  double near, far;  // x = 4.05 at 60 s, x = 11.05 at 120 s
};

/// A2: 12 cm, 0.1 cm/s, flux inlet, zero-gradient outlet; decay is arrest with no way back.
Reached moc3d(int n, double D, double decay, Limiter limiter) {
  const double L = 12, v = 0.1, h = L / n;
  ExplicitTransport transport(column(std::vector<double>(n, h), L, v), limiter);
  const int steps = static_cast<int>(std::ceil(60 / (0.1 * h / v)));
  const double dt = 60.0 / steps;
  std::vector<double> c(n, 0), trapped(n, 0);
  const std::vector<double> inlet = {1}, arrest(n, decay);
  Reached reached = {};
  for (int s = 0; s < 2 * steps; ++s) {
    disperse(c, D, h, dt / 2);
    transport.run(1, {1, dt, inlet, arrest, {}}, c, trapped);
    disperse(c, D, h, dt / 2);
    if (s + 1 == steps) reached.near = at(c, h, 4.05);
  }
  reached.far = at(c, h, 11.05);
  return reached;
}

/// Exact c' = -s' = -(K/phi) c (m), m = S_m - s, with c and s per volume of tissue.
void bohart_adams(double K, double phi, double S_m, double dt, double& C, double& S) {
  const double c = phi * C, m = S_m - S, y = K / phi * dt, x = (c - m) * y;
  const double share = std::fabs(x) < 1e-8 ? 1 - x / 2 : -std::expm1(-x) / x;
  const double after = c / (1 + m * y * share);
  S += c - after;
  C = after / phi;
}

}  // namespace

TEST_CASE("A2: fronts in a dispersive column, as exact as a TVD scheme of second order should be") {
  // Exact: the series of Wexler's finite column in 50 digits (modflow6-examples, MOC3D problem 1). The
  // bounds were reached by a van Leer TVD scheme with SSP-RK2 written independently.
  const double exact[3][2] = {
      {0.9639440577, 0.7308449544}, {0.7138279336, 0.6030320612}, {0.5129569511, 0.2583940677}};
  const double bound[4] = {1.3e-3, 2.9e-4, 6.0e-5, 1.3e-5};
#ifdef CELLROUTE_SANITIZED
  constexpr int levels = 3;
#else
  constexpr int levels = 4;  // 960 cells reach 8.8e-6; 6000 reached 1.9e-7 in 31 s
#endif
  double error[levels];
  for (int level = 0; level < levels; ++level) {
    error[level] = std::fabs(moc3d(120 << level, 0.01, 0, Limiter::van_leer).near - exact[0][0]);
    CHECK(error[level] < bound[level]);
    if (level == 3) break;
    CHECK(std::fabs(moc3d(120 << level, 0.01, 0, Limiter::monotonized_central).near - exact[0][0]) < 1e-3);
  }
  for (int level = 2; level < levels; ++level) CHECK(std::log2(error[level - 1] / error[level]) > 1.8);
  for (const Limiter limiter : {Limiter::van_leer, Limiter::monotonized_central}) {
    const Reached b = moc3d(120, 0.1, 0, limiter), d = moc3d(120, 0.1, 0.01, limiter);
    CHECK(b.near == Approx(exact[1][0]).margin(2e-5));
    CHECK(b.far == Approx(exact[1][1]).margin(2e-5));
    CHECK(d.near == Approx(exact[2][0]).margin(2e-5));
    CHECK(d.far == Approx(exact[2][1]).margin(2e-5));
  }
}

TEST_CASE("A8: saturable irreversible arrest (Bohart-Adams) converges at second order") {
  const double phi = 0.15, K = 2, length = 1.2;
  const double E = std::exp(K * (2 - phi)), F = std::exp(K);
  CHECK(E / (E + F - 1) == Approx(0.8635876904969).epsilon(1e-12));
  CHECK((E - 1) / (E + F - 1) == Approx(0.8422367573715).epsilon(1e-12));
  double error[3][2];
  for (int level = 0; level < 3; ++level) {
    const int n = 60 << level;
    const double h = length / n;
    ExplicitTransport transport(column(std::vector<double>(n, phi * h), length, 1));
    const int steps = static_cast<int>(std::ceil(2 / (0.4 * phi * h)));
    const double dt = 2.0 / steps;
    const std::vector<double> inlet = {1};
    std::vector<double> C(n, 0), S(n, 0);
    for (int s = 0; s < steps; ++s) {
      for (int i = 0; i < n; ++i) bohart_adams(K, phi, 1, dt / 2, C[i], S[i]);
      transport.run(1, {1, dt, inlet, {}, {}}, C);
      for (int i = 0; i < n; ++i) bohart_adams(K, phi, 1, dt / 2, C[i], S[i]);
    }
    error[level][0] = error[level][1] = 0;
    for (int i = 0; i < n; ++i) {
      const double x = (i + 0.5) * h, growth = std::exp(K * (2 - phi * x)), along = std::exp(K * x);
      error[level][0] += h * std::fabs(C[i] - growth / (growth + along - 1));
      error[level][1] += h * std::fabs(S[i] - (growth - 1) / (growth + along - 1));
    }
    if (level == 2) {
      CHECK(at(C, h, 1) == Approx(E / (E + F - 1)).margin(1e-5));
      CHECK(at(S, h, 1) == Approx((E - 1) / (E + F - 1)).margin(1e-5));
    }
  }
  for (int what = 0; what < 2; ++what) {
    CHECK(error[0][what] / error[1][what] == Approx(4.0).margin(0.2));
    CHECK(error[1][what] / error[2][what] == Approx(4.0).margin(0.2));
  }
}

namespace {

/// M3 on the unit square, periodic: velocity from a stream function, so that fluxes balance exactly.
struct Manufactured {
  static constexpr double phi = 0.4, U = 1, V = 0.5, A = 0.3, k = 0.8;

  static double stream(double x, double y) {
    return A / (2 * pi) * std::sin(2 * pi * x) * std::sin(2 * pi * y);
  }
  static double c(double x, double y, double t) {
    return std::exp(-t) * (1 + 0.5 * std::sin(2 * pi * x) * std::cos(2 * pi * y));
  }
  /// Source per pore volume that makes c the solution of phi c_t + u . grad c = phi (source - k c/(1 + c)).
  static double source(double x, double y, double t) {
    const double sx = std::sin(2 * pi * x), cx = std::cos(2 * pi * x);
    const double sy = std::sin(2 * pi * y), cy = std::cos(2 * pi * y);
    const double u = U + A * sx * cy, v = V - A * cx * sy;
    const double value = c(x, y, t);
    return -value + std::exp(-t) * pi * (u * cx * cy - v * sx * sy) / phi + k * value / (1 + value);
  }
  static Carrier carrier(int n) {
    const double h = 1.0 / n;
    Carrier carrier;
    carrier.grid = {{n, n, 1}, {h, h, 1}, {true, true, false}};
    const std::size_t cells = carrier.grid.size();
    for (auto& faces : carrier.flux) faces.assign(cells, 0);
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i) {
        const double x = (i + 1) * h, y = (j + 1) * h;
        carrier.flux[0][carrier.grid.index(i, j, 0)] = U * h + stream(x, y) - stream(x, y - h);
        carrier.flux[1][carrier.grid.index(i, j, 0)] = V * h - stream(x, y) + stream(x - h, y);
      }
    carrier.inflow.assign(cells, 0);
    carrier.outflow.assign(cells, 0);
    carrier.pore_volume.assign(cells, phi * h * h);
    return carrier;
  }
};

/// Mean error at t = 0.25, and the largest departure from the balance of cells.
struct Outcome {
  double error, imbalance;
};

Outcome manufactured(int n, Limiter limiter) {
  using M = Manufactured;
  const double h = 1.0 / n, end = 0.25;
  ExplicitTransport transport(M::carrier(n), limiter);
  const int steps = static_cast<int>(std::ceil(end / transport.largest_step()));
  const double dt = end / steps;
  std::vector<double> c(static_cast<std::size_t>(n) * n);
  const auto each = [&](auto visit) {
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i) visit(c[static_cast<std::size_t>(j) * n + i], (i + 0.5) * h, (j + 0.5) * h);
  };
  const auto total = [&] {
    double sum = 0;
    for (const double x : c) sum += x;
    return sum * M::phi * h * h;
  };
  const auto react = [&](double t, double step) {  // midpoint rule
    each([&](double& value, double x, double y) {
      const double middle = value + step / 2 * (M::source(x, y, t) - M::k * value / (1 + value));
      value += step * (M::source(x, y, t + step / 2) - M::k * middle / (1 + middle));
    });
  };
  each([&](double& value, double x, double y) { value = M::c(x, y, 0); });
  Outcome outcome = {0, 0};
  for (int s = 0; s < steps; ++s) {
    react(s * dt, dt / 2);
    const double before = total();
    transport.run(1, {1, dt, {}, {}, {}}, c);
    outcome.imbalance = std::max(outcome.imbalance, std::fabs(total() / before - 1));
    react((s + 0.5) * dt, dt / 2);
  }
  each(
      [&](double value, double x, double y) { outcome.error += std::fabs(value - M::c(x, y, end)) * h * h; });
  return outcome;
}

}  // namespace

#ifdef CELLROUTE_SANITIZED
constexpr int coarsest = 16;
#else
constexpr int coarsest = 32;
#endif

TEST_CASE("M3: a manufactured solution with saturable arrest, second order in h and dt together") {
  for (const Limiter limiter : {Limiter::monotonized_central, Limiter::van_leer}) {
    const Outcome coarse = manufactured(coarsest, limiter), fine = manufactured(2 * coarsest, limiter),
                  finest = manufactured(4 * coarsest, limiter);
    CHECK(std::log2(coarse.error / fine.error) > 1.8);
    CHECK(std::log2(fine.error / finest.error) > 1.85);
    CHECK(finest.imbalance < 1e-13);
  }
}

TEST_CASE("A wave carried along the diagonal of a cube converges at second order") {
  double error[2];
  for (int level = 0; level < 2; ++level) {
    const int n = 16 << level;
    const double h = 1.0 / n;
    Carrier carrier;
    carrier.grid = {{n, n, n}, {h, h, h}, {true, true, true}};
    const std::size_t cells = carrier.grid.size();
    for (int axis = 0; axis < 3; ++axis) carrier.flux[axis].assign(cells, (1 - 0.3 * axis) * h * h);
    carrier.inflow.assign(cells, 0);
    carrier.outflow.assign(cells, 0);
    carrier.pore_volume.assign(cells, h * h * h);
    ExplicitTransport transport(carrier);
    const double end = 0.25;
    const int steps = static_cast<int>(std::ceil(end / transport.largest_step()));
    const auto wave = [&](std::size_t i, double t) {
      const std::size_t m = static_cast<std::size_t>(n);
      const double x = (static_cast<double>(i % m) + 0.5) * h - t;
      const double y = (static_cast<double>(i / m % m) + 0.5) * h - 0.7 * t;
      const double z = (static_cast<double>(i / m / m) + 0.5) * h - 0.4 * t;
      return 2 + std::sin(2 * pi * x) * std::sin(2 * pi * y) + std::cos(2 * pi * z);
    };
    std::vector<double> c(cells);
    for (std::size_t i = 0; i < cells; ++i) c[i] = wave(i, 0);
    transport.run(1, {steps, end / steps, {}, {}, {}}, c);
    error[level] = 0;
    for (std::size_t i = 0; i < cells; ++i) error[level] += std::fabs(c[i] - wave(i, end)) * h * h * h;
  }
  CHECK(std::log2(error[0] / error[1]) > 1.8);
}
