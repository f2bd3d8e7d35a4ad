// Flow through the infinite hexagonal lattice against its closed forms.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "sim/lobule/flow.hpp"
#include "tests/lobule/lattice_field.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using namespace cellroute::lobule;
using std::numbers::pi;
using std::numbers::sqrt3;

namespace {

constexpr double mobility = 1e-14 / 3.5e-3;  // [m2/(Pa s)] of H1

/// Vessels as in H1; arterial inlets, which carry nothing here, wide and far enough for coarse grids.
Lobule lobule_of_h1() {
  Lobule lobule = h1_lobule();
  lobule.arterial_inlet_radius = 20 * um;
  lobule.arterial_inlet_distance = 80 * um;
  return lobule;
}

/// Blood of one lobule per thickness, with the whole hexagon's area [m2/s].
double lobule_flow(double side) { return specific_flow * 1.5 * sqrt3 * side * side; }

double exact_drop() {
  const auto lobule = lobule_of_h1();
  const double R = lobule.side;
  const double C_hex = 1.5 * std::log(2 * pi) + 0.75 * std::log(3.0) - 4.5 * std::log(std::tgamma(1.0 / 3));
  return lobule_flow(R) / (2 * pi * mobility) *
         (std::log(R / lobule.central_vein_radius) + 0.5 * std::log(R / lobule.portal_tract_radius) + C_hex);
}

struct Solved {
  Block block;
  Flow flow;
};

Solved solve(double spacing, LobuleBoundary boundary = LobuleBoundary::periodic) {
  Solved solved{make_block(lobule_of_h1(), blood_fraction, at_spacing(spacing, boundary)), {}};
  FlowSolver solver(solved.block, 1e-11);
  solver.set_mobility(mobility);
  solved.flow = solver.solve({specific_flow, 0});
  return solved;
}

/// Largest errors of P* and of the size of its gradient over the cells nearest to the points of H2.
struct PointErrors {
  double pressure = 0;
  double gradient = 0;
};
PointErrors point_errors(const Solved& solved) {
  const auto& grid = solved.block.grid;
  const double R = lobule_of_h1().side;
  const double scale = mobility / lobule_flow(R);
  const auto cell_at = [&](double x, double y) {
    return std::pair{static_cast<int>(std::lround(x * R / grid.spacing[0])),
                     static_cast<int>(std::lround(y * R / grid.spacing[1]))};
  };
  const auto [i0, j0] = cell_at(0, 0.5);
  const double base = solved.flow.pressure[grid.index(i0, j0, 0)] * scale;
  PointErrors worst;
  for (const auto& [x, y] : {std::pair{sqrt3 / 2, 0.0}, {sqrt3 / 4, 0.0}, {0.3, 0.2}, {0.0, 0.5}}) {
    const auto [i, j] = cell_at(x, y);
    const std::size_t c = grid.index(i, j, 0);
    const auto at = solved.block.position(i, j);
    const double exact = lattice_pressure(at[0] / R, at[1] / R) - lattice_pressure(0, 0.5);
    worst.pressure = std::max(worst.pressure, std::abs(solved.flow.pressure[c] * scale - base - exact));
    const double slope = solved.flow.speed[c] * R / lobule_flow(R);
    const double exact_slope = std::abs(lattice_gradient(at[0] / R, at[1] / R));
    worst.gradient = std::max(worst.gradient, std::abs(slope - exact_slope));
  }
  return worst;
}

}  // namespace

TEST_CASE("H1: the pressure drop of the hexagonal lattice, of at least second order") {
  CHECK(exact_drop() == Approx(2152.303046).epsilon(1e-9));
  for (const auto boundary : {LobuleBoundary::periodic, LobuleBoundary::walled}) {
    std::vector<double> spacing, error;
    for (const double wanted : {40 * um, 20 * um, 10 * um}) {
      const auto [block, flow] = solve(wanted, boundary);
      CHECK(flow.residual <= 1e-11);
      spacing.push_back(std::max(block.grid.spacing[0], block.grid.spacing[1]));
      error.push_back(std::abs(flow.drop / exact_drop() - 1));
    }
    CAPTURE(error[0], error[1], error[2]);
    CHECK(error[0] < 1e-6);
    CHECK(std::log(error[0] / error[2]) / std::log(spacing[0] / spacing[2]) > 2);
  }
}

TEST_CASE("H2: pressures and gradients between the vessels, second order") {
  const double origin = lattice_pressure(0, 0.5);
  CHECK(lattice_pressure(sqrt3 / 2, 0) - origin == Approx(0.055158900038163).epsilon(1e-12));
  CHECK(lattice_pressure(sqrt3 / 4, 0) - origin == Approx(-0.024820639765791).epsilon(1e-12));
  CHECK(lattice_pressure(0.3, 0.2) - origin == Approx(-0.05322165878633).epsilon(1e-12));
  CHECK(std::abs(lattice_gradient(0, 0.5)) == Approx(0.33474631976632).epsilon(1e-9));
  CHECK(std::abs(lattice_gradient(sqrt3 / 4, 0)) == Approx(0.35970833000948).epsilon(1e-9));
  CHECK(std::abs(lattice_gradient(0.3, 0.2)) == Approx(0.44434848889676).epsilon(1e-9));
  CHECK(std::abs(lattice_gradient(sqrt3 / 2, 0)) < 1e-9);

  const auto coarse = point_errors(solve(20 * um));
  const auto fine = point_errors(solve(5 * um));
  CAPTURE(coarse.pressure, fine.pressure, coarse.gradient, fine.gradient);
  CHECK(std::log2(coarse.pressure / fine.pressure) / 2 == Approx(2).margin(0.15));
  CHECK(std::log2(coarse.gradient / fine.gradient) / 2 == Approx(2).margin(0.15));
}

#ifndef CELLROUTE_SANITIZED
TEST_CASE("H1: at R/500 the drop and the pressures between the vessels are exact to 1e-6") {
  const auto solved = solve(500 * um / 499);
  CHECK(solved.block.grid.cells == std::array<int, 3>{866, 1500, 1});
  CHECK(std::abs(solved.flow.drop / exact_drop() - 1) < 1e-6);
  const auto errors = point_errors(solved);
  CHECK(errors.pressure < 1e-6);
  CHECK(errors.gradient < 1e-5);  // over two cells
}
#endif
