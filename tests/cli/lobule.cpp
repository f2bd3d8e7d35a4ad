// The lobule level from the command line: what is refused, and what an interrupted run leaves.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/program.hpp"

using namespace cellroute::cli::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

std::string lobule_scenario(const std::string& settings, const std::string& more = "") {
  return "title: A lobule\nspecies: human\ncondition: healthy\nproduct: umbilical_cord_msc\n"
         "regimen: [{route: portal_vein, cells: 1e8, over: 10 min, volume: 50 mL}]\n"
         "levels: [body, lobule]\nhorizon: 1 h\noutput: {times: [5 min, 1 h]}\n"
         "lobule: {" +
         settings + "}\n" + more;
}

}  // namespace

TEST_CASE("A grid too coarse for a lobule is wrong input: for run, compare and check, with a way out") {
  const Scratch scratch;
  scratch.write("coarse.yaml", lobule_scenario("spacing: 40 um"));
  for (const std::string command : {"run", "compare", "check"}) {
    const Outcome wrong = run({command, "coarse.yaml"}, {scratch.path(), "", ""});
    INFO(command);
    CHECK(wrong.exit_code == 2);
    CHECK_THAT(wrong.err, Contains("coarse.yaml: the grid is too coarse for its smallest well") &&
                              Contains("(a spacing of 20 um would do)"));
    CHECK_FALSE(fs::exists(scratch.path() / "results"));
  }
}

TEST_CASE("A lobule beyond the memory of the machine is refused before it is built") {
  const Scratch scratch;
  scratch.write("huge.yaml", lobule_scenario("spacing: 4 um, columns: 50, rows: 50"));
  const Outcome wrong = run({"run", "huge.yaml"}, {scratch.path(), "", ""});
  CHECK(wrong.exit_code == 2);
  CHECK_THAT(wrong.err, Contains("GB of memory, of which this machine has"));
}

TEST_CASE("check refuses a puncture of the liver at the lobule level as run does") {
  const Scratch scratch;
  std::string puncture = lobule_scenario("spacing: 20 um");
  puncture.replace(puncture.find("portal_vein"), 11, "intrahepatic");
  puncture.replace(puncture.find("volume: 50 mL"), 13, "washout: 1 1/h");
  scratch.write("puncture.yaml", puncture);
  const Outcome wrong = run({"check", "puncture.yaml"}, {scratch.path(), "", ""});
  CHECK(wrong.exit_code == 2);
  CHECK_THAT(wrong.err, Contains("cannot follow the route `intrahepatic`"));
}

