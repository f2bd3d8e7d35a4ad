// The lobule in summary.txt, series.csv, comparisons and `info`: what a reader looks for is there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info.hpp"
#include "sim/results/lobule_measures.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/run_log.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"
#include "tests/results/synthetic_lobule.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;

namespace {

Record with_lobule() {
  Record made = record();
  made.lobule = lobule_record();
  return made;
}

/// A parameter of the scenario, in metres.
void add_length(Record& made, const std::string& path, double value) {
  ParameterRow row;
  row.path = path;
  row.value = value;
  row.unit = "m";
  row.source = "made up";
  made.inputs.parameters.push_back(row);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Sentences on one line, wherever they were broken.
std::string flat(const std::string& text) {
  std::istringstream stream(text);
  std::string out;
  for (std::string word; stream >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// The cells of the row that begins with these words, after the line that holds `section`.
std::vector<std::string> row(const std::string& text, const std::string& section, const std::string& name) {
  const auto lines = lines_of(text.substr(text.find(section)));
  for (const auto& line : lines) {
    if (!line.starts_with(name)) continue;
    std::istringstream stream(line.substr(name.size()));
    return {std::istream_iterator<std::string>(stream), {}};
  }
  return {};
}

}  // namespace

TEST_CASE("A summary without a lobule does not speak of one") {
  CHECK_THAT(summary(record()), !Contains("obule"));
}

TEST_CASE("The summary with a lobule fits 100 columns and says what was resolved") {
  const std::string text = summary(with_lobule());
  for (const auto& line : lines_of(text)) {
    INFO(line);
    CHECK(shown_width(line) <= page_width);
  }
  const std::string words = flat(text);
  CHECK_THAT(words, Contains("right lobe: 62.5 % of the liver, 1000 mL"));
  CHECK_THAT(words,
             Contains("260 x 375 x 1 cells of 3.75 x 4 x 12 um, one layer (two-dimensional); 12 lobules, "
                      "walls around the block"));
  CHECK_THAT(words,
             Contains("a third of the tissue each; periportal, midzonal and pericentral hold 50.0, 31.2 "
                      "and 18.8 % of the block"));
  CHECK_THAT(words,
             Contains("error of a step at most 0.02 % of the cells infused; lodged cells do not change"));
  CHECK_THAT(words, Contains("- Lobule: a note about the block with"));
  CHECK_THAT(words, Contains("any class and time: 3.0e-16. Lowest state met: 0.0e+00 cells per m3"));
}

TEST_CASE("The summary names how zones are cut and what surrounds the block") {
  Record made = with_lobule();
  made.lobule->numerics.zones = ZoneKind::radius;
  made.lobule->numerics.boundary = LobuleBoundary::periodic;
  made.lobule->stepping = {};
  std::string words = flat(summary(made));
  CHECK_THAT(words, Contains("thirds of the way from the lobule's boundary to the wall of its central vein"));
  CHECK_THAT(words, Contains("12 lobules, opposite sides of the block joined"));
  CHECK_THAT(words, Contains("quasi-steadily") && Contains("lodged cells lower the permeability"));
  CHECK_THAT(words, Contains("where it is worst 37.5 % of the paths are closed (after 24 h)"));
  made.lobule->numerics.zones = ZoneKind::transit_time;
  made.lobule->numerics.boundary = LobuleBoundary::reduced;
  words = flat(summary(made));
  CHECK_THAT(words, Contains("thirds of the blood's time from its entry to its exit"));
  CHECK_THAT(words, Contains("half a lobule, with walls on its mirror lines"));
}

TEST_CASE("The zones of the summary are living cells over the living cells that entered") {
  const Record made = with_lobule();
  const LobuleRecord& lobule = *made.lobule;
  const std::string text = summary(made), section = "Living cells in the lobule";
  const auto periportal = row(text, section, "periportal  ");
  REQUIRE(periportal.size() == 3);
  for (int t = 0; t < 3; ++t) {
    CHECK(periportal[t] == percent(living(lobule, 0, t) / living_entered(lobule)));
    CHECK(row(text, section, "periportal share").at(t) == percent(zone_share(lobule, 0, t)));
    CHECK(row(text, section, "left").at(t) ==
          percent(living_total(lobule, &lobule::Balance::left, t) / living_entered(lobule)));
  }
  CHECK(row(text, section, "entered").at(2) == "100");
}

TEST_CASE("A time that the lobule lacks is not tabled for it") {
  Record made = with_lobule();
  made.lobule->result.times[1] += 3600;
  const std::string text = summary(made);
  CHECK(row(text, "Living cells in the lobule", "periportal  ").size() == 2);
  made.lobule->result.times = {1, 2, 3};
  CHECK_THAT(summary(made), !Contains("Living cells in the lobule") && Contains("First pass"));
}

TEST_CASE("First-pass extraction is shown by entry and zone, and adds up to one") {
  const Record made = with_lobule();
  const std::string text = summary(made), section = "First pass";
  for (std::size_t e = 0; e < 2; ++e) {
    const FirstPassMean mean = first_pass_mean(*made.lobule, e);
    CHECK(row(text, section, "stopped ").at(e) == percent(mean.extraction()));
    CHECK(row(text, section, "  midzonal").at(e) == percent(mean.stopped(1)));
    CHECK(row(text, section, "left the block").at(e) == percent(mean.passed));
    CHECK(row(text, section, "stopped of 16 um, dead").at(e) ==
          percent(made.lobule->result.first_pass[e].extraction(2)));
  }
  CHECK(row(text, section, "entry") == std::vector<std::string>{"portal", "arterial"});
  CHECK(row(text, section, "share of all that enter") == std::vector<std::string>{"75.0", "25.0"});
}

TEST_CASE("The difference between portal and arterial entry is split into place and mix of sizes") {
  Record made = with_lobule();
  add_length(made, "lobule.side", 5e-4);
  add_length(made, "lobule.arterial_inlet_distance", 1e-4);
  auto& pass = made.lobule->result.first_pass;
  for (int e : {0, 1})
    for (std::size_t k = 0; k < 3; ++k) {
      pass[e].strained[k] = {0.3, 0.1, 0.1};
      pass[e].stuck[k] = {0, 0, 0};
    }
  made.lobule->entered[0] = {100, 100, 0};
  made.lobule->entered[1] = {100, 100, 0};
  std::string words = flat(summary(made));
  CHECK_THAT(words, Contains("Arterial entry stops as much as portal entry."));
  CHECK_THAT(words,
             Contains("The mix of sizes makes no difference. Of those stopped, the periportal share is "
                      "the same."));

  pass[1].strained[0] = {0.2, 0.1, 0.1};  // small ones: 0.4 of them stopped, not 0.5
  made.lobule->entered[1] = {300, 100, 0};
  words = flat(summary(made));
  // portal 0.5; arterial 0.75 * 0.4 + 0.25 * 0.5 = 0.425; with portal blood's mix 0.45
  CHECK_THAT(words,
             Contains("Arterial entry stops 7.50 points less than portal entry. The place of the arterial "
                      "inlets alone makes 5.00 points less"));
  CHECK_THAT(words,
             Contains("they lie on the septa, 100 um from the middle of a tract, nearer to the central vein "
                      "(458 um instead of 500 um) but on flow lines"));
  CHECK_THAT(words,
             Contains("The mix of sizes makes 2.50 points less: sieved by the vessels before, 18 um on "
                      "average by arterial inlets, 18.3 um by portal venules."));
  CHECK_THAT(words, Contains("the periportal share is 7.06 points less by arterial entry"));  // 0.225/0.425
}

TEST_CASE("What liver vessels outside the sinusoids held is said with its time") {
  Record made = with_lobule();
  for (auto& organ : made.body.organs)
    if (organ.name == "liver") organ.cells.trapped.data = {1e4, 1e4, 2e4, 2.5e4, 0, 0};
  double most = made.body.organs[1].cells.living(1);
  for (const auto& zone : made.body.zones) most -= zone.cells.living(1);
  CHECK_THAT(flat(summary(made)),
             Contains("at most " + percent(most / made.body.dose) + " % of the dose alive, after 24 h"));
}

TEST_CASE("Transit, pressure and plugging are in the summary with their shares") {
  const std::string words = flat(summary(with_lobule()));
  CHECK_THAT(words,
             Contains("mean 8.25 s (blood volume over flow 8.5 s), flow lines 470 um on average. CV^2 0.28"));
  CHECK_THAT(words,
             Contains("CV^2 0.28: the hexagon's flow lines 0.126 (44.6 %), dispersion 0.154 (54.5 %); "
                      "vessel trees would add 0.0024 (0.85 %) for the 0.282 of the body's chain of tanks"));
  Record wide = with_lobule();
  wide.lobule->result.transit = {8.25, 8.5, 0.5, 0.126, 0.374, 0.2824, -0.2176, 4.7e-4};
  CHECK_THAT(flat(summary(wide)),
             Contains("flow lines 0.126 (25.2 %), dispersion 0.374 (74.8 %); that leaves nothing to "
                      "vessel trees of the 0.282"));
  CHECK_THAT(words, Contains("3.0 mmHg then, at most 3.2 mmHg (after 24 h)"));
  CHECK_THAT(words, Contains("Permeability of healthy tissue, from the pressure drop: 5.4e-14 m2"));
  CHECK_THAT(words, Contains("12.5 % of the trapping and 4.69 % of the adhesion sites"));
}

TEST_CASE("The body's zones stand beside the lobule's, and the largest difference is named") {
  Record made = with_lobule();
  const std::string text = summary(made), section = "body level against lobule";
  const auto cells = row(text, section, "midzonal");
  REQUIRE(cells.size() == 6);
  for (int t = 0; t < 3; ++t) {
    CHECK(cells[2 * t] == percent(made.body.zones[1].cells.living(t) / made.body.dose));
    CHECK(cells[2 * t + 1] == percent(dose_share(made, 1, t)));
  }
  CHECK_THAT(flat(text), Contains("its part (right lobe)"));
  made.lobule->territory.share = 1;
  CHECK_THAT(flat(summary(made)), !Contains("its part (right lobe)"));
  auto& homed = made.body.zones[2].cells.homed.data;
  homed[2] += 9e4;  // second time
  CHECK_THAT(flat(summary(made)), Contains("Furthest apart: pericentral after 24 h, " +
                                           percent(made.body.zones[2].cells.living(1) / made.body.dose)));
}

TEST_CASE("Lobules at a place of a resolved liver stand beside its voxels, in shares where they are a part") {
  Record made = with_lobule();
  made.liver = LiverMaker(made.body.times, made.body.hemodynamics).make();
  const std::string text = summary(made), section = "voxels against lobule [% of the three zones]";
  double voxels = 0, lobule = 0;
  for (std::size_t z = 0; z < 3; ++z) {
    const auto cells = row(text, section, made.lobule->result.zones[z].name);
    REQUIRE(cells.size() == 6);
    CHECK(cells[2] == percent(made.body.zones[z].cells.living(1) /
                              (made.body.zones[0].cells.living(1) + made.body.zones[1].cells.living(1) +
                               made.body.zones[2].cells.living(1))));
    CHECK(cells[3] == percent(zone_share(*made.lobule, z, 1)));
    voxels += std::stod(cells[2]);
    lobule += std::stod(cells[3]);
  }
  CHECK(voxels == Approx(100).epsilon(0.01));
  CHECK(lobule == Approx(100).epsilon(0.01));
  CHECK_THAT(flat(text), Contains("The voxels' zones are those of the whole liver") &&
                             Contains("what the liver sends back returns") &&
                             Contains("% of all by the voxels"));
  for (const auto& line : lines_of(text)) CHECK(shown_width(line) <= page_width);
  made.lobule->territory = {"whole liver", 1, 1.5e-3};
  const std::string whole = summary(made);
  const auto cells = row(whole, "voxels against lobule [% of the dose]", "midzonal");
  REQUIRE(cells.size() == 6);
  CHECK(cells[0] == percent(made.body.zones[1].cells.living(0) / made.body.dose));
  CHECK_THAT(flat(whole), !Contains("those of the whole liver"));
}

TEST_CASE("series.csv adds every series of the lobule once, and its values read back exactly") {
  const Record made = with_lobule();
  const auto before = lines_of(series_csv(record())), lines = lines_of(series_csv(made));
  // 3 zones of 6 states and 4 columns of the balance by class, 7 pressures and flows by time
  REQUIRE(lines.size() - before.size() == 3 * (3 * (3 * 6 + 4) + 7));
  REQUIRE(std::equal(before.begin(), before.end(), lines.begin()));
  std::set<std::string> keys;
  double trapped = -1, open = -1;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::vector<std::string> cells;
    std::istringstream stream(lines[i]);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    REQUIRE(cells.size() == 6);
    CHECK(keys.insert(cells[0] + "," + cells[1] + "," + cells[2] + "," + cells[3]).second);
    if (cells[0] != "86400") continue;
    if (cells[1] == "lobule/midzonal" && cells[2] == "trapped" && cells[3] == "2") {
      trapped = std::stod(cells[4]);
      CHECK(cells[5] == "cell/m3");
    }
    if (cells[1] == "lobule" && cells[2] == "hemodynamics/least_open") open = std::stod(cells[4]);
  }
  CHECK(trapped == made.lobule->result.zones[1].cells.trapped.at(1, 1));
  CHECK(open == 0.625);
}

TEST_CASE("A comparison shows the lobule of the subjects that have one") {
  std::vector<Record> records = {with_lobule(), record()};
  records[1].inputs.regimen[0].route = "portal_vein";
  const auto subjects = name_subjects(records);
  const std::string table = compare_table(subjects);
  for (const auto& line : lines_of(table)) CHECK(shown_width(line) <= page_width);
  const LobuleRecord& lobule = *records[0].lobule;
  CHECK(row(table, "Pressure, exposure", "lobule: periportal share of living cells, 2 d [%]") ==
        std::vector<std::string>{percent(zone_share(lobule, 0, 2)), "-"});
  CHECK(row(table, "Pressure, exposure", "lobule: first-pass extraction, arterial entry [%]") ==
        std::vector<std::string>{percent(first_pass_mean(lobule, 1).extraction()), "-"});
  CHECK_THAT(table, !Contains("central entry"));
  const std::string csv = compare_csv(subjects);
  CHECK_THAT(
      csv, Contains("share_of_living,lobule/periportal,86400,1," + exact(zone_share(lobule, 0, 1)) + ",\n"));
  CHECK_THAT(csv, Contains("first_pass_extraction,lobule/portal,,1," +
                           exact(first_pass_mean(lobule, 0).extraction()) + ",\n"));
  const std::vector<Record> without(2, record());
  CHECK_THAT(compare_table(name_subjects(without)), !Contains("lobule"));
  CHECK_THAT(compare_csv(name_subjects(without)), !Contains("lobule"));
}

TEST_CASE("A comparison says where in its liver each lobule is, and how much enters there") {
  Record portal = with_lobule(), artery = with_lobule();
  for (Record* one : {&portal, &artery})
    one->liver = LiverMaker(one->body.times, one->body.hemodynamics).make();
  portal.lobule->territory.name = "segment 7 right posterior, upper, with most cells per volume";
  artery.lobule->territory.name = "whole liver";
  const std::string text = compare_table({{&portal, "portal"}, {&artery, "artery"}});
  CHECK(row(text, "Pressure", "lobule: stands for") ==
        std::vector<std::string>{"segment", "7", "whole", "liver"});
  CHECK(row(text, "Pressure", "lobule: living cells that enter per mL of liver").front() ==
        number(living_entered(*portal.lobule) * 1e-6));
  portal.liver.reset();
  artery.liver.reset();
  CHECK_THAT(compare_table({{&portal, "portal"}, {&artery, "artery"}}), !Contains("stands for"));
}

TEST_CASE("info shows the lobule's level, its balance and its datasets") {
  const Scratch scratch;
  const auto file = scratch.path / "result.h5";
  std::ofstream(file, std::ios::binary) << encode(with_lobule());
  const std::string text = info(file);
  CHECK_THAT(flat(text), Contains("right lobe: 260 x 375 x 1 cells of 3.75 um (walled), zones by area, entry "
                                  "portal, arterial, 3 classes, 3 times"));
  CHECK_THAT(flat(text), Contains("lobule 3.0e-16"));
  CHECK_THAT(text, Contains("/lobule/zones/<zone>/living_time") && Contains("cell s/m3 time integral") &&
                       Contains("/lobule/first_pass/<entry>/adherent"));
}

TEST_CASE("run.json holds the work of a lobule where there was one") {
  RunLog log;
  CHECK_FALSE(nlohmann::json::parse(run_json(log)).contains("lobule"));
  log.lobule = lobule::Work{12, 3, 4, 5, 6, 7};
  const auto json = nlohmann::json::parse(run_json(log));
  CHECK(json["lobule"]["steps"] == 12);
  CHECK(json["lobule"]["flow_iterations"] == 7);
}
