// Metrics: those shipped, the times they need, and mistakes in a list of one's own.
#include "sim/measures/metrics.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sim/measures/operators.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;
using namespace cellroute::measures;
namespace fs = std::filesystem;

namespace {

const fs::path library = CELLROUTE_SOURCE_DIR "/configs/library";

/// What is said about a list with this one metric.
std::string mistakes(const std::string& metric) {
  const fs::path file = fs::temp_directory_path() / fmt::format("cellroute-metrics-{}.yaml", ::getpid());
  std::ofstream(file) << "kind: metric_list\nmetrics:\n  - " << metric << "\n";
  std::string text;
  try {
    read_metric_file(file);
  } catch (const scenario::InputError& error) {
    text = error.what();
  }
  fs::remove(file);
  return text;
}

}  // namespace

TEST_CASE("Every shipped metric has a finite value on a run that has its times") {
  const auto metrics = read_metrics(library);
  REQUIRE(metrics.size() > 15);
  testing::Written written;
  written.label = "tc99m_exametazime";
  written.times = "[1 h, 24 h]";
  const BodyCase one = testing::body_case(written);
  const body::BodyResult result = body::simulate(one);
  const Arms arms{{"", {&one, &result}}};
  for (const Metric& metric : metrics) {
    INFO(metric.name);
    CHECK_FALSE(metric.about.empty());
    if (needs_lobule(metric.measure)) {
      CHECK_THROWS_WITH(evaluate(metric.measure, arms), "the result has no level `lobule`");
      continue;
    }
    for (const double time : times_of(metric.measure)) CHECK((time == 3600 || time == 86400));
    const double value = evaluate(metric.measure, arms) / metric.scale;
    CHECK(std::isfinite(value));
    if (metric.unit == "%" && metric.name != "stop_rule_share") {
      CHECK(value >= 0);
      CHECK(value <= 100 + 1e-9);
    }
    if (metric.name == "portal_peak")
      CHECK(value == Approx(result.hemodynamics.peak_portal_pressure / testing::mmHg));
    if (metric.name == "liver_cell_days")
      CHECK(value == Approx(testing::organ(result, "liver").living_time / result.dose / 86400));
  }
}

TEST_CASE("A measure needs the times of both its sides") {
  Measure one, other;
  one.time = 7200;
  one.since = 60;
  other.time = 3600;
  one.relative_to = std::make_shared<Measure>(other);
  CHECK(times_of(one) == std::vector<double>{60, 3600, 7200});
  CHECK(times_of(Measure{}).empty());
}

TEST_CASE("A list of metrics of one's own says its mistakes") {
  using Catch::Contains;
  CHECK(mistakes("{name: a, measure: living_share, region: [liver], time: 2 min, unit: \"%\"}") == "");
  CHECK_THAT(mistakes("{name: a, measure: living_share, region: [livr], time: 1 h}"),
             Contains("unknown region `livr`") && Contains("did you mean `liver`?"));
  CHECK_THAT(mistakes("{name: a b, measure: portal_peak}"), Contains("`a b` cannot head a column"));
  CHECK_THAT(mistakes("{name: a, measure: portal_peak, unit: d}"),
             Contains("`d` is not a unit of the measure") && Contains("its SI unit is Pa"));
  CHECK_THAT(mistakes("{name: a, measure: portal_peak, time: 1 h}"),
             Contains("`portal_peak` takes no `time`"));
  CHECK_THAT(mistakes("{name: a, measure: held_share, region: [lung], time: 1 h, share_of: [liver]}"),
             Contains("`held_share` takes no `share_of`"));
  CHECK_THAT(mistakes("{name: a, measure: stop_rule_share, rule: none}"), Contains("unknown rule `none`"));
  CHECK_THAT(mistakes("{name: a, measure: portal_peak}\n  - {name: a, measure: portal_rise}"),
             Contains("`a` is here twice"));
  CHECK_THAT(mistakes("{measure: portal_peak}"), Contains("`name` is missing"));
}
