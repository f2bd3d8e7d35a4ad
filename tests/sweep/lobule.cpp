// Sweeps of the lobule level: rows as runs of their files, any number of threads, mistakes, stops and
// failures.
#include "sim/levels/lobule.hpp"

#include <algorithm>
#include <cmath>

#include "sim/body/simulate.hpp"
#include "sim/levels/liver.hpp"
#include "sim/measures/metrics.hpp"
#include "sim/measures/operators.hpp"
#include "sim/numerics/threads.hpp"
#include "sim/sweep/lobule_row.hpp"
#include "sim/sweep/row.hpp"
#include "tests/sweep/sweeps.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using namespace cellroute::sweep::test;
using Catch::Matchers::Contains;

namespace {

const std::string metrics =
    "  - liver_living_1h\n"
    "  - lobule_extraction\n"
    "  - lobule_cell_days\n"
    "  - {name: periportal, measure: lobule_zone_share, region: [periportal], time: 30 min}\n"
    "  - {name: outer, measure: lobule_zone_share, region: [midzonal, pericentral], time: 30 min}\n"
    "  - {name: living, measure: lobule_living, time: 30 min}\n"
    "  - {name: lost, measure: lobule_lost, time: 30 min}\n"
    "  - {name: carried_on, measure: lobule_left, time: 30 min}\n"
    "  - {name: portal, measure: lobule_extraction, entry: portal}\n"
    "  - {name: cells, measure: lobule_living_cells, state: trapped, region: [periportal], time: 30 min}\n"
    "  - {name: drop, measure: lobule_pressure_drop, time: 30 min}\n";

/// Half a lobule on a coarse grid, by two routes, at two strengths of adhesion.
std::string lobule_sweep(const std::string& levels = "[body, lobule]", const std::string& read = metrics) {
  return "scenario:\n"
         "  species: human\n"
         "  condition: healthy\n"
         "  product: umbilical_cord_msc\n"
         "  regimen: [{route: hepatic_artery, cells: 1e8, over: 10 min, volume: 50 mL}]\n"
         "  levels: " +
         levels + "\n" + (levels == "[body]" ? "" : "  lobule: {spacing: 20 um, boundary: reduced}\n") +
         "  horizon: 1 h\n"
         "  output: {times: [1 h]}\n"
         "  numerics: {size_classes: 1}\n"
         "axes:\n"
         "  route: [hepatic_artery, portal_vein]\n"
         "  product.adhesion.rate: [0.01 1/s, 0.3 1/s]\n"
         "metrics:\n" +
         read;
}

/// What is said about a sweep.
std::string mistakes(const std::string& text) {
  const Scratch scratch;
  try {
    plan_of(scratch, text);
  } catch (const scenario::InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A row with the lobule level is the run of its scenario file, bit for bit") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, lobule_sweep());
  REQUIRE(rows_per_chunk(plan) == 1);
  const AllRows all = run_all(plan, 2);
  REQUIRE(all.complete);
  REQUIRE(all.failures.empty());
  for (std::size_t row = 0; row < plan.rows(); ++row) {
    const auto one = scenario::load_text(scenario_text(plan, row), plan.file);
    const auto body = body::simulate(one.body);
    const auto resolved = levels::resolve_lobule(one);
    REQUIRE(resolved.failure.empty());
    const measures::Arms arms{{"", {&one.body, &body, arm_of(*resolved.record)}}};
    for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
      INFO(row << " " << plan.metrics[m].name);
      CHECK(measures::evaluate(plan.metrics[m].measure, arms) == all.values[row * plan.metrics.size() + m]);
    }
  }
}

TEST_CASE("A row with all three levels is the run of its scenario file, bit for bit, and reads both livers") {
  const Scratch scratch;
  std::string text = lobule_sweep("[body, liver, lobule]");
  text.replace(text.find("lobule: {"), 9,
               "liver: {voxels: 200, terminals: 16}\n  lobule: {place: most_cells, ");
  text.replace(text.find("  route: [hepatic_artery, portal_vein]\n"), 39, "");
  const Plan plan = plan_of(scratch, text);
  REQUIRE(rows_per_chunk(plan) == 1);
  const AllRows all = run_all(plan, 2);
  REQUIRE(all.complete);
  REQUIRE(all.failures.empty());
  for (std::size_t row = 0; row < plan.rows(); ++row) {
    const auto one = scenario::load_text(scenario_text(plan, row), plan.file);
    levels::LiverShapes shapes;
    const auto liver = levels::resolve_liver(levels::prepare_liver(one, shapes));
    REQUIRE(liver.failure.empty());
    const levels::FeedingLiver feeding{liver.record->result, liver.sinusoids};
    const auto resolved = levels::resolve_lobule(one, {}, {}, &feeding);
    REQUIRE(resolved.failure.empty());
    CHECK(resolved.record->territory.share < 0.5);
    const measures::Arms arms{{"", {&one.body, &*liver.body, arm_of(*resolved.record)}}};
    for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
      INFO(row << " " << plan.metrics[m].name);
      const double value = all.values[row * plan.metrics.size() + m];
      CHECK(value > 0);
      CHECK(measures::evaluate(plan.metrics[m].measure, arms) == value);
    }
  }
}

