// Reports on sampled patients: which sample is of the same case, where one patient lies in it, and what
// decides.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <random>

#include "sim/results/column_file.hpp"
#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "viz/program/view.hpp"
#include "viz/report/answer.hpp"
#include "viz/report/apart.hpp"
#include "viz/report/report.hpp"

using namespace cellroute;
using namespace cellroute::viz;
using results::test::Scratch;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t patients = 200;
constexpr double day = 86400;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

double in_liver(const results::Record& record) {
  return results::living_share(record, *results::find_organ(record, "liver"),
                               results::time_index(record, day));
}

results::Record by_portal_vein() {
  auto made = results::test::record();
  made.inputs.regimen[0].route = "portal_vein";
  made.inputs.regimen[0].catheter = "";
  made.provenance.fingerprint = std::string(32, 'e');
  return made;
}

/// A sample by two routes in which `a.decides` alone sets the ratio, `a.raises` both, and `a.nothing`
/// nothing. The first route has `below` of its patients below the value `middle`.
fs::path put_sample(const fs::path& folder, const std::vector<std::string>& fingerprints, double middle,
                    std::size_t below, bool failed = false) {
  fs::create_directories(folder);
  results::ColumnHeader head;
  head.provenance = {"cellroute", "1", "abc", std::string(32, 'f'), 1};
  head.title = "Two hundred";
  head.design = "latin_hypercube";
  head.rows = 2 * patients;
  head.input = "scenario: case.yaml\n";
  head.scenario_file = "case.yaml";
  head.scenario = "title: A case\n";
  head.fingerprints = fingerprints;
  using Kind = results::Column::Kind;
  const char* sources[] = {"assumption", "Somebody 2001", "assumption"};
  std::vector<results::Column> columns{{"/status", Kind::code, "1", "status", "", 0},
                                       {"/axes/route", Kind::word, "none", "route", "", 14},
                                       {"/metrics/liver_living_24h", Kind::number, "1", "Alive.", "", 0}};
  const char* names[] = {"decides", "raises", "nothing"};
  for (int f = 0; f < 3; ++f)
    columns.push_back({std::string("/factors/liver.made_up.") + names[f], Kind::number, "1",
                       std::string("What ") + names[f] + ".", sources[f], 0});
  std::mt19937 random(7);
  std::uniform_real_distribution<double> any(0.5, 1.5);
  std::vector<double> factors[3], values(2 * patients);
  std::vector<std::string> routes(2 * patients, "hepatic_artery");
  std::vector<std::uint8_t> status(2 * patients, failed ? 1 : 0);
  for (auto& one : factors) {
    for (std::size_t i = 0; i < patients; ++i) one.push_back(any(random));
    one.insert(one.end(), one.begin(), one.begin() + patients);  // the same patients by either route
  }
  for (std::size_t i = 0; i < patients; ++i) {
    // places around `middle`, so that exactly `below` of the first route's are below it
    const double raised = i < below ? 0.5 + 0.4 * (factors[1][i] - 0.5) : 1.1 + 0.4 * (factors[1][i] - 0.5);
    values[i] = failed ? std::nan("") : middle * raised;
    values[patients + i] = values[i] / factors[0][i] * 0.8;
    routes[patients + i] = "portal_vein";
  }
  results::ColumnFile file(folder / "sweep.h5", folder / "sweep.h5", head, columns);
  file.codes(0, 0, status);
  file.words(1, 0, routes);
  file.numbers(2, 0, values);
  for (std::size_t f = 0; f < 3; ++f) file.numbers(3 + f, 0, factors[f]);
  file.finish();
  return folder;
}

fs::path put(const fs::path& folder, const results::Record& record) {
  fs::create_directories(folder);
  std::ofstream(folder / "result.h5", std::ios::binary) << results::encode(record);
  return folder;
}

struct Case {
  Scratch scratch;
  results::Record artery = results::test::record(), portal = by_portal_vein();
  fs::path a = put(scratch.path / "a", artery), b = put(scratch.path / "b", portal);
  std::vector<std::string> fingerprints{artery.provenance.fingerprint, portal.provenance.fingerprint};
};

}  // namespace

TEST_CASE(
    "A sample that names the fingerprints of the results is known to be of their case, another is not used") {
  const Case made;
  const auto same = put_sample(made.scratch.path / "same", made.fingerprints, in_liver(made.artery), 100);
  const auto page = report({made.a, made.b, same});
  CHECK(holds(page, "of 200 sampled patients"));
  CHECK_FALSE(holds(page, "could not be checked"));
  const auto other = put_sample(made.scratch.path / "other", {made.fingerprints[0], std::string(32, '0')},
                                in_liver(made.artery), 100);
  CHECK(holds(report({made.a, made.b, other}), "No sweep that was given"));
}

TEST_CASE("A sample of which no case is in the report says so, and one of some cases does not") {
  const Case made;
  const char* said = "This sample is of other cases than those of this report";
  const auto page_with = [&](const char* name, const std::vector<std::string>& fingerprints) {
    return report({made.a, made.b, put_sample(made.scratch.path / name, fingerprints, 0.1, 100)});
  };
  CHECK(holds(page_with("none", {std::string(32, '0'), std::string(32, '1')}), said));
  CHECK_FALSE(holds(page_with("some", {made.fingerprints[0], std::string(32, '1')}), said));
}

