// Bell's off-rate in the resolved lobule: steps at places of their own, and the steady adherent share.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/lobule/march.hpp"
#include "sim/lobule/pulled_step.hpp"
#include "tests/lobule/chain.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using namespace cellroute::lobule;
using cellroute::testing::all_rates;
using cellroute::testing::Chain;
using cellroute::testing::um;

namespace {

/// A chain through which cells flow and hold on until nothing changes, each place with its own shear.
struct Exchange {
  static constexpr int n = 12;
  static constexpr double kappa = 0.2, k_off = 2e-3, width = 10 * um, through = 1, entering = 5;
  Chain chain{470 * um, std::vector<double>(n, 1.0 / n), through};
  std::vector<double> adherent, shear;

  explicit Exchange(double pull) {
    for (int i = 0; i < n; ++i) chain.flow.steepness.push_back(2e5 * (1 + i));
    for (const double steepness : chain.flow.steepness) shear.push_back(steepness * width / 4);
    const Zoning zoning = zone_by_geometry(chain.block, ZoneKind::radius);
    Liver liver = cellroute::testing::plain_liver();
    liver.sinusoids.capillary.diameter = width;
    const Places places = make_places(chain.block, liver, zoning);
    LocalRates rates;
    rates.adhesion = kappa;
    rates.detachment = k_off;
    rates.pull = pull;
    LobuleCase c;
    c.parameters.liver = liver;
    c.parameters.lobule.dispersion = {0, 0, 0};
    c.horizon = 1e6;
    c.inflow = constant_inflow(through, 0, {LobuleClass{}}, LobuleEntry::portal, {entering * c.horizon}, 0,
                               c.horizon);
    c.stepping.plugging = false;
    c.stepping.linear_tolerance = 1e-12;
    Block block = chain.block;
    FlowSolver unused(block);
    LobuleChemokine nothing;
    nothing.motility = nothing.chemotaxis = nothing.production = 0;
    Migration migration(block, nothing, zoning);
    auto perfused = std::make_unique<Perfused>(block, places, c.parameters.lobule.dispersion, chain.flow,
                                               Perfusion{through, 0});
    March march(c, block, places, unused, std::move(perfused), {rates}, migration);
    march.advance(c.horizon, [](double) {});
    adherent = march.cells().adherent;
    // Entered = in blood + adherent + left, whatever was pulled off and caught again.
    double present = march.left(0);
    for (int i = 0; i < n; ++i) present += adherent[i] + march.cells().blood[i] * block.pore_volume[i];
    entered = entering * c.horizon;
    CHECK(present == Approx(entered * block.volume()).epsilon(1e-12));
  }
  double entered = 0;
};

}  // namespace

