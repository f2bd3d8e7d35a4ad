// Runs: what is conserved, what steps and threads change, what full sites and plugs do, what is refused.
#include "sim/lobule/simulate.hpp"

#include <omp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "tests/lobule/library_lobule.hpp"

using namespace cellroute;
using namespace cellroute::lobule;
using cellroute::testing::flatten;
using cellroute::testing::library_lobule;
using cellroute::testing::stopped_share;

namespace {

constexpr const char* msc = "umbilical_cord_msc";

/// Largest difference of any table, as a share of the dose.
double difference(const LobuleResult& a, const LobuleResult& b) {
  double worst = 0;
  for (int z = 0; z < zones; ++z) {
    const CellSeries &x = a.zones[z].cells, &y = b.zones[z].cells;
    for (const auto which : {&CellSeries::circulating, &CellSeries::trapped, &CellSeries::adherent,
                             &CellSeries::homed, &CellSeries::lodged_dead, &CellSeries::lost})
      for (std::size_t t = 0; t < a.times.size(); ++t)
        worst = std::max(worst, std::abs((x.*which).sum(t) - (y.*which).sum(t)) / a.dose);
  }
  return worst;
}

}  // namespace

TEST_CASE("Every class of cells is accounted for at every output time, and nothing is negative") {
  for (const LobuleEntry entry : {LobuleEntry::portal, LobuleEntry::central}) {
    const LobuleResult r = simulate(library_lobule(msc, entry, 1e9));
    CHECK(r.balance.worst < 1e-12);
    CHECK(r.balance.lowest_state >= 0);
    CHECK(r.times == std::vector<double>{600, 1200, 86400});
    CHECK(r.balance.entered.sum(2) == Approx(1e9 / 1321.8e-6).epsilon(1e-12));
    // The balance is made of what zones hold and what left, not of itself.
    double zones_hold = 0;
    for (const ZoneSeries& zone : r.zones)
      zones_hold += zone.cells.trapped.at(1, 2) + zone.cells.adherent.at(1, 2) + zone.cells.homed.at(1, 2) +
                    zone.cells.circulating.at(1, 2);
    CHECK(zones_hold == Approx(r.balance.present.at(1, 2)).epsilon(1e-12));
    const auto dead = static_cast<int>(r.classes.size()) - 1;
    CHECK(r.classes[dead].dead);
    CHECK(r.zones[0].cells.trapped.at(2, dead) == 0);
    CHECK(r.zones[0].cells.lodged_dead.at(1, dead) > 0);
  }
}

TEST_CASE("Steps four times smaller change nothing above the tolerance") {
  const LobuleCase usual = library_lobule(msc, LobuleEntry::portal, 3e8);
  LobuleCase finer = usual;
  finer.stepping.tolerance /= 64;
  finer.stepping.first_step /= 4;
  finer.stepping.longest_step /= 16;
  const LobuleResult a = simulate(usual), b = simulate(finer);
  CAPTURE(a.work.steps, b.work.steps, difference(a, b));
  CHECK(2 * b.work.steps > 3 * a.work.steps);  // growth from the first step limits both
  CHECK(difference(a, b) < usual.stepping.tolerance);
}

TEST_CASE("Quasi-steady blood against blood followed through its transit") {
  LobuleCase quasi = library_lobule(msc, LobuleEntry::portal);
  const std::vector<LobuleClass> classes = quasi.inflow.classes;
  std::vector<double> cells(classes.size(), 1e10);
  quasi.inflow = constant_inflow(quasi.inflow.portal_flow[0], quasi.inflow.arterial_flow[0], classes,
                                 LobuleEntry::portal, cells, 0, 60);
  quasi.output_times = {30, 60, 600};
  quasi.horizon = 600;
  LobuleCase followed = quasi;
  followed.stepping.transport = LobuleTransport::transient;
  followed.stepping.transient_step = 0.05;
  const LobuleResult a = simulate(quasi), b = simulate(followed);
  CAPTURE(a.work.steps, b.work.steps, difference(a, b));
  CHECK(b.work.steps > 10 * a.work.steps);
  // At 30 s, four transits after the start, blood is full: what stopped since differs by the filling.
  for (int z = 0; z < zones; ++z) {
    CHECK(stopped_share(a, z, 0) == Approx(stopped_share(b, z, 0)).margin(5e-3));
    CHECK(stopped_share(a, z, 2) == Approx(stopped_share(b, z, 2)).margin(1e-4));
  }
  CHECK(a.zones[0].cells.circulating.sum(1) == Approx(b.zones[0].cells.circulating.sum(1)).epsilon(0.01));
}

TEST_CASE("Bits do not depend on the number of threads") {
  // Large enough that every loop is shared out among threads.
  LobuleCase c = library_lobule(msc, LobuleEntry::portal, 1e9, 8e-6);
#ifndef CELLROUTE_SANITIZED
  c.numerics.boundary = LobuleBoundary::periodic;
#endif
  c.inflow = constant_inflow(c.inflow.portal_flow[0], c.inflow.arterial_flow[0],
                             {c.inflow.classes.front(), c.inflow.classes.back()}, LobuleEntry::portal,
                             {1e12, 1e11}, 0, 60);
  c.stepping.first_step = 30;
  c.horizon = 60;
  c.output_times = {60};
  const int before = omp_get_max_threads();
  omp_set_num_threads(1);
  const std::vector<double> one = flatten(simulate(c));
  for (const int threads : {2, 3}) {
    omp_set_num_threads(threads);
    const std::vector<double> other = flatten(simulate(c));
    REQUIRE(other.size() == one.size());
    CHECK(std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0);
  }
  omp_set_num_threads(before);
}

