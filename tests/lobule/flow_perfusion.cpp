// Perfused blocks: what is conserved, calibrated, mirrored, plugged and short-circuited.
#include <omp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/lobule/flow.hpp"
#include "sim/numerics/transport/check.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using namespace cellroute::lobule;

namespace {

constexpr double mmHg = 133.322;                                        // [Pa]
constexpr Perfusion mixed{0.75 * specific_flow, 0.25 * specific_flow};  // portal and arterial

Lobule lobule_at(double dial) {
  Lobule lobule = h1_lobule();
  lobule.septal_inflow = 0.3;
  lobule.fibrosis.dial = dial;
  return lobule;
}

Block block_at(double dial, const LobuleNumerics& numerics) {
  return make_block(lobule_at(dial), blood_fraction, numerics);
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Mean time from any inlet to the outlets when cells are mixed: each cell waits for all cells upstream,
/// in the order of pressure. Exact for the discrete flow.
double mean_transit(const Flow& flow) {
  const auto& carrier = flow.carrier;
  std::vector<std::size_t> order(carrier.grid.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return flow.pressure[a] > flow.pressure[b]; });
  struct Way {
    std::size_t to;
    double flux;
  };
  std::vector<std::vector<Way>> ways(order.size());
  numerics::each_face(carrier.grid, [&](int axis, std::size_t c, std::size_t next) {
    const double flux = carrier.flux[static_cast<std::size_t>(axis)][c];
    ways[flux > 0 ? c : next].push_back({flux > 0 ? next : c, std::abs(flux)});
  });
  std::vector<double> age_in(order.size(), 0.0);  // [m3] age times flow that has come in
  double leaving = 0;
  for (const std::size_t c : order) {
    double through = carrier.outflow[c];
    for (const auto& way : ways[c]) through += way.flux;
    const double age = (age_in[c] + carrier.pore_volume[c]) / through;
    leaving += age * carrier.outflow[c];
    for (const auto& way : ways[c]) age_in[way.to] += age * way.flux;
  }
  return leaving / sum(carrier.outflow);
}

}  // namespace

TEST_CASE("D4: the mean transit time is the blood over its flow, in health and in scars") {
  for (const double dial : {0.0, 1.0}) {
    const auto block = block_at(dial, at_spacing(10 * um));
    FlowSolver solver(block);
    for (const Perfusion& perfusion : {Perfusion{specific_flow, 0}, mixed, Perfusion{-specific_flow, 0}}) {
      const auto flow = solver.solve(perfusion);
      const double exact = sum(block.pore_volume) / (specific_flow * block.volume());
      if (dial == 0) CHECK(exact == Approx(9.0).epsilon(1e-12));
      CHECK(mean_transit(flow) == Approx(exact).epsilon(1e-7));
    }
  }
}

TEST_CASE("D4: the same with layers that differ, channels through some of them") {
  auto lobule = lobule_at(1);
  lobule.fibrosis.shunts = {0.3, 0.2, 20 * um, 1e3};
  auto numerics = at_spacing(20 * um);
  numerics.layers = 5;
  const auto block = make_block(lobule, blood_fraction, numerics);
  FlowSolver solver(block);
  const auto flow = solver.solve(mixed);
  const auto& along = flow.darcy[2];
  CHECK(*std::max_element(along.begin(), along.end()) >
        0.1 * sum(flow.speed) / static_cast<double>(along.size()));
  CHECK(flow.imbalance < 1e-9);
  CHECK(mean_transit(flow) == Approx(sum(block.pore_volume) / flow.through).epsilon(1e-7));
}

TEST_CASE("Each cell of a carrier balances, and entries are told apart") {
  const auto block = block_at(0.5, at_spacing(10 * um));
  FlowSolver solver(block);
  const auto flow = solver.solve(mixed);
  CHECK(flow.residual <= 1e-10);
  CHECK(flow.imbalance < 1e-10);
  CHECK_NOTHROW(numerics::check_carrier(flow.carrier));
  const double volume = block.volume();
  CHECK(flow.through == Approx(specific_flow * volume).epsilon(1e-12));
  CHECK(sum(flow.inflow[0]) == Approx(mixed.portal * volume).epsilon(1e-12));
  CHECK(sum(flow.inflow[1]) == Approx(mixed.arterial * volume).epsilon(1e-12));
  CHECK(sum(flow.inflow[2]) == 0);
  CHECK(sum(flow.carrier.outflow) == Approx(specific_flow * volume).epsilon(1e-12));
}

