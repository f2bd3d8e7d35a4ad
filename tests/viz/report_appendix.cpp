// The appendix of a report: parameters in which cases differ, sensitivities of other cases, how vessels
// branch.
#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/result_file.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"
#include "viz/report/report.hpp"

using namespace cellroute;
using namespace cellroute::viz;
using results::Record;
using results::test::Scratch;
namespace fs = std::filesystem;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void put(const fs::path& folder, const std::string& name, const std::string& bytes) {
  fs::create_directories(folder);
  std::ofstream(folder / name, std::ios::binary) << bytes;
}

std::string page_of(const std::vector<Record>& records, const std::vector<fs::path>& beside = {}) {
  const Scratch scratch;
  std::vector<fs::path> inputs;
  for (const auto& record : records) {
    inputs.push_back(scratch.path / std::to_string(inputs.size()));
    put(inputs.back(), "result.h5", results::encode(record));
  }
  inputs.insert(inputs.end(), beside.begin(), beside.end());
  return report(inputs);
}

Record by_portal_vein() {
  auto made = results::test::record();
  made.inputs.regimen[0].route = "portal_vein";
  made.inputs.regimen[0].catheter = "";
  made.provenance.fingerprint[0] = 'e';
  return made;
}

/// A rate that is an assumption, and a diameter that is published.
std::vector<results::ParameterRow> rows(double rate, double diameter, const std::string& source) {
  return {{"lung.rate", rate, "1/s", "assumption", 0, 1, unset, "uniform", "a file"},
          {"liver.width", diameter, "m", source, unset, unset, unset, "", "a file"}};
}

constexpr const char* csv =
    "metric,unit,factor,estimate,value,low,high\nliver_living_24h,1,lung.rate,prcc,0.5,0.4,0.6\n";

std::string origin(const std::string& fingerprint, const std::string& version = "1") {
  return R"({"file_type": "cellroute sensitivity", "format_version": )" + version +
         R"(, "title": "A cohort", "fingerprint": "00", "fingerprints": [")" + fingerprint + "\"]}";
}

}  // namespace

TEST_CASE("Parameters in which cases differ stand beside each other, those they share stand once") {
  auto first = results::test::record(), second = by_portal_vein();
  first.inputs.parameters = rows(1.0 / 3600, 8e-6, "Doe 2001");
  second.inputs.parameters = rows(1.0 / 3600, 9e-6, "Roe 2002");
  const auto page = page_of({first, second});
  CHECK(holds(page, "<summary>1 parameter in which the cases differ</summary>"));
  CHECK(holds(page, "<th scope=\"col\">HA</th><th scope=\"col\">PV</th><th scope=\"col\">source</th>"));
  CHECK(holds(page, "in which the cases differ. HA: hepatic artery; PV: portal vein</caption>"));
  CHECK(holds(page,
              "<th scope=\"row\">liver.<wbr>width [um]</th><td>8</td><td>9</td>"
              "<td>HA: Doe 2001; PV: Roe 2002</td>"));
  CHECK(holds(page, "<summary>1 assumption that all cases share</summary>"));
  CHECK(holds(page, "<th scope=\"row\">lung.<wbr>rate</th><td>1 1/h</td>"));
  CHECK_FALSE(holds(page, "liver.<wbr>width</th>"));
  CHECK_FALSE(holds(page, "with a published value"));
}

TEST_CASE("Cases of equal parameters have no table of differences, and neither has one case") {
  const auto two = page_of({results::test::record(), by_portal_vein()});
  CHECK_FALSE(holds(two, "in which the cases differ"));
  CHECK_FALSE(holds(two, "that all cases share"));
  CHECK_FALSE(holds(page_of({results::test::record()}), "in which the cases differ"));
}

TEST_CASE("Values that three digits do not tell apart have all of theirs, and what one lacks has a dash") {
  auto first = results::test::record(), second = by_portal_vein();
  first.inputs.parameters = rows(1e-3, 8e-6, "Doe 2001");
  second.inputs.parameters = rows(1.0000001e-3, 8e-6, "Doe 2001");
  second.inputs.parameters.push_back({"only.here", 2, "1", "Doe 2001", unset, unset, unset, "", "a file"});
  const auto page = page_of({first, second});
  CHECK(holds(page, "<summary>2 parameters in which the cases differ</summary>"));
  CHECK(holds(page, "rate [1/s]</th><td>0.001</td><td>0.0010000001</td><td>assumption</td>"));
  CHECK(holds(page, "<th scope=\"row\">only.<wbr>here</th><td>-</td><td>2</td><td>Doe 2001</td>"));
}

TEST_CASE("A sensitivity of other cases is left out and said to be, and one that names none is flagged") {
  const Scratch scratch;
  const auto made = results::test::record();
  const fs::path folder = scratch.path / "sensitivity";
  put(folder, "sensitivity.csv", csv);
  const char *unknown = "could not be checked: it does not name them",
             *foreign = "The sensitivity of \u201cA cohort\u201d is of other cases",
             *shown = "What it follows most.";
  auto page = page_of({made}, {folder});
  CHECK(holds(page, unknown));
  CHECK(holds(page, shown));
  put(folder, "sensitivity.json", origin(made.provenance.fingerprint));
  page = page_of({made}, {folder});
  CHECK_FALSE(holds(page, unknown));
  CHECK_FALSE(holds(page, foreign));
  CHECK(holds(page, shown));
  put(folder, "sensitivity.json", origin("another"));
  page = page_of({made}, {folder});
  CHECK(holds(page, foreign));
  CHECK_FALSE(holds(page, shown));
}

TEST_CASE("A sensitivity whose origin is damaged or of another version is refused") {
  const Scratch scratch;
  const fs::path folder = scratch.path / "sensitivity";
  put(folder, "sensitivity.csv", csv);
  for (const std::string& text : {std::string("not json"), std::string("{}"), origin("a", "2")}) {
    put(folder, "sensitivity.json", text);
    CHECK_THROWS_WITH(page_of({results::test::record()}, {folder}), Catch::Contains("sensitivity.json: "));
  }
}

TEST_CASE("How vessels branch stands in one line, once for equal trees") {
  auto first = results::test::with_liver(results::test::record());
  for (auto& tree : first.liver->result.trees) {
    tree.orders = 7;
    tree.branching_ratio = 3.21;
    tree.length_ratio = 1.62;
    tree.diameter_ratio = 1.53;
  }
  auto second = first;
  second.inputs.regimen[0].route = "portal_vein";
  second.provenance.fingerprint[0] = 'e';
  const std::string artery = "hepatic artery 3.21, 1.62 and 1.53 over 7 orders";
  auto page = page_of({first, second});
  const auto at = page.find(artery);
  REQUIRE(at != std::string::npos);
  CHECK(page.find(artery, at + 1) == std::string::npos);
  CHECK(holds(page, "No published values of human livers have been traced"));
  second.liver->result.trees[2].branching_ratio = 4;
  page = page_of({first, second});
  CHECK(holds(page, "portal vein: " + artery));
  for (auto* record : {&first, &second})
    for (auto& tree : record->liver->result.trees) tree.orders = 0;
  CHECK_FALSE(holds(page_of({first, second}), "Strahler"));
}
