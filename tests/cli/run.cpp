// cellroute run: the files it writes, and everything that can be wrong before or while it does.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/program.hpp"

using namespace cellroute::cli::test;
namespace fs = std::filesystem;
using Catch::Contains;

namespace {

const char* const files[] = {"result.h5", "summary.txt", "series.csv", "parameters.csv", "run.json"};
const char* const repeatable[] = {"result.h5", "summary.txt", "series.csv", "parameters.csv"};

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("A run writes its folder, shows the summary on stdout and says the rest on stderr") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Outcome ran = run({"run", "small.yaml", "-o", "out"}, {scratch.path(), "", ""});
  INFO(ran.err);
  REQUIRE(ran.exit_code == 0);
  CHECK(ran.out == read(scratch.path() / "out" / "summary.txt"));
  CHECK_THAT(ran.err, Contains("hepatic artery (proper): 1e8 cells over 20 min") && Contains("wrote out/"));
  CHECK(entries(scratch.path() / "out") == std::size(files));
  for (const char* file : files) CHECK(fs::file_size(scratch.path() / "out" / file) > 100);
}

TEST_CASE("Threads and repeats change no byte of a result file") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  for (const std::string threads : {"1", "2", "4"})
    REQUIRE(run({"run", "small.yaml", "-q", "--threads", threads, "-o", threads}, {scratch.path(), "", ""})
                .exit_code == 0);
  REQUIRE(
      run({"run", "small.yaml", "-q", "--threads", "1", "-o", "again"}, {scratch.path(), "", ""}).exit_code ==
      0);
  for (const char* file : repeatable)
    for (const char* other : {"2", "4", "again"})
      CHECK(read(scratch.path() / "1" / file) == read(scratch.path() / other / file));
}

TEST_CASE(
    "Asked to go on with what is finished, a run changes nothing and shows it; other inputs are refused") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Setting here{scratch.path(), "", ""};
  REQUIRE(run({"run", "small.yaml", "-q", "-o", "out", "--resume"}, here).exit_code == 0);
  const auto written = fs::last_write_time(scratch.path() / "out" / "result.h5");
  const Outcome again = run({"run", "small.yaml", "-o", "out", "--resume"}, here);
  CHECK(again.exit_code == 0);
  CHECK_THAT(again.err, Contains("there is nothing left to run"));
  CHECK(again.out == read(scratch.path() / "out" / "summary.txt"));
  CHECK(fs::last_write_time(scratch.path() / "out" / "result.h5") == written);
  const Outcome other =
      run({"run", "small.yaml", "-o", "out", "--resume", "--set", "circulation.body_mass=71 kg"}, here);
  INFO(other.err);
  CHECK(other.exit_code == 2);
  CHECK_THAT(other.err, Contains("are of other inputs") && Contains("--overwrite"));
  fs::remove(scratch.path() / "out" / "run.json");  // named last, so without it not all were named
  CHECK(run({"run", "small.yaml", "-o", "out", "--resume"}, here).exit_code == 2);
}

TEST_CASE("Where the scenario lies does not show in a result file") {
  const Scratch scratch;
  scratch.write("here/small.yaml", small_scenario());
  scratch.write("there/deeper/small.yaml", small_scenario());
  REQUIRE(run({"run", "here/small.yaml", "-q", "-o", "a"}, {scratch.path(), "", ""}).exit_code == 0);
  REQUIRE(run({"run", (scratch.path() / "there/deeper/small.yaml").string(), "-q", "-o", "b"},
              {scratch.path(), "", ""})
              .exit_code == 0);
  for (const char* file : repeatable)
    CHECK(read(scratch.path() / "a" / file) == read(scratch.path() / "b" / file));
}

TEST_CASE("An override by --set changes the parameter and the fingerprint") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Setting here{scratch.path(), "", ""};
  REQUIRE(run({"run", "small.yaml", "-q", "-o", "a"}, here).exit_code == 0);
  REQUIRE(run({"run", "small.yaml", "-q", "-o", "b", "--set", "lung.tissue.capillary.diameter=6.5 um",
               "--set", "circulation.body_mass=71 kg"},
              here)
              .exit_code == 0);
  const std::string table = read(scratch.path() / "b" / "parameters.csv");
  CHECK_THAT(table,
             Contains("lung.tissue.capillary.diameter,6.5e-06,m") && Contains("circulation.body_mass,71,kg"));
  CHECK(read(scratch.path() / "a" / "result.h5") != read(scratch.path() / "b" / "result.h5"));
}

