// Darcy flow in an annulus, as a chain of rings on the same solver as the block.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "sim/numerics/multigrid/diffusion_solver.hpp"

using namespace cellroute;
using std::numbers::pi;

namespace {

/// Rings between r1 and r2 [m]; mobility k/mu per thickness. Blood `flow` [m2/s] leaves through the inner
/// wall and enters through the outer one, which has pressure `outer`.
struct Annulus {
  double r1, r2, mobility, flow, outer;

  double exact(double r) const { return outer - flow / (2 * pi * mobility) * std::log(r2 / r); }
};

struct Rings {
  std::vector<double> radius;  // [m] middles
  std::vector<double> pressure;
  double inner_wall = 0;  // [Pa]
  double width = 0;
};

enum class InnerWall { pressure, flow };  // which of the two is given

Rings solve(const Annulus& annulus, int n, InnerWall given) {
  numerics::Grid grid;
  grid.cells = {n, 1, 1};
  grid.spacing[0] = (annulus.r2 - annulus.r1) / n;
  const double h = grid.spacing[0];
  const auto conductance = [&](double r) { return annulus.mobility * 2 * pi * r / h; };
  numerics::Faces faces;
  for (auto& axis : faces) axis.assign(grid.size(), 0.0);
  std::vector<double> sink(grid.size(), 0.0), source(grid.size(), 0.0);
  Rings rings{{}, std::vector<double>(grid.size(), annulus.outer), 0, h};
  for (int i = 0; i < n; ++i) {
    if (i + 1 < n) faces[0][static_cast<std::size_t>(i)] = conductance(annulus.r1 + (i + 1) * h);
    rings.radius.push_back(annulus.r1 + (i + 0.5) * h);
  }
  if (given == InnerWall::flow) {
    source.front() = -annulus.flow;
  } else {
    sink.front() = 2 * conductance(annulus.r1);
    source.front() = sink.front() * annulus.exact(annulus.r1);
  }
  sink.back() = 2 * conductance(annulus.r2);  // half a ring to the wall
  source.back() = sink.back() * annulus.outer;
  numerics::DiffusionSolver solver(grid, faces, sink);
  const auto report = solver.solve(source, rings.pressure, {1e-11});
  REQUIRE(report.converged);
  rings.inner_wall = rings.pressure.front() - annulus.flow / (2 * conductance(annulus.r1));
  return rings;
}

double relative_error(const Annulus& annulus, int n) {
  const auto rings = solve(annulus, n, InnerWall::pressure);
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < rings.radius.size(); ++i) {
    const double r = rings.radius[i];
    const double exact = annulus.exact(r);
    difference += (rings.pressure[i] - exact) * (rings.pressure[i] - exact) * r;
    size += exact * exact * r;
  }
  return std::sqrt(difference / size);
}

}  // namespace

TEST_CASE("D1: radial Darcy flow between two walls, second order") {
  // Inner wall 0.05 m at 1e5 Pa, mass flow -10 kg/s per m (inwards), k 1e-10 m2, nu 1e-6 m2/s: in
  // pressure over density everything scales, so mobility k/nu carries the mass flow.
  Annulus annulus{0.05, 1.0, 1e-10 / 1e-6, 10, 0};
  annulus.outer = 1e5 + annulus.flow / (2 * pi * annulus.mobility) * std::log(1.0 / 0.05);
  std::vector<double> error;
  for (const int n : {100, 200, 400, 800, 1600}) error.push_back(relative_error(annulus, n));
  CAPTURE(error);
  CHECK(error.front() == Approx(8.4e-5).epsilon(0.02));
  CHECK(error.back() == Approx(3.3e-7).epsilon(0.02));
  for (std::size_t i = 1; i < error.size(); ++i)
    CHECK(std::log2(error[i - 1] / error[i]) == Approx(2).margin(0.01));
}

TEST_CASE("D2: the lobule as an annulus") {
  const double R = 500e-6;
  const double vein = 30e-6;
  const double flow = pi * (R * R - vein * vein) / 60;
  const Annulus annulus{vein, R, 1e-14 / 3.5e-3, flow, 0};
  CHECK(-annulus.exact(vein) == Approx(2044.060111).epsilon(1e-9));
  const auto inner_wall = [&](int n) { return solve(annulus, n, InnerWall::flow).inner_wall; };
  std::vector<double> error;
  for (const int n : {250, 500, 1000}) error.push_back(std::abs(inner_wall(n) / annulus.exact(vein) - 1));
  CAPTURE(error);
  CHECK(std::log2(error[0] / error[1]) == Approx(2).margin(0.02));
  CHECK(std::log2(error[1] / error[2]) == Approx(2).margin(0.02));
  const double extrapolated = (4 * inner_wall(1000) - inner_wall(500)) / 3;
  CHECK(extrapolated == Approx(annulus.exact(vein)).epsilon(1e-6));
}
