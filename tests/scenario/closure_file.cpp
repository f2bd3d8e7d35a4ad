// Tables of the resolved lobule as files: there and back, damaged, and asked for.
#include "sim/scenario/closure_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "sim/scenario/library.hpp"
#include "tests/scenario/library_fixture.hpp"

using namespace cellroute;
using namespace cellroute::test;
namespace fs = std::filesystem;

namespace {

LobuleClosure table(const std::string& fingerprint) {
  LobuleClosure closure(fingerprint, {{0, 0.5, 1}, {{{0, 1}, {0, 2}, {0, 4}}}});
  double value = 0.125;
  for (auto& values : closure.values())
    for (double& each : values) each = value += 0.0625;
  return closure;
}

std::string refusal(const TemporaryFolder& folder, const std::string& text) {
  const fs::path file = folder.write("table.csv", text);
  try {
    scenario::read_closure(file);
  } catch (const scenario::ClosureError& error) {
    std::string what = error.what();
    return what.substr(what.find("table.csv"));
  }
  return "";
}

std::string asking() { return with(good_scenario(), "levels: [body]\n", "closure: lobule\n"); }

}  // namespace

TEST_CASE("a table comes back from its file as it was written") {
  const TemporaryFolder folder;
  const LobuleClosure written = table("0123456789abcdef0123456789abcdef");
  const std::string text = scenario::write_closure(written, "For the conditions: test");
  CHECK_THAT(text, Catch::StartsWith("# For the conditions: test\n"));
  const LobuleClosure read = scenario::read_closure(folder.write("table.csv", text));
  CHECK(read.fingerprint() == written.fingerprint());
  CHECK(read.axes().dial == written.axes().dial);
  CHECK(read.axes().number == written.axes().number);
  for (int e = 0; e < lobule_entries; ++e)
    for (std::size_t i = 0; i < read.values()[e].size(); ++i)
      REQUIRE(read.values()[e][i] == Approx(written.values()[e][i]).epsilon(1e-4));
}

TEST_CASE("a damaged table is refused with its line and the remedy") {
  const TemporaryFolder folder;
  const std::string good = scenario::write_closure(table("abc"), "");
  const std::string hint = "\n  hint: make it anew with `cellroute closure`";
  CHECK(refusal(folder, good).empty());
  CHECK(refusal(folder, "") == "table.csv:0: the file ends too early" + hint);
  CHECK(refusal(folder, with(good, "cellroute closure,2,", "cellroute closure,3,")) ==
        "table.csv:4: not a table of this version of the program" + hint);
  CHECK(refusal(folder, with(good, "dial,0,0.5,1", "dial,0,1,0.5")) ==
        "table.csv:5: the axis `dial` does not ascend" + hint);
  CHECK(refusal(folder, with(good, "straining,0,1", "straining,0.1,1")) ==
        "table.csv:6: the axis `straining` does not begin at 0" + hint);
  CHECK(refusal(folder, with(good, "filter,0,2", "fliter,0,2")) ==
        "table.csv:7: expected `filter,...`" + hint);
  CHECK(refusal(folder, with(good, "0.1875,0.25", "0.1875;0.25")) ==
        "table.csv:10: not a list of numbers" + hint);
  CHECK(refusal(folder, with(good, "0.1875,0.25", "0.1875,nan")) ==
        "table.csv:10: not a list of numbers" + hint);
  CHECK(refusal(folder, with(good, "0.1875,0.25,", "0.1875,")) ==
        "table.csv:10: 8 numbers instead of 9" + hint);
  CHECK(refusal(folder, with(good, "0.1875,0.25", "0.1875,-0.25")) ==
        "table.csv:10: a weight below 0" + hint);
  CHECK_THAT(refusal(folder, good.substr(0, good.size() / 2)), Catch::Contains("hint: make it anew"));
  CHECK_THAT(refusal(folder, good + "1\n"), Catch::Contains("the file goes on after the table"));
  CHECK_THROWS_AS(scenario::read_closure(folder.path() / "nowhere.csv"), scenario::ClosureError);
}

