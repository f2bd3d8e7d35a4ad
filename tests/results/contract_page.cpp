// The page sim/results/contract.md and the file must say the same, in both directions.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "sim/results/contract.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/result_file.hpp"
#include "tests/results/page.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"
#include "tests/results/synthetic_lobule.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;

namespace {

/// "times x classes" and the like, with the synthetic record's numbers: no two extents are equal.
std::string shape_in_words(const std::vector<std::uint64_t>& shape) {
  static const std::map<std::uint64_t, std::string> names = {
      {7, "times"},        {5, "classes"},       {4, "organs"},          {3, "zones"},
      {2, "parameters"},   {1, "infusions"},     {6, "modifiers"},       {8, "rules"},
      {9, "notes"},        {11, "lobule times"}, {10, "lobule classes"}, {12, "lobule notes"},
      {14, "liver notes"}, {15, "branches"},     {16, "labels"},         {13, "curve times"}};
  std::string text;
  for (auto extent : shape) text += (text.empty() ? "" : " x ") + names.at(extent);
  return text.empty() ? "scalar" : text;
}

/// With every group there can be.
Record distinct_record() {
  Record record = test::record({7, 5});
  record.inputs.modifiers.assign(6, "modifier");
  record.body.stop_rules.assign(8, record.body.stop_rules.front());
  record.body.notes.assign(9, "note");
  record = with_liver(std::move(record));
  record.liver->result.notes.assign(14, "note");
  record.liver->numerics.embolised.assign(15, "portal_vein.left");
  record.liver->numerics.mask->liver.resize(7, 30);
  record.lobule = lobule_record({11, 10});
  record.lobule->result.notes.assign(12, "note");
  return record;
}

}  // namespace

TEST_CASE(
    "The contract page and a result file name the same datasets with the same shape, units and meaning") {
  const Hdf5Reader file(encode(distinct_record()), "result.h5");
  auto rows = page_rows("contract.md");
  std::erase_if(rows, [](const PageRow& row) { return row.path[0] != '/'; });
  std::set<std::string> met;
  for (const auto& path : file.datasets()) {
    INFO(path);
    int found = 0;
    for (const auto& row : rows) {
      if (!matches(row.path, path)) continue;
      ++found;
      met.insert(row.path);
      CHECK(shape_in_words(file.shape(path)) == row.shape);
      CHECK(file.text_attribute(path, "units") == row.units);
      CHECK(file.text_attribute(path, "long_name") == row.long_name);
    }
    CHECK(found == 1);
  }
  for (const auto& row : rows) {
    INFO(row.path << " stands on the page; no dataset has it");
    CHECK(met.count(row.path) == 1);
  }
}

TEST_CASE("A result file without a level lacks that level's group and nothing else") {
  for (const std::string group : {"/lobule", "/liver", "/curve"}) {
    Record record = distinct_record();
    const Hdf5Reader with(encode(record), "result.h5");
    if (group == "/lobule") record.lobule.reset();
    if (group == "/liver") record.liver.reset();
    if (group == "/curve") record.curve.reset();
    const Hdf5Reader without(encode(record), "result.h5");
    auto paths = with.datasets();
    REQUIRE(std::erase_if(paths, [&](const std::string& path) { return path.starts_with(group + "/"); }) >=
            10);
    CHECK(without.datasets() == paths);
    CHECK_FALSE(without.has(group));
  }
}

TEST_CASE("The contract page and a result file name the same attributes") {
  const Hdf5Reader file(encode(distinct_record()), "result.h5");
  for (const std::string object : {"/", "/scenario", "/lobule", "/liver", "/liver/mask"}) {
    const auto names = file.attributes(object);
    CHECK(std::set<std::string>(names.begin(), names.end()) == attributes_on_page("contract.md", object));
  }
}

TEST_CASE("The contract page states the format version and type the program writes") {
  const std::string page = read_file(std::string(CELLROUTE_SOURCE_DIR) + "/sim/results/contract.md");
  CHECK(page.find("format version " + std::to_string(format_version)) != std::string::npos);
  CHECK(page.find("`" + std::string(file_type) + "`") != std::string::npos);
}
