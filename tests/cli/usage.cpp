// The line typed: help, version, commands and options that do not exist.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace cellroute::cli::test;
using Catch::Contains;

TEST_CASE("Every command explains itself on stdout with exit code 0") {
  const Outcome top = run({"--help"});
  CHECK(top.exit_code == 0);
  CHECK(top.err.empty());
  for (const std::string command : {"run", "compare", "check", "schema", "info"}) {
    CHECK_THAT(top.out, Contains("  " + command));
    const Outcome help = run({command, "--help"});
    INFO(command);
    CHECK(help.exit_code == 0);
    CHECK_THAT(help.out, Contains("cellroute " + command));
    CHECK(help.err.empty());
  }
}

TEST_CASE("The version names program, version and commit") {
  const Outcome version = run({"--version"});
  CHECK(version.exit_code == 0);
  CHECK_THAT(version.out, Catch::Matches("cellroute [0-9]+\\.[0-9]+\\.[0-9]+ \\([0-9a-z-]+\\)\n"));
}

TEST_CASE("A misspelt command is answered with the nearest one and exit code 2") {
  const Outcome wrong = run({"comparre", "x.yaml"});
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.out.empty());
  CHECK_THAT(wrong.err, Contains("unknown command `comparre`") && Contains("did you mean `compare`?"));
}

TEST_CASE("No command at all is answered with the list of commands") {
  const Outcome none = run({});
  CHECK(none.exit_code == 2);
  CHECK_THAT(none.err, Contains("no command given") && Contains("run, compare,") && Contains("schema, info"));
}

TEST_CASE("An unknown option and a missing file name are wrong input") {
  const Outcome option = run({"run", "x.yaml", "--thread", "2"});
  CHECK(option.exit_code == 2);
  CHECK_THAT(option.err, Contains("--thread") && Contains("cellroute run --help"));
  const Outcome missing = run({"run"});
  CHECK(missing.exit_code == 2);
  CHECK_THAT(missing.err, Contains("scenario is required"));
}

TEST_CASE("The schema is data on stdout") {
  const Outcome page = run({"schema"});
  CHECK(page.exit_code == 0);
  CHECK(page.err.empty());
  CHECK_THAT(page.out, Contains("lung.tissue.capillary.diameter"));
  const Outcome json = run({"schema", "--json-schema"});
  CHECK(json.exit_code == 0);
  CHECK_THAT(json.out, Contains("\"$schema\""));
  CHECK(run({"schema", "--markdown", "--json-schema"}).exit_code == 2);
}

TEST_CASE("A reader that goes away is no error; a full standard output is") {
  Setting head;
  head.shell = "set -o pipefail;";
  head.after = "| head -1";
  const Outcome pipe = run({"schema"}, head);
  CHECK(pipe.exit_code == 0);
  CHECK(pipe.err.empty());
  Setting full;
  full.after = "> /dev/full";
  const Outcome disk = run({"schema"}, full);
  CHECK(disk.exit_code == 1);
  CHECK_THAT(disk.err, Contains("cannot write to standard output: No space left on device"));
}