TEST_CASE("Ctrl-C stops a lobule while it runs: a message, exit code 1, no field file left") {
  const Scratch scratch;
  // Hundreds of transient steps follow the first output, after which the file of fields begins.
  std::string slow = lobule_scenario("spacing: 10 um, transport: transient");
  slow.replace(slow.find("times: [5 min"), 13, "times: [1 s");
  scratch.write("slow.yaml", slow);
  const Outcome stopped = run({"run", "slow.yaml", "-o", "out"},
                              {scratch.path(), "",
                               "& pid=$!; while kill -0 $pid && ! test -e out/lobule.vtkhdf.part; do sleep "
                               "0.02; done; test -e out/lobule.vtkhdf.part && echo began; kill -INT $pid; "
                               "wait $pid"});
  CHECK(stopped.exit_code == 1);
  CHECK_THAT(stopped.out, Contains("began"));
  CHECK_THAT(stopped.err,
             Contains("stopping; once more stops at once") && Contains("interrupted; nothing was written"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

namespace {

std::string three_levels(const std::string& lobule, const std::string& liver = "") {
  std::string text = lobule_scenario(lobule);
  text.replace(text.find("levels: [body, lobule]"), 22,
               "levels: [body, liver, lobule]\nliver: {voxels: 300, terminals: 20" + liver + "}");
  return text;
}

}  // namespace

TEST_CASE("Three levels leave the files of each, and say which place the lobules stand for") {
  const Scratch scratch;
  scratch.write("three.yaml", three_levels("spacing: 20 um, boundary: reduced, place: segment_7"));
  const Outcome done = run({"run", "three.yaml", "-o", "out"}, {scratch.path(), "", ""});
  INFO(done.err);
  REQUIRE(done.exit_code == 0);
  CHECK_THAT(done.out, Contains("Stands for   segment 7 right posterior, upper: ") &&
                           Contains("Living cells by liver segment") && Contains("voxels against lobule"));
  CHECK_THAT(done.err, Contains("lobule.vtkhdf and their .xmf"));
  for (const char* file : {"liver.vtkhdf", "liver.xmf", "trees.vtkhdf", "trees.xmf", "lobule.vtkhdf",
                           "lobule.xmf", "segments.csv", "result.h5"})
    CHECK(fs::file_size(scratch.path() / "out" / file) > 0);
  const Outcome info = run({"info", "out"}, {scratch.path(), "", ""});
  CHECK_THAT(info.out,
             Contains("liver         ") && Contains("lobule        segment 7 right posterior, upper:"));
  const std::string series = read(scratch.path() / "out" / "series.csv");
  CHECK_THAT(series, Contains("lobule/periportal") && Contains("liver"));
  // Another place is another result; the same place of another name is not.
  const auto fingerprint = [&](const std::string& place) {
    scratch.write("other.yaml", three_levels("spacing: 20 um, boundary: reduced, place: " + place));
    const Outcome other = run({"run", "other.yaml", "-o", place}, {scratch.path(), "", ""});
    REQUIRE(other.exit_code == 0);
    const std::string text = run({"info", place}, {scratch.path(), "", ""}).out;
    return text.substr(text.find("fingerprint"), 48);
  };
  CHECK(info.out.find(fingerprint("segment_7")) != std::string::npos);
  CHECK(info.out.find(fingerprint("segment_3")) == std::string::npos);
  const Outcome both = run({"compare", "segment_7", "segment_3"}, {scratch.path(), "", ""});
  CHECK(both.exit_code == 0);
}

TEST_CASE("check refuses what three levels cannot do as run does") {
  const Scratch scratch;
  const auto said = [&](const std::string& text) {
    scratch.write("wrong.yaml", text);
    const Outcome wrong = run({"check", "wrong.yaml"}, {scratch.path(), "", ""});
    CHECK(wrong.exit_code == 2);
    const Outcome ran = run({"run", "wrong.yaml", "-o", "out"}, {scratch.path(), "", ""});
    CHECK(ran.exit_code == 2);
    CHECK_FALSE(fs::exists(scratch.path() / "out"));
    return wrong.err + wrong.out;
  };
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = three_levels("spacing: 20 um");
    text.replace(text.find(from), from.size(), to);
    return said(text);
  };
  CHECK_THAT(with("portal_vein", "hepatic_vein_retrograde"), Contains("cannot follow the route"));
  std::string puncture = three_levels("spacing: 20 um");
  puncture.replace(puncture.find("portal_vein"), 11, "intrahepatic");
  puncture.replace(puncture.find("volume: 50 mL"), 13, "washout: 1 1/h");
  CHECK_THAT(said(puncture), Contains("cannot follow the route `intrahepatic`"));
  CHECK_THAT(said(three_levels("spacing: 20 um") + "closure: lobule\n"),
             Contains("the level `liver` replaces that"));
  CHECK_THAT(said(three_levels("spacing: 40 um")), Contains("the grid is too coarse for its smallest well"));
}

TEST_CASE("Lobules that no blood gets to are a failed run in words, without a folder") {
  const Scratch scratch;
  scratch.write("closed.yaml",
                three_levels("spacing: 20 um, place: segment_7",
                             ", embolised: [portal_vein.segment_7, hepatic_artery.segment_7]"));
  const Outcome failed = run({"run", "closed.yaml", "-o", "out"}, {scratch.path(), "", ""});
  CHECK(failed.exit_code == 1);
  CHECK_THAT(failed.err,
             Contains("no blood gets to segment 7 right posterior, upper, where the lobules are"));
  CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("Ctrl-C in the lobules of a liver keeps the liver, and --resume goes on with the lobules alone") {
  const Scratch scratch;
  std::string slow = three_levels("spacing: 10 um, transport: transient, place: most_cells");
  slow.replace(slow.find("times: [5 min"), 13, "times: [1 s");
  scratch.write("slow.yaml", slow);
  const Outcome stopped = run({"run", "slow.yaml", "-o", "out"},
                              {scratch.path(), "",
                               "& pid=$!; while kill -0 $pid && ! test -e out/lobule.vtkhdf.part; do sleep "
                               "0.02; done; kill -INT $pid; wait $pid"});
  CHECK(stopped.exit_code == 1);
  CHECK_THAT(stopped.err, Contains("it is kept up to") && Contains("--resume"));
  CHECK(fs::exists(scratch.path() / "out/liver.checkpoint"));
  CHECK_FALSE(fs::exists(scratch.path() / "out/lobule.vtkhdf.part"));
  CHECK_FALSE(fs::exists(scratch.path() / "out/liver.vtkhdf"));
}
