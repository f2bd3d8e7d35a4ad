// Numbers derived from a lobule, against sums by hand.
#include "sim/results/lobule_measures.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_lobule.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;

TEST_CASE("Living cells of a zone leave out the classes that were dead at infusion") {
  const LobuleRecord made = lobule_record();
  const auto& cells = made.result.zones[1].cells;
  double by_hand = 0;
  for (const auto* state : {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed})
    by_hand += state->at(2, 0) + state->at(2, 1);
  CHECK(living(made, 1, 2) == Approx(by_hand).epsilon(1e-14));
  CHECK(living_in_state(made, 1, &lobule::CellSeries::circulating, 2) ==
        cells.circulating.at(2, 0) + cells.circulating.at(2, 1));
  CHECK(living_entered(made) == made.result.classes[0].entered + made.result.classes[1].entered);
  double shares = 0;
  for (std::size_t z = 0; z < lobule::zones; ++z) shares += zone_share(made, z, 2);
  CHECK(shares == Approx(1).epsilon(1e-14));
}

TEST_CASE("Cells in the territory are cells per volume of liver times its volume") {
  Record made = record();
  made.lobule = lobule_record();
  CHECK(dose_share(made, 0, 1) == Approx(living(*made.lobule, 0, 1) * 1e-3 / 1e5).epsilon(1e-14));
}

TEST_CASE("The first pass of an entry is the mean over living classes by the cells that came by it") {
  LobuleRecord made = lobule_record();
  made.entered[1] = {300, 100, 5000};
  const auto& pass = made.result.first_pass[1];
  const FirstPassMean mean = first_pass_mean(made, 1);
  for (std::size_t z = 0; z < lobule::zones; ++z) {
    CHECK(mean.trapped[z] == Approx(0.75 * pass.strained[0][z] + 0.25 * pass.strained[1][z]));
    CHECK(mean.adherent[z] == Approx(0.75 * pass.stuck[0][z] + 0.25 * pass.stuck[1][z]));
  }
  CHECK(mean.extraction() == Approx(0.75 * pass.extraction(0) + 0.25 * pass.extraction(1)));
  CHECK(mean.extraction() + mean.lost + mean.passed == Approx(1).epsilon(1e-14));
  CHECK(mean.periportal() == Approx(mean.stopped(0) / mean.extraction()));
  CHECK(std::isnan(first_pass_mean(made, 2).extraction()));  // no blood enters there
}

TEST_CASE("An entry by which no cell came is shown for the mix of cells that came at all") {
  LobuleRecord made = lobule_record();
  made.entered[1] = {0, 0, 0};
  CHECK(class_mix(made, 1) ==
        std::vector<double>{made.result.classes[0].entered, made.result.classes[1].entered, 0});
  const auto& pass = made.result.first_pass[1];
  const double weight = made.result.classes[0].entered / living_entered(made);
  CHECK(first_pass_mean(made, 1).lost == Approx(weight * pass.lost[0] + (1 - weight) * pass.lost[1]));
}

TEST_CASE("The mean diameter counts a clump by its own size") {
  const LobuleRecord made = lobule_record();  // 14 and 15 um in clumps of 2
  CHECK(mean_diameter(made, {1, 3, 0}) == Approx((14e-6 + 3 * 15e-6) / 4 * std::cbrt(2.0)).epsilon(1e-14));
}

TEST_CASE("A residual in the lobule's balance shows in its class and stops a result") {
  LobuleRecord made = lobule_record();
  CHECK(class_residual(made, 1) == 0);
  made.result.balance.left.data[4] += 2e-9 * made.result.dose;  // second time, second class
  CHECK(class_residual(made, 1) == Approx(2e-9).epsilon(1e-4));
  CHECK(class_residual(made, 0) == 0);
  CHECK(broken_balance(made.result.balance).empty());
  made.result.balance.worst = 1e-12;
  CHECK(broken_balance(made.result.balance).empty());
  made.result.balance.worst = 1.1e-12;
  CHECK(broken_balance(made.result.balance) ==
        "the balance of the lobule is off by 1.1e-12 of the cells that entered");
  made.result.balance.worst = std::numeric_limits<double>::quiet_NaN();
  CHECK(broken_balance(made.result.balance) ==
        "the balance of the lobule is off by nan of the cells that entered");
}

TEST_CASE("A record of a lobule holds the settings used and what the inflow brought by each entry") {
  LobuleCase lobule_case;
  lobule_case.inflow =
      constant_inflow(0.02, 0.005, {LobuleClass{}, LobuleClass{}}, LobuleEntry::arterial, {120, 40}, 10, 60);
  lobule_case.horizon = 40;  // halfway through the infusion
  lobule_case.numerics.columns = 4;
  lobule_case.stepping.tolerance = 3e-4;
  lobule::LobuleResult result;
  result.dose = 80;
  const LobuleRecord made = make_lobule_record(lobule_case, result, {"left lobe", 0.4, 6e-4});
  CHECK(made.entered[1][0] == Approx(60).epsilon(1e-12));
  CHECK(made.entered[1][1] == Approx(20).epsilon(1e-12));
  CHECK(made.entered[0] == std::vector<double>{0, 0});
  CHECK(made.numerics.columns == 4);
  CHECK(made.stepping.tolerance == 3e-4);
  CHECK(made.territory.name == "left lobe");
  CHECK(made.result.dose == 80);
}
