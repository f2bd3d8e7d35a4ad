// Field files: every value at its place and time, the rules that readers enforce, and equal bytes.
#include "sim/results/field_file.hpp"

#include <hdf5.h>

#include <chrono>
#include <thread>

#include "sim/results/field_layout.hpp"
#include "sim/results/field_reader.hpp"
#include "tests/results/made_fields.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

fs::path write(const Scratch& scratch, const FieldSet& set, const std::string& name = "made") {
  OutputFolder folder(scratch.path / name, false);
  write_fields(folder, name, set);
  folder.commit();
  return scratch.path / name / (name + ".vtkhdf");
}

constexpr std::array<int, 3> block = {5, 4, 3};

}  // namespace

TEST_CASE("Every value of a field comes back at its cell, its time and its component") {
  const Scratch scratch;
  const FieldSet set = made_fields(block, 2);
  const FieldReader file(write(scratch, set));
  REQUIRE(file.times() == set.times);
  CHECK(file.header().title == set.header.title);
  CHECK(file.header().provenance.fingerprint == set.header.provenance.fingerprint);
  CHECK(file.header().provenance.seed == set.header.provenance.seed);
  CHECK(file.header().grid.cells == block);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    CHECK(file.header().grid.spacing[axis] == set.header.grid.spacing[axis]);
    CHECK(file.header().grid.corner[axis] == Approx(set.header.grid.corner[axis]).margin(1e-18));
  }
  for (std::size_t step = 0; step < 2; ++step) {
    CHECK(file.read("trapped 15 um [cells per mL]", step) == set.steps[step][0]);
    CHECK(file.read("velocity [mm per s]", step) == set.steps[step][1]);
    CHECK(file.read("zone [%]", step) == set.fixed[0]);
  }
  REQUIRE_THROWS_WITH(file.read("zone [%]", 2), Contains("no step 2"));
  REQUIRE_THROWS_WITH(file.read("zone", 0), Contains("no array zone"));
}

TEST_CASE("In the file x runs fastest, then y, z and time, and a vector's components are last") {
  const Scratch scratch;
  const Hdf5Reader file(write(scratch, made_fields(block, 2)));
  const std::string number = point_group + "/trapped 15 um [cells per mL]";
  const std::string vector = point_group + "/velocity [mm per s]";
  REQUIRE(file.shape(number) == std::vector<std::uint64_t>{2, 3, 4, 5});
  REQUIRE(file.shape(vector) == std::vector<std::uint64_t>{2, 3, 4, 5, 3});
  REQUIRE(file.shape(point_group + "/zone [%]") == std::vector<std::uint64_t>{1, 3, 4, 5});
  const auto numbers = file.numbers(number), vectors = file.numbers(vector);
  std::size_t at = 0;
  for (int step = 0; step < 2; ++step)
    for (int k = 0; k < 3; ++k)
      for (int j = 0; j < 4; ++j)
        for (int i = 0; i < 5; ++i, ++at) {
          REQUIRE(numbers[at] == number_at(i, j, k, step));
          for (int c = 0; c < 3; ++c)
            REQUIRE(vectors[3 * at + static_cast<std::size_t>(c)] == component_at(i, j, k, step, c));
        }
}

TEST_CASE("The image's points are the centres of the cells") {
  const Scratch scratch;
  const Hdf5Reader file(write(scratch, made_fields(block, 1)));
  CHECK(file.number_attributes(vtk_group, "WholeExtent") == std::vector<double>{0, 4, 0, 3, 0, 2});
  CHECK(file.number_attributes(vtk_group, "Spacing") == std::vector<double>{1e-5, 1.25e-5, 2e-5});
  const auto origin = file.number_attributes(vtk_group, "Origin");
  CHECK(origin[0] == Approx(-9.5e-5));
  CHECK(origin[1] == Approx(3.0625e-4));
  CHECK(origin[2] == Approx(1e-5));
  CHECK(file.number_attributes(vtk_group, "Direction") == std::vector<double>{1, 0, 0, 0, 1, 0, 0, 0, 1});
}

