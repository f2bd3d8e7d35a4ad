// Safe doses against bisection by hand and against a dose known beforehand.
#include "sim/sweep/dose/safe_dose.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/body/simulate.hpp"
#include "sim/sweep/row.hpp"
#include "tests/sweep/planted.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using testing::WrittenFile;

namespace {

DoseQuestion load(const std::string& text) {
  const WrittenFile file("dose.yaml", text);
  return load_dose_question(file.path(), {testing::library(), {}});
}

std::string refusal(const std::string& text) {
  return testing::mistakes([&] { load(text); });
}

const std::string portal_patient =
    "  species: human\n  condition: alcoholic_cirrhosis\n  product: umbilical_cord_msc\n"
    "  regimen: [{route: portal_vein, cells: 1e8, over: 20 min}]\n  numerics: {size_classes: 2}\n"
    "  horizon: 2 h\n  output: {times: [2 h]}\n";

std::string question(const std::string& more) {
  return "scenario:\n" + portal_patient +
         "sample: {design: latin_hypercube, size: 8, parameters: [liver.*]}\n"
         "metric: portal_rise\nlimit: 2 mmHg\nsource: assumption\ndose: [1e6, 1e11]\npatients: 20 %\n" +
         more;
}

}  // namespace

TEST_CASE("a safe dose equals bisection by hand, patient by patient") {
  const DoseQuestion asked = load(question(""));
  const auto found = safe_doses(asked);
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].critical.size() == 8);
  const auto rise = [&](std::size_t patient, double dose) {
    BodyCase one = body_case(asked.plan, row_at(asked.plan, patient));
    one.regimen[0].cells = dose;
    const auto result = body::simulate(one);
    return result.hemodynamics.peak_portal_pressure - result.baseline.portal_pressure;
  };
  for (const std::size_t patient : {0u, 5u}) {
    double low = 1e6, high = 1e11;
    for (int i = 0; i < 40; ++i) {
      const double middle = std::sqrt(low * high);
      (rise(patient, middle) < 2 * 133.322387415 ? low : high) = middle;
    }
    CHECK(found[0].critical[patient] == Approx(low).epsilon(1e-5));
  }
  // Type 7 at 20 % of 8 patients: 1.4 intervals up.
  auto sorted = found[0].critical;
  std::sort(sorted.begin(), sorted.end());
  CHECK(found[0].dose == Approx(sorted[1] + 0.4 * (sorted[2] - sorted[1])).epsilon(1e-12));
  CHECK(found[0].rate == Approx(found[0].dose / 1200));
}

TEST_CASE("a limit on the dose itself gives that dose to every patient; outside what was tried it is said") {
  const std::string living =
      "metric: {name: alive, measure: living_cells, region: [lung, heart, brain, kidney, marrow, "
      "rest, gut, spleen, liver, blood], time: 1 h}\n";
  const std::string head =
      "scenario:\n" + testing::unstopped_patient("1 h") +
      "sample: {design: sobol, size: 4, parameters: {lung.blood_volume: {uniform: [90 mL, 110 mL]}}}\n" +
      living + "source: assumption\ndose: [1e3, 1e7]\nlimit: ";
  const auto inside = safe_doses(load(head + "1e5\n")).front();
  const double expected = 1e5 / std::exp(-1e-5 * 3599.5);  // cells die on the way
  for (const double dose : inside.critical) CHECK(dose == Approx(expected).epsilon(1e-4));
  CHECK(inside.dose == Approx(expected).epsilon(1e-4));
  const auto beyond = safe_doses(load(head + "1e9\n")).front();
  CHECK(std::isinf(beyond.dose));
  CHECK(beyond.above == 4);
  const auto below = safe_doses(load(head + "10\n")).front();
  CHECK(below.dose == 0);
  CHECK(below.below == 4);
}

TEST_CASE("slower infusion never lowers the safe dose, for any number of threads") {
  const DoseQuestion asked = load(question("over: [5 min, 1 h]\n"));
  EvaluateOptions one, two;
  one.threads = 1;
  two.threads = 2;
  const auto a = safe_doses(asked, one), b = safe_doses(asked, two);
  REQUIRE(a.size() == 2);
  CHECK(a[0].critical == b[0].critical);
  CHECK(a[1].critical == b[1].critical);
  CHECK(a[1].dose >= a[0].dose);
}

TEST_CASE("patients who cannot be run at any dose are left out, and the reason is said") {
  const auto head = [](const std::string& start) {
    return "scenario:\n" + portal_patient +
           "sample: {design: latin_hypercube, size: 8, parameters: {regimen.at: {uniform: " + start +
           "}}}\nmetric: portal_rise\nlimit: 2 mmHg\nsource: assumption\ndose: [1e6, 1e11]\n";
  };
  const DoseQuestion asked = load(head("[3 h, 5 h]"));  // after the horizon
  const auto none = safe_doses(asked);
  CHECK(none.front().failed == 8);
  CHECK_THAT(none.front().failure, Catch::Contains("horizon"));
  const std::string page = dose_table(asked, none);
  CHECK_THAT(page, Catch::Contains("8 could not be run: ") && Catch::Contains("horizon"));
  CHECK_THAT(page, !Catch::Contains("< 1e6"));
  const auto some = safe_doses(load(head("[0 h, 3.2 h]"))).front();
  CHECK((some.failed > 0 && some.failed < 8));
  CHECK(some.dose > 0);
}

TEST_CASE("questions that make no sense are refused") {
  using Catch::Contains;
  CHECK_THAT(refusal(question("axes: {liver.volume: [1 L, 2 L]}\n")), Contains("one of numbers"));
  CHECK_THAT(
      refusal("scenario:\n" + portal_patient +
              "sample: {design: morris, size: 2}\nmetric: portal_rise\nlimit: 2 cells\nsource: assumption\n"
              "dose: [1e9, 1e6]\n"),
      Contains("does not ascend") && Contains("plain sample"));
  CHECK_THAT(refusal(question("over: [3 h]\n")), Contains("after the horizon"));
}
