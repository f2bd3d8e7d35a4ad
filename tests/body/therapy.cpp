// Catheters, regimens, depots, and the liver's tanks.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"
#include "tests/body/raw_run.hpp"

using namespace cellroute;
using testing::body_case;
using testing::Written;
namespace c = circulation;

TEST_CASE("the four sinusoidal tanks have the transit-time CV^2 of a dispersion number of 0.17") {
  double sum = 0, squares = 0;
  for (const double fraction : c::zone_fraction) {
    sum += fraction;
    squares += fraction * fraction;  // exponential stays in series: variances add
  }
  const double D = 0.17;
  CHECK(sum == Approx(1).epsilon(1e-12));
  CHECK(squares == Approx(0.2824).margin(5e-5));
  CHECK(squares == Approx(2 * D - 2 * D * D * (1 - std::exp(-1 / D))).margin(5e-5));
}

TEST_CASE("a selective catheter fills its own territory") {
  for (const auto& [name, catheter] : {std::pair("hepatic_artery", "right"),
                                       {"hepatic_artery", "left"},
                                       {"hepatic_artery", "segment"},
                                       {"portal_vein", "right"},
                                       {"portal_vein", "left"}}) {
    Written w;
    w.regimen = std::string("[{route: ") + name + ", catheter: " + catheter +
                ", cells: 1e7, over: 5 min, volume: 10 mL}]";
    w.times = "[10 min]";
    const body::CompiledCase compiled = body::compile(body_case(w));
    const body::LayoutView& v = compiled.layout->view();
    const std::vector<double> y = testing::raw_run(compiled).at[0];
    double held[2] = {0, 0};
    for (int t = 0; t < 2; ++t) {
      for (int bed = 0; bed < c::territory_beds; ++bed) held[t] += testing::held(v, y, c::bed_of(t, bed));
    }
    INFO(name << " " << catheter);
    CHECK(held[0] > 50 * held[1]);
  }
}

TEST_CASE("the common hepatic artery gives the gastroduodenal share to the gut") {
  Written w;
  w.regimen = "[{route: hepatic_artery, catheter: common, cells: 1e7, over: 5 min}]";
  w.times = "[10 min]";
  const BodyCase common = body_case(w);
  const double share = common.parameters.liver.gastroduodenal_share;
  const body::CompiledCase compiled = body::compile(common);
  const body::LayoutView& v = compiled.layout->view();
  double gut = 0, all = 0;
  for (int k = 0; k < v.carriers; ++k) {
    gut += compiled.segments[0].coefficients[v.dose_at(body::enter_gut, k)];
    for (int e = 0; e < body::entry_points; ++e) all += compiled.segments[0].coefficients[v.dose_at(e, k)];
  }
  CHECK(gut / all == Approx(share).epsilon(1e-12));
  CHECK(all * 300 == Approx(1e7).epsilon(1e-12));
  w.regimen = "[{route: hepatic_artery, catheter: proper, cells: 1e7, over: 5 min}]";
  const auto proper = body::simulate(body_case(w)), through_common = body::simulate(common);
  CHECK(testing::living_share(through_common, "gut", 0) >
        testing::living_share(proper, "gut", 0) + 0.5 * share);
}

TEST_CASE("a small dose in parts is the sum of its parts") {
  // Far below any site count the body is linear.
  const auto states = [](const std::string& regimen) {
    Written w;
    w.regimen = regimen;
    w.times = "[1 h, 24 h]";
    BodyCase one = body_case(w);
    one.numerics.relative_tolerance = 1e-9;
    one.numerics.absolute_tolerance = 1e-12;
    return testing::raw_run(body::compile(one)).at[1];
  };
  const std::string first = "{route: peripheral_vein, cells: 100, over: 10 min}",
                    second = "{route: portal_vein, cells: 50, over: 20 min, at: 2 h}";
  const auto both = states("[" + first + ", " + second + "]"), one = states("[" + first + "]"),
             other = states("[" + second + "]");
  const auto layout = body::layout_of([&] {
    Written w;
    return body_case(w);
  }());
  for (int i = 0; i < layout->view().label_lodged; ++i)
    REQUIRE(std::fabs(both[i] - one[i] - other[i]) < 1e-5);
}

TEST_CASE("a depot washes out exponentially and its cells reach the bed around it") {
  for (const auto& [name, organ_name] : {std::pair("intrasplenic", "spleen"), {"intrahepatic", "liver"}}) {
    Written w;
    w.regimen = std::string("[{route: ") + name + ", cells: 1e6, over: 1 min, washout: 0.5 1/h}]";
    w.times = "[2 min, 62 min, 122 min, 24 h]";
    const auto r = body::simulate(body_case(w, {"product.loss.trapped=0 1/h"}));
    const auto& depot = testing::organ(r, organ_name).cells.depot;
    INFO(name);
    CHECK(depot.sum(1) / depot.sum(0) == Approx(std::exp(-0.5)).epsilon(1e-4));
    CHECK(depot.sum(2) / depot.sum(1) == Approx(std::exp(-0.5)).epsilon(1e-4));
    CHECK(depot.sum(3) < 1e-3 * depot.sum(0));
    CHECK(testing::organ(r, organ_name).cells.living(0) > 0.9 * r.balance.infused.sum(0));
  }
}

TEST_CASE("a resting state whose arteries do not fill the splanchnic bed is refused") {
  testing::Written w;
  w.condition = "alcoholic_cirrhosis";
  CHECK(body::check(testing::body_case(w)).empty());
  const auto problems = body::check(testing::body_case(w, {"circulation.cardiac_output_factor=0.1"}));
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0], Catch::StartsWith("at rest the arterial pressure (") &&
                              Catch::Contains("would not exceed that of the splenic vein ("));
}
