// compare --report: which program makes the page, from what, and what is said when there is none.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/program.hpp"

using namespace cellroute::cli::test;
namespace fs = std::filesystem;
using Catch::Contains;

namespace {

/// Runs a copy of the program, beside which nothing stands but what the test puts there.
Outcome run_copy(const Scratch& scratch, const std::string& arguments) {
  const std::string program = CELLROUTE_PROGRAM,
                    library = std::string(CELLROUTE_SOURCE_DIR) + "/configs/library";
  return run({}, {scratch.path(),
                  "mkdir -p bin && cp '" + program + "' bin/cellroute && exec bin/cellroute --library '" +
                      library + "' " + arguments + "; ",
                  ""});
}

/// A renderer that writes down how it was called.
void put_renderer(const Scratch& scratch, const std::string& then) {
  const auto file =
      scratch.write("bin/cellroute-render",
                    "#!/bin/sh\nfor last; do :; done\nprintf '%s\\n' \"$@\" >\"$last\"\n" + then + "\n");
  fs::permissions(file, fs::perms::owner_all);
}

}  // namespace

TEST_CASE("A report asked for where no renderer stands is refused before anything is run") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Outcome ran = run_copy(scratch, "compare small.yaml --routes portal_vein --report -o out");
  CHECK(ran.exit_code == 2);
  CHECK_THAT(ran.err,
             Contains("there is no cellroute-render beside this program") && Contains("CELLROUTE_VIZ=ON"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("The renderer beside the program is given every route in order, and what is to go with them") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  fs::create_directories(scratch.path() / "bin");
  for (const char* beside : {"sample", "validation"}) fs::create_directories(scratch.path() / beside);
  put_renderer(scratch, "");
  const Outcome ran = run_copy(
      scratch,
      "compare small.yaml --routes portal_vein,hepatic_artery --report --with sample,validation -o out");
  INFO(ran.err);
  CHECK(ran.exit_code == 0);
  CHECK(read(scratch.path() / "out/report.html") ==
        "report\nout/portal_vein\nout/hepatic_artery\nsample\nvalidation\n-o\nout/report.html\n");
}

TEST_CASE("What a report is to use and is not there is said before anything is run") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  fs::create_directories(scratch.path() / "bin");
  put_renderer(scratch, "");
  const Outcome ran =
      run_copy(scratch, "compare small.yaml --routes portal_vein --report --with sampel -o out");
  CHECK(ran.exit_code == 2);
  CHECK_THAT(ran.err, Contains("there is no file or folder sampel"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("A renderer that fails is said to have failed, and the results stay") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  fs::create_directories(scratch.path() / "bin");
  put_renderer(scratch, "exit 2");
  const Outcome ran = run_copy(scratch, "compare small.yaml --routes portal_vein --report -o out");
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.err, Contains("made no report; the results are there"));
  CHECK(fs::exists(scratch.path() / "out/portal_vein/result.h5"));
}

TEST_CASE("Results are no evidence beside a comparison: --with refuses them, one or a folder of them") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  scratch.write("one/result.h5", "");
  scratch.write("many/portal_vein/result.h5", "");
  fs::create_directories(scratch.path() / "bin");
  put_renderer(scratch, "");
  const auto refused =
      run_copy(scratch, "compare small.yaml --routes portal_vein --report --with one,many,nothing -o out");
  CHECK(refused.exit_code == 2);
  CHECK_THAT(refused.err, Contains("one holds results") && Contains("many holds results") &&
                              Contains("there is no file or folder nothing"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("A report of results that exist needs a folder, and --with needs --report") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  REQUIRE(run({"run", "small.yaml", "-q", "-o", "alone"}, {scratch.path(), "", ""}).exit_code == 0);
  const Outcome ran = run({"compare", "alone", "--report"}, {scratch.path(), "", ""});
  CHECK(ran.exit_code == 2);
  CHECK_THAT(ran.err, Contains("--report needs a folder for report.html"));
  CHECK(run({"compare", "alone", "--with", "x"}, {scratch.path(), "", ""}).exit_code == 2);
}
