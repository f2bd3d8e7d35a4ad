// The time course between the output times.
#include "sim/body/curve.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/body/library_case.hpp"

using namespace cellroute;
using testing::Written;

namespace {

Written two_infusions() {
  Written one;
  one.condition = "alcoholic_cirrhosis";
  one.label = "in111_oxine";
  one.regimen =
      "[{route: portal_vein, cells: 1e8, over: 20 min}, {route: peripheral_vein, cells: 5e7, over: 30 min, "
      "at: 2 d}]";
  one.horizon = "5 d";
  one.times = "[5 min, 1 h, 24 h, 5 d]";
  return one;
}

body::BodyResult run(const BodyCase& one, const body::Watch& watch) {
  body::BodyResult result;
  body::simulate(
      std::span<const BodyCase>(&one, 1), 1,
      [&](std::size_t, body::Outcome& outcome) {
        REQUIRE(outcome.failure == "");
        result = std::move(outcome.result);
      },
      {}, watch);
  return result;
}

}  // namespace

TEST_CASE("a curve has the output times, both ends of each infusion and a row behind each start") {
  const BodyCase one = testing::body_case(two_infusions());
  const std::vector<double> times = body::curve_times(one);
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK(std::adjacent_find(times.begin(), times.end()) == times.end());
  CHECK(times.front() == 0);
  CHECK(times.back() == one.horizon);
  for (const double wanted : one.output_times) CHECK(std::count(times.begin(), times.end(), wanted) == 1);
  for (const Infusion& infusion : one.regimen) {
    const auto near = [&](double wanted) {
      return std::any_of(times.begin(), times.end(),
                         [&](double time) { return std::fabs(time - wanted) <= 1e-9 * one.horizon; });
    };
    CHECK(near(infusion.start));
    CHECK(near(infusion.start + infusion.duration));
    const auto within = std::count_if(times.begin(), times.end(), [&](double time) {
      return time > infusion.start && time < infusion.start + 86400;
    });
    CHECK(within > 20);
  }
}

TEST_CASE("a curve for many infusions stays short, and one for an infusion as long as the run is possible") {
  Written one;
  one.regimen = "[";
  for (int i = 0; i < 60; ++i)
    one.regimen +=
        "{route: peripheral_vein, cells: 1e6, over: 10 min, at: " + std::to_string(12 * i) + " h}, ";
  one.regimen += "]";
  one.horizon = "31 d";
  one.times = "[31 d]";
  CHECK(body::curve_times(testing::body_case(one)).size() < 700);
  one.regimen = "[{route: peripheral_vein, cells: 1e6, over: 1 h}]";
  one.horizon = "1 h";
  one.times = "[0 s, 1 h]";
  const auto times = body::curve_times(testing::body_case(one));
  CHECK(times.front() == 0);
  CHECK(times.back() == 3600);
  CHECK(times.size() > 20);
}

TEST_CASE(
    "a curve goes through the result, and its points are those of a run that has them as output times") {
  const BodyCase one = testing::body_case(two_infusions());
  const body::BodyResult result = run(one, {});
  const body::Curve curve = body::curve_of(run(body::curve_case(one), body::curve_watch));
  REQUIRE(curve.organs.size() == result.organs.size());
  REQUIRE(curve.portal_pressure.size() == curve.times.size());
  for (std::size_t t = 0; t < result.times.size(); ++t) {
    const auto at = static_cast<std::size_t>(
        std::find(curve.times.begin(), curve.times.end(), result.times[t]) - curve.times.begin());
    REQUIRE(at < curve.times.size());
    for (std::size_t o = 0; o < result.organs.size(); ++o) {
      INFO(result.organs[o].name << " at " << result.times[t] << " s");
      REQUIRE(curve.organs[o].name == result.organs[o].name);
      CHECK(curve.organs[o].living[at] / result.dose ==
            Approx(result.organs[o].cells.living(static_cast<int>(t)) / result.dose).margin(2e-6));
      CHECK(curve.organs[o].label[at] ==
            Approx(result.organs[o].label.total(static_cast<int>(t))).margin(2e-6));
    }
    CHECK(curve.portal_pressure[at] == Approx(result.hemodynamics.portal_pressure[t]).epsilon(1e-6));
  }
  double most = 0;  // between the outputs lies what they miss: most cells live when the infusion ends
  for (std::size_t i = 0; i < curve.times.size(); ++i) {
    double living = 0;
    for (const auto& organ : curve.organs) living += organ.living[i];
    most = std::max(most, living);
  }
  double seen = 0;
  for (int t = 0; t < static_cast<int>(result.times.size()); ++t)
    seen = std::max(seen, result.balance.living.sum(t));
  CHECK(most > 1.01 * seen);
}
