// The page sim/results/contract_sweep.md and a sweep's table must say the same, in both directions.
#include <cmath>
#include <map>
#include <set>

#include "sim/results/column_file.hpp"
#include "sim/results/folder.hpp"
#include "tests/results/page.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using namespace cellroute::results::test;
using Kind = Column::Kind;

namespace {

constexpr const char* page = "contract_sweep.md";
constexpr std::size_t rows = column_block + 3;  // a chunk that is not full

const std::vector<Column> columns = {
    {"/row", Kind::index, "1", "index of the row, from 0", "", 0},
    {"/status", Kind::code, "1", "0: the run succeeded, 1: it failed", "", 0},
    {"/replicate", Kind::index, "1", "randomisation of the design, from 0", "", 0},
    {"/axes/route", Kind::word, "none", "value on this axis of the grid", "", 14},
    {"/factors/lung.shunt_fraction", Kind::number, "1", "share of flow", "assumption", 0},
    {"/metrics/lung_peak", Kind::number, "Pa", "a pressure", "", 0}};

ColumnHeader header() {
  ColumnHeader head;
  head.provenance = {"cellroute", "1.2.3", "abc", std::string(32, 'f'), 77};
  head.title = "A table";
  head.design = "sobol";
  head.rows = rows;
  head.sample_size = 5;
  head.replicates = 2;
  head.input = "title: A table\n";
  head.overrides = {"a.b=1", "c=2 um"};
  head.scenario_file = "../case.yaml";
  head.scenario = "title: A case\n";
  head.fingerprints = {std::string(32, 'a'), std::string(32, 'b'), std::string(32, 'c')};
  return head;
}

double value_of(std::size_t row) { return row % 7 == 0 ? std::nan("") : 0.1 * static_cast<double>(row); }

void write_table(const std::filesystem::path& place) {
  ColumnFile file(place, place, header(), columns);
  for (std::size_t first = 0; first < rows; first += column_block) {
    const std::size_t count = std::min(column_block, rows - first);
    std::vector<std::uint64_t> index(count);
    std::vector<std::uint8_t> status(count);
    std::vector<double> numbers(count);
    std::vector<std::string> words(count);
    for (std::size_t i = 0; i < count; ++i) {
      index[i] = first + i;
      status[i] = (first + i) % 2;
      numbers[i] = value_of(first + i);
      words[i] = (first + i) % 3 == 0 ? "hepatic_artery" : "vein";
    }
    file.indices(0, first, index);
    file.codes(1, first, status);
    file.indices(2, first, index);
    file.words(3, first, words);
    file.numbers(4, first, numbers);
    file.numbers(5, first, numbers);
  }
  file.finish();
}

std::string shape_in_words(const std::vector<std::uint64_t>& shape) {
  static const std::map<std::uint64_t, std::string> names = {{rows, "rows"}, {2, "overrides"}, {3, "cases"}};
  return shape.empty() ? "scalar" : names.at(shape.at(0));
}

}  // namespace

TEST_CASE("The page of a sweep's table and a table name the same datasets with shape, units and meaning") {
  const Scratch scratch;
  write_table(scratch.path / "sweep.h5");
  const Hdf5Reader file(scratch.path / "sweep.h5");
  std::set<std::string> met;
  for (const auto& path : file.datasets()) {
    INFO(path);
    int found = 0;
    for (const auto& row : page_rows(page)) {
      if (row.path[0] != '/' || !matches(row.path, path)) continue;
      ++found;
      met.insert(row.path);
      CHECK(shape_in_words(file.shape(path)) == row.shape);
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

TEST_CASE("The page of a sweep's table and a table name the same attributes, type and version") {
  const Scratch scratch;
  write_table(scratch.path / "sweep.h5");
  const Hdf5Reader file(scratch.path / "sweep.h5");
  std::set<std::string> on_page;
  for (const auto& row : page_rows(page))
    if (row.shape == "/") on_page.insert(row.path);
  const auto names = file.attributes("/");
  CHECK(std::set<std::string>(names.begin(), names.end()) == on_page);
  const std::string text = read_file(std::string(CELLROUTE_SOURCE_DIR) + "/sim/results/" + page);
  CHECK(text.find("format version " + std::to_string(column_format_version)) != std::string::npos);
  CHECK(text.find("`" + std::string(column_file_type) + "`") != std::string::npos);
  CHECK(text.find("chunks of " + std::to_string(column_block) + " rows") != std::string::npos);
}

TEST_CASE("A table comes back value by value, and equal tables are equal bytes") {
  const Scratch scratch;
  write_table(scratch.path / "sweep.h5");
  write_table(scratch.path / "again.h5");
  CHECK(read_file(scratch.path / "sweep.h5") == read_file(scratch.path / "again.h5"));
  REQUIRE(is_column_file(scratch.path / "sweep.h5"));
  const auto contents = column_contents(scratch.path / "sweep.h5");
  CHECK(contents.header.rows == rows);
  CHECK(contents.header.overrides == header().overrides);
  CHECK(contents.header.provenance.seed == 77);
  CHECK(contents.header.scenario_file == header().scenario_file);
  CHECK(contents.header.scenario == header().scenario);
  CHECK(contents.header.fingerprints == header().fingerprints);
  REQUIRE(contents.columns.size() == columns.size());
  const Hdf5Reader file(scratch.path / "sweep.h5");
  CHECK(file.text_attribute("/factors/lung.shunt_fraction", "source") == "assumption");
  const auto numbers = file.numbers("/metrics/lung_peak");
  const auto words = file.texts("/axes/route");
  std::size_t wrong = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const double wanted = value_of(row);
    wrong += !(numbers[row] == wanted || (std::isnan(numbers[row]) && std::isnan(wanted)));
    wrong += words[row] != (row % 3 == 0 ? "hepatic_artery" : "vein");
  }
  CHECK(wrong == 0);
}

TEST_CASE("A table of before its scenario was named is read as one that does not name it") {
  const Scratch scratch;
  const auto place = scratch.path / "sweep.h5";
  write_table(place);
  {
    const Handle file(H5Fopen(place.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
    REQUIRE(H5Ldelete(file, "/scenario", H5P_DEFAULT) >= 0);
    REQUIRE(H5Ldelete(file, "/fingerprints", H5P_DEFAULT) >= 0);
    REQUIRE(H5Adelete(file, "scenario_file") >= 0);
  }
  const auto contents = column_contents(place);
  CHECK(contents.header.scenario_file.empty());
  CHECK(contents.header.scenario.empty());
  CHECK(contents.header.fingerprints.empty());
  CHECK(contents.header.input == header().input);
  CHECK(contents.columns.size() == columns.size());
}

TEST_CASE("A table that does not fit on the disk says so") {
  CHECK_THROWS_WITH(write_table("/dev/full"), Catch::Matchers::Contains("No space left on device"));
}