TEST_CASE(
    "Metrics of the lobule are shares that add up, and adhesion moves cells towards the portal tracts") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, lobule_sweep());
  const AllRows all = run_all(plan, 2);
  const auto at = [&](std::size_t row, const std::string& name) {
    for (std::size_t m = 0; m < plan.metrics.size(); ++m)
      if (plan.metrics[m].name == name) return all.values[row * plan.metrics.size() + m];
    FAIL("no metric " << name);
    return 0.0;
  };
  for (std::size_t row = 0; row < plan.rows(); ++row) {
    CHECK(at(row, "periportal") + at(row, "outer") == Approx(1).epsilon(1e-12));
    // no cell enters after half an hour: what entered is there, lost, or carried on
    CHECK(at(row, "living") + at(row, "lost") + at(row, "carried_on") == Approx(1).epsilon(0.01));
    CHECK(at(row, "lobule_extraction") > 0.5);
    CHECK(at(row, "lobule_extraction") < 1);
    CHECK(at(row, "cells") > 1e6);
    CHECK(at(row, "cells") < 1e8);
    CHECK(at(row, "drop") > 0);
  }
  for (const std::size_t weak : {0, 2}) {
    CHECK(at(weak + 1, "periportal") > at(weak, "periportal"));
    CHECK(at(weak + 1, "lobule_extraction") > at(weak, "lobule_extraction"));
  }
  // By the portal vein few come by another way: those that have been around the body.
  CHECK(at(2, "portal") == Approx(at(2, "lobule_extraction")).epsilon(1e-3));
}

TEST_CASE("Every shipped metric of the lobule has a value where there is one") {
  std::string names;
  for (const auto& one : measures::read_metrics(CELLROUTE_SOURCE_DIR "/configs/library"))
    if (measures::needs_lobule(one.measure)) names += "  - " + one.name + "\n";
  REQUIRE(std::count(names.begin(), names.end(), '\n') >= 7);
  const Scratch scratch;
  std::string text = lobule_sweep("[body, lobule]", names);
  text.replace(text.find("horizon: 1 h"), 12, "horizon: 1 d");
  const Plan plan = plan_of(scratch, text);
  const AllRows all = run_all(plan, 2);
  REQUIRE(all.failures.empty());
  for (std::size_t i = 0; i < all.values.size(); ++i) {
    INFO(plan.metrics[i % plan.metrics.size()].name);
    CHECK(all.values[i] > 0);
    CHECK(all.values[i] < (plan.metrics[i % plan.metrics.size()].unit == "%" ? 1.0 : 86400.0));
  }
}

TEST_CASE("Lobules on 1, 2 and 8 threads and in two parts leave the same tables") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, lobule_sweep());
  REQUIRE(chunk_count(plan) == 4);  // of 8 threads two would share each lobule
  std::string wanted;
  for (const int threads : {1, 2, 8}) {
    const fs::path folder = scratch.path / std::to_string(threads);
    REQUIRE(run_into(folder, plan, threads).complete);
    tables_into(folder, plan, threads);
    if (wanted.empty()) wanted = table_bytes(folder);
    CHECK(table_bytes(folder) == wanted);
  }
  const fs::path whole = scratch.path / "merged";
  merged_into(whole, plan, 2, 1);
  tables_into(whole, plan);
  CHECK(table_bytes(whole) == wanted);
}

