// cellroute compare: routes of a scenario, and results that exist.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/program.hpp"

using namespace cellroute::cli::test;
namespace fs = std::filesystem;
using Catch::Contains;

TEST_CASE("Three routes give one table, a CSV and a folder each, and the folders give the same table again") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("small.yaml", small_scenario());
  const Outcome ran = run(
      {"compare", "small.yaml", "--routes", "hepatic_artery,portal_vein,peripheral_vein", "-o", "out"}, here);
  INFO(ran.err);
  REQUIRE(ran.exit_code == 0);
  CHECK(ran.out == read(scratch.path() / "out" / "compare.txt"));
  CHECK_THAT(ran.out, Contains("HA") && Contains("PV") && Contains("IV") &&
                          Contains("Living cells in the liver after 24 h:"));
  CHECK_THAT(read(scratch.path() / "out" / "compare.csv"),
             Contains("quantity,organ,time_s,unit,HA: hepatic artery,"));

  const Outcome again =
      run({"compare", "out/hepatic_artery", "out/portal_vein", "out/peripheral_vein/result.h5"}, here);
  CHECK(again.exit_code == 0);
  CHECK(again.out == ran.out);
}

TEST_CASE("A route of a comparison is the run of that route, bit for bit") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("small.yaml", small_scenario());
  REQUIRE(run({"compare", "small.yaml", "--routes", "portal_vein,hepatic_artery:proper", "-o", "both"}, here)
              .exit_code == 0);
  REQUIRE(run({"run", "small.yaml", "-q", "-o", "alone"}, here).exit_code == 0);
  CHECK(read(scratch.path() / "both/hepatic_artery-proper/series.csv") ==
        read(scratch.path() / "alone/series.csv"));
  CHECK(read(scratch.path() / "both/hepatic_artery-proper/result.h5") ==
        read(scratch.path() / "alone/result.h5"));
}

TEST_CASE("Every mistake in --routes is named at once") {
  const Scratch scratch;
  scratch.write("small.yaml", small_scenario());
  const Outcome wrong = run(
      {"compare", "small.yaml", "--routes",
       "hepatic_artry,portal_vein:lefft,peripheral_vein:left,portal_vein,portal_vein,,hepatic_artery:", "-o",
       "out"},
      {scratch.path(), "", ""});
  CHECK(wrong.exit_code == 2);
  CHECK_THAT(wrong.err,
             Contains("unknown route `hepatic_artry`") && Contains("did you mean `hepatic_artery`?"));
  CHECK_THAT(wrong.err, Contains("unknown catheter position `lefft` of route `portal_vein`"));
  CHECK_THAT(wrong.err, Contains("route `peripheral_vein` has no catheter positions"));
  CHECK_THAT(wrong.err, Contains("route `portal_vein` is named twice"));
  CHECK_THAT(wrong.err, Contains("a route is missing before, after or between commas"));
  CHECK_THAT(wrong.err, Contains("no catheter position after `hepatic_artery:`"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("What is not a result is refused by compare and info alike, with exit code 2") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("result.h5", "not really");
  scratch.write("empty/note.txt", "");
  for (const std::string command : {"compare", "info"}) {
    const Outcome text = run({command, "result.h5"}, here);
    CHECK(text.exit_code == 2);
    CHECK_THAT(text.err, Contains("result.h5 is not an HDF5 file"));
    CHECK_THAT(run({command, "empty"}, here).err,
               Contains("empty is not a result folder: it holds no result.h5"));
    CHECK_THAT(run({command, "gone"}, here).err, Contains("gone does not exist"));
  }
}

TEST_CASE("Info shows provenance, contents and balance of a result, and points into a comparison's folders") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("small.yaml", small_scenario());
  REQUIRE(run({"compare", "small.yaml", "--routes", "portal_vein,peripheral_vein", "-o", "out"}, here)
              .exit_code == 0);
  const Outcome info = run({"info", "out/portal_vein"}, here);
  CHECK(info.exit_code == 0);
  CHECK_THAT(info.out,
             Contains("cellroute body result, format 1") && Contains("portal vein (trunk): 1e8 cells"));
  CHECK_THAT(info.out, Contains("/body/<organ>/trapped") && Contains("times         5 min, 1 h, 24 h"));
  CHECK_THAT(info.out, Contains("library"));
  const Outcome above = run({"info", "out"}, here);
  CHECK(above.exit_code == 2);
  CHECK_THAT(above.err, Contains("these folders inside it do") && Contains("out/portal_vein"));
}

TEST_CASE("Check finds what single values do not show: flows that do not close, shunts that leave nothing") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("flows.yaml", small_scenario("set: {rest.flow_fraction: 0.9}\n"));
  scratch.write("shunts.yaml",
                small_scenario("set: {liver.shunts.tips: 0.95, liver.shunts.intrahepatic_portal: 0.05}\n"));
  const Outcome checked = run({"check", "flows.yaml", "shunts.yaml"}, here);
  CHECK(checked.exit_code == 2);
  CHECK_THAT(checked.err, Contains("flows.yaml: organ flows do not close"));
  CHECK_THAT(checked.err, Contains("shunts.yaml: intrahepatic shunt and TIPS together leave no portal flow"));
  CHECK_THAT(checked.out, Contains("flows.yaml: 1 mistake\n") && Contains("shunts.yaml: 1 mistake\n"));
}

TEST_CASE("Check reads every file in one pass and stops at none") {
  const Scratch scratch;
  const Setting here{scratch.path(), "", ""};
  scratch.write("good.yaml", small_scenario());
  scratch.write("syntax.yaml", "title: [unclosed\n");
  scratch.write("typo.yaml", small_scenario("horizn: 3 d\nseed: -1\n"));
  const Outcome checked = run({"check", "syntax.yaml", "good.yaml", "typo.yaml", "gone.yaml"}, here);
  CHECK(checked.exit_code == 2);
  CHECK_THAT(checked.out, Contains("good.yaml: ok\n") && Contains("typo.yaml: 2 mistakes\n"));
  CHECK_THAT(checked.err, Contains("syntax.yaml:") && Contains("typo.yaml:11:1") && Contains("gone.yaml"));
  CHECK_THAT(checked.err, Contains("3 of 4 files have mistakes"));
  CHECK(run({"check", "good.yaml"}, here).exit_code == 0);
}
