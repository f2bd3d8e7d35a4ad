// From a row to its case: doses per body mass, and scenario files that say the same.
#include <catch2/catch.hpp>

#include "sim/scenario/scenario.hpp"
#include "sim/sweep/row.hpp"
#include "tests/sweep/sweeps.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using namespace cellroute::sweep::test;

namespace {

/// A dose per kg of a body of 73 kg, and three masses.
std::string dose_per_kg(const std::string& axes) {
  return "scenario:\n  species: human\n  condition: healthy\n  product: umbilical_cord_msc\n"
         "  regimen: [{route: peripheral_vein, cells: 1e6 cell/kg, over: 20 min}]\n  horizon: 1 d\n"
         "  output: {times: [1 d]}\n" +
         axes +
         "sample:\n  design: latin_hypercube\n  size: 3\n  parameters: {circulation.body_mass: {uniform: [50 "
         "kg, 100 kg]}}\n"
         "metrics: [lung_peak]\n";
}

/// Cells of the only infusion of a row, and of the scenario file that it is printed as.
std::pair<double, double> cells_of(const Scratch& scratch, const Plan& plan, std::size_t row) {
  const auto file = write(scratch.path / "row.yaml", scenario_text(plan, row));
  return {body_case(plan, row_at(plan, row)).regimen.front().cells,
          scenario::load(file).body.regimen.front().cells};
}

}  // namespace

TEST_CASE("A dose per body mass follows the sampled mass") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, dose_per_kg(""));
  for (std::size_t row = 0; row < plan.rows(); ++row) {
    const auto [cells, printed] = cells_of(scratch, plan, row);
    CHECK(cells == 1e6 * row_at(plan, row).factors.front());
    CHECK(printed == cells);
  }
}

TEST_CASE(
    "Designs too large, files without metrics, and a --set of what varies are refused before anything is "
    "made") {
  using Catch::Contains;
  const Scratch scratch;
  const auto refusal = [&](const std::string& text, const PlanOptions& options = {}) -> std::string {
    const auto file = write(scratch.path / "sweep.yaml", text);
    CHECK(is_sweep_file(file));
    try {
      load_plan(file, options);
    } catch (const scenario::InputError& error) {
      return error.what();
    }
    return "";
  };
  const std::string head = "scenario:\n" + small_case, tail = "metrics: [liver_living_24h]\n";
  const auto sample = [&](const std::string& keys) {
    return head + "sample: {parameters: uncertain, " + keys + "}\n" + tail;
  };
  CHECK_THAT(refusal(sample("design: saltelli, size: 1000000000, replicates: 1000000")),
             Contains("1e12 is the most"));
  CHECK_THAT(refusal(sample("design: saltelli, size: 1, replicates: 1000000")), Contains("GB of memory"));
  CHECK_THAT(refusal(head), Contains("`metrics` is missing"));
  const auto cases = [&](const std::string& name) {
    return head + "axes: {case: {" + name + ": {host: autologous}}}\n" + tail;
  };
  CHECK_THAT(refusal(cases("\"\"")), Contains("one line of text"));
  CHECK_THAT(refusal(cases("\"a\\nb\"")), Contains("one line of text"));
  CHECK(refusal(cases("\"low, \\\"x\\\" \"")).empty());
  const std::string volumes = head + "axes: {liver.volume: [1 L, 2 L]}\n" + tail;
  CHECK_THAT(refusal(volumes, {{}, {"liver.volume = 3 L"}}), Contains("`liver.volume` is an axis"));
  CHECK(refusal(volumes, {{}, {"lung.tissue.loss_factor=2"}}).empty());
  CHECK_THAT(
      refusal(head + "sample: {design: sobol, size: 2, parameters: {liver.volume: {uniform: [1 L, 2 L]}}}\n" +
                  tail,
              {{}, {"liver.volume=3 L"}}),
      Contains("`liver.volume` is sampled"));
}

TEST_CASE("A dose on an axis is that dose in every body, also where it is the scenario's own") {
  const Scratch scratch;
  const Plan plan = plan_of(scratch, dose_per_kg("axes: {regimen.cells: [73e6, 1e8]}\n"));
  REQUIRE(plan.rows() == 6);
  for (std::size_t row = 0; row < plan.rows(); ++row) {
    const auto [cells, printed] = cells_of(scratch, plan, row);
    CHECK(cells == (row < 3 ? 73e6 : 1e8));
    CHECK(printed == cells);
  }
}
