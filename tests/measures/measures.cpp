// Observation operators on a result written by hand.
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "models/cells/sieve.hpp"
#include "sim/measures/measure.hpp"

using namespace cellroute;
using namespace cellroute::measures;

namespace {

body::Table table(std::vector<double> values) { return {1, std::move(values)}; }

/// Three times; 100 cells infused: the lung holds 80, 40, 10 and 4, 2, 0 in its blood, the liver 5, 20, 30.
body::BodyResult synthetic() {
  body::BodyResult result;
  result.times = {60, 3600, 7200};
  const auto none = [] { return table({0, 0, 0}); };
  const auto organ = [&](const char* name, body::Table held, body::Table blood, std::vector<double> label) {
    body::OrganSeries series;
    series.name = name;
    series.cells = {std::move(blood), std::move(held), none(), none(), none(), none(), none()};
    series.label = {std::move(label), {0.01, 0.02, 0.03}, {0, 0, 0.1}};
    result.organs.push_back(std::move(series));
  };
  organ("lung", table({80, 40, 10}), table({4, 2, 0}), {0.8, 0.4, 0.1});
  organ("liver", table({5, 20, 30}), none(), {0.05, 0.2, 0.3});
  for (const auto name : regions().first(organ_regions))
    if (name != "lung" && name != "liver") organ(std::string(name).c_str(), none(), none(), {0, 0, 0});
  for (std::size_t z = 0; z < 3; ++z) {
    result.zones[z].name = regions()[organ_regions + z];
    const double share = z == 0 ? 0.5 : 0.25;
    result.zones[z].cells = {
        none(), table({5 * share, 20 * share, 30 * share}), none(), none(), none(), none(), none()};
  }
  result.balance.infused = table({100, 100, 100});
  result.balance.lost = table({0, 20, 40});
  for (auto& organ : result.organs) {
    const double lost = organ.name == "lung" ? 1 : 0;
    organ.cells.lost = table({0, 15 * lost, 30 * lost});
    organ.living_time = organ.name == "lung" ? 4000 : organ.name == "liver" ? 2000 : 100;
  }
  for (auto& zone : result.zones) {
    zone.living_time = zone.name == "periportal" ? 1000 : 500;
    zone.kupffer_contact = zone.name == "periportal" ? 1500 : 250;
  }
  result.dose = 125;  // a fifth of them dead
  result.classes = {{18e-6, 1, 60}, {22e-6, 1, 40}};
  result.baseline.hvpg = 500;
  result.hemodynamics.hvpg = {600, 700, 550};
  result.hemodynamics.peak_pulmonary_pressure = 3000;
  result.stop_rules = {{"one", "", 3, 2, "Pa", true}, {"two", "", 1, 4, "Pa", false}};
  result.baseline.portal_pressure = 1000;
  result.hemodynamics.portal_pressure = {1200, 1500, 1100};
  result.hemodynamics.peak_portal_pressure = 1600;
  return result;
}

struct Bench {
  body::BodyResult result = synthetic();
  BodyCase body;
  Arms arms{{"arm", {&body, &result}}};

  static Measure measure(const char* what, std::vector<std::string> region = {},
                         std::optional<double> time = {}) {
    Measure measure;
    measure.what = what;
    measure.arm = "arm";
    measure.region = std::move(region);
    measure.time = time;
    return measure;
  }
  double operator()(const Measure& measure) const { return evaluate(measure, arms); }
};

}  // namespace

TEST_CASE("Label and living cells of a region are shares of the dose or of other regions") {
  const Bench bench;
  CHECK(bench(Bench::measure("label_share", {"lung"}, 3600)) == Approx(0.42));
  CHECK(bench(Bench::measure("label_share", {"lung", "liver"}, 7200)) == Approx(0.23 + 0.43));
  auto share = Bench::measure("label_share", {"lung"}, 7200);
  share.share_of = {"lung", "liver"};
  CHECK(bench(share) == Approx(0.23 / 0.66));
  CHECK(bench(Bench::measure("living_share", {"lung"}, 60)) == Approx(0.84));
  CHECK(bench(Bench::measure("held_share", {"lung"}, 60)) == Approx(0.80));
  CHECK(bench(Bench::measure("living_cells", {"liver"}, 7200)) == Approx(30));
  CHECK(bench(Bench::measure("living_cells", {"periportal"}, 7200)) == Approx(15));
}

TEST_CASE("An image's background adds to a region and its unattributed remainder takes from it") {
  const Bench bench;
  auto imaged = Bench::measure("label_share", {"lung"}, 3600);
  imaged.unattributed = 0.5;
  imaged.background = 0.03;
  CHECK(bench(imaged) == Approx(0.42 * 0.5 + 0.03));
}

TEST_CASE("A measure relative to another, and a loss between two times") {
  const Bench bench;
  auto relative = Bench::measure("held_share", {"lung"}, 7200);
  relative.relative_to = std::make_shared<Measure>(Bench::measure("held_share", {"lung"}, 60));
  CHECK(bench(relative) == Approx(10.0 / 80));
  relative.since = 3600;
  CHECK(bench(relative) == Approx((40.0 - 10) / 80));
}

