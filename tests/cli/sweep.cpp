// Sweeps as a user meets them: what is refused and how it is said, what is printed, what goes on.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace cellroute::cli::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;

namespace {

std::string sweep_file(const std::string& axes = "  route: [hepatic_artery, portal_vein]\n",
                       const std::string& sample = "", const std::string& metrics = "[liver_living_24h]") {
  return "title: A small sweep\nscenario: small.yaml\n" + (axes.empty() ? "" : "axes:\n" + axes) +
         (sample.empty() ? "" : "sample:\n" + sample) + "metrics: " + metrics + "\n";
}

struct Place : Scratch {
  Place() { write("small.yaml", small_scenario("numerics: {size_classes: 1}\n")); }
  Outcome check(const std::string& text) const {
    return run({"check", write("sweep.yaml", text).string()}, {path(), "", ""});
  }
  Outcome sweep(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"sweep", "sweep.yaml"});
    return run(arguments, {path(), "", ""});
  }
};

}  // namespace

TEST_CASE("Mistakes in a sweep file are said with their place, all in one pass") {
  const Place place;
  CHECK(place.check(sweep_file()).exit_code == 0);
  struct Wrong {
    std::string text, said;
  };
  const std::string two =
      "  design: latin_hypercube\n  size: 4\n  parameters: [product.viable_fraction, "
      "product.diameter.median, lung.shunt_fraction]\n";
  for (const auto& [text, said] : std::vector<Wrong>{
           {sweep_file("  rute: [portal_vein]\n"), "sweep.yaml:4:3: unknown axis `rute`"},
           {sweep_file("  lung.shunt_fracton: [0.1]\n"), "lung.shunt_fraction"},
           {sweep_file("  lung.shunt_fraction: []\n"), "must be a list of quantities"},
           {sweep_file("  lung.shunt_fraction: {range: [0.2, 0.1], steps: 3}\n"), "the range is reversed"},
           {sweep_file("  lung.shunt_fraction: {range: [0.1, 0.1], steps: 3}\n"), "the range is empty"},
           {sweep_file("  lung.shunt_fraction: {log_range: [0, 0.1], steps: 3}\n"), "above 0"},
           {sweep_file("  lung.shunt_fraction: {range: [0, 0.1], steps: 1}\n"), "`steps` must be"},
           {sweep_file("  route: [portal_vien]\n"), "unknown route `portal_vien`"},
           {sweep_file("  route: [portal_vein, portal_vein]\n"), "twice"},
           {sweep_file("  condition: [helthy]\n"), "helthy"},
           {sweep_file("", "  design: sobol\n  size: 0\n"), "size"},
           {sweep_file("", "  design: sobool\n  size: 4\n"), "sobool"},
           {sweep_file("", two + "  correlate:\n"
                                 "    - {between: [product.viable_fraction, product.diameter.median], "
                                 "rank_correlation: 0.9, source: assumption}\n"
                                 "    - {between: [product.viable_fraction, lung.shunt_fraction], "
                                 "rank_correlation: 0.9, source: assumption}\n"
                                 "    - {between: [product.diameter.median, lung.shunt_fraction], "
                                 "rank_correlation: -0.9, source: assumption}\n"),
            "contradict one another"},
           {sweep_file("  route: [portal_vein]\n", "", "[liver_living_24]"),
            "unknown metric `liver_living_24`"},
           {sweep_file("  route: [portal_vein]\n", "", "[liver_living_24h, liver_living_24h]"), "twice"},
           {sweep_file("  route: [portal_vein]\n", "",
                       "[{name: late, measure: living_share, region: [liver], time: 3 d}]"),
            "the scenario ends at 24 h"},
           {sweep_file("  route: [portal_vein]\n", "", "[]"), "`metrics`"},
       }) {
    INFO(text);
    const Outcome outcome = place.check(text);
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.err, Contains(said) && Contains("sweep.yaml:"));
  }
  const Outcome both =
      place.check(sweep_file("  rute: [portal_vein]\n  lung.shunt_fraction: {range: [2, 1], steps: 3}\n"));
  CHECK_THAT(both.err, Contains("rute") && Contains("steps: 3"));
}

TEST_CASE("A sweep that does not fit on the disk or in memory is refused before it starts") {
  const Place place;
  std::string axes;
  for (const std::string path : {"lung.shunt_fraction", "liver.shunts.tips", "liver.shunts.arteriovenous"})
    axes += "  " + path + ": {range: [0, 0.05], steps: 9000}\n";
  place.write("sweep.yaml", sweep_file(axes));
  const Outcome outcome = place.sweep({"-o", "out"});
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.err,
             Contains("does not fit on the disk: its 729000000000 rows need about") && Contains("free"));
  CHECK_FALSE(fs::exists(place.path() / "out"));
}

