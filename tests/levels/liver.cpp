// The liver level against the body level, whose liver is the same without trees and voxels; catheters,
// closed branches, switches; and what is refused.
#include "sim/levels/liver.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/levels/check.hpp"
#include "sim/numerics/threads.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

namespace {

const std::string uniform = "tanks: body, heterogeneity: off, delay: off";

testing::Written written(const std::string& regimen, const std::string& liver,
                         const std::string& condition = "healthy") {
  testing::Written one;
  one.condition = condition;
  one.regimen = regimen;
  one.levels = "[body, liver]";
  one.horizon = "1 d";
  one.times = "[1 min, 5 min, 10 min, 15 min, 1 h, 6 h, 24 h]";
  one.more = "liver: {voxels: 400, terminals: 40, " + liver + "}\n";
  return one;
}

std::string infusion(const std::string& route, const std::string& more = "") {
  return "[{route: " + route + more + ", cells: 1e8, over: 10 min, volume: 50 mL}]";
}

struct Run {
  body::BodyResult body;
  body::Curve curve;
  liver::LiverResult liver;
};

Run run(const testing::Written& one, const std::vector<std::string>& overrides = {}) {
  const scenario::Scenario scenario = testing::read(one, overrides);
  REQUIRE(levels::contradictions(scenario, 1e10).empty());
  levels::LiverShapes shapes;
  levels::ResolvedLiver resolved = levels::resolve_liver(levels::prepare_liver(scenario, shapes));
  REQUIRE(resolved.failure == "");
  return {std::move(*resolved.body), std::move(*resolved.curve), std::move(resolved.record->result)};
}

/// Largest difference of an organ's living cells at any output time, over the larger of them, above a
/// thousandth of the dose.
std::map<std::string, double> differences(const body::BodyResult& a, const body::BodyResult& b) {
  std::map<std::string, double> worst;
  for (std::size_t o = 0; o < a.organs.size(); ++o)
    for (std::size_t t = 0; t < a.times.size(); ++t) {
      const double x = a.organs[o].cells.living(static_cast<int>(t)),
                   y = b.organs[o].cells.living(static_cast<int>(t));
      double& most = worst[a.organs[o].name];
      most = std::max(most, std::fabs(x - y) / std::max(std::fabs(x), 1e-3 * a.dose));
    }
  return worst;
}

double living(const liver::SegmentSeries& segment, std::size_t time) { return segment.living[time]; }

/// The curve has the outputs among its points, bit for bit, and the order of times.
void check_curve(const Run& one) {
  const auto& times = one.curve.times;
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK(times.size() > one.body.times.size());
  for (std::size_t t = 0; t < one.body.times.size(); ++t) {
    if (one.body.times[t] == 0) continue;  // before the first step
    const auto at =
        static_cast<std::size_t>(std::find(times.begin(), times.end(), one.body.times[t]) - times.begin());
    REQUIRE(at < times.size());
    CHECK(one.curve.portal_pressure[at] == one.body.hemodynamics.portal_pressure[t]);
    for (std::size_t o = 0; o < one.body.organs.size(); ++o) {
      CHECK(one.curve.organs[o].living[at] == one.body.organs[o].cells.living(static_cast<int>(t)));
      CHECK(one.curve.organs[o].label[at] == one.body.organs[o].label.total(static_cast<int>(t)));
    }
  }
}

void check_balance(const Run& one) {
  CHECK(one.liver.balance.worst_cells < 1e-12);
  CHECK(one.liver.balance.worst_dead < 1e-12);
  CHECK(one.liver.balance.worst_label < 1e-12);
  CHECK(one.body.balance.worst_cells < 1e-12);
  CHECK(one.body.balance.worst_dead < 1e-12);
  CHECK(one.body.balance.worst_label < 1e-12);
}

}  // namespace

