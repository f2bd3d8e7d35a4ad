// The liver in summary.txt, segments.csv, series.csv, comparisons and `info`: what a reader looks for is
// there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;

namespace {

Record made() { return with_liver(record()); }

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

/// The line of a text that begins with `start`, the `nth` of those.
std::string line_of(const std::string& text, const std::string& start, int nth = 0) {
  for (const auto& line : split(text, '\n'))
    if (line.starts_with(start) && nth-- == 0) return line;
  return "";
}

}  // namespace

TEST_CASE("The summary tells volume, flow and cells of every liver segment") {
  const Record record = made();
  const std::string text = summary(record);
  const auto& eight = record.liver->result.segments[7];
  const std::string rest = line_of(text, "8 right anterior, upper");
  CHECK_THAT(rest, Contains(number(eight.volume * 1e6)));
  CHECK_THAT(rest, Contains(number(6e3 * eight.portal_flow / eight.volume)));
  CHECK_THAT(line_of(text, "8 right anterior, upper", 1),
             Contains(percent(eight.living[1] / record.body.dose)));
  CHECK_THAT(line_of(text, "8 right anterior, upper", 2),
             Contains(number(eight.living[1] / eight.volume * 1e-6)));
  double all = 0;
  for (const auto& one : record.liver->result.segments) all += one.living.back();
  CHECK_THAT(line_of(text, "all segments", 1), Contains(percent(all / record.body.dose)));
}

TEST_CASE("The summary tells trees, spread of transit times, settings and notes of the liver") {
  const std::string text = summary(made());
  std::string flat = text;
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  for (const char* part :
       {"Vessel tree", "hepatic artery", "portal vein", "hepatic vein", "mean 8.5 s",
        "vessel trees 0.0625 (25.0 %)", "sinusoids 0.156 (62.5 %)", "those of the body level", "24028 voxels",
        "shape from liver.nii.gz", "phase separation", "closed: portal_vein.right", "4711 steps",
        "Liver: a note about the liver"})
    CHECK_THAT(flat, Contains(part));
  CHECK_THAT(text, !Contains("terminal arterioles"));
  for (const auto& line : split(text, '\n')) CHECK(shown_width(line) <= page_width);
}

TEST_CASE("The summary has a line by Strahler's orders for each tree, where these are known") {
  Record record = made();
  for (auto& tree : record.liver->result.trees) tree.orders = 0;
  CHECK_THAT(summary(record), !Contains("Strahler"));
  for (auto& tree : record.liver->result.trees) {
    tree.orders = 7;
    tree.branching_ratio = 3.21;
    tree.length_ratio = 1.62;
    tree.diameter_ratio = 1.53;
  }
  const std::string text = summary(record);
  const auto from = text.find("Strahler orders");
  REQUIRE(from != std::string::npos);
  for (const char* tree : {"hepatic artery", "portal vein", "hepatic vein"}) {
    const auto at = text.find(tree, from);
    REQUIRE(at != std::string::npos);
    const std::string line = text.substr(at, text.find('\n', at) - at);
    for (const char* part : {" 7 ", "3.21", "1.62", "1.53"}) CHECK_THAT(line, Contains(part));
  }
  for (const auto& line : split(text, '\n')) CHECK(shown_width(line) <= page_width);
}

TEST_CASE("The summary says where the sinusoids' tanks cannot bring the spread to that of the organ") {
  Record record = made();
  record.liver->numerics.tanks = SinusoidTanks::organ;
  auto& spread = record.liver->result.transit;
  const auto said = [&] {
    std::string text = summary(record);
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  };
  CHECK_THAT(said(), Contains("bring it to that of the organ, 0.25."));
  spread.perfusion = 0.25;
  CHECK_THAT(said(), Contains("which trees and uneven flow alone exceed."));
  spread.perfusion = 0.0625;
  CHECK_THAT(said(), Contains("as many tanks as there can be."));
}

TEST_CASE("A summary without a liver has nothing of it") {
  CHECK_THAT(summary(record()),
             !Contains("Couinaud") && !Contains("Vessel tree") && Contains("terminal arterioles"));
}

