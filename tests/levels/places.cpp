// Three levels in one run: what enters lobules at a place of a liver of voxels, and what they make of it.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "sim/levels/check.hpp"
#include "sim/levels/liver.hpp"
#include "sim/levels/lobule.hpp"
#include "sim/levels/place.hpp"
#include "sim/results/lobule_measures.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

namespace {

const std::string uniform = "tanks: body, heterogeneity: off, delay: off";

testing::Written written(const std::string& regimen, const std::string& liver,
                         const std::string& lobule = "") {
  testing::Written one;
  one.regimen = regimen;
  one.levels = "[body, liver, lobule]";
  one.horizon = "1 d";
  one.times = "[5 min, 15 min, 1 h, 24 h]";
  one.more = "liver: {voxels: 400, terminals: 40, " + liver +
             "}\nlobule: {zones: area, spacing: 20 um, boundary: reduced" + lobule +
             "}\nnumerics: {size_classes: 3}\n";
  return one;
}

std::string infusion(const std::string& route, const std::string& more = "") {
  return "[{route: " + route + more + ", cells: 1e8, over: 10 min, volume: 50 mL}]";
}

/// A liver that has run.
struct Run {
  scenario::Scenario scenario;
  levels::ResolvedLiver liver;

  explicit Run(const testing::Written& one, const std::vector<std::string>& overrides = {})
      : scenario(testing::read(one, overrides)) {
    levels::LiverShapes shapes;
    REQUIRE(levels::contradictions(scenario, 1e10, shapes).empty());
    liver = levels::resolve_liver(levels::prepare_liver(scenario, shapes));
    REQUIRE(liver.failure == "");
  }
  levels::FeedingLiver feeding() const { return {liver.record->result, liver.sinusoids}; }
  levels::LobuleSurroundings at(LiverPlace place) const {
    return levels::surroundings_at(place, feeding(), scenario.body);
  }
  results::LobuleRecord lobules() const {
    const auto fed = feeding();
    levels::Resolved resolved = levels::resolve_lobule(scenario, {}, {}, &fed);
    REQUIRE(resolved.failure == "");
    return *resolved.record;
  }
};

/// Living cells that enter over the run, per volume of liver.
double entered(const LobuleInflow& inflow, double until) {
  double sum = 0;
  for (const auto entry : {LobuleEntry::portal, LobuleEntry::arterial})
    for (std::size_t k = 0; k < inflow.classes.size(); ++k)
      if (!inflow.classes[k].dead) sum += inflow.entered(entry, static_cast<int>(k), until);
  return sum;
}
double entered(const levels::LobuleSurroundings& all) {
  return entered(all.lobule_case.inflow, all.lobule_case.horizon);
}

const LiverPlace segments[] = {LiverPlace::segment_1, LiverPlace::segment_2, LiverPlace::segment_3,
                               LiverPlace::segment_4, LiverPlace::segment_5, LiverPlace::segment_6,
                               LiverPlace::segment_7, LiverPlace::segment_8};

/// Largest difference of any zone at any time, over the living cells that enter.
double apart(const results::LobuleRecord& a, const results::LobuleRecord& b) {
  double most = 0;
  for (int t = 0; t < static_cast<int>(a.result.times.size()); ++t)
    for (std::size_t z = 0; z < lobule::zones; ++z)
      most = std::max(
          most, std::fabs(results::living(a, z, t) - results::living(b, z, t)) / results::living_entered(a));
  return most;
}

}  // namespace

