// Files of vessel trees: trees and values come back, the rules that readers enforce, the XDMF text, equal
// bytes.
#include <regex>

#include "sim/results/field_file.hpp"
#include "sim/results/field_layout.hpp"
#include "sim/results/info.hpp"
#include "sim/results/read_trees.hpp"
#include "sim/results/tree_reader.hpp"
#include "tests/results/made_trees.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;
namespace fs = std::filesystem;
using Shape = std::vector<std::uint64_t>;

namespace {

fs::path write(const Scratch& scratch, const std::string& name = "made") {
  OutputFolder folder(scratch.path / name, false);
  FieldFile file(folder, "trees", tree_header(), made_trees());
  file.fix("arrival [s]", tree_values(0, 0));
  for (std::size_t step = 0; step < tree_times.size(); ++step)
    file.append(tree_times[step], {tree_values(1, step), tree_values(2, step)});
  file.finish();
  folder.commit();
  return scratch.path / name / "trees.vtkhdf";
}

}  // namespace

TEST_CASE("Trees come back from their file as they were grown, to the last digit") {
  const Scratch scratch;
  const Trees written = made_trees(), read = read_trees(write(scratch));
  for (std::size_t t = 0; t < written.size(); ++t) {
    INFO(tree_names[t]);
    CHECK(read[t].kind == written[t].kind);
    CHECK(read[t].murray_exponent == written[t].murray_exponent);
    CHECK(read[t].root == written[t].root);
    CHECK(read[t].end == written[t].end);
    CHECK(read[t].parent == written[t].parent);
    CHECK(read[t].radius == written[t].radius);
    CHECK(read[t].terminals == written[t].terminals);
    CHECK(read[t].terminal_of_voxel == written[t].terminal_of_voxel);
    REQUIRE(read[t].named.size() == written[t].named.size());
    for (std::size_t b = 0; b < read[t].named.size(); ++b) {
      CHECK(read[t].named[b].name == written[t].named[b].name);
      CHECK(read[t].named[b].segment == written[t].named[b].segment);
    }
  }
}

TEST_CASE("Every value on vessels comes back at its vessel, its end and its time") {
  const Scratch scratch;
  const TreeReader file(write(scratch));
  CHECK(file.times() == tree_times);
  CHECK(file.vessels() == made_vessels);
  CHECK(file.header().title == tree_header().title);
  CHECK(file.header().provenance.seed == 18446744073709551615ull);
  for (std::size_t step = 0; step < tree_times.size(); ++step) {
    CHECK(file.read("arrival [s]", step) == tree_values(0, 0));
    CHECK(file.read("pressure [mmHg]", step) == tree_values(1, step));
    CHECK(file.read("flow [mL per min]", step) == tree_values(2, step));
  }
  REQUIRE_THROWS_WITH(file.read("flow [mL per min]", 3), Contains("no step 3"));
  REQUIRE_THROWS_WITH(file.read("flow", 0), Contains("no array flow"));
}

TEST_CASE("A vessel belongs to its tree, to the branch above it and to that branch's Couinaud segment") {
  const Scratch scratch;
  const TreeReader file(write(scratch));
  const auto tree = file.read("tree [1]", 0), branch = file.read("branch [1]", 0),
             segment = file.read("segment [1]", 0), radius = file.read("radius [m]", 0);
  CHECK(std::vector<float>(branch.begin(), branch.begin() + 5) == std::vector<float>{1, 2, 11, 2, 2});
  CHECK(std::vector<float>(segment.begin(), segment.begin() + 5) == std::vector<float>{0, 0, 4, 0, 0});
  CHECK(std::string(branch_names[11 - 1]) == "segment_4");
  const Trees trees = made_trees();
  std::size_t vessel = 0;
  for (std::size_t t = 0; t < trees.size(); ++t)
    for (std::size_t s = 0; s < trees[t].size(); ++s, ++vessel) {
      CHECK(tree[vessel] == static_cast<float>(t + 1));
      CHECK(radius[2 * vessel] == static_cast<float>(trees[t].radius[s]));
      CHECK(radius[2 * vessel + 1] == radius[2 * vessel]);
    }
}

TEST_CASE(
    "Lines have two points of their own each, the end nearer the root first, and nothing else is there") {
  const Scratch scratch;
  const Hdf5Reader file(write(scratch));
  CHECK(file.text_attribute(vtk_group, "Type") == "PolyData");
  CHECK(file.number_attributes(vtk_group, "Version") == std::vector<double>{2, 0});
  const auto points = file.numbers("/VTKHDF/Points");
  REQUIRE(file.shape("/VTKHDF/Points") == Shape{2 * made_vessels, 3});
  CHECK(file.numbers("/VTKHDF/NumberOfPoints") == std::vector<double>{2.0 * made_vessels});
  const Trees trees = made_trees();
  std::size_t at = 0;
  for (const VesselTree& tree : trees)
    for (std::size_t s = 0; s < tree.size(); ++s)
      for (const Point& end : {tree.start(s), tree.end[s]})
        for (const double x : end) REQUIRE(points[at++] == static_cast<float>(x));
  const auto ends = file.numbers("/VTKHDF/Lines/Connectivity"),
             offsets = file.numbers("/VTKHDF/Lines/Offsets");
  REQUIRE(ends.size() == 2 * made_vessels);
  REQUIRE(offsets.size() == made_vessels + 1);
  for (std::size_t i = 0; i < ends.size(); ++i) CHECK(ends[i] == static_cast<double>(i));
  for (std::size_t i = 0; i < offsets.size(); ++i) CHECK(offsets[i] == 2.0 * static_cast<double>(i));
  CHECK(file.numbers("/VTKHDF/Lines/NumberOfCells") == std::vector<double>{made_vessels});
  CHECK(file.numbers("/VTKHDF/Lines/NumberOfConnectivityIds") == std::vector<double>{2.0 * made_vessels});
  for (const std::string other : {"Vertices", "Polygons", "Strips"}) {
    CHECK(file.numbers("/VTKHDF/" + other + "/NumberOfCells") == std::vector<double>{0});
    CHECK(file.numbers("/VTKHDF/" + other + "/NumberOfConnectivityIds") == std::vector<double>{0});
    CHECK(file.shape("/VTKHDF/" + other + "/Connectivity") == Shape{0});
    CHECK(file.numbers("/VTKHDF/" + other + "/Offsets") == std::vector<double>{0});
  }
}

