// One multigrid cycle as a preconditioner of iterations elsewhere.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "tests/numerics/multigrid_fields.hpp"

using namespace cellroute::numerics;

namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += a[c] * b[c];
  return sum;
}

/// x' A x
double energy(const Grid& grid, const Faces& face, const std::vector<double>& sink,
              const std::vector<double>& x) {
  const Faces flux = face_fluxes(grid, face, x);
  double sum = 0;
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t c = 0; c < grid.size(); ++c) {
      if (face[a][c] > 0) sum += flux[a][c] * flux[a][c] / face[a][c];
    }
  }
  for (std::size_t c = 0; c < grid.size(); ++c) sum += sink[c] * x[c] * x[c];
  return sum;
}

TEST_CASE("One cycle points nearly where the solution is, whatever the unit of the right-hand side") {
  Grid grid;
  grid.cells = {24, 20, 16};
  for (const std::vector<double>& mobility :
       {cellroute::testing::uniform_field(grid), cellroute::testing::noise_field(grid, 1e3),
        cellroute::testing::channel_field(grid, 1e4, 0.06)}) {
    const Faces face = conductances(grid, mobility, mobility, mobility);
    std::vector<double> sink(grid.size(), 0), rhs(grid.size());
    for (std::size_t c = 0; c < grid.size(); ++c) {
      if (c % 97 == 0) sink[c] = mobility[c];
      rhs[c] = std::sin(0.37 * static_cast<double>(c)) + (c % 31 == 0 ? 5 : 0);
    }
    DiffusionSolver solver(grid, face, sink);
    std::vector<double> exact(grid.size(), 0), x(grid.size()), small(grid.size());
    REQUIRE(solver.solve(rhs, exact).converged);
    solver.cycle(rhs, x);
    // The angle between the two in the energy norm: its sine is what is left of the error.
    const double cosine = dot(x, rhs) / std::sqrt(energy(grid, face, sink, x) * dot(exact, rhs));
    CHECK(cosine > 0.9);
    for (double& b : rhs) b *= 0x1p-400;
    solver.cycle(rhs, small);
    for (double& s : small) s *= 0x1p400;
    CHECK(small == x);
    std::fill(rhs.begin(), rhs.end(), 0.0);
    solver.cycle(rhs, x);
    CHECK(dot(x, x) == 0);
  }
}

}  // namespace
