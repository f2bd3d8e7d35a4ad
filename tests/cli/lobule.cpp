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