TEST_CASE("A lobule is abandoned between its steps, and its row is no failure") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, lobule_sweep());
  int asked = 0;
  CHECK_FALSE(
      lobule_of(plan.templates[0].scenario, plan.templates[0].scenario.body, [&] { return ++asked > 3; }));
  CHECK(asked == 4);
  int until = 0;  // the body asks as well
  REQUIRE(run_chunk(plan, 0, [&] {
    ++until;
    return false;
  }));
  asked = 0;
  CHECK_FALSE(run_chunk(plan, 0, [&] { return ++asked > until / 2; }));
}

TEST_CASE("Rows whose lobule cannot be built are recorded with their reason and stop nothing") {
  const Scratch scratch;
  std::string text = lobule_sweep();
  text.replace(text.find("product.adhesion.rate: [0.01 1/s, 0.3 1/s]"), 42,
               "lobule.side: [0.5 mm, 100 um]              ");
  const Plan plan = plan_of(scratch, text);
  const AllRows all = run_all(plan, 2);
  REQUIRE(all.complete);
  REQUIRE(all.failures.size() == 2);
  CHECK(all.failures[0].row == 1);
  CHECK_THAT(all.failures[0].reason, Contains("lobule: the arterial inlet is 60 um from its tract"));
  CHECK(std::isnan(all.values[plan.metrics.size()]));
  CHECK_FALSE(std::isnan(all.values[0]));
}

TEST_CASE("What is read off a lobule needs the level, zones, and a state or an entry that there is") {
  const std::string own = "  - {name: a, measure: lobule_zone_share, region: [periportal], time: 30 min}\n";
  CHECK_THAT(mistakes(lobule_sweep("[body]", "  - lobule_extraction\n")),
             Contains("sweep.yaml:14:") && Contains("metric `lobule_extraction` needs the level `lobule`") &&
                 Contains("write `levels: [body, lobule]`"));
  CHECK_THAT(mistakes(lobule_sweep("[body]", own)),
             Contains("sweep.yaml:14:") && Contains("`lobule_zone_share` needs the level `lobule`"));
  CHECK_THAT(mistakes(lobule_sweep("[body]",
                                   "  - {name: a, measure: living_cells, region: [liver], time: 1 h, "
                                   "relative_to: {measure: lobule_extraction}}\n")),
             Contains("`lobule_extraction` needs the level `lobule`"));
  // one cell of the grid without the level is enough
  std::string mixed = lobule_sweep();
  mixed.replace(mixed.find("  route: [hep"), 38, "  case: {body: {levels: [body]}, both: {}}");
  CHECK_THAT(mistakes(mixed), Contains("needs the level `lobule`"));
  const auto with = [&](const std::string& measure) {
    return mistakes(lobule_sweep("[body, lobule]", "  - {name: a, " + measure + "}\n"));
  };
  CHECK(with("measure: lobule_living, region: [periportal], state: homed, time: 1 h") == "");
  CHECK_THAT(with("measure: lobule_zone_share, region: [lung], time: 1 h"),
             Contains("`lung` is not a zone of the lobule") && Contains("periportal"));
  CHECK_THAT(with("measure: lobule_zone_share, except: [lung], time: 1 h"), Contains("takes no `except`"));
  CHECK_THAT(with("measure: lobule_zone_share, region: [midzonal]"), Contains("needs a time"));
  CHECK_THAT(with("measure: lobule_living, state: stuck, time: 1 h"), Contains("`stuck`"));
  CHECK_THAT(with("measure: lobule_extraction, entry: portl"), Contains("did you mean `portal`?"));
  CHECK_THAT(with("measure: living_share, region: [liver], state: homed, time: 1 h"),
             Contains("`living_share` takes no `state`"));
}

TEST_CASE("State and entry of a measure change a sweep's fingerprint; lobules that nobody reads are noted") {
  const Scratch scratch;
  const auto of = [&](const std::string& measure) {
    return plan_of(scratch, lobule_sweep("[body, lobule]", "  - {name: a, " + measure + "}\n"));
  };
  const std::string living = "measure: lobule_living, time: 1 h", all = "measure: lobule_extraction";
  CHECK(of(living).fingerprint != of(living + ", state: homed").fingerprint);
  CHECK(of(all).fingerprint != of(all + ", entry: portal").fingerprint);
  CHECK(of(all).fingerprint == of(all).fingerprint);
  CHECK(of(all).notes.empty());
  CHECK_THAT(of("measure: portal_peak").notes.at(0), Contains("no metric reads the lobules"));
}
