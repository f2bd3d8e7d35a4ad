// What the pressure solver refuses and reports, and what it makes of a guess and of new coefficients.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "tests/numerics/multigrid_fields.hpp"

using namespace cellroute;
using namespace cellroute::numerics;
using Catch::Matchers::Contains;

namespace {

Grid small_grid() {
  Grid grid;
  grid.cells = {6, 5, 1};
  return grid;
}

Faces small_faces() {
  const Grid grid = small_grid();
  const auto k = testing::uniform_field(grid);
  return conductances(grid, k, k, k);
}

}  // namespace

TEST_CASE("Mobilities that are zero, negative or no number are refused with the cell") {
  const Grid grid = small_grid();
  for (const double wrong : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    auto k = testing::uniform_field(grid);
    k[7] = wrong;
    CHECK_THROWS_WITH(conductances(grid, k, k, k), Contains("along x of cell 7") && Contains("positive"));
  }
  CHECK_THROWS_WITH(conductances(grid, std::vector<double>(3, 1.0), {}, {}), Contains("has 3 numbers"));
}

TEST_CASE("Conductances that are negative or no number, and walls that conduct, are refused with the cell") {
  const Grid grid = small_grid();
  for (const double wrong : {-1e-300, std::nan(""), std::numeric_limits<double>::infinity()}) {
    Faces face = small_faces();
    face[1][8] = wrong;
    CHECK_THROWS_WITH(DiffusionSolver(grid, face), Contains("axis 1 of cell 8") && Contains("0 or more"));
    std::vector<double> sink(grid.size());
    sink[3] = wrong;
    CHECK_THROWS_WITH(DiffusionSolver(grid, small_faces(), sink), Contains("sink of cell 3"));
  }
  Faces face = small_faces();
  face[0][5] = 1;
  CHECK_THROWS_WITH(DiffusionSolver(grid, face), Contains("wall after cell 5 along axis 0"));
}

TEST_CASE("Fields of the wrong size, and a block in which nothing conducts, are refused") {
  const Grid grid = small_grid();
  Faces face = small_faces();
  CHECK_THROWS_WITH(DiffusionSolver(grid, face, std::vector<double>(4)), Contains("4 sinks"));
  DiffusionSolver solver(grid, face);
  std::vector<double> x(grid.size()), source(grid.size());
  CHECK_THROWS_WITH(solver.solve(std::vector<double>(2), x), Contains("one number per cell"));
  source[4] = std::nan("");
  CHECK_THROWS_WITH(solver.solve(source, x), Contains("cell 4 is not finite"));
  for (auto& axis : face) std::fill(axis.begin(), axis.end(), 0.0);
  CHECK_THROWS_WITH(solver.update(face), Contains("no face conducts"));
  face[2].clear();
  CHECK_THROWS_WITH(solver.update(face), Contains("axis 2 has 0"));
}

TEST_CASE("A closed region whose sources do not sum to zero is reported, and solved without their mean") {
  const Grid grid = small_grid();
  Faces face = small_faces();
  for (int j = 0; j < 5; ++j) face[0][grid.index(2, j, 0)] = 0;
  DiffusionSolver solver(grid, face);
  REQUIRE(solver.regions().list.size() == 2);
  std::vector<double> source(grid.size()), x(grid.size());
  source[grid.index(0, 0, 0)] = 1;
  source[grid.index(2, 4, 0)] = -1;
  source[grid.index(4, 0, 0)] = 3;
  const SolveReport report = solver.solve(source, x);
  CHECK(report.converged);
  REQUIRE(report.unbalanced.size() == 1);
  CHECK(report.unbalanced[0].region == 1);
  CHECK(report.unbalanced[0].sum == Approx(3));
  CHECK(report.unbalanced[0].scale == Approx(3));
  double left = 0, right = 0;
  for (int j = 0; j < 5; ++j) {
    for (int i = 0; i < 6; ++i) (i < 3 ? left : right) += x[grid.index(i, j, 0)];
  }
  CHECK(left == Approx(0).margin(1e-12));
  CHECK(right == Approx(0).margin(1e-12));
}

TEST_CASE("A good guess saves iterations, the solution itself takes none") {
  const Grid grid = [] {
    Grid g;
    g.cells = {60, 50, 1};
    return g;
  }();
  const auto k = testing::channel_field(grid, 1e4, 0.1);
  DiffusionSolver solver(grid, conductances(grid, k, k, k));
  std::vector<double> source(grid.size()), x(grid.size());
  source.front() = 1;
  source.back() = -1;
  const int cold = solver.solve(source, x, {1e-9, 100}).iterations;
  CHECK(solver.solve(source, x, {1e-8, 100}).iterations == 0);
  for (double& v : x) v *= 1 + 1e-6;
  const int warm = solver.solve(source, x, {1e-9, 100}).iterations;
  CHECK(warm > 0);
  CHECK(warm < cold);
}

TEST_CASE("New coefficients give what a new solver gives, bit for bit") {
  Grid grid;
  grid.cells = {33, 31, 5};
  const auto first = testing::noise_field(grid, 1e3), second = testing::channel_field(grid, 1e4, 0.1);
  const std::vector<double> sink(grid.size(), 0.01);
  std::vector<double> source(grid.size()), fresh(grid.size()), reused(grid.size());
  source[100] = 1;
  DiffusionSolver solver(grid, conductances(grid, first, first, first), sink);
  solver.solve(source, reused);
  std::fill(reused.begin(), reused.end(), 0.0);
  source[4000] = -1;
  const Faces face = conductances(grid, second, second, second);
  solver.update(face);
  CHECK(solver.solve(source, reused).converged);
  CHECK(DiffusionSolver(grid, face).solve(source, fresh).converged);
  CHECK(fresh == reused);
}

TEST_CASE("Face fluxes balance the sources, and nothing crosses a wall") {
  Grid grid;
  grid.cells = {12, 9, 7};
  grid.periodic = {true, false, false};
  const auto k = testing::noise_field(grid, 100);
  const Faces face = conductances(grid, k, k, k);
  std::vector<double> source(grid.size()), x(grid.size());
  source[5] = 2;
  source[700] = -2;
  DiffusionSolver solver(grid, face);
  REQUIRE(solver.solve(source, x, {1e-13, 100}).residual < 1e-12);
  const Faces flux = face_fluxes(grid, face, x);
  for (int kk = 0; kk < 7; ++kk) {
    for (int j = 0; j < 9; ++j) {
      for (int i = 0; i < 12; ++i) {
        const std::size_t c = grid.index(i, j, kk);
        double out = flux[0][c] + flux[1][c] + flux[2][c] - flux[0][grid.index((i + 11) % 12, j, kk)];
        if (j > 0) out -= flux[1][grid.index(i, j - 1, kk)];
        if (kk > 0) out -= flux[2][grid.index(i, j, kk - 1)];
        REQUIRE(out == Approx(source[c]).margin(1e-11));
        if (j == 8) REQUIRE(flux[1][c] == 0);
        if (kk == 6) REQUIRE(flux[2][c] == 0);
      }
    }
  }
}