TEST_CASE("a scenario that asks for the lobule's table gets the one made for its parameters") {
  const LibraryFixture fixture;
  const auto plain = fixture.load(good_scenario());
  CHECK_FALSE(plain.body.closure);
  CHECK_THAT(fixture.mistakes(asking()),
             Catch::Contains("the library has no table of the resolved lobule for these parameters") &&
                 Catch::Contains("make it with `cellroute closure"));
  const std::string fingerprint = scenario::closure_fingerprint(plain.body.parameters);
  fixture.folder.write("library/closures/" + fingerprint + ".csv",
                       scenario::write_closure(table(fingerprint), ""));
  const auto asked = fixture.load(asking());
  REQUIRE(asked.body.closure);
  CHECK(asked.body.closure->fingerprint() == fingerprint);
  CHECK(asked.fingerprint != plain.fingerprint);

  fixture.folder.write("library/closures/" + fingerprint + ".csv",
                       scenario::write_closure(table("another"), ""));
  CHECK_THAT(fixture.mistakes(asking()), Catch::Contains("holds the table another"));
}

TEST_CASE("a table depends on geometry, scars and ligand profile, and not on the dial or the product") {
  const LibraryFixture fixture;
  Parameters p = fixture.load(good_scenario()).body.parameters;
  const std::string print = scenario::closure_fingerprint(p);
  const auto changes = [&](double& number) {
    const double before = number;
    number *= 1.01;
    const bool changed = scenario::closure_fingerprint(p) != print;
    number = before;
    return changed;
  };
  CHECK(changes(p.lobule.side));
  CHECK(changes(p.lobule.septal_inflow));
  CHECK(changes(p.lobule.dispersion.longitudinal));
  CHECK(changes(p.lobule.fibrosis.portal_central));
  CHECK(changes(p.liver.ligand.periportal));
  CHECK(changes(p.liver.sinusoids.path_length));
  CHECK_FALSE(changes(p.lobule.fibrosis.dial));
  CHECK_FALSE(changes(p.lobule.chemokine.decay));
  CHECK_FALSE(changes(p.product.adhesion.rate));
  CHECK_FALSE(changes(p.liver.volume));
}

TEST_CASE("a table depends on the split of the blood, and on diffusion where it counts") {
  const LibraryFixture fixture;
  const Parameters p = fixture.load(good_scenario()).body.parameters;
  const std::string print = scenario::closure_fingerprint(p);
  const ClosureBlood blood = closure_blood(p);
  const auto split = [&](double artery) {
    Parameters other = p;
    other.liver.arterial_resistance_factor /= artery;
    return std::pair(scenario::closure_fingerprint(other), closure_blood(other).arterial_share);
  };
  CHECK(split(2).second > blood.arterial_share + 0.04);
  CHECK(split(2).first != print);
  CHECK(split(0.5).first != print);
  CHECK(split(0.5).first != split(2).first);
  // Two digits of the split are what can be told apart.
  const double hair = split(1.0001).second == blood.arterial_share ? 1.0001 : 0.9999;
  CHECK(split(hair).first == print);

  // Twice the blood flow along the same ways is the same table; so is diffusion as slow as a cell's.
  Parameters other = p;
  other.liver.volume *= 0.5;
  other.lobule.dispersion.molecular *= 2;
  CHECK(scenario::closure_fingerprint(other) == print);
  other.lobule.dispersion.molecular = 1e-9;
  CHECK(scenario::closure_fingerprint(other) != print);
}

TEST_CASE("a table of another split of the blood is not taken, and the refusal says which is asked for") {
  const LibraryFixture fixture;
  const auto plain = fixture.load(good_scenario());
  const std::string print = scenario::closure_fingerprint(plain.body.parameters);
  fixture.folder.write("library/closures/" + print + ".csv", scenario::write_closure(table(print), ""));
  REQUIRE(fixture.load(asking()).body.closure);
  const std::string more = with(asking(), "6.5 um}", "6.5 um, liver.arterial_resistance_factor: 0.4}");
  CHECK_THAT(fixture.mistakes(more),
             Catch::Contains("the library has no table of the resolved lobule for these parameters") &&
                 Catch::Contains("split of the blood: here ") && Catch::Contains(" % of it is arterial") &&
                 Catch::Contains("make it with `cellroute closure"));
}
