// What a field file refuses: values that do not fit, names that cannot be, a full disk, strangers.
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "sim/results/field_file.hpp"
#include "sim/results/field_layout.hpp"
#include "sim/results/field_reader.hpp"
#include "tests/results/made_fields.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

constexpr std::array<int, 3> block = {5, 4, 3};

void append(FieldFile& file, const FieldSet& set, std::size_t step) {
  file.append(set.times[step], {set.steps[step].begin(), set.steps[step].end()});
}

/// Values without a pattern, so that they stay as large as they are.
FieldSet noise(int steps) {
  FieldSet set = made_fields({64, 64, 8}, steps);
  std::uint32_t state = 1;
  for (auto& step : set.steps)
    for (auto& values : step)
      for (auto& value : values) value = static_cast<float>(state = state * 1664525u + 1013904223u);
  return set;
}

std::string refusal_of(const fs::path& folder, const FieldSet& set) {
  try {
    OutputFolder out(folder, false);
    write_fields(out, "noise", set);
    out.commit();
  } catch (const WriteError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A field file that is not finished is not among the files of the folder") {
  const Scratch scratch;
  const FieldSet set = made_fields(block, 2);
  OutputFolder folder(scratch.path / "out", false);
  {
    FieldFile file(folder, "begun/made", set.header);
    append(file, set, 0);
    CHECK(fs::exists(scratch.path / "out/begun/made.vtkhdf.part"));
  }
  folder.add("other.txt", "1");
  folder.commit();
  CHECK(entries(scratch.path / "out") == 1);
}

TEST_CASE("Values that do not fit are refused, and the file goes on as if they had not come") {
  const Scratch scratch;
  const FieldSet set = made_fields(block, 2);
  OutputFolder folder(scratch.path / "out", false);
  FieldFile file(folder, "made", set.header);
  const std::vector<float> few(59);
  append(file, set, 0);
  REQUIRE_THROWS_WITH(file.append(1e9, {set.steps[0][0], few}),
                      Contains("velocity [mm/s]: 59 values where 180 are expected"));
  REQUIRE_THROWS_WITH(file.append(1e9, {set.steps[0][0]}), Contains("1 arrays given, 2 are in time"));
  REQUIRE_THROWS_WITH(append(file, set, 0), Contains("0.1 s is not later"));
  REQUIRE_THROWS_WITH(file.append(std::nan(""), {}), Contains("not later"));
  REQUIRE_THROWS_WITH(file.fix("zone [%]", few), Contains("59 values where 60 are expected"));
  REQUIRE_THROWS_WITH(file.fix("zones", few), Contains("no array zones"));
  REQUIRE_THROWS_WITH(file.fix("velocity [mm/s]", few), Contains("is in time"));
  REQUIRE_THROWS_WITH(file.finish(), "zone [%] was given no values");
  file.fix("zone [%]", set.fixed[0]);
  REQUIRE_THROWS_WITH(file.fix("zone [%]", set.fixed[0]), Contains("already"));
  append(file, set, 1);
  file.finish();
  REQUIRE_THROWS_WITH(file.finish(), Contains("is finished"));
  REQUIRE_THROWS_WITH(append(file, set, 1), Contains("is finished"));
  folder.commit();
  const FieldReader back(scratch.path / "out" / "made.vtkhdf");
  CHECK(back.times() == set.times);
  CHECK(back.read("velocity [mm per s]", 1) == set.steps[1][1]);
}

TEST_CASE("A header that cannot be written is refused before any file is there") {
  const Scratch scratch;
  const FieldHeader good = made_fields(block, 1).header;
  auto refused = [&](auto change, const std::string& why) {
    FieldHeader header = good;
    change(header);
    INFO(why);
    OutputFolder folder(scratch.path / "out", false);
    REQUIRE_THROWS_WITH(FieldFile(folder, "made", header), Contains(why));
    CHECK(entries(scratch.path / "out") == 0);
  };
  refused([](FieldHeader& h) { h.grid.cells[1] = 0; }, "needs a cell along y");
  refused([](FieldHeader& h) { h.grid.cells[1] = 1; }, "one cell along y needs one along z");
  refused([](FieldHeader& h) { h.grid.spacing[2] = 0; }, "spacing along z is 0 m");
  refused([](FieldHeader& h) { h.grid.corner[0] = std::nan(""); }, "corner along x");
  refused([](FieldHeader& h) { h.arrays.clear(); }, "at least one array");
  refused([](FieldHeader& h) { h.arrays[0].name = "velocity [um/s]"; }, "two arrays are called velocity");
  refused([](FieldHeader& h) { h.arrays[0].name = "[cells/mL]"; }, "needs a word before its unit");
  refused([](FieldHeader& h) { h.arrays[0].name = "speed [\xc2\xb5m/s]"; }, "plain letters");
  refused([](FieldHeader& h) { h.arrays[0].components = 2; }, "2 components");
  refused([](FieldHeader& h) { h.arrays[0].units.clear(); }, "lacks units");
  OutputFolder folder(scratch.path / "out", false);
  for (const char* name : {"", "a b", "a:b", "made.vtkhdf", "sub/"})
    REQUIRE_THROWS_WITH(FieldFile(folder, name, good), Contains("cannot name a field file"));
}

TEST_CASE("Nothing in time when something should be is refused") {
  const Scratch scratch;
  OutputFolder folder(scratch.path / "out", false);
  FieldFile file(folder, "made", made_fields(block, 1).header);
  file.fix("zone [%]", made_fields(block, 1).fixed[0]);
  REQUIRE_THROWS_WITH(file.finish(), "the field file has no time");
}

TEST_CASE("Both files of a field have their names only after all is written") {
  const Scratch scratch;
  const FieldSet set = made_fields(block, 1);
  const fs::path out = scratch.path / "out";
  OutputFolder folder(out, false);
  {
    FieldFile file(folder, "deep/made", set.header);
    CHECK(fs::exists(out / "deep" / "made.vtkhdf.part"));
    file.fix("zone [%]", set.fixed[0]);
    append(file, set, 0);
    CHECK_FALSE(fs::exists(out / "deep" / "made.xmf.part"));
    file.finish();
  }
  CHECK(fs::exists(out / "deep" / "made.xmf.part"));
  CHECK_FALSE(fs::exists(out / "deep" / "made.vtkhdf"));
  folder.commit();
  CHECK(entries(out / "deep") == 2);
  CHECK(FieldReader(out / "deep" / "made.vtkhdf").times() == set.times);
}

TEST_CASE("A field that is broken off leaves nothing") {
  const Scratch scratch;
  const FieldSet set = made_fields(block, 1);
  {
    OutputFolder folder(scratch.path / "out", false);
    FieldFile file(folder, "deep/made", set.header);
    append(file, set, 0);
  }
  CHECK(entries(scratch.path) == 0);
}

TEST_CASE("A field over the size limit is refused plainly, leaves nothing, and the next one is whole") {
  const Scratch scratch;
  const FieldSet large = noise(8), small = made_fields(block, 2);
  REQUIRE(refusal_of(scratch.path / "whole", large).empty());
  const auto whole = fs::file_size(scratch.path / "whole" / "noise.vtkhdf");
  fs::remove_all(scratch.path / "whole");
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  std::vector<std::string> messages;
  for (auto limit :
       {std::uintmax_t{100}, whole / 100, whole / 2, whole - 1}) {  // the last while it is closed
    rlimit tight = old;
    tight.rlim_cur = limit;
    setrlimit(RLIMIT_FSIZE, &tight);
    messages.push_back(refusal_of(scratch.path / "out", large));
  }
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, before);
  for (const auto& message : messages)
    CHECK_THAT(message, Contains("cannot write") && Contains("out/noise.vtkhdf: File too large"));
  CHECK(entries(scratch.path) == 0);
  REQUIRE(refusal_of(scratch.path / "out", small).empty());
  CHECK(FieldReader(scratch.path / "out" / "noise.vtkhdf").read("zone [%]", 1) == small.fixed[0]);
}

