// The page sim/results/contract_trees.md and a file of trees must say the same, in both directions.
#include <map>
#include <set>

#include "sim/results/field_file.hpp"
#include "sim/results/hdf5.hpp"
#include "tests/results/made_trees.hpp"
#include "tests/results/page.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;

namespace {

constexpr const char* page = "contract_trees.md";
constexpr std::uint64_t vessels = 3 * 17, times = 2;

/// Extents tell what they count: three trees of 17 vessels, 2 times, 11 voxels, 13 branches.
Hdf5Reader distinct_file(const Scratch& scratch) {
  OutputFolder folder(scratch.path / "out", true);
  Trees trees = {made_tree(TreeKind::hepatic_artery, 17), made_tree(TreeKind::portal_vein, 17),
                 made_tree(TreeKind::hepatic_vein, 17)};
  for (VesselTree& tree : trees) tree.named.assign(13, {"right", 1});
  FieldHeader header = tree_header();
  FieldFile file(folder, "trees", header, trees);
  const FieldValues on_vessels(vessels, 1), at_ends(2 * vessels, 1);
  file.fix("arrival [s]", at_ends);
  for (std::uint64_t step = 0; step < times; ++step)
    file.append(static_cast<double>(step), {at_ends, on_vessels});
  file.finish();
  folder.commit();
  return Hdf5Reader(scratch.path / "out" / "trees.vtkhdf");
}

/// In the page's words; in the groups of arrays an extent is of values, whatever they are on.
std::string shape_in_words(const std::string& path, const std::vector<std::uint64_t>& shape) {
  static const std::map<std::uint64_t, std::string> names = {
      {0, "none"},           {1, "one"},      {times, "times"}, {3, "axes"},      {4, "kinds"},
      {15, "names"},         {17, "vessels"}, {11, "voxels"},   {13, "branches"}, {2 * vessels, "ends"},
      {vessels + 1, "lines"}};
  const bool array = path.find("Data/") != std::string::npos || path.starts_with("/xdmf/");
  std::string text;
  for (const auto extent : shape) {
    if (array) {
      const std::set<std::uint64_t> of_values{vessels, 2 * vessels, times * vessels, times * 2 * vessels};
      CHECK(of_values.count(extent) == 1);
    }
    text += (text.empty() ? "" : " x ") + (array ? "values" : names.at(extent));
  }
  return text.empty() ? "scalar" : text;
}

/// Rows that name a path whole stand before those with a name in it.
const PageRow* row_of(const std::vector<PageRow>& rows, const std::string& path) {
  for (const auto& row : rows)
    if (row.path == path) return &row;
  for (const auto& row : rows)
    if (row.path[0] == '/' && matches(row.path, path)) return &row;
  return nullptr;
}

}  // namespace

TEST_CASE("The page of the tree file and a file name the same datasets with shape, units and meaning") {
  const Scratch scratch;
  const auto file = distinct_file(scratch);
  const auto rows = page_rows(page);
  std::set<std::string> met;
  for (const auto& path : file.datasets()) {
    INFO(path);
    const PageRow* row = row_of(rows, path);
    REQUIRE(row != nullptr);
    met.insert(row->path);
    CHECK(shape_in_words(path, file.shape(path)) == row->shape);
    CHECK(file.has_attribute(path, "units") == (row->units != "not said"));
    if (row->units == "not said") continue;
    const auto units = file.text_attribute(path, "units"), name = file.text_attribute(path, "long_name");
    CHECK((row->units == "its own" ? !units.empty() : units == row->units));
    CHECK((row->long_name == "its own" ? !name.empty() : name == row->long_name));
  }
  for (const auto& row : rows)
    if (row.path[0] == '/') {
      INFO(row.path << " stands on the page; no dataset has it");
      CHECK(met.count(row.path) == 1);
    }
}

TEST_CASE("The page of the tree file and a file name the same attributes, type and version") {
  const Scratch scratch;
  const auto file = distinct_file(scratch);
  for (const std::string object : {"/", "/VTKHDF", "/VTKHDF/Steps"}) {
    const auto names = file.attributes(object);
    CHECK(std::set<std::string>(names.begin(), names.end()) == attributes_on_page(page, object));
  }
  const std::string text = read_file(std::string(CELLROUTE_SOURCE_DIR) + "/sim/results/" + page);
  CHECK(text.find("format version " + std::to_string(tree_format_version)) != std::string::npos);
  CHECK(text.find("`" + std::string(tree_file_type) + "`") != std::string::npos);
}

TEST_CASE("The page of the tree file names the branches' numbers as the file does") {
  const Scratch scratch;
  const auto names = distinct_file(scratch).texts("/trees/branch_names");
  CHECK(names == std::vector<std::string>(branch_names.begin(), branch_names.end()));
}