TEST_CASE(
    "with uniform perfusion and no delay the voxel liver is the body's liver, within 1 % of every organ") {
  for (const auto& [condition, route] :
       {std::pair("healthy", "portal_vein"), std::pair("healthy", "hepatic_artery"),
        std::pair("alcoholic_cirrhosis", "portal_vein"), std::pair("healthy", "peripheral_vein")}) {
    INFO(condition << ", " << route);
    testing::Written one = written(infusion(route), uniform + ", tolerance: 1e-5", condition);
    one.label = "in111_oxine";
    const Run voxels = run(one);
    check_balance(voxels);
    check_curve(voxels);
    const body::BodyResult body = body::simulate(testing::read(one).body);
    for (const auto& [organ, difference] : differences(body, voxels.body)) {
      INFO(organ);
      CHECK(difference < 0.01);
    }
    for (std::size_t o = 0; o < body.organs.size(); ++o)
      for (std::size_t t = 0; t < body.times.size(); ++t)
        CHECK(voxels.body.organs[o].label.total(static_cast<int>(t)) ==
              Approx(body.organs[o].label.total(static_cast<int>(t))).margin(2e-3).epsilon(0.01));
    CHECK(voxels.body.baseline.portal_pressure == Approx(body.baseline.portal_pressure));
    for (std::size_t t = 0; t < body.times.size(); ++t)
      CHECK(voxels.body.hemodynamics.portal_pressure[t] ==
            Approx(body.hemodynamics.portal_pressure[t]).epsilon(2e-3));
  }
}

TEST_CASE("steps ten times finer bring the voxel liver closer to the body's: the rest was the step") {
  const auto difference = [&](const std::string& tolerance) {
    const testing::Written one = written(infusion("peripheral_vein"), uniform + ", tolerance: " + tolerance);
    return differences(body::simulate(testing::read(one).body), run(one).body).at("lung");
  };
  const double coarse = difference("1e-3"), fine = difference("1e-5");
  CHECK(fine < coarse / 5);
  CHECK(fine < 1e-3);
}

TEST_CASE("uniform perfusion leaves no error of space: any number of voxels and terminals has one answer") {
  const auto of_size = [](const std::string& size) {
    testing::Written one = written(infusion("portal_vein"), uniform);
    one.more = "liver: {" + size + ", " + uniform + "}\n";
    return run(one).body;
  };
  const body::BodyResult few = of_size("voxels: 200, terminals: 16"),
                         many = of_size("voxels: 3200, terminals: 256");
  for (const auto& [organ, difference] : differences(few, many)) {
    INFO(organ);
    CHECK(difference < 1e-4);
  }
}

TEST_CASE("a catheter in the right artery: the left liver gets what comes round again and no more") {
  const Run right = run(written(infusion("hepatic_artery", ", catheter: right"), "tanks: organ"));
  check_balance(right);
  const auto& segments = right.liver.segments;
  double left = 0, all = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    all += living(segments[s], 1);
    if (s < 4) left += living(segments[s], 1);
  }
  CHECK(left > 0);
  CHECK(left < 0.01 * all);
  // As through the left catheter the right liver does.
  const Run other = run(written(infusion("hepatic_artery", ", catheter: left"), "tanks: organ"));
  double right_of_other = 0;
  for (std::size_t s = 4; s < segments.size(); ++s) right_of_other += living(other.liver.segments[s], 1);
  CHECK(right_of_other < 0.02 * all);
}

TEST_CASE("a catheter in a segment's branch: over 95 % of the first-pass cells lodge in that segment") {
  for (const auto& [route, segment] : {std::pair("hepatic_artery", 5), std::pair("portal_vein", 8)}) {
    const Run one =
        run(written(infusion(route, ", catheter: segment_" + std::to_string(segment)), "tanks: organ"));
    check_balance(one);
    double all = 0;
    for (const auto& each : one.liver.segments) all += living(each, 1);
    CHECK(living(one.liver.segments[static_cast<std::size_t>(segment - 1)], 1) > 0.95 * all);
  }
}

TEST_CASE("an embolised right portal branch: its territory gets arterial blood and no portal cell") {
  const Run open = run(written(infusion("portal_vein"), "tanks: organ"));
  const Run closed = run(written(infusion("portal_vein"), "tanks: organ, embolised: [portal_vein.right]"));
  check_balance(closed);
  for (std::size_t s = 4; s < 8; ++s) {
    CHECK(closed.liver.segments[s].portal_flow == 0);
    CHECK(closed.liver.segments[s].arterial_flow > 0.9 * open.liver.segments[s].arterial_flow);
    CHECK(living(closed.liver.segments[s], 1) < 0.02 * living(open.liver.segments[s], 1));
  }
  for (std::size_t s = 0; s < 4; ++s)
    CHECK(living(closed.liver.segments[s], 1) > 1.2 * living(open.liver.segments[s], 1));
  CHECK(closed.body.hemodynamics.portal_pressure.front() > open.body.hemodynamics.portal_pressure.front());
}

