// Local kinetics of a time step: tables against a matrix exponential, saturation, Bohart-Adams.
#include "sim/lobule/kinetics.hpp"

#include <Eigen/Dense>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/lobule/march.hpp"
#include "tests/lobule/chain.hpp"

using namespace cellroute;
using namespace cellroute::lobule;
using cellroute::testing::all_rates;
using cellroute::testing::Chain;

namespace {

using Matrix = Eigen::Matrix<double, local_states + 1, local_states + 1>;

/// exp(A) by a Taylor series of A/2^20, squared 20 times.
Matrix exponential(const Matrix& A) {
  const Matrix small = A / 1048576.0;
  Matrix sum = Matrix::Identity(), term = Matrix::Identity();
  for (int i = 1; i < 12; ++i) {
    term = term * small / i;
    sum += term;
  }
  for (int i = 0; i < 20; ++i) sum = sum * sum;
  return sum;
}

}  // namespace

TEST_CASE("A step's gains are the matrix exponential's, at the table's nodes and between them") {
  const LocalRates rates = all_rates();
  for (const double dt : {10.0, 3600.0, 86400.0}) {
    const StepTable table(rates, dt, 0, 3 * rates.settling);
    for (const double a : {0.0, 1e-9, 0.33e-5, 1.4e-5, 4.1999e-5}) {
      LocalRates still = rates;
      still.loss_blood = 0;
      const LocalMatrix M = local_matrix(still, {0, 0, a});
      Matrix A = Matrix::Zero();  // one more state feeds strained cells in at a constant rate
      for (int i = 0; i < local_states; ++i)
        for (int j = 0; j < local_states; ++j) A(i, j) = M[i][j] * dt;
      A(trapped_fast, local_states) = rates.fast_share;
      A(trapped_slow, local_states) = 1 - rates.fast_share;
      const Matrix exact = exponential(A);
      std::array<double, padded_gains> g;
      table.read<0, padded_gains>(a, g);
      const auto close = [&](Gain gain, LocalState to, int from) {
        CHECK(g[gain] == Approx(exact(to, from)).epsilon(1e-8).margin(1e-10));
      };
      close(fast_fast, trapped_fast, trapped_fast);
      close(fast_adherent, adherent, trapped_fast);
      close(fast_homed, homed, trapped_fast);
      close(fast_lodged, lodged, trapped_fast);
      close(fast_lost, lost, trapped_fast);
      close(fast_blood, in_blood, trapped_fast);
      close(slow_adherent, adherent, trapped_slow);
      close(strained_fast, trapped_fast, local_states);
      close(strained_adherent, adherent, local_states);
      close(strained_lodged, lodged, local_states);
      close(strained_blood, in_blood, local_states);
      CHECK(g[fast_fast] + g[fast_adherent] + g[fast_homed] + g[fast_lost] + g[fast_blood] ==
            Approx(1).epsilon(1e-14));
      for (const double gain : g) CHECK(gain >= 0);
    }
  }
}

TEST_CASE(
    "Full sites stop nobody: with no site free, all cells pass, and occupied sites are counted by weight") {
  const Chain chain(470e-6, std::vector<double>(30, 1.0 / 30), 1);
  const Zoning zoning = zone_by_geometry(chain.block, ZoneKind::radius);
  const Places places = make_places(chain.block, cellroute::testing::plain_liver(), zoning);
  LocalRates rates = all_rates();
  rates.straining = 3000;
  rates.adhesion = 1;
  rates.weight = 0.25;  // clumps of four
  Perfused perfused(chain.block, places, {0, 0, 0}, chain.flow, {});
  const Kinetics kinetics(chain.block, places, {rates});
  const FreeSites none{std::vector<double>(30, 0.0), std::vector<double>(30, 0.0)};
  const FirstPass pass = first_pass(perfused, kinetics, zoning, none, LobuleEntry::portal, {1e-12, 400});
  CHECK(pass.passed[0] == Approx(1).epsilon(1e-12));
  Cells cells(30);
  cells.fast[3] = 0.5 * places.trap_sites[3];
  cells.lodged[3] = 0.5 * places.trap_sites[3];
  cells.adherent[4] = 2 * places.adhesion_sites[4];
  const FreeSites free = kinetics.free_sites(cells);
  CHECK(free.trap[3] == Approx(0.75));
  CHECK(free.adhesion[4] == 0);
  CHECK(free.adhesion[3] == 1);
}

