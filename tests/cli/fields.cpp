// cellroute info on a field file.
#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/field_file.hpp"
#include "sim/results/hdf5.hpp"
#include "tests/cli/program.hpp"
#include "tests/results/made_fields.hpp"

using namespace cellroute::cli::test;
using namespace cellroute::results;
using Catch::Contains;

TEST_CASE("info shows a field file's grid, times, arrays with their ranges, and who made it") {
  const Scratch scratch;
  OutputFolder folder(scratch.path() / "out", false);
  write_fields(folder, "made", cellroute::results::test::made_fields({5, 4, 3}, 2));
  folder.commit();
  const Outcome info = run({"info", "out/made.vtkhdf"}, {scratch.path(), "", ""});
  CHECK(info.err.empty());
  REQUIRE(info.exit_code == 0);
  CHECK_THAT(info.out, Contains("type          cellroute fields, format 1\n"));
  CHECK_THAT(info.out, Contains("fingerprint   00112233445566778899aabbccddeeff\n"));
  CHECK_THAT(info.out, Contains("grid          5 x 4 x 3 cells of 10 x 12.5 x 20 um\n"));
  CHECK_THAT(info.out, Contains("block         50 x 50 x 60 um"));
  CHECK_THAT(info.out, Contains("times         0.1 s, 1 h") || Contains("times         0.1 s, 60 min"));
  // least 1e6 at the first cell and time; most 4 + 300 + 20000 + 2e6 at the last
  CHECK_THAT(info.out, Catch::Matches("[^]*trapped 15 um \\[cells per mL\\] +numbers +yes +1e6 +2.02e6\\s+"
                                      "trapped cells of 15 um in blood \\(mL-1\\)\n[^]*"));
  // the longest vector: (4.5, 3.5, 2.5)
  CHECK_THAT(info.out, Catch::Matches("[^]*velocity \\[mm per s\\] +vectors +yes +0.433 +6.22 +[^]*"));
  CHECK_THAT(info.out, Catch::Matches("[^]*zone \\[%\\] +numbers +fixed +0.5 +39.5 +[^]*"));
}

TEST_CASE("info refuses a field file of a version it does not know, with exit code 2") {
  const Scratch scratch;
  Hdf5Writer future;
  future.attribute("/", "file_type", std::string("cellroute fields"));
  future.attribute("/", "format_version", std::uint64_t{2});
  std::ofstream(scratch.path() / "new.vtkhdf", std::ios::binary) << future.image();
  const Outcome info = run({"info", "new.vtkhdf"}, {scratch.path(), "", ""});
  CHECK(info.exit_code == 2);
  CHECK(info.out.empty());
  CHECK_THAT(info.err, Contains("new.vtkhdf has format version 2") && Contains("reads version 1"));
}