TEST_CASE("Mistakes in the input are exit code 2 with their place, and nothing is written") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("typo.yaml", small_scenario("horizn: 3 d\n"));
  const Outcome typo = run({"run", "typo.yaml", "-o", "out"}, here);
  CHECK(typo.exit_code == 2);
  CHECK(typo.out.empty());
  CHECK_THAT(typo.err, Contains("typo.yaml:11:1") && Contains("horizn") && Contains("horizon"));

  scratch.write("small.yaml", small_scenario());
  const Outcome path =
      run({"run", "small.yaml", "-o", "out", "--set", "lung.tisue.capillary.diameter=6 um"}, here);
  CHECK(path.exit_code == 2);
  CHECK_THAT(path.err, Contains("lung.tissue.capillary.diameter"));
  const Outcome unit =
      run({"run", "small.yaml", "-o", "out", "--set", "lung.tissue.capillary.diameter=6 kg"}, here);
  CHECK(unit.exit_code == 2);
  CHECK(run({"run", "none.yaml"}, here).exit_code == 2);
  const Outcome library = run({"--library", "nowhere", "run", "small.yaml"}, here);
  CHECK(library.exit_code == 2);
  CHECK_THAT(library.err, Contains("nowhere"));
  CHECK(entries(scratch.path()) == 2);
}

TEST_CASE(
    "An output folder that holds something is refused before anything runs, unless overwriting is asked "
    "for") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("small.yaml", small_scenario());
  scratch.write("out/letter.txt", "dear");
  const Outcome refused = run({"run", "small.yaml", "-o", "out"}, here);
  CHECK(refused.exit_code == 2);
  CHECK(refused.out.empty());
  CHECK_THAT(refused.err,
             Contains("the output folder out is not empty: it holds letter.txt") && Contains("--overwrite"));
  CHECK(entries(scratch.path() / "out") == 1);
  CHECK(run({"run", "small.yaml", "-q", "-o", "out", "--overwrite"}, here).exit_code == 0);
  CHECK(run({"run", "small.yaml", "-q", "-o", "out", "--force"}, here).exit_code == 0);
  CHECK(read(scratch.path() / "out" / "letter.txt") == "dear");
}

TEST_CASE("A folder that cannot be written to is exit code 1 with the reason") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  scratch.write("file", "x");
  const Outcome inside = run({"run", "small.yaml", "-o", "file/out"}, {scratch.path(), "", ""});
  CHECK(inside.exit_code == 1);
  CHECK_THAT(inside.err, Contains("cannot make the folder file: Not a directory"));

  fs::create_directory(scratch.path() / "locked");
  fs::permissions(scratch.path() / "locked", fs::perms::owner_read | fs::perms::owner_exec |
                                                 fs::perms::others_read | fs::perms::others_exec);
  Setting somebody{scratch.path(), "", ""};
  if (geteuid() == 0)
    somebody.shell = "setpriv --bounding-set=-dac_override,-dac_read_search";  // else root may do anything
  fs::permissions(scratch.path(), fs::perms::all);
  const Outcome locked = run({"run", "small.yaml", "-o", "locked/out"}, somebody);
  CHECK(locked.exit_code == 1);
  CHECK_THAT(locked.err, Contains("cannot make the folder locked/out: Permission denied"));
  CHECK(entries(scratch.path() / "locked") == 0);
}

TEST_CASE("A disk that fills up is exit code 1, and no half-written file stays") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Outcome full = run({"run", "small.yaml", "-o", "out"}, {scratch.path(), "ulimit -f 8;", ""});
  CHECK(full.exit_code == 1);
  CHECK_THAT(full.err, Contains("cannot write out/result.h5: File too large"));
  CHECK(entries(scratch.path()) == 1);
}

TEST_CASE("A reader that goes away leaves the result whole and the exit code 0") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Outcome head =
      run({"run", "small.yaml", "-o", "out"}, {scratch.path(), "set -o pipefail;", "| head -1"});
  CHECK(head.exit_code == 0);
  CHECK(head.out == "A small run\n");
  CHECK(entries(scratch.path() / "out") == std::size(files));
}

TEST_CASE("Ctrl-C stops in order: a message, exit code 1, nothing written") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  // the scenario is a pipe, which opens when the program does and is filled when the signal has come
  const Outcome stopped =
      run({"run", "pipe.yaml", "-o", "out"},
          {scratch.path(), "mkfifo pipe.yaml;",
           "& pid=$!; exec 3> pipe.yaml; kill -INT $pid; cat small.yaml >&3; exec 3>&-; wait $pid"});
  CHECK(stopped.exit_code == 1);
  CHECK_THAT(stopped.err,
             Contains("stopping; once more stops at once") && Contains("interrupted; nothing was written"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("Two signals at once are one request: timeout sends one to the program and one to its group") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  // the scenario is a pipe, which opens when the program does and is filled when the signal has come
  const Outcome stopped =
      run({"run", "pipe.yaml", "-o", "out"}, {scratch.path(), "mkfifo pipe.yaml;",
                                              "& pid=$!; exec 3> pipe.yaml; kill -INT $pid; sleep 0.02; kill "
                                              "-INT $pid; cat small.yaml >&3; exec 3>&-; wait $pid"});
  CHECK(stopped.exit_code == 1);
  CHECK_THAT(stopped.err,
             Contains("stopping; once more stops at once") && Contains("interrupted; nothing was written"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}