namespace {

/// Bohart-Adams by the production march: the sites that are taken at time 2, a number for each cell.
std::vector<double> taken_sites(int n, double dt) {
  constexpr double K = 2, end = 2, porosity = 1e-9;  // phi x/q is no time at all: quasi-steady blood
  const Chain chain(1, std::vector<double>(n, porosity / n), 1);
  const Zoning zoning = zone_by_geometry(chain.block, ZoneKind::radius);
  Places places = make_places(chain.block, cellroute::testing::plain_liver(), zoning);
  places.adhesion_sites.assign(n, 1.0 / n);  // S_m = 1
  LocalRates rates;
  rates.adhesion = K / porosity;

  LobuleCase c;
  c.parameters.liver = cellroute::testing::plain_liver();
  c.parameters.lobule.dispersion = {0, 0, 0};
  c.inflow = constant_inflow(1, 0, {LobuleClass{}}, LobuleEntry::portal, {end}, 0, end);
  c.horizon = end;
  c.stepping.plugging = false;
  c.stepping.first_step = c.stepping.longest_step = dt;
  c.stepping.tolerance = 0.3 * dt * dt;  // loose enough that every step is `dt` long
  c.stepping.linear_tolerance = 1e-12;
  Block block = chain.block;
  FlowSolver unused(block);
  LobuleChemokine nothing;
  nothing.motility = nothing.chemotaxis = nothing.production = 0;
  Migration migration(block, nothing, zoning);
  auto perfused =
      std::make_unique<Perfused>(block, places, c.parameters.lobule.dispersion, chain.flow, Perfusion{1, 0});
  March march(c, block, places, unused, std::move(perfused), {rates}, migration);
  march.advance(end, [](double) {});
  CHECK(march.work().rejected == 0);
  CHECK(march.work().steps == std::lround(end / dt));
  std::vector<double> taken;
  for (const double cells : march.cells().adherent) taken.push_back(cells * n);
  return taken;
}

double exact_sites(double x, double t) {
  const double E = std::exp(2 * t), F = std::exp(2 * x);
  return (E - 1) / (E + F - 1);
}

}  // namespace

TEST_CASE(
    "A8: Bohart-Adams by the production march, second order: ratio 4.0 +- 0.2 when h and dt are halved") {
  // The reference values of the verification table belong to T = t - phi x/q.
  CHECK(exact_sites(1, 2 - 0.15) == Approx(0.8422367573715).epsilon(1e-12));
  CHECK(exact_sites(0.5, 2 - 0.075) == Approx(0.9441961246377).epsilon(1e-12));
  double error[3];
  for (int level = 0; level < 3; ++level) {
    const int n = 32 << level;
    const std::vector<double> taken = taken_sites(n, 0.0625 / (1 << level));
    error[level] = 0;
    for (int i = 0; i < n; ++i) {
      // Mean over the cell of the exact answer, by Simpson's rule.
      const double a = static_cast<double>(i) / n, b = (i + 1.0) / n;
      const double mean = (exact_sites(a, 2) + 4 * exact_sites((a + b) / 2, 2) + exact_sites(b, 2)) / 6;
      error[level] += std::abs(taken[i] - mean) / n;
    }
  }
  CAPTURE(error[0], error[1], error[2]);
  CHECK(error[0] / error[1] == Approx(4).margin(0.2));
  CHECK(error[1] / error[2] == Approx(4).margin(0.2));
}
