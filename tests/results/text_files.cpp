// summary.txt, series.csv, parameters.csv, run.json: what a reader looks for is there, and right.
#include "sim/results/text_files.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/results/measures.hpp"
#include "sim/results/run_log.hpp"
#include "sim/results/table.hpp"
#include "tests/results/synthetic.hpp"

using namespace cellroute;
using namespace cellroute::results;
using Catch::Contains;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("The summary fits 100 columns and names patient, product, route, rules, balance and fingerprint") {
  const std::string text = summary(test::record());
  for (const auto& line : lines_of(text)) {
    INFO(line);
    CHECK(shown_width(line) <= page_width);
  }
  CHECK_THAT(text, Contains("human with alcoholic cirrhosis; the cells are allogeneic"));
  CHECK_THAT(text, Contains("umbilical cord MSC with hypoxic preconditioning"));
  CHECK_THAT(text, Contains("hepatic artery (proper): 1e5 cells over 20 min"));
  CHECK_THAT(text, Contains("Peak 20.0 mmHg after 20 min: 2 mmHg above rest."));
  CHECK_THAT(
      text,
      Contains(
          "portal pressure rise in islet infusion                  2.0 mmHg     18.4 mmHg            no"));
  CHECK_THAT(
      text,
      Contains(
          "infused tissue volume per body mass                    0.3 mL/kg    0.25 mL/kg           YES"));
  CHECK_THAT(text, Contains("doi:10.0000/two"));
  CHECK_THAT(text, Contains("any class and time: 2.0e-15"));
  CHECK_THAT(text, Contains("0.42 % of the cardiac output"));
  CHECK_THAT(text, Contains("1 of 2 parameters are assumptions"));
  CHECK_THAT(text, Contains("00112233445566778899aabbccddeeff"));
}

TEST_CASE("The living cells of the summary are the organ's states over the dose") {
  const Record record = test::record();
  const auto& lung = record.body.organs[0];
  double by_hand = 0;
  for (const auto* table : {&lung.cells.circulating, &lung.cells.trapped, &lung.cells.adherent,
                            &lung.cells.homed, &lung.cells.depot})
    by_hand += table->at(0, 0) + table->at(0, 1);
  CHECK(living_share(record, lung, 0) == Approx(by_hand / 1e5).epsilon(1e-14));
  std::ostringstream expected;
  expected.setf(std::ios::fixed);
  expected.precision(1);
  expected << 100 * by_hand / 1e5;
  const auto lines = lines_of(summary(record));
  const auto row =
      std::find_if(lines.begin(), lines.end(), [](const auto& line) { return line.rfind("lung ", 0) == 0; });
  REQUIRE(row != lines.end());
  CHECK_THAT(*row, Contains(" " + expected.str()));
}

TEST_CASE("A residual in the balance shows in the class it belongs to") {
  Record record = test::record();
  record.body.balance.lost.data[3] += 7;  // second time, second class
  CHECK(class_residual(record, 0) == 0);
  CHECK(class_residual(record, 1) == Approx(7 / record.body.dose));
  CHECK_THAT(summary(record), Contains("7.0e-05"));
}

TEST_CASE("The label residual vanishes for a balanced sheet and not for a leaking one") {
  Record record = test::record();
  CHECK(std::abs(label_residual(record, 1)) < 1e-15);
  record.body.balance.free[1] -= 1e-6;
  CHECK(label_residual(record, 1) == Approx(1e-6).epsilon(1e-6));
}

TEST_CASE("series.csv holds every series once, and its values read back exactly") {
  const Record record = test::record();
  const auto lines = lines_of(series_csv(record));
  REQUIRE(lines.front() == "time_s,organ,state,class,value,unit");
  std::set<std::string> keys;
  double trapped = -1, shares = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::vector<std::string> cells;
    std::istringstream stream(lines[i]);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    REQUIRE(cells.size() == 6);
    CHECK(keys.insert(cells[0] + "," + cells[1] + "," + cells[2] + "," + cells[3]).second);
    if (cells[0] == "86400" && cells[1] == "liver/midzonal" && cells[2] == "trapped" && cells[3] == "2")
      trapped = std::stod(cells[4]);
    shares += cells[1] == "balance" && cells[2] == "label/free";
  }
  CHECK(trapped == record.body.zones[1].cells.trapped.at(1, 1));
  CHECK(shares == 3);
  // 4 organs and 3 zones of 7 states, 3 sheets of cells: by class; 3 labels an organ, 14 pressures
  // and flows, 3 dead, 10 label pools: by time
  CHECK(lines.size() - 1 == 3 * (2 * (7 * 7 + 3) + 4 * 3 + 14 + 3 + 10));
}

TEST_CASE("parameters.csv marks assumptions and quotes commas") {
  const auto lines = lines_of(parameters_csv(test::record()));
  REQUIRE(lines.size() == 3);
  CHECK(lines[1] ==
        "lung.blood_volume,0.00025,m3,,,,,no,\"doi:10.1038/psp.2012.3, Table 2\",species/human.yaml");
  CHECK(lines[2] == "product.deformability,0.62,1,0.4,0.9,,,yes,assumption,products/umbilical_cord_msc.yaml");
}

TEST_CASE("run.json is JSON with what may differ between runs") {
  RunLog log;
  log.command = {"cellroute", "run", "a \"quoted\" name\xff.yaml"};
  log.threads = 2;
  log.wall_seconds = 0.25;
  const auto json = nlohmann::json::parse(run_json(log));
  CHECK(json["threads"] == 2);
  CHECK(json["command"].size() == 3);
  CHECK(json["versions"].contains("hdf5"));
  CHECK(json["date"].get<std::string>().size() == 20);
}