TEST_CASE(
    "every cell that the liver counts into its sinusoids enters the lobules, by class, entry and place") {
  testing::Written one = written(
      "[{route: hepatic_artery, catheter: right, cells: 5e7, over: 5 min}, "
      "{route: portal_vein, cells: 5e7, at: 30 min, over: 5 min}]",
      "tanks: organ");
  one.label = "tc99m_exametazime";  // it leaks, so that both infusions have populations of their own
  const Run run(one);
  const liver::SinusoidInflow& in = run.liver.sinusoids;
  const levels::LobuleSurroundings whole = run.at(LiverPlace::whole_liver);
  const LobuleInflow& inflow = whole.lobule_case.inflow;
  const auto classes = static_cast<int>(inflow.classes.size());
  REQUIRE(inflow.classes.back().dead);
  REQUIRE(in.carriers() == 2 * (classes - 1) + 1);
  CHECK(contradictions(inflow).empty());
  CHECK(inflow.times.back() == run.scenario.body.horizon);
  CHECK(whole.territory.name == "whole liver");
  CHECK(whole.territory.share == Approx(1).epsilon(1e-14));
  CHECK(whole.territory.volume == Approx(run.liver.record->result.volume).epsilon(1e-14));
  std::map<int, double> of_segments;
  double volume = 0, portal = 0;
  for (int s = 0; s <= 8; ++s) {
    const levels::LobuleSurroundings here = s == 0 ? whole : run.at(segments[s - 1]);
    for (const auto entry : {LobuleEntry::portal, LobuleEntry::arterial})
      for (int k = 0; k < classes; ++k) {
        const auto e =
            entry == LobuleEntry::portal ? liver::SinusoidInflow::portal : liver::SinusoidInflow::arterial;
        double counted = 0;
        for (std::size_t i = 0; i < in.steps(); ++i) {
          if (k == classes - 1)
            counted += in.cells(i, s, e, in.carriers() - 1);
          else
            counted += in.cells(i, s, e, k) + in.cells(i, s, e, k + classes - 1);
        }
        const double got =
            here.lobule_case.inflow.entered(entry, k, here.lobule_case.horizon) * here.territory.volume;
        CHECK(counted > 0);
        CHECK(got == Approx(counted).epsilon(1e-12));
        const int id = static_cast<int>(entry) * classes + k;
        if (s == 0)
          of_segments[id] -= counted;
        else
          of_segments[id] += got;
        if (s == 8) CHECK(std::fabs(of_segments[id]) < 1e-12 * entered(whole) * whole.territory.volume);
      }
    if (s == 0) continue;
    volume += here.territory.volume;
    portal += here.lobule_case.inflow.portal_flow.back() * here.territory.volume;
  }
  CHECK(volume == Approx(whole.territory.volume).epsilon(1e-13));
  CHECK(portal == Approx(inflow.portal_flow.back() * volume).epsilon(1e-12));
  // All of it, but for what died or stays in vessels before the sinusoids: not more than was infused and
  // came round again.
  CHECK(entered(whole) * volume < 1.1e8);
  CHECK(entered(whole) * volume > 0.5e8);
}

TEST_CASE(
    "with uniform voxels and no trees the lobules are those that the body feeds: the rest is the step") {
  for (const std::string route : {"portal_vein", "hepatic_artery", "peripheral_vein"}) {
    INFO(route);
    testing::Written alone = written(infusion(route), uniform);
    alone.levels = "[body, lobule]";
    const scenario::Scenario scenario = testing::read(alone);
    const levels::Resolved by_body = levels::resolve_lobule(scenario);
    REQUIRE(by_body.failure == "");
    const levels::LobuleSurroundings exact = levels::surroundings_of(scenario.body);
    const auto by_liver = [&](const std::string& tolerance) {
      testing::Written one = written(infusion(route), uniform + ", tolerance: " + tolerance);
      one.more.replace(one.more.find("voxels: 400, terminals: 40"), 26,
                       "voxels: 100, terminals: 8");  // all alike
      return Run(one);
    };
    const auto difference = [](const levels::LobuleSurroundings& a, const levels::LobuleSurroundings& b) {
      double most = 0;
      for (const double time : {30.0, 60.0, 300.0, 600.0, 660.0, 900.0, 3600.0, 86400.0})
        most = std::max(most,
                        std::fabs(entered(a.lobule_case.inflow, time) - entered(b.lobule_case.inflow, time)) /
                            entered(a));
      return most;
    };
    const Run usual = by_liver("1e-3");
    const levels::LobuleSurroundings got = usual.at(LiverPlace::whole_liver);
    CHECK(difference(exact, got) < 5e-4);
    CHECK(apart(*by_body.record, usual.lobules()) < 2e-4);
    CHECK(got.territory.volume == Approx(exact.territory.volume).epsilon(1e-9));
    CHECK(got.lobule_case.pressure_drop == Approx(exact.lobule_case.pressure_drop).epsilon(1e-6));
    CHECK(got.lobule_case.resting_portal_flow == Approx(exact.lobule_case.resting_portal_flow).epsilon(1e-6));
    CHECK(got.lobule_case.resting_arterial_flow ==
          Approx(exact.lobule_case.resting_arterial_flow).epsilon(1e-6));
    for (const double time : {60.0, 600.0, 3600.0})
      CHECK(got.lobule_case.inflow.mean_portal_flow(time, time + 1) ==
            Approx(exact.lobule_case.inflow.mean_portal_flow(time, time + 1)).epsilon(1e-3));
    if (route == "portal_vein")
      continue;  // so near already that the body's own straight lines are what is left
    const levels::LobuleSurroundings fine = by_liver("1e-5").at(LiverPlace::whole_liver),
                                     finest = by_liver("1e-6").at(LiverPlace::whole_liver);
    CHECK(difference(finest, fine) < difference(finest, got) / 5);
    CHECK(difference(exact, fine) < difference(exact, got) / 2);
    CHECK(difference(exact, finest) < 1.5e-4);
  }
}

