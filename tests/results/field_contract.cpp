// The page sim/results/contract_fields.md and a field file must say the same, in both directions.
#include <map>
#include <set>

#include "sim/results/field_file.hpp"
#include "sim/results/field_layout.hpp"
#include "sim/results/hdf5.hpp"
#include "tests/results/made_fields.hpp"
#include "tests/results/page.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using namespace cellroute::results::test;

namespace {

constexpr const char* page = "contract_fields.md";

/// No two extents of this file are equal.
Hdf5Reader distinct_file(const Scratch& scratch) {
  OutputFolder folder(scratch.path / "out", true);
  write_fields(folder, "made", made_fields({5, 4, 6}, 2));
  folder.commit();
  return Hdf5Reader(scratch.path / "out" / "made.vtkhdf");
}

/// What the page says of a number in time, the vector's components left out and one layer counted as times.
std::string shape_in_words(const std::vector<std::uint64_t>& shape) {
  static const std::map<std::uint64_t, std::string> names = {
      {1, "times"}, {2, "times"}, {6, "z"}, {4, "y"}, {5, "x"}};
  std::string text;
  for (auto extent : shape)
    if (extent != 3) text += (text.empty() ? "" : " x ") + names.at(extent);
  return text;
}

}  // namespace

TEST_CASE("The page of the field file and a file name the same datasets with shape, units and meaning") {
  const Scratch scratch;
  const auto file = distinct_file(scratch);
  std::set<std::string> met;
  for (const auto& path : file.datasets()) {
    INFO(path);
    int found = 0;
    for (const auto& row : page_rows(page)) {
      if (row.path[0] != '/' || !matches(row.path, path)) continue;
      ++found;
      met.insert(row.path);
      CHECK(shape_in_words(file.shape(path)) == row.shape);
      CHECK(file.has_attribute(path, "units") == (row.units != "not said"));
      if (row.units == "not said") continue;
      const auto units = file.text_attribute(path, "units"), name = file.text_attribute(path, "long_name");
      CHECK((row.units == "its own" ? !units.empty() : units == row.units));
      CHECK((row.long_name == "its own" ? !name.empty() : name == row.long_name));
    }
    CHECK(found == 1);
  }
  for (const auto& row : page_rows(page))
    if (row.path[0] == '/') {
      INFO(row.path << " stands on the page; no dataset has it");
      CHECK(met.count(row.path) == 1);
    }
}

TEST_CASE("The page of the field file and a file name the same attributes") {
  const Scratch scratch;
  const auto file = distinct_file(scratch);
  for (const std::string object : {"/", "/VTKHDF", "/VTKHDF/Steps"}) {
    const auto names = file.attributes(object);
    CHECK(std::set<std::string>(names.begin(), names.end()) == attributes_on_page(page, object));
  }
}

TEST_CASE("The page of the field file states the format version and type the program writes") {
  const std::string text = read_file(std::string(CELLROUTE_SOURCE_DIR) + "/sim/results/" + page);
  CHECK(text.find("format version " + std::to_string(field_format_version)) != std::string::npos);
  CHECK(text.find("`" + std::string(field_file_type) + "`") != std::string::npos);
}