TEST_CASE("A sweep tells what it will take, and the scenario of a row runs") {
  const Place place;
  place.write("sweep.yaml", sweep_file());
  const Outcome dry = place.sweep({"--dry-run"});
  CHECK(dry.exit_code == 0);
  CHECK_THAT(dry.out, Contains("2 rows") && Contains("disk") && Contains("time") && Contains("free"));
  CHECK_FALSE(fs::exists(place.path() / "results"));
  const Outcome row = place.sweep({"--scenario", "1"});
  REQUIRE(row.exit_code == 0);
  CHECK_THAT(row.out, Contains("portal_vein"));
  CHECK(run({"run", place.write("row.yaml", row.out).string(), "-q", "-o", (place.path() / "run").string()})
            .exit_code == 0);
  CHECK(place.sweep({"--scenario", "2"}).exit_code == 2);
}

TEST_CASE("A sweep writes its tables, prints their page, and refuses to mix with another") {
  const Place place;
  place.write("sweep.yaml", sweep_file());
  const Outcome first = place.sweep({"-o", "out"});
  REQUIRE(first.exit_code == 0);
  CHECK_THAT(first.out,
             Contains("liver_living_24h") && Contains("portal vein") && Contains("0 of 2 rows failed"));
  CHECK_THAT(read(place.path() / "out" / "table.csv"),
             StartsWith("row,status,route,liver_living_24h [1]\n0,ok,hepatic_artery,"));
  CHECK_THAT(read(place.path() / "out" / "failures.csv"), StartsWith("row,reason,route\n"));
  CHECK(read(place.path() / "out" / "sweep.yaml") == sweep_file());
  CHECK_THAT(read(place.path() / "out" / "run.json"), Contains("\"sessions\"") && Contains("complete"));
  const Outcome info = run({"info", (place.path() / "out").string()});
  CHECK_THAT(info.out, Contains("cellroute sweep, format 1") && Contains("/metrics/liver_living_24h") &&
                           Contains("2, of which 0 failed"));

  const Outcome again = place.sweep({"-o", "out"});
  CHECK(again.exit_code == 2);
  CHECK_THAT(again.err, Contains("--resume") && Contains("--overwrite"));
  place.write("sweep.yaml", sweep_file("  route: [hepatic_artery, peripheral_vein]\n"));
  const Outcome other = place.sweep({"-o", "out", "--resume"});
  CHECK(other.exit_code == 2);
  CHECK_THAT(other.err, Contains("is of other inputs"));
  CHECK(place.sweep({"-o", "out", "--overwrite", "-q"}).exit_code == 0);
  CHECK(place.sweep({"-o", "out", "--resume", "-q"}).exit_code == 0);
}

TEST_CASE(
    "A sensitivity names the cases of its sweep by the fingerprints of their runs, from a folder or not") {
  const Place place;
  const Setting here{place.path(), "", ""};
  place.write("sweep.yaml", sweep_file("",
                                       "  design: latin_hypercube\n  size: 8\n  parameters: "
                                       "[product.viable_fraction]\n"));
  REQUIRE(run({"run", "small.yaml", "-q", "-o", "run"}, here).exit_code == 0);
  const auto summary = read(place.path() / "run" / "summary.txt");
  const auto at = summary.find("\nfingerprint ");
  REQUIRE(at != std::string::npos);
  REQUIRE(place.sweep({"-q", "-o", "swept"}).exit_code == 0);
  for (const char* name : {"swept", "sweep.yaml"}) {
    const std::string from = name;
    const auto ran = run({"sensitivity", from, "-o", "of_" + from}, here);
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("sensitivity.json"));
    CHECK_THAT(read(place.path() / ("of_" + from) / "sensitivity.json"),
               Contains("\"" + summary.substr(at + 13, 32) + "\"") && Contains("\"A small sweep\""));
  }
}

TEST_CASE("A launcher that starts several of a program without MPI is told so") {
  const Place place;
  place.write("sweep.yaml", sweep_file());
  const Outcome outcome =
      run({"sweep", "sweep.yaml", "-o", "out"}, {place.path(),
                                                 "unset OMPI_COMM_WORLD_SIZE PMIX_RANK PMI_RANK; "
                                                 "SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=4",
                                                 ""});
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.err, Contains("started 4") && Contains("--shard 1/4"));
}

TEST_CASE("Parts that are wrong are refused in plain words") {
  const Place place;
  place.write("sweep.yaml", sweep_file());
  for (const std::string shard : {"0/2", "3/2", "1", "a/b", "1/0", "-1/2"}) {
    INFO(shard);
    const Outcome outcome = place.sweep({"--shard=" + shard});
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.err, Contains("2/3"));
  }
  const Outcome nothing = run({"merge", place.path().string(), "-o", "out"});
  CHECK(nothing.exit_code == 2);
  CHECK_THAT(nothing.err, Contains("holds no journal"));
}