TEST_CASE("The rules of VTKHDF in time: type in ASCII of fixed length, as many times as steps, offsets") {
  const Scratch scratch;
  const auto place = write(scratch, made_fields(block, 4));
  const Hdf5Reader file(place);
  CHECK(file.text_attribute(vtk_group, "Type") == "ImageData");
  const hid_t raw = H5Fopen(place.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t attribute = H5Aopen_by_name(raw, "/VTKHDF", "Type", H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute);
  CHECK(H5Tis_variable_str(type) == 0);
  CHECK(H5Tget_cset(type) == H5T_CSET_ASCII);
  CHECK(H5Tget_size(type) == 9);
  H5Tclose(type);
  H5Aclose(attribute);
  H5Fclose(raw);
  CHECK(file.number_attributes(vtk_group, "Version") == std::vector<double>{2, 0});
  CHECK(file.integer_attribute("/VTKHDF/Steps", "NSteps") == 4);
  CHECK(file.shape(times_path) == std::vector<std::uint64_t>{4});
  CHECK(file.numbers(offsets_group + "/velocity [mm per s]") == std::vector<double>{0, 1, 2, 3});
  CHECK(file.numbers(offsets_group + "/trapped 15 um [cells per mL]") == std::vector<double>{0, 1, 2, 3});
  CHECK(file.numbers(offsets_group + "/zone [%]") == std::vector<double>{0, 0, 0, 0});
}

TEST_CASE("Fields that never change are a file without steps, of the version that older readers know") {
  const Scratch scratch;
  const FieldSet set = made_still(block);
  const auto place = write(scratch, set);
  const Hdf5Reader raw(place);
  CHECK(raw.number_attributes(vtk_group, "Version") == std::vector<double>{1, 0});
  CHECK_FALSE(raw.has("/VTKHDF/Steps"));
  CHECK(raw.shape(point_group + "/zone [%]") == std::vector<std::uint64_t>{3, 4, 5});
  const FieldReader file(place);
  CHECK(file.times().empty());
  CHECK(file.read("velocity [mm per s]", 0) == set.fixed[2]);
  CHECK_THAT(read_file(place.parent_path() / "made.xmf"), !Contains("<Time"));
}

TEST_CASE("A plane is an image of two axes, and a line of one") {
  const Scratch scratch;
  const FieldSet set = made_fields({7, 6, 1}, 3), line = made_fields({7, 1, 1}, 2),
                 still = made_still({7, 6, 1});
  const auto place = write(scratch, set), thin = write(scratch, line, "line");
  CHECK(Hdf5Reader(place).shape(point_group + "/zone [%]") == std::vector<std::uint64_t>{1, 6, 7});
  CHECK(Hdf5Reader(place).shape(point_group + "/velocity [mm per s]") ==
        std::vector<std::uint64_t>{3, 6, 7, 3});
  CHECK(Hdf5Reader(place).shape("/xdmf/step00002/velocity") == std::vector<std::uint64_t>{1, 6, 7, 3});
  CHECK(Hdf5Reader(place).floats("/xdmf/step00002/velocity") == set.steps[2][1]);
  CHECK(Hdf5Reader(thin).shape(point_group + "/velocity [mm per s]") == std::vector<std::uint64_t>{2, 7, 3});
  CHECK(FieldReader(thin).read("velocity [mm per s]", 1) == line.steps[1][1]);
  CHECK(FieldReader(write(scratch, still, "still")).read("velocity [mm per s]", 0) == still.fixed[2]);
  CHECK(Hdf5Reader(place).number_attributes(vtk_group, "WholeExtent") ==
        std::vector<double>{0, 6, 0, 5, 0, 0});
  CHECK(FieldReader(place).read("trapped 15 um [cells per mL]", 2) == set.steps[2][0]);
}

TEST_CASE("A single time is told from an array that stays") {
  const Scratch scratch;
  const FieldReader file(write(scratch, made_fields(block, 1)));
  for (const auto& array : file.header().arrays) CHECK(array.in_time == (array.name != "zone [%]"));
}

TEST_CASE("A layer above two megabytes is cut into chunks of whole rows") {
  const Scratch scratch;
  FieldSet set;
  set.header = made_fields({1200, 1100, 2}, 1).header;
  set.header.arrays = {{"zone [1]", "1", "zone", 1, false}};
  set.fixed = {zones(set.header.grid)};
  const auto place = write(scratch, set);
  CHECK(FieldReader(place).read("zone [1]", 0) == set.fixed[0]);
  const hid_t raw = H5Fopen(place.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(raw, (point_group + "/zone [1]").c_str(), H5P_DEFAULT);
  const hid_t creation = H5Dget_create_plist(dataset);
  hsize_t chunk[3] = {};
  CHECK(H5Pget_chunk(creation, 3, chunk) == 3);
  CHECK(chunk[0] == 1);
  CHECK(chunk[1] * chunk[2] * 4 <= 2u << 20);
  CHECK(chunk[2] == 1200);
  H5Pclose(creation);
  H5Dclose(dataset);
  H5Fclose(raw);
}

TEST_CASE("Equal fields are equal bytes a second later, and one changed bit shows") {
  const Scratch scratch;
  FieldSet set = made_fields(block, 3);
  const std::string first = read_file(write(scratch, set, "one"));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 keeps times in whole seconds
  CHECK(read_file(write(scratch, set, "two")) == first);
  set.steps[1][0][7] = std::nextafter(set.steps[1][0][7], 0.0f);
  CHECK(read_file(write(scratch, set, "three")) != first);
}

TEST_CASE("Not a number is kept") {
  const Scratch scratch;
  FieldSet set = made_fields(block, 1);
  set.steps[0][0][3] = std::nanf("");
  const auto values = FieldReader(write(scratch, set)).read("trapped 15 um [cells per mL]", 0);
  CHECK(std::isnan(values[3]));
  CHECK(values[4] == set.steps[0][0][4]);
}