TEST_CASE(
    "a catheter in the right artery: lobules of segment 3 get what comes round again, those of 7 a "
    "multiple") {
  const Run run(written(infusion("hepatic_artery", ", catheter: right"), "tanks: organ"));
  const double mean = entered(run.at(LiverPlace::whole_liver));
  CHECK(entered(run.at(LiverPlace::segment_3)) < 0.02 * mean);
  CHECK(entered(run.at(LiverPlace::segment_7)) > 1.2 * mean);
  const int most = levels::segment_at(LiverPlace::most_cells, run.feeding()),
            fewest = levels::segment_at(LiverPlace::fewest_cells, run.feeding());
  CHECK(most >= 5);
  CHECK(fewest <= 4);
  for (const LiverPlace place : segments) {
    CHECK(entered(run.at(place)) <= entered(run.at(segments[most - 1])));
    CHECK(entered(run.at(place)) >= entered(run.at(segments[fewest - 1])));
  }
  CHECK(run.at(LiverPlace::most_cells).territory.name ==
        run.at(segments[most - 1]).territory.name + ", with most cells per volume");
}

TEST_CASE(
    "a place with less flow has less pressure drop on the same tissue, and HVPG is what trees and lobules "
    "share") {
  const Run run(written(infusion("portal_vein"), "tanks: organ, embolised: [portal_vein.right]"));
  const levels::LobuleSurroundings whole = run.at(LiverPlace::whole_liver);
  const double hvpg = run.liver.body->baseline.hvpg;
  CHECK(whole.lobule_case.pressure_drop < hvpg);
  std::vector<double> permeability;
  for (const LiverPlace place : {LiverPlace::segment_2, LiverPlace::segment_7}) {
    const levels::LobuleSurroundings here = run.at(place);
    const LobuleCase& one = here.lobule_case;
    permeability.push_back((one.resting_portal_flow + one.resting_arterial_flow) / one.pressure_drop);
    if (place == LiverPlace::segment_7) {  // whose portal branch is closed
      CHECK(one.resting_portal_flow == 0);
      CHECK(one.inflow.mean_portal_flow(0, 3600) == 0);
      CHECK(one.resting_arterial_flow > 0);
      CHECK(one.pressure_drop < whole.lobule_case.pressure_drop / 2);
    }
  }
  CHECK(permeability[0] == Approx(permeability[1]).epsilon(1e-12));
  // And the lobules there run, by arterial blood alone.
  scenario::Scenario closed = run.scenario;
  closed.lobule->place = LiverPlace::segment_7;
  const auto fed = run.feeding();
  const levels::Resolved resolved = levels::resolve_lobule(closed, {}, {}, &fed);
  REQUIRE(resolved.failure == "");
  CHECK_FALSE(resolved.record->result.first_pass[0].flows);
  CHECK(resolved.record->result.first_pass[1].flows);
  CHECK(resolved.record->territory.share < 0.3);
}