TEST_CASE("segments.csv has a line for each segment and time, with its units in the names") {
  const Record record = made();
  const auto lines = split(segments_csv(record), '\n');
  const auto& result = record.liver->result;
  REQUIRE(lines.size() == 1 + 8 * result.times.size());
  const auto heads = split(lines[0], ',');
  const auto cells = split(lines[1 + 4 * result.times.size() + 2], ',');
  REQUIRE(cells.size() == heads.size());
  const auto value = [&](const std::string& name) {
    for (std::size_t i = 0; i < heads.size(); ++i)
      if (heads[i] == name) return std::stod(cells[i]);
    FAIL("no column " << name);
    return 0.0;
  };
  const auto& five = result.segments[4];
  CHECK(cells[0] == "segment_5");
  CHECK(value("time_s") == result.times[2]);
  CHECK(value("volume_mL") == five.volume * 1e6);
  CHECK(value("living_cells") == five.living[2]);
  CHECK(value("living_percent_of_dose") == Approx(100 * five.living[2] / record.body.dose));
  CHECK(value("living_cells_per_mL") == Approx(five.living[2] / five.volume * 1e-6));
  CHECK(value("portal_flow_at_rest_mL_per_min") == Approx(five.portal_flow * 6e7));
  CHECK(value("lost_cells") == five.lost[2]);
  CHECK(value("label_percent_of_infused") == Approx(100 * five.label[2]));
}

TEST_CASE("series.csv has the liver's segments as organs of their own") {
  const Record record = made();
  const std::string text = series_csv(record);
  const auto& two = record.liver->result.segments[1];
  CHECK_THAT(text, Contains("300,liver/segment_2,homed,," + exact(two.homed[0]) + ",cell\n"));
  CHECK_THAT(text, Contains("300,liver/segment_2,label,," + exact(two.label[0]) + ",1\n"));
  CHECK_THAT(text, Contains(",liver,hemodynamics/most_plugged_voxel,,"));
  Record without = record;
  without.liver.reset();
  CHECK(text.starts_with(series_csv(without)));
}

TEST_CASE("A comparison sets liver segments side by side, and leaves open what a result does not have") {
  Record resolved = made(), plain = record();
  plain.inputs.regimen[0].route = "portal_vein";
  const std::vector<Record> both = {resolved, plain};
  const auto subjects = name_subjects(both);
  const std::string table = compare_table(subjects);
  CHECK_THAT(table, Contains("Living cells by liver segment [% of the dose]"));
  const auto& three = resolved.liver->result.segments[2];
  CHECK_THAT(line_of(table, "3 left lateral, lower"),
             Contains(percent(three.living[0] / resolved.body.dose)));
  CHECK(line_of(table, "liver: sinusoids plugged, worst voxel").ends_with(" -"));
  CHECK(line_of(table, "portal venules plugged").find(" - ") != std::string::npos);
  const std::string csv = compare_csv(subjects);
  CHECK_THAT(line_of(csv, "living_over_dose,liver/segment_3,300"),
             Contains(exact(three.living[0] / resolved.body.dose) + ","));
  const std::vector<Record> neither = {plain};
  CHECK_THAT(compare_table(name_subjects(neither)), !Contains("liver segment"));
  CHECK_THAT(compare_csv(name_subjects(neither)), !Contains("segment_"));
}

TEST_CASE("Shares of living cells over segments add up, and are not known where no cell lives") {
  Record record = made();
  LiverRecord& liver = *record.liver;
  CHECK(share_of_living(liver, left_liver, 1) + share_of_living(liver, right_liver, 1) == Approx(1));
  CHECK(density(liver, whole_liver, 0) * sum(liver, whole_liver, &liver::SegmentSeries::volume) ==
        Approx(sum(liver, whole_liver, &liver::SegmentSeries::living, 0)));
  CHECK(time_index(liver, 12345) == -1);
  for (auto& one : liver.result.segments) one.living[1] = 0;
  CHECK(std::isnan(share_of_living(liver, left_liver, 1)));
}

TEST_CASE("info of a result with a liver tells its voxels, trees, balance and datasets once") {
  const Scratch scratch;
  std::ofstream(scratch.path / "result.h5", std::ios::binary) << encode(made());
  const std::string text = info(scratch.path / "result.h5");
  CHECK_THAT(text, Contains("voxels of 3.75 mm (liver.nii.gz)") && Contains("hepatic artery (1500)"));
  CHECK_THAT(text, Contains("/liver/segments/<segment>/homed") && Contains("/liver/trees/<tree>/flow"));
  CHECK_THAT(text, !Contains("/liver/segments/segment_1"));
  CHECK_THAT(text, Contains("liver 1.0e-16"));
}