TEST_CASE("A report says where the one patient of its table lies in the sample") {
  const Case made;
  for (const std::size_t below : {20, 100, 170}) {
    const auto sample = put_sample(made.scratch.path / std::to_string(below), made.fingerprints,
                                   in_liver(made.artery), below);
    const auto page = report({made.a, made.b, sample});
    INFO(below);
    CHECK(holds(page, "<th scope=\"row\">percentile of this patient among them</th><td>" +
                          std::to_string(below / 2) + "</td>"));
    CHECK(holds(page, std::to_string(below / 2) + " by hepatic artery"));
  }
  CHECK(percentile({1, 2, 3, std::nan(""), 4}, 2.5) == 0.5);
  CHECK(percentile({1, 2, 2, 3}, 2) == 0.5);
  CHECK(std::isnan(percentile({}, 1)));
}

TEST_CASE("What decides between two routes is what their ratio follows, not what raises both") {
  const Case made;
  const auto folder = put_sample(made.scratch.path / "same", made.fingerprints, 0.1, 100);
  const auto sweep = read_sweep(folder);
  const auto& groups = sweep.metrics.at(0).groups;
  REQUIRE(groups.size() == 2);
  const auto found = deciders(sweep, groups[0], groups[1], 9);
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "liver.made_up.decides");
  CHECK(found[0].source == "assumption");
  CHECK(found[0].rank_correlation == Approx(1).epsilon(1e-9));
  CHECK(found[0].low == Approx(0.55).margin(0.05));
  CHECK(found[0].high == Approx(1.45).margin(0.05));
  CHECK(deciders(sweep, groups[1], groups[0], 9).at(0).rank_correlation == Approx(-1).epsilon(1e-9));
  const auto page = report({made.a, made.b, folder});
  CHECK(holds(page, "liver made up: what decides (liver.made_up.decides, sampled from 0.5"));
  CHECK(holds(page, "explains 100 % of the variance"));
  CHECK_FALSE(holds(page, "liver made up: what raises"));
}

TEST_CASE(
    "What moves a patient off the middle of a sample is the parameters off the middle of their ranges") {
  Case made;
  for (auto* record : {&made.artery, &made.portal})
    for (const auto& [name, value] : {std::pair("raises", 1.4), {"decides", 1.3}, {"nothing", 1.5}}) {
      results::ParameterRow row;
      row.path = std::string("liver.made_up.") + name;
      row.value = value;
      row.unit = "1";
      record->inputs.parameters.push_back(row);
    }
  // values of the first route grow with `a.raises` and with nothing else
  const double middle = in_liver(made.artery) / 1.46;
  const auto folder = put_sample(made.scratch.path / "same", made.fingerprints, middle, 0);
  const auto sweep = read_sweep(folder);
  const auto& groups = sweep.metrics.at(0).groups;
  const double place = percentile(groups[0].values, 1.46 * middle);
  const auto found = apart(sweep, groups[0], made.artery);
  REQUIRE(found.movers.size() == 1);
  CHECK(found.movers[0].path == "liver.made_up.raises");
  CHECK(found.movers[0].value == 1.4);
  CHECK(found.movers[0].place == Approx(place).margin(1e-12));
  CHECK(found.movers[0].moves == Approx(place - 0.5).margin(1e-12));
  CHECK(found.expected == Approx(place).margin(1e-12));
  CHECK(place == Approx(0.9).margin(0.05));
  // those of the second fall with `a.decides`, and 1.3 is above the middle of its range
  const auto other = apart(sweep, groups[1], made.portal);
  REQUIRE(other.movers.size() == 2);
  CHECK(other.movers[0].path == "liver.made_up.decides");
  CHECK(other.movers[0].moves < -0.2);
  CHECK(other.movers[1].moves > 0.1);
  // a record that has none of them
  CHECK(apart(sweep, groups[0], results::test::record()).movers.empty());

  const auto page =
      report({put(made.scratch.path / "c", made.artery), put(made.scratch.path / "d", made.portal), folder});
  CHECK(holds(page, fmt::format("Why this patient is at percentile {:.0f} by hepatic artery", 100 * place)));
  CHECK(holds(page, fmt::format("<td>{:.0f}</td><td>{:+.0f}</td><td>Somebody 2001", 100 * place,
                                100 * (place - 0.5))));
  CHECK_FALSE(holds(report({made.a, made.b, folder}), "Why this patient is"));
}

TEST_CASE("A sweep of which every run failed is refused, with where the reasons are") {
  const Case made;
  const auto failed = put_sample(made.scratch.path / "failed", made.fingerprints, 0.1, 100, true);
  CHECK_THROWS_WITH(report({made.a, made.b, failed}),
                    Catch::Contains("every run of it failed") && Catch::Contains("failures.csv"));
}

TEST_CASE("Results without a common output time are refused") {
  const Scratch scratch;
  auto other = by_portal_vein();
  for (auto& time : other.body.times) time *= 1.5;
  CHECK_THROWS_AS(report({put(scratch.path / "a", results::test::record()), put(scratch.path / "b", other)}),
                  RequestError);
}
