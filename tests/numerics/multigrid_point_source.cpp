// P1: at which distance the exact field of a point source has the pressure of the source's cell.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"

using namespace cellroute::numerics;

namespace {

constexpr double pi = std::numbers::pi;

/// Pressure of the cell of a unit source, mobility 1, in a periodic block whose other cells share the sink
/// evenly; zero mean.
double source_pressure(const Grid& grid) {
  const std::vector<double> k(grid.size(), 1.0);
  const std::size_t c = grid.index(grid.cells[0] / 2, grid.cells[1] / 2, grid.cells[2] / 2);
  std::vector<double> source(grid.size(), -1 / static_cast<double>(grid.size())), p(grid.size());
  source[c] += 1;
  DiffusionSolver solver(grid, conductances(grid, k, k, k));
  const SolveReport report = solver.solve(source, p, {1e-11, 100});
  REQUIRE(report.converged);
  REQUIRE(report.unbalanced.empty());
  return p[c];
}

/// Dedekind's eta at i t.
double eta(double t) {
  double product = std::exp(-pi * t / 12);
  for (int n = 1; n < 40; ++n) product *= 1 - std::exp(-2 * pi * n * t);
  return product;
}

/// Near its source the zero-mean Green function of a torus of width a and height b is
/// -(1/2 pi) ln(2 pi eta(i b/a)^2 r / a), so the source cell's pressure gives r.
double equivalent_radius(int n, double dx, double dy) {
  Grid grid;
  grid.cells = {n, n, 1};
  grid.spacing = {dx, dy, 1.0};
  grid.periodic = {true, true, false};
  return n * dx * std::exp(-2 * pi * source_pressure(grid)) / (2 * pi * std::pow(eta(dy / dx), 2));
}

}  // namespace

TEST_CASE("P1: equivalent radius of a square and of rectangles") {
  for (const auto& [dx, dy] : {std::pair{1.0, 1.0}, std::pair{std::sqrt(3.0), 1.0}, std::pair{0.5, 1.5}}) {
    const double exact = std::exp(-std::numbers::egamma) / 4 * std::sqrt(dx * dx + dy * dy);
    CAPTURE(dx, dy);
    CHECK(equivalent_radius(160, dx, dy) == Approx(exact).epsilon(1e-4));
  }
  CHECK(std::exp(-std::numbers::egamma) / (2 * std::sqrt(2.0)) == Approx(0.198505904).epsilon(1e-8));
}

TEST_CASE("P1: equivalent radius of a cube") {
  Grid grid;
  grid.cells = {32, 32, 32};
  grid.spacing = {1, 1, 1};
  grid.periodic = {true, true, true};
  // The images of the source and the even sink: 2.837297 is the lattice constant of the cube.
  const double alone = source_pressure(grid) + 2.837297 / (4 * pi * 32);
  CHECK(alone == Approx(0.252731009859).epsilon(1e-4));  // Watson's integral u3 / 6
  CHECK(1 / (4 * pi * alone) == Approx(0.314870).epsilon(1e-4));
}