TEST_CASE("A step at one place is the table's step, and for any pull nothing is lost or negative") {
  const LocalRates rates = all_rates();
  for (const double dt : {1.0, 3600.0, 86400.0}) {
    const StepTable table(rates, dt, 0, 3 * rates.settling);
    for (const double a : {0.0, 1.4e-5, 4e-5}) {
      std::array<double, padded_gains> expected;
      table.read<0, padded_gains>(a, expected);
      const PulledStep step = pulled_step(rates, dt, a, rates.detachment);
      for (int i = 0; i < gains; ++i) CHECK(step.gain[i] == Approx(expected[i]).epsilon(1e-8).margin(1e-14));
      const FixedGains &f = step.fixed, &g = table.fixed();
      CHECK(f.adherent_adherent == Approx(g.adherent_adherent).epsilon(1e-11));
      CHECK(f.adherent_blood == Approx(g.adherent_blood).epsilon(1e-11));
      CHECK(f.homed_lodged == Approx(g.homed_lodged).epsilon(1e-11));
      CHECK(f.lodged_lodged == Approx(g.lodged_lodged).epsilon(1e-11));
      CHECK(f.stuck_homed == Approx(g.stuck_homed).epsilon(1e-11));
      CHECK(f.stuck_lost == Approx(g.stuck_lost).epsilon(1e-11));
    }
    for (const double off : {0.0, 2e-6, 1e-3, 1.0}) {
      const PulledStep step = pulled_step(rates, dt, 1.4e-5, off);
      const auto& g = step.gain;
      const FixedGains& f = step.fixed;
      CHECK(g[fast_fast] + g[fast_adherent] + g[fast_homed] + g[fast_lost] + g[fast_blood] ==
            Approx(1).epsilon(1e-14));
      CHECK(g[strained_fast] + g[strained_slow] + g[strained_adherent] + g[strained_homed] +
                g[strained_lost] + g[strained_blood] ==
            Approx(1).epsilon(1e-14));
      CHECK(f.adherent_adherent + f.adherent_homed + f.adherent_lost + f.adherent_blood ==
            Approx(1).epsilon(1e-14));
      CHECK(f.stuck_adherent + f.stuck_homed + f.stuck_lost + f.stuck_blood == Approx(1).epsilon(1e-14));
      for (const double gain : g) CHECK(gain >= 0);
      const double out = off + rates.migration + rates.loss_adherent;
      CHECK(f.adherent_adherent == Approx(std::exp(-out * dt)).epsilon(1e-9).margin(1e-300));
      CHECK(f.adherent_blood == Approx(off / out * -std::expm1(-out * dt)).epsilon(1e-10));
      CHECK(f.stuck_adherent == Approx(-std::expm1(-out * dt) / (out * dt)).epsilon(1e-10));
    }
  }
}

TEST_CASE("Bell in a run: at rest between blood and wall each place holds kappa V c/(k_off exp(tau pull))") {
  for (const double pull : {0.0, 0.3}) {
    const Exchange exchange(pull);
    const double c = Exchange::entering * exchange.chain.block.volume() / Exchange::through;
    // A step fits what it catches and keeps as a stream's decay: half of kappa V/(k_off dt Q), 5e-5 here.
    for (int i = 0; i < Exchange::n; ++i) {
      const double off = Exchange::k_off * std::exp(pull * exchange.shear[i]);
      CHECK(exchange.adherent[i] == Approx(Exchange::kappa / Exchange::n * c / off).epsilon(1e-4));
    }
    if (pull > 0) CHECK(exchange.adherent.front() > 5 * exchange.adherent.back());
  }
}

TEST_CASE(
    "The shear on walls balances the pressure: along a channel it is the drop times width over 4 lengths") {
  const auto numerics = cellroute::testing::at_spacing(10 * um);
  Lobule lobule = cellroute::testing::h1_lobule();
  const Block block = make_block(lobule, cellroute::testing::blood_fraction, numerics);
  FlowSolver solver(block);
  const Perfusion blood{cellroute::testing::specific_flow, 0};
  solver.calibrate(blood, 400);
  const Flow flow = solver.solve(blood);
  // Integrated along the straight line from tract to vein, the steepness is the drop between its ends.
  const int n = block.grid.cells[1];
  const auto at = [&](int j) { return block.grid.index(0, j, 0); };
  const int from = n / 3 - 4, to = 5;  // the tract is at R from the vein, a third of the cell's height
  double drop = 0;
  for (int j = to; j <= from; ++j)
    drop += flow.steepness[at(j)] * block.grid.spacing[1] * (j == to || j == from ? 0.5 : 1);
  CHECK(drop == Approx(flow.pressure[at(from)] - flow.pressure[at(to)]).epsilon(0.01));
  // Twice the drop at the same flow: less permeable, twice the shear. Half open: as steep again.
  solver.calibrate(blood, 800);
  const Flow steeper = solver.solve(blood);
  CHECK(steeper.steepness[at(20)] == Approx(2 * flow.steepness[at(20)]).epsilon(1e-6));
  solver.plug(std::vector<double>(block.grid.size(), 0.5));
  CHECK(solver.solve(blood).steepness[at(20)] == Approx(4 * flow.steepness[at(20)]).epsilon(1e-6));
}