TEST_CASE("Sites fill up and no further: the cells that find none pass") {
  LobuleCase few = library_lobule(msc, LobuleEntry::portal, 1e9);
  few.parameters.liver.sinusoids.paths /= 300;
  few.stepping.plugging = false;
  const LobuleResult r = simulate(few), wide = simulate(library_lobule(msc, LobuleEntry::portal, 1e9));
  CHECK(r.balance.worst < 1e-12);
  CHECK(r.hemodynamics.occupied_trap_sites[1] > 0.8);
  for (const double occupied : r.hemodynamics.occupied_trap_sites) CHECK(occupied <= 1);
  CHECK(r.balance.left.sum(1) > 2 * wide.balance.left.sum(1));
  // What finds no site in the periportal zone goes further.
  CHECK(stopped_share(r, 2, 1) > stopped_share(wide, 2, 1));
  CHECK(stopped_share(r, 0, 1) < stopped_share(wide, 0, 1));
}

TEST_CASE("Lodged cells raise the pressure drop, which falls again; without the feedback it stays") {
  const LobuleCase with = library_lobule(msc, LobuleEntry::portal, 3e9);
  LobuleCase without = with;
  without.stepping.plugging = false;
  const LobuleResult a = simulate(with), b = simulate(without);
  const double rest = with.pressure_drop;
  CHECK(a.hemodynamics.pressure_drop[1] > 1.1 * rest);
  CHECK(a.hemodynamics.pressure_drop[2] < a.hemodynamics.pressure_drop[1]);
  for (const double drop : b.hemodynamics.pressure_drop) CHECK(drop == Approx(rest).epsilon(1e-6));
  CHECK(a.balance.worst < 1e-12);
  CHECK(a.work.flow_solves > 3);
  CHECK(b.work.flow_solves == 1);
}

TEST_CASE("Plugs that more than double the pressure drop are told, and only they") {
  const auto told = [](const LobuleResult& r) {
    for (const std::string& note : r.notes)
      if (note.find("Plugs more than doubled the pressure drop") == 0) return true;
    return false;
  };
  for (const bool few : {false, true}) {
    LobuleCase c = library_lobule(msc, LobuleEntry::portal, 3e9);
    if (few) c.parameters.liver.sinusoids.paths /= 10;  // as many cells in a tenth of the sinusoids
    const LobuleResult r = simulate(c);
    const std::vector<double>& drop = r.hemodynamics.pressure_drop;
    const double most = *std::max_element(drop.begin(), drop.end()) / drop.front();
    INFO("highest drop over the first " << most);
    CHECK((most > 2) == few);
    CHECK(told(r) == few);
  }
}

TEST_CASE("A lobule without any cells stays empty") {
  const LobuleResult r = simulate(library_lobule(msc, LobuleEntry::portal, 0));
  CHECK(r.dose == 0);
  CHECK(r.balance.present.sum(2) == 0);
  CHECK(r.hemodynamics.pressure_drop[2] == Approx(r.hemodynamics.pressure_drop[0]));
}

TEST_CASE("Fields reach the sink at every output time and hold what the zones hold") {
  std::vector<double> times;
  std::vector<std::string> names;
  double trapped = 0, of_all = 0, alive = 0;
  LobuleCase c = library_lobule(msc, LobuleEntry::portal);
  c.output_times = {60, 120};
  c.horizon = 120;
  const LobuleResult r = simulate(c, [&](const Frame& frame) {
    times.push_back(frame.time);
    std::vector<std::string> here;
    trapped = of_all = alive = 0;
    const std::size_t n = static_cast<std::size_t>(frame.cells[0]) * frame.cells[1] * frame.cells[2];
    for (const Field& field : frame.fields) {
      here.push_back(field.name);
      CHECK(field.values.size() == n * field.components);
      CHECK_FALSE(field.unit.empty());
      CHECK_FALSE(field.meaning.empty());
      double mean = 0;
      for (const double x : field.values) mean += x / static_cast<double>(n);
      if (field.name.rfind("trapped_", 0) == 0) trapped += mean;
      if (field.name == "trapped") of_all = mean;
      if (field.name == "living") alive = mean;
    }
    if (!names.empty()) CHECK(here == names);
    names = here;
  });
  CHECK(times == c.output_times);
  double in_zones = 0, living_in_zones = 0;
  for (const ZoneSeries& zone : r.zones) {
    in_zones += zone.cells.trapped.sum(1);
    for (int k = 0; k < zone.cells.circulating.classes; ++k)
      if (!r.classes[k].dead)
        living_in_zones += zone.cells.circulating.at(1, k) + zone.cells.trapped.at(1, k) +
                           zone.cells.adherent.at(1, k) + zone.cells.homed.at(1, k);
  }
  CHECK(trapped == Approx(in_zones).epsilon(1e-12));
  CHECK(of_all == Approx(in_zones).epsilon(1e-12));
  CHECK(alive == Approx(living_in_zones).epsilon(1e-12));
}

TEST_CASE("Cases that make no sense are refused, all problems at once") {
  LobuleCase c = library_lobule(msc, LobuleEntry::portal);
  c.pressure_drop = -1;
  c.horizon = 0;
  c.output_times = {10, 5};
  c.stepping.tolerance = 0;
  c.parameters.lobule.side = -1;
  CHECK(check(c).size() >= 5);
  try {
    simulate(c);
    FAIL("was not refused");
  } catch (const LobuleError& error) {
    CHECK(std::string(error.what()).find("pressure drop") != std::string::npos);
    CHECK(std::string(error.what()).find("output times") != std::string::npos);
  }
  LobuleCase still = library_lobule(msc, LobuleEntry::portal);
  for (auto* flow : {&still.inflow.portal_flow, &still.inflow.arterial_flow}) flow->assign(flow->size(), 0.0);
  CHECK_THROWS_AS(simulate(still), LobuleError);
}