TEST_CASE("A half-life is read straight in the logarithm, and may never be reached") {
  const Bench bench;
  // 84 halves to 42 at 3600 s exactly
  CHECK(bench(Bench::measure("living_half_life", {"lung"}, 60)) == Approx(3540));
  // 42 to 10 in 3600 s
  CHECK(bench(Bench::measure("living_half_life", {"lung"}, 3600)) ==
        Approx(3600 * std::log(2.0) / std::log(4.2)));
  CHECK(std::isinf(bench(Bench::measure("living_half_life", {"liver"}, 60))));
  CHECK(bench(Bench::measure("label_half_life", {"lung"}, 60)) ==
        Approx(3540 + 3600 * std::log(0.42 / 0.405) / std::log(0.42 / 0.23)));
}

TEST_CASE("Portal pressure at rest, at a time, at its peak and above rest") {
  const Bench bench;
  CHECK(bench(Bench::measure("portal_pressure")) == 1000);
  CHECK(bench(Bench::measure("portal_pressure", {}, 3600)) == 1500);
  CHECK(bench(Bench::measure("portal_peak")) == 1600);
  CHECK(bench(Bench::measure("portal_rise")) == 600);
}

TEST_CASE("The time of living cells is per cell of the dose or of all, in regions or anywhere") {
  const Bench bench;
  CHECK(bench(Bench::measure("living_time", {"liver"})) == Approx(2000.0 / 125));
  CHECK(bench(Bench::measure("living_time", {"periportal", "lung"})) == Approx(5000.0 / 125));
  CHECK(bench(Bench::measure("living_time")) == Approx((4000.0 + 2000 + 8 * 100) / 125));
  CHECK(bench(Bench::measure("total_living_time", {"liver", "lung"})) == Approx(6000));
  CHECK(bench(Bench::measure("kupffer_contact")) == Approx(2000.0 / 125));
  CHECK_THROWS_WITH(bench(Bench::measure("living_time", {"skin"})), "the result has no region `skin`");
}

TEST_CASE("Peaks are shares of all cells infused, losses of those infused by then") {
  const Bench bench;
  CHECK(bench(Bench::measure("living_peak", {"lung"})) == Approx(0.84));
  CHECK(bench(Bench::measure("held_peak", {"lung"})) == Approx(0.80));
  CHECK(bench(Bench::measure("living_peak", {"lung", "liver"})) == Approx(0.89));
  CHECK(bench(Bench::measure("lost_share", {}, 3600)) == Approx(0.2));
  CHECK(bench(Bench::measure("lost_share", {"lung"}, 7200)) == Approx(0.3));
}

TEST_CASE("Pressure gradient, pressure in the lungs, and stop rules") {
  const Bench bench;
  CHECK(bench(Bench::measure("hvpg")) == 500);
  CHECK(bench(Bench::measure("hvpg", {}, 3600)) == 700);
  CHECK(bench(Bench::measure("pulmonary_peak")) == 3000);
  CHECK(bench(Bench::measure("stop_rule_share")) == 1.5);
  auto second = Bench::measure("stop_rule_share");
  second.rule = "two";
  CHECK(bench(second) == 0.25);
  second.rule = "three";
  CHECK_THROWS_WITH(bench(second), "the result has no stop rule `three`");
}

TEST_CASE("First-pass arrest and passage are the sieve's, and a parameter is itself") {
  Bench bench;
  bench.body.parameters.lung.tissue.capillary = {7e-6, 1.2, 60, 0.04, 20e-6};
  bench.body.parameters.lung.shunt_fraction = 0.25;
  bench.body.parameters.product.diameter = {18e-6, 1.3};
  bench.body.parameters.product.deformability = 0.85;
  const double arrest =
      mean_extraction(bench.body.parameters.lung.tissue.capillary, {18e-6, 1.3, 0, 1}, 0.85);
  REQUIRE(arrest > 0.5);
  CHECK(bench(Bench::measure("first_pass_arrest", {"lung"})) == arrest);
  CHECK(bench(Bench::measure("first_pass_passage", {"lung"})) == Approx(0.25 + 0.75 * (1 - arrest)));
  auto parameter = Bench::measure("parameter");
  parameter.path = "product.diameter.median";
  CHECK(bench(parameter) == 18e-6);
}

TEST_CASE("The largest organ is found among organs, not in blood or the rest") {
  Bench bench;
  CHECK(is_largest(Bench::measure("label_share", {"lung"}, 60), bench.arms));
  CHECK_FALSE(is_largest(Bench::measure("label_share", {"liver"}, 60), bench.arms));
  CHECK(is_largest(Bench::measure("label_share", {"liver"}, 7200), bench.arms));
  for (auto& organ : bench.result.organs)
    if (organ.name == "rest" || organ.name == "blood") organ.label.living = {9, 9, 9};
  CHECK(is_largest(Bench::measure("label_share", {"lung"}, 60), bench.arms));
}

TEST_CASE("What does not exist is refused by name") {
  const Bench bench;
  CHECK_THROWS_WITH(bench(Bench::measure("label_share", {"lung"}, 120)), "2 min is not an output time");
  CHECK_THROWS_WITH(bench(Bench::measure("weight", {"lung"}, 60)), "there is no operator `weight`");
  auto elsewhere = Bench::measure("living_cells", {"lung"}, 60);
  elsewhere.arm = "other";
  CHECK_THROWS_WITH(bench(elsewhere), "there is no scenario `other`");
}
