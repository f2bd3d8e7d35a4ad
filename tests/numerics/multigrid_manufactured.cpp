// Pressure against exact solutions, with the order of convergence measured.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"

using namespace cellroute::numerics;

namespace {

constexpr double pi = std::numbers::pi;

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double worst = 0;
  for (std::size_t c = 0; c < a.size(); ++c) worst = std::max(worst, std::fabs(a[c] - b[c]));
  return worst;
}

/// p = the product of sin(2 pi x / L) over the axes, periodic, L = 3 mm, mobility 2e-12: the source density
/// is 4 pi^2 (number of axes) kappa / L^2 p. Returns the largest error over the largest p.
double sine_error(int n, int axes) {
  const double length = 3e-3, mobility = 2e-12;
  Grid grid;
  grid.cells = {n, n, axes == 3 ? n : 1};
  grid.spacing = {length / n, length / n, length / n};
  grid.periodic = {true, true, axes == 3};
  const std::vector<double> k(grid.size(), mobility);
  std::vector<double> exact(grid.size()), source(grid.size()), p(grid.size());
  for (int kk = 0; kk < grid.cells[2]; ++kk) {
    for (int j = 0; j < n; ++j) {
      for (int i = 0; i < n; ++i) {
        const std::size_t c = grid.index(i, j, kk);
        exact[c] = std::sin(2 * pi * (i + 0.5) / n) * std::sin(2 * pi * (j + 0.5) / n);
        if (axes == 3) exact[c] *= std::sin(2 * pi * (kk + 0.5) / n);
        source[c] = axes * 4 * pi * pi * mobility / (length * length) * exact[c] * grid.volume();
      }
    }
  }
  DiffusionSolver solver(grid, conductances(grid, k, k, k));
  const SolveReport report = solver.solve(source, p, {1e-12, 100});
  REQUIRE(report.converged);
  REQUIRE(report.unbalanced.empty());
  return largest_difference(p, exact) / largest_difference(exact, std::vector<double>(exact.size()));
}

/// Walls on all sides, p = cos(pi x) cos(pi y), mobility exp(a (x + y)) of each cell: returns the error.
double varying_error(int n) {
  const double a = 1.5;
  Grid grid;
  grid.cells = {n, n, 1};
  grid.spacing = {1.0 / n, 1.0 / n, 1.0};
  std::vector<double> k(grid.size()), exact(grid.size()), source(grid.size()), p(grid.size());
  double mean = 0;
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const double x = (i + 0.5) / n, y = (j + 0.5) / n;
      const std::size_t c = grid.index(i, j, 0);
      k[c] = std::exp(a * (x + y));
      exact[c] = std::cos(pi * x) * std::cos(pi * y);
      // -div(k grad p) = k (2 pi^2 p - a (dp/dx + dp/dy))
      const double slope = -pi * (std::sin(pi * x) * std::cos(pi * y) + std::cos(pi * x) * std::sin(pi * y));
      source[c] = k[c] * (2 * pi * pi * exact[c] - a * slope) * grid.volume();
      mean += exact[c] / static_cast<double>(grid.size());
    }
  }
  for (double& e : exact) e -= mean;
  DiffusionSolver solver(grid, conductances(grid, k, k, {}));
  REQUIRE(solver.solve(source, p, {1e-11, 100}).converged);
  return largest_difference(p, exact);
}

/// Two layers joined everywhere by exchange beta: p of layer 1 at x = 1/2 and the flux that enters.
std::array<double, 2> two_compartments(int n, double k1, double k2, double beta) {
  Grid grid;
  grid.cells = {n, 1, 2};
  const double h = 1.0 / n;
  Faces face;
  for (auto& axis : face) axis.assign(grid.size(), 0);
  for (int i = 0; i + 1 < n; ++i) {
    face[0][grid.index(i, 0, 0)] = k1 / h;
    face[0][grid.index(i, 0, 1)] = k2 / h;
  }
  for (int i = 0; i < n; ++i) face[2][grid.index(i, 0, 0)] = beta * h;
  std::vector<double> sink(grid.size()), source(grid.size()), p(grid.size());
  const std::size_t in = grid.index(0, 0, 0), out = grid.index(n - 1, 0, 1);
  sink[in] = source[in] = 2 * k1 / h;  // p1 = 1 at x = 0, half a cell away
  sink[out] = 2 * k2 / h;              // p2 = 0 at x = 1
  DiffusionSolver solver(grid, face, sink);
  REQUIRE(solver.solve(source, p, {1e-12, 200}).converged);
  return {(p[grid.index(n / 2 - 1, 0, 0)] + p[grid.index(n / 2, 0, 0)]) / 2, sink[in] * (1 - p[in])};
}

}  // namespace

TEST_CASE("M2: a product of sines, periodic, in second order") {
  for (const int axes : {2, 3}) {
    const double coarse = sine_error(16, axes), fine = sine_error(32, axes);
    CAPTURE(axes, coarse, fine);
    CHECK(std::log2(coarse / fine) == Approx(2).margin(0.05));
    CHECK(fine < 0.004);
  }
}

TEST_CASE("M2: varying mobility between walls, in second order") {
  const double coarse = varying_error(40), fine = varying_error(80);
  CAPTURE(coarse, fine);
  CHECK(std::log2(coarse / fine) == Approx(2).margin(0.1));
  CHECK(fine < 1e-3);
}

TEST_CASE("M1: two compartments joined by exchange, in second order") {
  // k1, k2, beta, p1(1/2) and the flux: s = p1 - p2 = E cosh mx + F sinh mx, m^2 = beta (1/k1 + 1/k2).
  const double cases[3][5] = {{1, 1, 1, .7772675043429, .6019153899710},
                              {1, 1, 10, .5331718292219, 1.3721669427266},
                              {2, .5, 4, .7830367412823, 1.0406123526806}};
  for (const auto& [k1, k2, beta, pressure, flux] : cases) {
    const auto coarse = two_compartments(50, k1, k2, beta), fine = two_compartments(100, k1, k2, beta);
    CAPTURE(k1, k2, beta);
    CHECK(std::log2((coarse[0] - pressure) / (fine[0] - pressure)) == Approx(2).margin(0.1));
    CHECK(std::log2((coarse[1] - flux) / (fine[1] - flux)) == Approx(2).margin(0.1));
    CHECK(fine[0] == Approx(pressure).epsilon(1e-4));
    CHECK(fine[1] == Approx(flux).epsilon(1e-4));
  }
}