TEST_CASE("The permeability that a pressure drop calls for gives that drop") {
  for (const double dial : {0.0, 0.9}) {
    const auto block = block_at(dial, at_spacing(10 * um));
    FlowSolver solver(block);
    const double mobility = solver.calibrate(mixed, 3 * mmHg);
    const auto flow = solver.solve(mixed);
    CHECK(flow.mobility == mobility);
    CHECK(flow.drop == Approx(3 * mmHg).epsilon(1e-9));
    CHECK(flow.wall_pressure[2] == 0);
    const auto twice = solver.solve({2 * mixed.portal, 2 * mixed.arterial});
    CHECK(twice.drop == Approx(6 * mmHg).epsilon(1e-8));
    CHECK(sum(twice.speed) == Approx(2 * sum(flow.speed)).epsilon(1e-8));
  }
  // H1 in a healthy lobule at 3 mmHg asks for about 5.4e-14 m2 at 3.5 mPa s.
  const auto block = make_block(h1_lobule(), blood_fraction, at_spacing(10 * um));
  FlowSolver solver(block);
  CHECK(solver.calibrate({specific_flow, 0}, 3 * mmHg) * 3.5e-3 == Approx(5.4e-14).epsilon(0.01));
}

TEST_CASE("Backward flow is the mirror of forward flow") {
  const auto block = block_at(0.6, at_spacing(10 * um));
  FlowSolver solver(block), other(block);
  const auto forward = solver.solve(mixed);
  const auto backward = other.solve({-mixed.portal, -mixed.arterial});
  CHECK(backward.drop == -forward.drop);
  for (std::size_t axis = 0; axis < 2; ++axis)
    for (std::size_t c = 0; c < block.grid.size(); ++c)
      if (backward.carrier.flux[axis][c] != -forward.carrier.flux[axis][c])
        FAIL("axis " << axis << " cell " << c);
  CHECK(backward.carrier.inflow == forward.carrier.outflow);
  CHECK(sum(backward.inflow[2]) == Approx(forward.through).epsilon(1e-12));
  // Portal blood that runs backwards while arterial blood comes in (hepatofugal flow).
  const auto hepatofugal = other.solve({-0.1 * specific_flow, 0.4 * specific_flow});
  CHECK(hepatofugal.through == Approx(0.4 * specific_flow * block.volume()).epsilon(1e-12));
  CHECK(hepatofugal.imbalance < 1e-9);
}

TEST_CASE("A lobule's flow has its sixfold symmetry") {
  // In H1 the pressure is the same at points turned by 60 degrees; cells of two sizes along x and y make
  // this a test of the discretisation, second order.
  const auto spread_of = [](double spacing) {
    const auto block = make_block(h1_lobule(), blood_fraction, at_spacing(spacing));
    FlowSolver solver(block);
    const auto flow = solver.solve({specific_flow, 0});
    const auto pressure_at = [&](double x, double y) {  // bilinear
      double value = 0;
      for (const auto& spot : spots_inside(block.grid, spread_point(block.grid, block.origin, {x, y})))
        value += spot.weight * flow.pressure[spot.cell];
      return value;
    };
    double worst = 0;
    for (const double angle : {0.1, 0.3, 0.5}) {
      const double r = 0.5 * 500 * um;
      double low = infinity, high = -infinity;
      for (int turn = 0; turn < 6; ++turn) {
        const double a = angle + turn * 3.14159265358979 / 3;
        const double p = pressure_at(r * std::cos(a), r * std::sin(a));
        low = std::min(low, p);
        high = std::max(high, p);
      }
      worst = std::max(worst, (high - low) / flow.drop);
    }
    return worst;
  };
  const double coarse = spread_of(20 * um);
  const double fine = spread_of(5 * um);
  CAPTURE(coarse, fine);
  CHECK(coarse < 2e-3);
  CHECK(fine < coarse / 8);
}

TEST_CASE("Walls on mirror lines change nothing, and half a lobule does for all") {
  // Wells stand on corners of cells in walled blocks and on middles in periodic ones: equal to second
  // order in healthy tissue, to first order where permeability jumps.
  const auto drop = [](double dial, LobuleBoundary boundary, double spacing) {
    const auto block = block_at(dial, at_spacing(spacing, boundary));
    FlowSolver solver(block, 1e-11);
    return solver.solve(mixed).drop;
  };
  for (const double dial : {0.0, 0.5}) {
    const double walled = drop(dial, LobuleBoundary::walled, 10 * um);
    CHECK(drop(dial, LobuleBoundary::reduced, 10 * um) == Approx(walled).epsilon(1e-8));
    const double coarse = std::abs(walled / drop(dial, LobuleBoundary::periodic, 10 * um) - 1);
    const double fine = std::abs(
        drop(dial, LobuleBoundary::reduced, 5 * um) / drop(dial, LobuleBoundary::periodic, 5 * um) - 1);
    CAPTURE(dial, coarse, fine);
    CHECK(coarse < (dial == 0 ? 2e-4 : 0.02));
    CHECK(fine < coarse / 2);
  }
}