TEST_CASE("X3: arterial cells are later and more spread than portal ones, in the trees alone") {
  const Run one = run(written(infusion("hepatic_artery"), "tanks: organ"));
  const auto& [artery, portal, vein] = one.liver.trees;
  for (const auto* tree : {&artery, &portal, &vein}) {
    CHECK(tree->mean_transit == Approx(tree->volume / tree->flow).epsilon(1e-9));  // central volume theorem
    CHECK(tree->terminals == 40);
  }
  CHECK(one.liver.transit.sinusoids < one.liver.transit.organ);
  CHECK(one.liver.transit.sinusoids + one.liver.transit.trees + one.liver.transit.perfusion ==
        Approx(one.liver.transit.organ).epsilon(1e-9));
}

TEST_CASE("lodged cells raise portal pressure, more when they can plug and not at all when they cannot") {
  const std::string regimen = "[{route: portal_vein, cells: 4e9, over: 10 min, volume: 50 mL}]";
  const Run plugs = run(written(regimen, "tanks: organ"));
  const Run passes = run(written(regimen, "tanks: organ, plugging: off"));
  CHECK(plugs.liver.hemodynamics.peak_portal_pressure > passes.liver.hemodynamics.peak_portal_pressure + 100);
  CHECK(plugs.liver.work.flow_solves > 1);
  CHECK(passes.liver.work.flow_solves == 1);
  check_balance(plugs);
}

TEST_CASE("skimming, two infusions of a leaking label and a tail of dead keep every balance") {
  testing::Written one = written(
      "[{route: hepatic_artery, catheter: right, cells: 5e7, over: 5 min}, "
      "{route: peripheral_vein, cells: 5e7, at: 30 min, over: 5 min}, "
      "{route: intrasplenic, cells: 1e7, at: 1 h, over: 1 min, washout: 1 1/h}]",
      "tanks: organ, skimming: on");
  one.label = "tc99m_exametazime";
  check_balance(run(one));
}

TEST_CASE("a liver has the same bits for 1, 2 and 4 threads") {
  const testing::Written one = written(infusion("portal_vein"), "tanks: organ");
  std::vector<double> first;
  for (const int threads : {1, 2, 4}) {
    numerics::use_threads(threads);
    const std::vector<double> now = testing::flatten(run(one).body);
    if (first.empty()) first = now;
    CHECK(testing::same_bits(now, first));
  }
}

TEST_CASE("what the liver level cannot follow is said before it runs") {
  const auto problem = [](const testing::Written& one) {
    const auto all = levels::contradictions(testing::read(one), 1e10);
    return all.empty() ? std::string() : all.front();
  };
  CHECK_THAT(
      problem(written("[{route: intrahepatic, cells: 1e7, over: 1 min, washout: 1 1/h}]", "tanks: organ")),
      Catch::Contains("cannot follow the route `intrahepatic`"));
  CHECK_THAT(problem(written("[{route: hepatic_vein_retrograde, cells: 1e7, over: 1 min, volume: 50 mL}]",
                             "tanks: organ")),
             Catch::Contains("cannot follow the route `hepatic_vein_retrograde`"));
  CHECK_THAT(problem(written(infusion("hepatic_artery", ", catheter: segment"), "tanks: organ")),
             Catch::Contains("`segment_1` to `segment_8`"));
  testing::Written many = written(infusion("portal_vein"), "tanks: organ");
  many.more = "liver: {voxels: 400, terminals: 4000}\n";
  CHECK_THAT(problem(many), Catch::Contains("terminals") && Catch::Contains("voxels"));
  testing::Written huge = written(infusion("portal_vein"), "tanks: organ");
  huge.more = "liver: {voxels: 1e8, terminals: 4000}\n";
  CHECK_THAT(problem(huge), Catch::Contains("GB of memory"));
}
