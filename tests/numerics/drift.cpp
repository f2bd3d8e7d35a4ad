// Migration of homed cells up a chemokine field.
#include "sim/numerics/transport/drift.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;

namespace {

constexpr double pi = 3.14159265358979323846;

double total(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

/// dh/dt = div(D grad h - chi h grad S) on the unit square with D 0.1, chi 0.2, S = cos(pi x) cos(pi y) and
/// no flux at the walls; with S as potential, h = e^{chi S/D} g turns it into e^{chi S/D} g_t =
/// div(D e^{chi S/D} grad g), of which the slowest decay is not known in closed form: so a source makes
/// h = 2 + e^{-t} cos(pi x) the solution. Returns the error at t = 0.5.
double manufactured_error(int n, int steps) {
  const double D = 0.1, chi = 0.2, length = 1.0 / n, dt = 0.5 / steps;
  const Grid grid{{n, n, 1}, {length, length, 1}, {false, false, false}};
  std::vector<double> S, h, source(grid.size());
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) {
      const double x = (i + 0.5) * length, y = (j + 0.5) * length;
      S.push_back(std::cos(pi * x) * std::cos(pi * y));
      h.push_back(2 + std::cos(pi * x));
    }
  DriftDiffusion migration(grid, D, chi, S);
  for (int s = 0; s < steps; ++s) {
    const double decay = std::exp(-(s + 1) * dt);
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i) {
        const double x = pi * (i + 0.5) * length, y = pi * (j + 0.5) * length;
        const double g = decay * std::cos(x), gx = -pi * decay * std::sin(x);
        const double Sx = -pi * std::sin(x) * std::cos(y), laplace = -2 * pi * pi * std::cos(x) * std::cos(y);
        // h_t - D lap h + chi (grad h . grad S + h lap S), added over the step at its end.
        const double rate = -g + D * pi * pi * g + chi * (gx * Sx + (2 + g) * laplace);
        h[grid.index(i, j, 0)] += dt * rate;
      }
    migration.step(dt, h);
  }
  double square = 0;
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) {
      const double exact = 2 + std::exp(-0.5) * std::cos(pi * (i + 0.5) * length);
      square += std::pow(h[grid.index(i, j, 0)] - exact, 2);
    }
  return std::sqrt(square) * length;
}

}  // namespace

TEST_CASE("The equilibrium exp(chi S/D) stays exactly, and everything ends there") {
  const Grid grid{{16, 12, 3}, {1e-5, 1.3e-5, 2e-5}, {false, true, false}};
  const double D = 3e-14, chi = 2e-13;
  testing::Uniform uniform(1);
  std::vector<double> S, rest, h(grid.size(), 1);
  for (std::size_t c = 0; c < grid.size(); ++c) {
    S.push_back(uniform());
    rest.push_back(std::exp(chi * S.back() / D));
  }
  DriftDiffusion migration(grid, D, chi, S);
  std::vector<double> still = rest;
  migration.step(1e5, still, {.tolerance = 1e-13});
  for (std::size_t c = 0; c < grid.size(); ++c) CHECK(still[c] == Approx(rest[c]).epsilon(1e-10));
  const double share = total(h) / total(rest);
  for (int s = 0; s < 20; ++s) migration.step(1e8, h);
  for (std::size_t c = 0; c < grid.size(); ++c) CHECK(h[c] == Approx(share * rest[c]).epsilon(1e-6));
}

TEST_CASE("Migrating cells are neither made nor lost, nor ever negative") {
  const Grid grid{{40, 30, 1}, {1e-5, 1e-5, 1e-5}, {false, false, false}};
  testing::Uniform uniform(2);
  for (const double D : {0.0, 1e-16, 1e-13}) {
    std::vector<double> S, h(2 * grid.size(), 0);
    for (int j = 0; j < 30; ++j)
      for (int i = 0; i < 40; ++i) S.push_back(std::hypot(i - 11.3, j - 17.7) / 40 + 0.01 * uniform());
    h[grid.index(20, 20, 0)] = 1e9;
    for (std::size_t c = 0; c < grid.size(); ++c) h[grid.size() + c] = uniform();
    const std::vector<double> before = {total({h.begin(), h.begin() + 1200}),
                                        total({h.begin() + 1200, h.end()})};
    DriftDiffusion migration(grid, D, 1e-12, S);
    for (const double dt : {1.0, 1e3, 1e5, 1e6}) {
      migration.step(dt, h);
      CHECK(*std::min_element(h.begin(), h.end()) >= 0);
      CHECK(total({h.begin(), h.begin() + 1200}) == Approx(before[0]).epsilon(1e-13));
      CHECK(total({h.begin() + 1200, h.end()}) == Approx(before[1]).epsilon(1e-13));
    }
  }
}

TEST_CASE("Migration is of second order in space and first order in time") {
  const double coarse = manufactured_error(16, 16), fine = manufactured_error(32, 64);
  INFO("errors " << coarse << " " << fine);
  CHECK(std::log2(coarse / fine) == Approx(2).margin(0.2));
  CHECK(fine < 0.01);
}

TEST_CASE("Without an attractant a step is plain diffusion: second moments grow by 2 D t") {
  const int n = 81;
  const Grid grid{{n, 1, 1}, {1, 1, 1}, {false, false, false}};
  std::vector<double> h(n, 0);
  h[40] = 1;
  DriftDiffusion migration(grid, 2, 5, std::vector<double>(n, 7));
  for (int s = 0; s < 8; ++s) migration.step(0.5, h, {.tolerance = 1e-13});
  double second = 0;
  for (int i = 0; i < n; ++i) second += h[i] * (i - 40) * (i - 40);
  CHECK(second == Approx(2 * 2 * 8 * 0.5).epsilon(1e-6));
}

TEST_CASE("Walls stop migration, and numbers without sense are refused") {
  const Grid grid{{8, 4, 1}, {1, 1, 1}, {false, false, false}};
  Faces open;
  for (auto& faces : open) faces.assign(grid.size(), 1);
  std::vector<double> S, h(grid.size(), 1);
  for (std::size_t c = 0; c < grid.size(); ++c) S.push_back(static_cast<double>(c % 8));
  for (int j = 0; j < 4; ++j) open[0][grid.index(3, j, 0)] = 0;
  DriftDiffusion migration(grid, 1, 3, S, &open);
  migration.step(1e3, h);
  double left = 0;
  for (std::size_t c = 0; c < h.size(); ++c) left += c % 8 < 4 ? h[c] : 0;
  CHECK(left == Approx(16).epsilon(1e-9));
  CHECK(h[3] > 3);
  CHECK_THROWS_AS(migration.step(0, h), std::invalid_argument);
  CHECK_THROWS_AS(DriftDiffusion(grid, -1, 1, S), std::invalid_argument);
  CHECK_THROWS_AS(DriftDiffusion(grid, 1, 1, std::vector<double>(3)), std::invalid_argument);
  S[5] = NAN;
  CHECK_THROWS_AS(DriftDiffusion(grid, 1, 1, S), std::invalid_argument);
}