TEST_CASE(
    "Steps of a file of trees: as many times as NSteps, lines once, arrays in time one part after the "
    "other") {
  const Scratch scratch;
  const Hdf5Reader file(write(scratch));
  CHECK(file.integer_attribute("/VTKHDF/Steps", "NSteps") == 3);
  CHECK(file.numbers(times_path) == tree_times);
  const std::vector<double> zeros(3, 0);
  const std::string at = "/VTKHDF/Steps/";
  CHECK(file.numbers(at + "NumberOfParts") == std::vector<double>(3, 1));
  CHECK(file.numbers(at + "PartOffsets") == zeros);
  CHECK(file.numbers(at + "PointOffsets") == zeros);
  for (const char* name : {"CellOffsets", "ConnectivityIdOffsets"}) {
    CHECK(file.shape(at + name) == Shape{3, 4});
    CHECK(file.numbers(at + name) == std::vector<double>(12, 0));
  }
  CHECK(file.numbers(at + "PointDataOffsets/pressure [mmHg]") == std::vector<double>{0, 42, 84});
  CHECK(file.numbers(at + "CellDataOffsets/flow [mL per min]") == std::vector<double>{0, 21, 42});
  CHECK(file.numbers(at + "PointDataOffsets/arrival [s]") == zeros);
  CHECK(file.numbers(at + "CellDataOffsets/tree [1]") == zeros);
  CHECK(file.shape("/VTKHDF/PointData/pressure [mmHg]") == Shape{3 * 42});
  CHECK(file.shape("/VTKHDF/PointData/radius [m]") == Shape{42});
}

TEST_CASE(
    "What the XDMF text of trees refers to is there, of the shape it says and with the values of that time") {
  const Scratch scratch;
  const fs::path place = write(scratch);
  const std::string xmf = read_file(place.parent_path() / "trees.xmf");
  const Hdf5Reader file(place);
  const std::regex pattern("Dimensions=\"([^\"]*)\">trees.vtkhdf:([^<]*)<");
  std::size_t found = 0;
  for (std::sregex_iterator it(xmf.begin(), xmf.end(), pattern), end; it != end; ++it, ++found) {
    const std::string path = (*it)[2];
    INFO(path);
    CHECK(path.find_first_of(" [%") == std::string::npos);
    std::string shape;
    for (const auto extent : file.shape(path)) shape += (shape.empty() ? "" : " ") + std::to_string(extent);
    CHECK(shape == (*it)[1]);
  }
  CHECK(found == 3 * (2 + 4 + 3));
  CHECK(file.floats("/xdmf/step00002/pressure") == tree_values(1, 2));
  CHECK(file.floats("/xdmf/step00001/flow") == tree_values(2, 1));
  CHECK(file.floats("/xdmf/fixed/arrival") == tree_values(0, 0));
  CHECK_THAT(xmf, Contains("<Time Value=\"" + std::string("0.1") + "\"/>"));
  CHECK_THAT(xmf, Contains("Made up: &lt;trees&gt; &amp; &quot;lines&quot;"));
  CHECK_THAT(xmf, Contains("NumberOfElements=\"21\""));
}

TEST_CASE("Equal trees and values are equal bytes") {
  const Scratch scratch;
  const fs::path one = write(scratch, "one"), two = write(scratch, "two");
  CHECK(read_file(one) == read_file(two));
  CHECK(read_file(one.parent_path() / "trees.xmf") == read_file(two.parent_path() / "trees.xmf"));
}

TEST_CASE("Many vessels: chunks that do not fit a step come back whole") {
  const Scratch scratch;
  Trees trees = made_trees();
  trees[0] = made_tree(TreeKind::hepatic_artery, 600000);
  trees[0].named = {{"trunk", 0}};
  const std::size_t vessels = static_cast<std::size_t>(vessels_of(trees));
  FieldHeader header = tree_header();
  header.arrays = {header.arrays[2]};
  std::vector<FieldValues> values(2);
  for (std::size_t v = 0; v < 2 * vessels; ++v)
    values[v / vessels].push_back(static_cast<float>((v * 2654435761U) % 16777216U));
  OutputFolder folder(scratch.path / "out", false);
  FieldFile file(folder, "trees", header, trees);
  for (std::size_t step = 0; step < 2; ++step) file.append(tree_times[step], {values[step]});
  file.finish();
  folder.commit();
  const TreeReader back(scratch.path / "out" / "trees.vtkhdf");
  CHECK(back.read("flow [mL per min]", 0) == values[0]);
  CHECK(back.read("flow [mL per min]", 1) == values[1]);
  CHECK(back.trees()[0].end == trees[0].end);
}

TEST_CASE("info of a file of trees tells vessels, branches, times and arrays") {
  const Scratch scratch;
  const std::string text = info(write(scratch));
  for (const char* part : {"cellroute trees", "hepatic artery", "5 vessels", "9 vessels", "0.1 s", "24 h",
                           "pressure [mmHg]", "both ends", "each vessel", "3 named branches"})
    CHECK_THAT(text, Contains(part));
}
