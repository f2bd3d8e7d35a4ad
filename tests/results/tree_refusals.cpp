// What a file of vessel trees refuses: arrays and trees that cannot be, damaged files, strangers.
#include <hdf5.h>

#include <fstream>

#include "sim/results/field_file.hpp"
#include "sim/results/read_trees.hpp"
#include "sim/results/tree_reader.hpp"
#include "tests/results/altered.hpp"
#include "tests/results/made_trees.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

std::string whole_file() {
  const Scratch scratch;
  OutputFolder folder(scratch.path / "out", false);
  FieldFile file(folder, "trees", tree_header(), made_trees());
  file.fix("arrival [s]", tree_values(0, 0));
  file.append(1, {tree_values(1, 0), tree_values(2, 0)});
  file.append(2, {tree_values(1, 1), tree_values(2, 1)});
  file.finish();
  folder.commit();
  return read_file(scratch.path / "out" / "trees.vtkhdf");
}

/// What reading these bytes says.
std::string refusal_of(const std::string& bytes) {
  const Scratch scratch;
  const fs::path place = scratch.path / "odd.vtkhdf";
  std::ofstream(place, std::ios::binary) << bytes;
  try {
    read_trees(place);
    TreeReader reader(place);
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

/// One element of a dataset of numbers set to another.
herr_t set_one(hid_t file, const std::string& path, std::size_t index, double value) {
  const hid_t dataset = H5Dopen2(file, path.c_str(), H5P_DEFAULT);
  const hid_t space = H5Dget_space(dataset);
  std::vector<double> all(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data());
  all.at(index) = value;
  const herr_t done = H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data());
  H5Sclose(space);
  H5Dclose(dataset);
  return done;
}

}  // namespace

TEST_CASE("Arrays and trees that cannot be written are refused before any file is there") {
  const Scratch scratch;
  const auto refused = [&](auto change, const std::string& why) {
    FieldHeader header = tree_header();
    Trees trees = made_trees();
    change(header, trees);
    INFO(why);
    OutputFolder folder(scratch.path / "out", false);
    REQUIRE_THROWS_WITH(FieldFile(folder, "trees", header, trees), Contains(why));
    CHECK(entries(scratch.path / "out") == 0);
  };
  refused([](FieldHeader& h, Trees&) { h.arrays[1].components = 3; }, "3 components");
  refused([](FieldHeader& h, Trees&) { h.arrays[1].name = "radius [mm]"; }, "two arrays are called radius");
  refused([](FieldHeader& h, Trees&) { h.arrays.resize(1); }, "needs an array in time");
  refused([](FieldHeader&, Trees& t) { t[1].named[2].name = "segment_9"; }, "unknown branch segment_9");
  refused([](FieldHeader&, Trees& t) { t[2] = VesselTree(); }, "vessels in each tree");
  refused([](FieldHeader&, Trees& t) { t[0].radius.pop_back(); }, "as many ends and radii");
}

TEST_CASE("Values that are not as many as vessels or their ends are refused") {
  const Scratch scratch;
  OutputFolder folder(scratch.path / "out", false);
  FieldFile file(folder, "trees", tree_header(), made_trees());
  REQUIRE_THROWS_WITH(file.append(1, {tree_values(2, 0), tree_values(2, 0)}),
                      Contains("pressure [mmHg]: 21 values where 42 are expected"));
  REQUIRE_THROWS_WITH(file.finish(), Contains("no time"));
}

TEST_CASE("A damaged file of trees is refused, naming the file and what is wrong") {
  const std::string whole = whole_file();
  REQUIRE(refusal_of(whole).empty());
  for (const std::string path : {"/trees/portal_vein/radius", "/trees/hepatic_vein/branch", "/VTKHDF/Points",
                                 "/VTKHDF/Steps/Values"}) {
    const auto cut = altered(whole, [&](hid_t file) { return H5Ldelete(file, path.c_str(), H5P_DEFAULT); });
    CHECK_THAT(refusal_of(cut), Contains("odd.vtkhdf has no dataset " + path));
  }
  const auto odd = [&](const char* path, std::size_t index, double value, const std::string& why) {
    INFO(path << " " << value);
    const auto bytes = altered(whole, [&](hid_t file) { return set_one(file, path, index, value); });
    CHECK_THAT(refusal_of(bytes), Contains("odd.vtkhdf: ") && Contains(why));
  };
  odd("/trees/portal_vein/parent", 3, 3, "parents before their children");
  odd("/trees/portal_vein/parent", 3, -1, "parents before their children");
  odd("/trees/portal_vein/parent", 0, 0, "parents before their children");
  odd("/trees/portal_vein/parent", 3, 70, "vessels that are not there");
  odd("/trees/hepatic_artery/radius", 1, 0, "not positive");
  odd("/trees/hepatic_artery/end", 4, std::nan(""), "ends that are not numbers");
  odd("/trees/hepatic_vein/terminal_of_voxel", 2, 5, "terminals that are not there");
  odd("/trees/hepatic_vein/branch_vessel", 1, 9, "a vessel for each branch");
  odd("/VTKHDF/Steps/Values", 0, 3, "not in order");
  CHECK_THAT(refusal_of(whole.substr(0, whole.size() / 2)), Contains("cut short or damaged"));
}

TEST_CASE("What is not a file of trees of this version is refused") {
  Hdf5Writer body, future;
  body.attribute("/", "file_type", std::string("cellroute fields"));
  future.attribute("/", "file_type", std::string(tree_file_type));
  future.attribute("/", "format_version", std::uint64_t{2});
  CHECK_THAT(refusal_of(body.image()), Contains("a \"cellroute trees\" is needed"));
  CHECK_THAT(refusal_of(future.image()), Contains("has format version 2") && Contains("reads version 1"));
  CHECK_THAT(refusal_of("time,organ\n"), Contains("is not an HDF5 file"));
}

TEST_CASE("Trees are taken back from a file that has nothing else, and without voxels") {
  const Scratch scratch;
  const fs::path place = scratch.path / "alone.vtkhdf";
  std::ofstream(place, std::ios::binary) << altered(whole_file(), [](hid_t file) {
    for (const char* tree : tree_names)
      H5Ldelete(file, (std::string("/trees/") + tree + "/terminal_of_voxel").c_str(), H5P_DEFAULT);
    H5Ldelete(file, "/xdmf", H5P_DEFAULT);
    return H5Ldelete(file, "/VTKHDF", H5P_DEFAULT);
  });
  const Trees read = read_trees(place), written = made_trees();
  for (std::size_t t = 0; t < read.size(); ++t) {
    CHECK(read[t].end == written[t].end);
    CHECK(read[t].terminals == written[t].terminals);
    CHECK(read[t].terminal_of_voxel.empty());
  }
}
