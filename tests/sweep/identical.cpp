// Threads, parts, stops and chunks that are run again: the same files, byte for byte.
#include <cmath>

#include "sim/body/simulate.hpp"
#include "sim/measures/measure.hpp"
#include "sim/results/column_file.hpp"
#include "sim/sweep/row.hpp"
#include "tests/sweep/sweeps.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using namespace cellroute::sweep::test;
using Catch::Matchers::Contains;

namespace {

#ifdef CELLROUTE_SANITIZED
constexpr int points = 150;
#else
constexpr int points = 400;
#endif

}  // namespace

TEST_CASE("A row of a sweep is the run of its scenario file, bit for bit") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, small_sweep(70));
  const AllRows all = run_all(plan, 2);
  REQUIRE(all.complete);
  for (const std::size_t row : {std::size_t{0}, std::size_t{69}, std::size_t{127}, std::size_t{139}}) {
    const auto one = scenario::load_text(scenario_text(plan, row), plan.file);
    const auto result = body::simulate(one.body);
    const measures::Arms arms{{"", {&one.body, &result}}};
    for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
      INFO(row << " " << plan.metrics[m].name);
      CHECK(measures::evaluate(plan.metrics[m].measure, arms) == all.values[row * plan.metrics.size() + m]);
    }
  }
}

TEST_CASE("A sweep's table names its scenario, and its fingerprints are those of runs of it") {
  const Scratch scratch;
  std::string text = small_sweep(20);
  const auto keys = text.find(small_case);
  text.replace(text.find("scenario:"), keys + small_case.size() - text.find("scenario:"),
               "scenario: cases/one.yaml\n");
  std::string scenario = small_case.substr(2);
  for (auto at = scenario.find("\n  "); at != std::string::npos; at = scenario.find("\n  ", at))
    scenario.erase(at + 1, 2);
  const auto file = write(scratch.path / "cases" / "one.yaml", scenario);
  const Plan plan = plan_of(scratch, text);
  run_into(scratch.path / "out", plan);
  tables_into(scratch.path / "out", plan);
  const auto header = results::column_contents(scratch.path / "out" / "sweep.h5").header;
  CHECK(header.scenario_file == "cases/one.yaml");
  CHECK(header.scenario == scenario);
  REQUIRE(header.fingerprints.size() == 2);
  CHECK(header.fingerprints[0] == scenario::load(file, {{}, {}, "hepatic_artery", ""}).fingerprint);
  CHECK(header.fingerprints[1] == scenario::load(file, {{}, {}, "portal_vein", ""}).fingerprint);
  CHECK(header.fingerprints[0] != header.fingerprints[1]);
}

TEST_CASE("1, 2 and 4 threads, 3 parts and a sweep stopped and resumed leave the same tables") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, small_sweep(points, failing_axis));
  REQUIRE(plan.rows() % rows_per_chunk(plan) != 0);
  REQUIRE(chunk_count(plan) > 3);
  REQUIRE(run_into(scratch.path / "1", plan, 1).complete);
  tables_into(scratch.path / "1", plan, 1);
  const std::string wanted = table_bytes(scratch.path / "1");
  for (const int threads : {2, 4}) {
    const fs::path folder = scratch.path / std::to_string(threads);
    REQUIRE(run_into(folder, plan, threads).complete);
    tables_into(folder, plan, threads);
    CHECK(table_bytes(folder) == wanted);
  }

  const fs::path whole = scratch.path / "merged", stopped = scratch.path / "stopped";
  merged_into(whole, plan, 3);
  tables_into(whole, plan);
  CHECK(table_bytes(whole) == wanted);

  const RunEnd first = run_into(stopped, plan, 2, {}, false, 2);
  CHECK(first.stopped);
  CHECK_FALSE(first.complete);
  CHECK(run_into(stopped, plan, 2).complete);
  tables_into(stopped, plan);
  CHECK(table_bytes(stopped) == wanted);
}

TEST_CASE("Rows that fail are recorded with their reason and stop nothing, unless told") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, small_sweep(100, failing_axis));
  REQUIRE(run_into(scratch.path / "all", plan).complete);
  const auto journal = Journal::open(scratch.path / "all");
  CHECK(journal->failed_rows() == plan.rows() / 2);
  tables_into(scratch.path / "all", plan);
  const std::string failures = results::read_file(scratch.path / "all" / "failures.csv");
  CHECK_THAT(failures, Contains("row,reason,route,regimen.over [s],product.diameter.median [m],") &&
                           Contains("it ends beyond the horizon,hepatic_artery,172800,"));
  CHECK(std::count(failures.begin(), failures.end(), '\n') ==
        static_cast<std::ptrdiff_t>(1 + plan.rows() / 2));
  const std::string table = results::read_file(scratch.path / "all" / "table.csv");
  CHECK_THAT(table,
             Contains("\n0,ok,hepatic_artery,1200,") && Contains("\n100,failed,hepatic_artery,172800,"));

  const RunEnd fast = run_into(scratch.path / "fast", plan, 1, {}, true);
  CHECK_FALSE(fast.complete);
  REQUIRE(fast.failure);
  CHECK(fast.failure->row == 100);
  CHECK_THAT(fast.failure->reason, Contains("beyond the horizon"));
}

TEST_CASE("The order of keys does not change a sweep's fingerprint, and every change of a number does") {
  const Scratch scratch;
  const std::string text = small_sweep(10);
  const std::string fingerprint = plan_of(scratch, text).fingerprint;
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    const auto at = other.find(from);
    REQUIRE(at != std::string::npos);
    return plan_of(scratch, other.replace(at, from.size(), to)).fingerprint;
  };
  CHECK(with("title: A small sweep\n", "title: Another\n") == fingerprint);
  CHECK(with("  species: human\n  condition: alcoholic_cirrhosis\n",
             "  condition: alcoholic_cirrhosis\n  species: human\n") == fingerprint);
  CHECK(with("[product.viable_fraction, product.diameter.median]",
             "[product.diameter.median, product.viable_fraction]") == fingerprint);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"seed: 3", "seed: 4"},
           {"size: 10", "size: 11"},
           {"latin_hypercube", "sobol"},
           {"over: 20 min", "over: 21 min"},
           {"lung_peak", "lung_first_pass"},
           {"size_classes: 1", "size_classes: 2"},
           {", portal_vein]", ", peripheral_vein]"},
           {"product.viable_fraction, ", ""},
           {"product.viable_fraction, product.diameter.median",
            "product.viable_fraction, product.deformability"},
           {"alcoholic_cirrhosis", "nash_cirrhosis"},
           {"horizon: 1 d\n", "horizon: 1 d\n  set: {lung.shunt_fraction: 0.0301}\n"}}) {
    INFO(from);
    CHECK(with(from, to) != fingerprint);
  }
}