TEST_CASE("The more sinusoids are plugged, the higher the pressure") {
  const auto block = block_at(0, at_spacing(10 * um));
  FlowSolver solver(block);
  solver.calibrate(mixed, 3 * mmHg);
  double before = solver.solve(mixed).drop;
  const double open = before;
  std::vector<double> factor(block.grid.size());
  for (const double share : {0.1, 0.3, 0.6, 0.9}) {  // mostly periportal
    for (std::size_t c = 0; c < factor.size(); ++c)
      factor[c] = std::pow(1 - share * (1 - block.zone_coordinate[c]) * block.parenchyma[c], 2);
    solver.plug(factor);
    const auto flow = solver.solve(mixed);
    CHECK(flow.drop > before);
    CHECK(flow.imbalance < 1e-9);
    before = flow.drop;
  }
  std::fill(factor.begin(), factor.end(), 0.25);
  solver.plug(factor);
  CHECK(solver.solve(mixed).drop == Approx(4 * open).epsilon(1e-8));
  solver.plug({});
  CHECK(solver.solve(mixed).drop == Approx(open).epsilon(1e-8));
}

TEST_CASE("Layers that are alike flow like one") {
  auto numerics = at_spacing(20 * um);
  const auto flat = block_at(0.7, numerics);
  numerics.layers = 4;
  const auto deep = block_at(0.7, numerics);
  FlowSolver one(flat, 1e-12), four(deep, 1e-12);
  one.set_mobility(3e-12);
  four.set_mobility(3e-12);
  const auto a = one.solve(mixed);
  const auto b = four.solve(mixed);
  CHECK(b.drop == Approx(a.drop).epsilon(1e-9));
  for (std::size_t c = 0; c < deep.grid.size(); ++c)
    if (std::abs(b.pressure[c] - a.pressure[c % flat.grid.size()]) > 1e-8 * a.drop) FAIL("cell " << c);
}

TEST_CASE("A channel carries more blood the wider it is open, and the pressure falls") {
  auto lobule = lobule_at(1);
  lobule.fibrosis = {1, 0, 0, 0, 0, 0, 10 * um, 1, 1, 1, 1, 1, {0, 0, 20 * um, 500}};
  const auto arrest_free_flow = [&](double share, double& drop) {
    lobule.fibrosis.shunts.portovenous_share = share;
    const auto block = make_block(lobule, blood_fraction, at_spacing(10 * um));
    FlowSolver solver(block);
    solver.set_mobility(3e-12);
    const auto flow = solver.solve(mixed);
    drop = flow.drop;
    CHECK(flow.residual <= 1e-10);
    CHECK(flow.imbalance < 1e-9);
    double carried = 0;  // in channel cells, without vessels
    for (std::size_t c = 0; c < block.grid.size(); ++c)
      if (block.permeability[c] > 1 && block.lumen[c] == Lumen::none) carried += flow.speed[c];
    return carried;
  };
  double drop = 0, before_drop = infinity, before = 0;
  arrest_free_flow(0, before_drop);
  for (const double share : {1.0 / 12, 4.0 / 12, 1.0}) {
    const double carried = arrest_free_flow(share, drop);
    CHECK(carried > before);
    CHECK(drop < before_drop);
    before = carried;
    before_drop = drop;
  }
}

TEST_CASE("One, two and four threads give the same bits") {
  const auto run = [](int threads) {
    const int before = omp_get_max_threads();
    omp_set_num_threads(threads);
    auto lobule = lobule_at(0.8);
    lobule.fibrosis.shunts = {0.3, 0.1, 20 * um, 1e3};
    const auto block = make_block(lobule, blood_fraction, at_spacing(10 * um));
    FlowSolver solver(block);
    solver.calibrate(mixed, 10 * mmHg);
    auto flow = solver.solve(mixed);
    omp_set_num_threads(before);
    return flow;
  };
  const auto one = run(1);
  for (const int threads : {2, 4}) {
    const auto other = run(threads);
    CHECK(other.pressure == one.pressure);
    CHECK(other.speed == one.speed);
    CHECK(other.drop == one.drop);
    CHECK(other.mobility == one.mobility);
  }
}

TEST_CASE("Permeabilities that differ by 1e7 leave rounding, and flows in balance all the same") {
  Lobule lobule = lobule_at(1);
  auto& fibrosis = lobule.fibrosis;
  fibrosis.portal_central = fibrosis.nodules = 1;
  fibrosis.septum_permeability = fibrosis.nodule_permeability = 1e-4;
  fibrosis.septum_sinusoids = 1e-3;
  fibrosis.shunts.portovenous_share = fibrosis.shunts.arteriovenous_share = 1;
  for (const auto boundary : {LobuleBoundary::periodic, LobuleBoundary::reduced}) {
    const Block block = make_block(lobule, blood_fraction, at_spacing(20 * um, boundary));
    FlowSolver solver(block);
    solver.calibrate(mixed, 10 * mmHg);
    const Flow flow = solver.solve(mixed);
    CHECK(flow.drop == Approx(10 * mmHg).epsilon(1e-6));
    CHECK(flow.imbalance < 1e-7);
  }
}
