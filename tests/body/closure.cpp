// The body's tanks under the lobule's table.
#include "sim/body/closure.hpp"

#include <catch2/catch.hpp>

#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;
using testing::body_case;
using testing::Written;
namespace c = circulation;

TEST_CASE("four tanks stop in each zone what they were asked to, whichever way cells come") {
  ZoneArrests arrests;
  arrests.stopped = {{{0.3, 0.12, 0.05}, {0.1, 0.05, 0.02}, {0.08, 0.04, 0.03}}};
  arrests.passed = 0.21;
  for (const bool reversed : {false, true}) {
    const auto tanks = body::tanks_of(arrests, reversed);
    double in = 1, strained[3] = {}, filtered[3] = {}, stuck[3] = {};
    for (int place = 0; place < c::zones; ++place) {
      const int z = reversed ? c::zones - 1 - place : place, zone = z == 0 ? 0 : z == 3 ? 2 : 1;
      const double trapped = in * tanks[z].extraction, caught = (in - trapped) * tanks[z].filter;
      const double mixed = in - trapped - caught;
      const double held = mixed * tanks[z].adhesion / (1 + tanks[z].adhesion);
      strained[zone] += trapped;
      filtered[zone] += caught;
      stuck[zone] += held;
      in = mixed - held;
    }
    CHECK(in == Approx(arrests.passed).epsilon(1e-12));
    for (int zone = 0; zone < 3; ++zone) {
      CHECK(strained[zone] == Approx(arrests.stopped[straining_law][zone]).epsilon(1e-12));
      CHECK(filtered[zone] == Approx(arrests.stopped[filter_law][zone]).epsilon(1e-12));
      CHECK(stuck[zone] == Approx(arrests.stopped[adhesion_law][zone]).epsilon(1e-12));
    }
  }
  const auto open = body::tanks_of({}, false);
  for (const auto& tank : open) CHECK(tank.extraction + tank.filter + tank.adhesion == 0);
}

TEST_CASE("with the lobule's table a run balances, says so, and moves cells between zones") {
  Written w;
  w.regimen = "[{route: portal_vein, cells: 1e8, over: 5 min}]";
  w.times = "[10 min]";
  const body::BodyResult tanks = body::simulate(body_case(w));
  w.more = "closure: lobule\n";
  const BodyCase with_table = body_case(w);
  REQUIRE(with_table.closure);
  const body::BodyResult table = body::simulate(with_table);
  CHECK(table.balance.worst_cells < 1e-12);
  CHECK_THAT(table.notes.front(), Catch::Contains(with_table.closure->fingerprint()));
  CHECK_THAT(tanks.notes.front(), Catch::Contains("no resolved lobule table"));
  const auto share = [](const body::BodyResult& result, int zone) {
    double all = 0;
    for (const auto& each : result.zones) all += each.cells.living(0);
    return result.zones[zone].cells.living(0) / all;
  };
  // A thin outer zone of a third of the volume holds less of the way than a third of it.
  CHECK(share(table, 0) < share(tanks, 0) - 0.05);
  CHECK(share(table, 2) > share(tanks, 2) + 0.02);
  CHECK(share(table, 0) > 0.5);
}
