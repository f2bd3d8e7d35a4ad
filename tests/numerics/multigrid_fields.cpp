// The solver on fields that defeat plainer methods, and the same bits for any number of threads.
#include "tests/numerics/multigrid_fields.hpp"

#include <omp.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"

using namespace cellroute;
using namespace cellroute::numerics;

namespace {

#ifdef CELLROUTE_SANITIZED
constexpr int flat = 96, deep = 24, shared_flat = 140, shared_deep = 27;
#else
constexpr int flat = 256, deep = 48, shared_flat = 300, shared_deep = 53;  // the last two: shared by threads
#endif

Grid square(int n) {
  Grid grid;
  grid.cells = {n, n, 1};
  return grid;
}

Grid cube(int n) {
  Grid grid;
  grid.cells = {n, n, n};
  return grid;
}

/// Iterations to a residual of 1e-10, between a source and a sink in opposite corners.
int iterations(const Grid& grid, const std::vector<double>& k) {
  DiffusionSolver solver(grid, conductances(grid, k, k, k));
  std::vector<double> source(grid.size()), x(grid.size());
  source.front() = 1;
  source.back() = -1;
  const SolveReport report = solver.solve(source, x, {1e-10, 200});
  CAPTURE(report.iterations, report.residual);
  CHECK(report.converged);
  CHECK(report.residual <= 1e-10);
  return report.iterations;
}

}  // namespace

TEST_CASE("A residual of 1e-10 within a stated number of iterations in two dimensions") {
  for (const int n : {flat / 2, flat}) {
    const Grid grid = square(n);
    CHECK(iterations(grid, testing::uniform_field(grid)) <= 20);
    CHECK(iterations(grid, testing::lobular_field(grid, 1e3)) <= 22);
    CHECK(iterations(grid, testing::septa_field(grid, 1e4)) <= 26);
    for (const double share : {0.02, 0.06, 0.2}) {
      CHECK(iterations(grid, testing::channel_field(grid, 1e4, share)) <= 38);
    }
    CHECK(iterations(grid, testing::noise_field(grid, 1e3)) <= 60);
  }
}

TEST_CASE("A residual of 1e-10 within a stated number of iterations in three dimensions") {
  for (const int n : {deep * 2 / 3, deep}) {
    const Grid grid = cube(n);
    CHECK(iterations(grid, testing::uniform_field(grid)) <= 22);
    CHECK(iterations(grid, testing::lobular_field(grid, 1e3)) <= 34);
    CHECK(iterations(grid, testing::septa_field(grid, 1e4)) <= 28);
    for (const double share : {0.02, 0.06, 0.2}) {
      CHECK(iterations(grid, testing::channel_field(grid, 1e4, share)) <= 48);
    }
    CHECK(iterations(grid, testing::noise_field(grid, 1e3)) <= 40);
  }
}

TEST_CASE("Pressure has the same bits for 1, 2 and 4 threads") {
  const int before = omp_get_max_threads();
  for (const Grid& grid : {square(shared_flat), cube(shared_deep)}) {
    Grid ring = grid;
    ring.periodic = {true, false, grid.cells[2] > 1};  // an odd ring takes three colours
    const std::vector<double> k = testing::channel_field(ring, 1e4, 0.06);
    const Faces face = conductances(ring, k, k, k);
    std::vector<double> source(ring.size());
    source[17] = 1;
    source[ring.size() - 40] = -1;
    std::vector<double> first;
    for (const int threads : {1, 2, 4}) {
      omp_set_num_threads(threads);
      std::vector<double> x(ring.size());
      DiffusionSolver solver(ring, face);
      REQUIRE(solver.solve(source, x, {1e-2, 100}).converged);
      if (first.empty()) first = x;
      CHECK(std::memcmp(first.data(), x.data(), x.size() * sizeof(double)) == 0);
    }
  }
  omp_set_num_threads(before);
}