TEST_CASE("A full disk is said plainly while fields are written") {
  const Scratch scratch;
  const fs::path disk = scratch.path / "disk";
  fs::create_directory(disk);
  if (geteuid() != 0 || mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=512k") != 0) {
    WARN("no permission to mount a small disk; the size limit above covers the same path");
    return;
  }
  const std::string message = refusal_of(disk / "out", noise(8));
  const auto left = entries(disk);
  umount(disk.c_str());
  CHECK_THAT(message, Contains("out/noise.vtkhdf: No space left on device"));
  CHECK(left == 0);
}

TEST_CASE("A place that cannot be written to is said plainly") {
  const Scratch scratch;
  OutputFolder folder(scratch.path / "out", false);
  fs::create_directory(scratch.path / "out" / "made.vtkhdf.part");
  REQUIRE_THROWS_WITH(FieldFile(folder, "made", made_fields(block, 1).header),
                      Contains("made.vtkhdf: Is a directory"));
}

TEST_CASE("What is not a field file of this version is refused, naming the file") {
  const Scratch scratch;
  auto put = [&](const char* name, const std::string& bytes) {
    std::ofstream(scratch.path / name, std::ios::binary) << bytes;
    return scratch.path / name;
  };
  REQUIRE_THROWS_WITH(FieldReader(scratch.path / "none"), Contains("none: No such file"));
  REQUIRE_THROWS_WITH(FieldReader(scratch.path), Contains("is a folder"));
  REQUIRE_THROWS_WITH(FieldReader(put("empty.vtkhdf", "")), Contains("empty.vtkhdf is not an HDF5 file"));
  REQUIRE_THROWS_WITH(FieldReader(put("text.vtkhdf", "time,organ\n")), Contains("is not an HDF5 file"));

  Hdf5Writer stranger, body, future;
  stranger.attribute("/", "title", std::string("something else"));
  body.attribute("/", "file_type", std::string("cellroute body result"));
  future.attribute("/", "file_type", std::string(field_file_type));
  future.attribute("/", "format_version", std::uint64_t{2});
  REQUIRE_THROWS_WITH(FieldReader(put("a.vtkhdf", stranger.image())), Contains("not one of cellroute's"));
  REQUIRE_THROWS_WITH(FieldReader(put("b.vtkhdf", body.image())),
                      Contains("a \"cellroute fields\" is needed"));
  REQUIRE_THROWS_WITH(FieldReader(put("c.vtkhdf", future.image())),
                      Contains("c.vtkhdf has format version 2") && Contains("reads version 1"));
  CHECK(is_field_file(scratch.path / "c.vtkhdf"));
  CHECK_FALSE(is_field_file(scratch.path / "b.vtkhdf"));

  OutputFolder folder(scratch.path / "out", false);
  write_fields(folder, "made", made_fields(block, 2));
  folder.commit();
  const std::string whole = read_file(scratch.path / "out" / "made.vtkhdf");
  REQUIRE_THROWS_WITH(FieldReader(put("cut.vtkhdf", whole.substr(0, whole.size() / 2))),
                      Contains("cut.vtkhdf is cut short or damaged"));
}