TEST_CASE("what fed the lobules is the same bits after a liver was put back to any step") {
  const scenario::Scenario scenario =
      testing::read(written(infusion("hepatic_artery", ", catheter: segment_7"), "tolerance: 1e-2"));
  levels::LiverShapes shapes;
  const levels::PreparedLiver prepared = levels::prepare_liver(scenario, shapes);
  using Kept = std::vector<std::vector<double>>;
  struct Keep final : liver::StateVisitor {
    Kept* to = nullptr;
    const Kept* from = nullptr;
    std::size_t next = 0;
    void operator()(std::vector<double>& values) override {
      if (to)
        to->push_back(values);
      else
        values = from->at(next++);
    }
    void operator()(std::span<double> values) override {
      if (to)
        to->emplace_back(values.begin(), values.end());
      else
        std::copy_n(from->at(next++).begin(), values.size(), values.begin());
    }
  };
  std::vector<Kept> after;
  const auto run = [&](const Kept* from) {
    liver::Watchers watchers;
    if (!from)
      watchers.checkpoint = [&](double, const liver::VisitState& state) {
        Keep keep;
        keep.to = &after.emplace_back();
        state(keep);
      };
    watchers.restore = [from](const liver::VisitState& state) {
      Keep keep;
      keep.from = from;
      if (from) state(keep);
      return from != nullptr;
    };
    levels::ResolvedLiver liver = levels::resolve_liver(prepared, watchers);
    REQUIRE(liver.failure == "");
    return levels::surroundings_at(LiverPlace::segment_7, {liver.record->result, liver.sinusoids},
                                   scenario.body)
        .lobule_case;
  };
  const LobuleCase whole = run(nullptr);
  REQUIRE(after.size() > 8);
  for (const std::size_t step : {std::size_t{0}, after.size() / 2, after.size() - 1}) {
    const LobuleCase resumed = run(&after[step]);
    CHECK(resumed.inflow.times == whole.inflow.times);
    CHECK(resumed.inflow.cells == whole.inflow.cells);
    CHECK(resumed.inflow.portal_flow == whole.inflow.portal_flow);
    CHECK(resumed.inflow.arterial_flow == whole.inflow.arterial_flow);
    CHECK(resumed.pressure_drop == whole.pressure_drop);
  }
}

TEST_CASE("three levels refuse what the liver cannot follow, and what the lobules cannot") {
  const auto said = [](const testing::Written& one) {
    std::string all;
    for (const auto& problem : levels::contradictions(testing::read(one), 1e10)) all += problem + "\n";
    return all;
  };
  using Catch::Contains;
  CHECK_THAT(said(written(infusion("hepatic_vein_retrograde"), "")), Contains("cannot follow the route"));
  CHECK_THAT(said(written("[{route: intrahepatic, cells: 1e6, over: 1 min, washout: 1 1/h}]", "")),
             Contains("cannot follow the route `intrahepatic`"));
  testing::Written coarse = written(infusion("portal_vein"), "");
  coarse.more.replace(coarse.more.find("20 um"), 5, "40 um");
  CHECK_THAT(said(coarse), Contains("too coarse"));
  CHECK(said(written(infusion("hepatic_artery", ", catheter: segment_7"), "", ", place: segment_7")) == "");
}

TEST_CASE("a place that no blood gets to is refused in words when that is known") {
  testing::Written one =
      written(infusion("portal_vein"), "embolised: [portal_vein.segment_7, hepatic_artery.segment_7]",
              ", place: segment_7");
  const Run run(one);
  const auto fed = run.feeding();
  CHECK(levels::resolve_lobule(run.scenario, {}, {}, &fed).failure ==
        "lobule: no blood gets to segment 7 right posterior, upper, where the lobules are");
  CHECK(levels::segment_at(LiverPlace::fewest_cells, fed) != 7);
  CHECK(entered(run.at(LiverPlace::whole_liver)) > 0);
}
