// Records side by side.
#include "sim/results/compare.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "sim/results/table.hpp"
#include "tests/results/synthetic.hpp"

using namespace cellroute;
using namespace cellroute::results;
using Catch::Contains;

namespace {

std::vector<Record> three_routes(test::Shape shape = {}) {
  std::vector<Record> records(3, test::record(shape));
  const char* routes[] = {"hepatic_artery", "portal_vein", "peripheral_vein"};
  for (int i = 0; i < 3; ++i) {
    records[i].inputs.regimen[0].route = routes[i];
    records[i].inputs.regimen[0].catheter = i < 2 ? "trunk" : "";
  }
  return records;
}

/// The reading on one line, wherever it was broken.
std::string reading_of(const std::vector<Record>& records) {
  std::string text = reading(name_subjects(records));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

void scale_liver(Record& record, double factor) {
  for (auto& organ : record.body.organs)
    if (organ.name == "liver")
      for (auto* table : {&organ.cells.circulating, &organ.cells.trapped, &organ.cells.adherent,
                          &organ.cells.homed, &organ.cells.depot})
        for (double& value : table->data) value *= factor;
}

}  // namespace

TEST_CASE("Different routes are named by their letters, equal routes by A, B, C") {
  const auto records = three_routes();
  const auto subjects = name_subjects(records);
  CHECK(subjects[0].letters == "HA");
  CHECK(subjects[1].letters == "PV");
  CHECK(subjects[2].letters == "IV");
  const std::vector<Record> same(2, records[0]);
  CHECK(name_subjects(same)[1].letters == "B");
}

TEST_CASE("Results of one route are told apart by the parameters that differ") {
  std::vector<Record> records(2, test::record());
  const std::string before = compare_table(name_subjects(records));
  CHECK_THAT(before, !Contains("differ"));
  auto& row = records[1].inputs.parameters.front();
  const std::string unit = row.unit;
  row.unit = records[0].inputs.parameters.front().unit = "m";
  records[0].inputs.parameters.front().value = 5.5e-6;
  row.value = 7e-6;
  CHECK(parameter_differences(name_subjects(records)) ==
        "Parameters that differ\n  " + row.path + ": A 5.5 um, B 7 um\n");
  CHECK_THAT(compare_table(name_subjects(records)), Contains(row.path + ": A 5.5 um, B 7 um\n"));
  CHECK_THAT(compare_table(name_subjects({records[0]})), !Contains("differ"));
  for (auto& each : records[1].inputs.parameters) each.value += 1;
  for (int i = 0; i < 10; ++i) {
    auto& more = records[1].inputs.parameters.emplace_back(records[1].inputs.parameters.front());
    more.path += std::to_string(i);
  }
  CHECK_THAT(parameter_differences(name_subjects(records)), Contains(" parameters differ; parameters.csv"));
}

TEST_CASE("The comparison fits 100 columns with three routes and five times") {
  const auto records = three_routes({5, 2});
  const std::string table = compare_table(name_subjects(records));
  std::istringstream stream(table);
  for (std::string line; std::getline(stream, line);) {
    INFO(line);
    CHECK(shown_width(line) <= page_width);
  }
  CHECK_THAT(table, Contains("Living cells [% of the dose]") && Contains("Label [% of the label infused]"));
  CHECK_THAT(table, Contains("HA  hepatic artery (trunk): 1e5 cells over 20 min"));
}

TEST_CASE("Routes closer than the margin are called alike, others are ranked") {
  auto records = three_routes();
  scale_liver(records[1], 0.95);
  scale_liver(records[2], 0.25);
  const std::string text = reading_of(records);
  CHECK_THAT(text, Contains("HA 10.7 % and PV 10.2 % (alike), then IV 2.69 % of the dose"));
  CHECK_THAT(text, Contains("Alike means closer than 10 %"));
}

TEST_CASE("A difference beyond the margin is not called alike") {
  auto records = three_routes();
  scale_liver(records[1], 0.85);
  scale_liver(records[2], 0.25);
  CHECK_THAT(reading_of(records), !Contains("(alike)") && !Contains("Alike means"));
}

TEST_CASE("The reading says that no rule is crossed only when none is") {
  auto records = three_routes();
  CHECK_THAT(reading_of(records), Contains("Stop rules crossed: HA: infused tissue volume"));
  for (auto& record : records)
    for (auto& rule : record.body.stop_rules) rule.crossed = false;
  CHECK_THAT(reading_of(records), Contains("No published stop rule is crossed."));
}

TEST_CASE("Results without a common output time are still compared in what has no time") {
  auto records = three_routes();
  for (double& time : records[1].body.times) time += 7;
  const std::string table = compare_table(name_subjects(records));
  CHECK_THAT(table, Contains("share no output time") && Contains("peak portal pressure [mmHg]"));
}

TEST_CASE("compare.csv has one column for each route and leaves a missing time empty") {
  auto records = three_routes();
  records[2].body.times.back() += 3600;
  const std::string csv = compare_csv(name_subjects(records));
  CHECK_THAT(csv, Contains("quantity,organ,time_s,unit,HA: hepatic artery,PV: portal vein,IV: peripheral "
                           "vein\n"));
  CHECK_THAT(csv, Contains("living_over_dose,lung,300,1,0.1016875,0.1016875,0.1016875\n"));
  std::istringstream stream(csv);
  bool found = false;
  for (std::string line; std::getline(stream, line);)
    if (line.rfind("living_over_dose,lung,172800,", 0) == 0) {
      found = true;
      CHECK(line.back() == ',');
    }
  CHECK(found);
}
