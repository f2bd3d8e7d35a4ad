// The text of every mistake: tests/cases/bad/*.yaml with what is said about each in the .txt beside it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/scenario/library_fixture.hpp"

using namespace cellroute;
using namespace cellroute::test;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("every bad input is answered with the text beside it") {
  const LibraryFixture fixture;
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CELLROUTE_SOURCE_DIR) / "tests/cases/bad")) {
    if (entry.path().extension() != ".yaml") continue;
    ++cases;
    INFO(entry.path().filename());
    const fs::path copy = fixture.folder.path() / entry.path().filename();
    fs::copy_file(entry.path(), copy);
    fs::path expected = entry.path();
    CHECK(fixture.mistakes_of(copy) + "\n" == content(expected.replace_extension(".txt")));
  }
  CHECK(cases >= 43);
}

TEST_CASE("a file that does not exist, a folder and an unreadable file are said plainly") {
  const LibraryFixture fixture;
  CHECK(fixture.mistakes_of(fixture.folder.path() / "nowhere.yaml") == "nowhere.yaml: no such file");
  CHECK(fixture.mistakes_of(fixture.folder.path() / "library") ==
        "library: is a folder\n  hint: name a YAML file in it");
  const fs::path locked = fixture.folder.write("locked.yaml", good_scenario());
  fs::permissions(locked, fs::perms::none);
  if (std::ifstream(locked)) return;  // root reads everything
  CHECK(fixture.mistakes_of(locked) == "locked.yaml: cannot be read (Permission denied)");
}

TEST_CASE("mistakes in --set have the same texts as mistakes in a file") {
  const LibraryFixture fixture;
  const auto said = [&](const std::string& argument) {
    scenario::LoadOptions options;
    options.overrides = {argument};
    return fixture.mistakes(good_scenario(), options);
  };
  CHECK(said("lung.capillary.diameter=3 um") ==
        "--set: unknown parameter `lung.capillary.diameter`\n"
        "  1 | lung.capillary.diameter=3 um\n"
        "    | ^\n"
        "  hint: did you mean `lung.tissue.capillary.diameter`?");
  CHECK(said("lung.tissue.capillary.diameter=3") ==
        "--set: `lung.tissue.capillary.diameter` needs a unit (it is a quantity in m)\n"
        "  1 | lung.tissue.capillary.diameter=3\n"
        "    |                                ^\n"
        "  hint: for example `3 um`");
  CHECK_THAT(said("lung.tissue.capillary.diameter=3 km"), Catch::Contains("is 3 km, above 0.01 m"));
  CHECK_THAT(said("lung.tissue.capillary.diameter"), Catch::Contains("has no `=`"));
  CHECK(said(" lung.tissue.capillary.diameter = 6.5 um ").empty());
  CHECK(said("lung.tissue.capillary.diameter=") ==
        "--set: no value after `=`\n"
        "  1 | lung.tissue.capillary.diameter=\n"
        "    |                                ^\n"
        "  hint: write `--set path=value`");
  CHECK_THAT(said("=6 um"), Catch::Contains("no path before `=`"));
  CHECK_THAT(said("circulation.body_mass=0x46 kg"), Catch::Contains("unknown unit `x46 kg`"));
  CHECK_THAT(said("circulation.body_mass=0x46 kg"), !Catch::Contains("did you mean"));
  CHECK_THAT(said("horizon=3 d"),
             Catch::Contains("it is a key of the scenario file; --set takes parameters"));
}

TEST_CASE("one parameter in two --set is refused: which of them counts would be a guess") {
  const LibraryFixture fixture;
  scenario::LoadOptions options;
  options.overrides = {"lung.tissue.capillary.diameter=6 um", "lung.tissue.capillary.diameter=7 um"};
  CHECK(fixture.mistakes(good_scenario(), options) ==
        "--set: `lung.tissue.capillary.diameter` is set twice\n"
        "  1 | lung.tissue.capillary.diameter=7 um\n"
        "    | ^\n"
        "  hint: give it once");
}

TEST_CASE("mistakes in --route and --catheter are said") {
  const LibraryFixture fixture;
  const auto said = [&](const std::string& route, const std::string& catheter) {
    scenario::LoadOptions options;
    options.route = route;
    options.catheter = catheter;
    return fixture.mistakes(good_scenario(), options);
  };
  CHECK(said("portal_vien", "") ==
        "--route: unknown route `portal_vien`\n  hint: did you mean `portal_vein`?");
  CHECK(said("", "left") == "--catheter: a catheter position needs a route\n  hint: give --route as well");
  CHECK(said("portal_vein", "lfet") ==
        "--catheter: unknown catheter position `lfet` of the route `portal_vein`\n  hint: did you mean "
        "`left`?");
}

TEST_CASE("a syntax error stops its own file only") {
  const LibraryFixture fixture;
  fixture.folder.write("library/products/broken.yaml", "kind: product\nname: [broken\n");
  const std::string said = fixture.mistakes(with(with(good_scenario(), "name: cells", "name: broken"),
                                                 "condition: healthy", "condition: healthier"));
  CHECK_THAT(said, Catch::Contains("library/products/broken.yaml:3:1: is not YAML"));
  CHECK_THAT(said, Catch::Contains("there is no condition `healthier`"));
}

TEST_CASE("files that are nested too deeply or repeat a modifier are refused") {
  const LibraryFixture fixture;
  CHECK_THAT(fixture.mistakes(std::string(2000, '[')),
             Catch::Contains("scenario.yaml:1:1: is nested too deeply"));
  CHECK_THAT(fixture.mistakes(with(good_scenario(), "[stiffer]", "[stiffer, stiffer]")),
             Catch::Contains("scenario.yaml:4:45: the modifier `stiffer` is given twice"));
}

TEST_CASE("a file of another kind is said once, and a name says where its file is") {
  const LibraryFixture fixture;
  const std::string said = fixture.mistakes(with(
      good_scenario(), "species: tiny", "species: " + (fixture.library() / "products/cells.yaml").string()));
  CHECK_THAT(said,
             Catch::StartsWith("library/products/cells.yaml:1:7: this file describes a product, but is used "
                               "as a species\n"));
  CHECK_THAT(said, !Catch::Contains("unknown key"));
  const std::string odd = "kind: prodct\nname: odd\nabout: x\n";
  fixture.folder.write("odd.yaml", odd);
  CHECK(fixture.mistakes(with(good_scenario(), "name: cells", "name: odd.yaml")) ==
        "odd.yaml:1:7: unknown kind `prodct`\n  1 | kind: prodct\n    |       ^\n  hint: did you mean "
        "`product`?");
  CHECK_THAT(fixture.mistakes(with(good_scenario(), "name: cells", "name: odd")),
             Catch::Contains("hint: write `odd.yaml` for the file beside this one"));
}

TEST_CASE("a file that is no input is refused, and one that is full of mistakes is not printed whole") {
  const LibraryFixture fixture;
  CHECK(fixture.mistakes("title: " + std::string(2 << 20, 'x') + "\n" + good_scenario()) ==
        "scenario.yaml: is larger than 1 MiB\n"
        "  hint: name a scenario or library file; they have some kilobytes");
  std::string text = good_scenario();
  for (int i = 0; i < 150; ++i) text += "wrong" + std::to_string(i) + ": 1\n";
  try {
    fixture.load(text);
    FAIL("the mistakes were not found");
  } catch (const scenario::InputError& error) {
    CHECK(error.diagnostics.size() == 150);
    CHECK_THAT(error.what(), Catch::EndsWith("\n... and 50 more"));
    CHECK_THAT(error.what(), Catch::Contains("wrong99") && !Catch::Contains("wrong100"));
  }
  for (int i = 0; i < 60000; ++i) text += "w" + std::to_string(i) + ": 1\n";
  CHECK_THROWS_WITH(fixture.load(text), Catch::EndsWith("\n... and very many more"));
}

TEST_CASE("a scenario in place of a library file, or the other way round, is one mistake") {
  const LibraryFixture fixture;
  const std::string said = fixture.mistakes(with(good_scenario(), "name: cells", "name: scenario.yaml"));
  CHECK_THAT(said, Catch::StartsWith("scenario.yaml:8:3: this is a scenario, not a library file\n"));
  CHECK_THAT(said, Catch::EndsWith("^\n  hint: a library file begins with its `kind`"));
  try {
    scenario::LoadOptions options;
    options.library = fixture.library();
    scenario::load(fixture.library() / "species/tiny.yaml", options);
    FAIL("a library file was run");
  } catch (const scenario::InputError& error) {
    CHECK(error.diagnostics.size() == 1);
    CHECK_THAT(error.what(),
               Catch::Contains("tiny.yaml:1:7: this is a library file (a species), not a scenario"));
  }
}

TEST_CASE("a title longer than a line is refused") {
  const LibraryFixture fixture;
  CHECK_THAT(fixture.mistakes(with(good_scenario(), "A test", std::string(201, 'x'))),
             Catch::Contains("scenario.yaml:1:8: `title` is 201 bytes long (it may have 200)"));
  CHECK(fixture.mistakes(with(good_scenario(), "A test", std::string(200, 'x'))).empty());
}

TEST_CASE("a mistake is one line with its place, the line with a caret, and a hint") {
  const scenario::Diagnostic diagnostic{{"a.yaml", 12, 5}, "a problem", "a reason", "a hint", "\tab\tcd"};
  CHECK(scenario::format(diagnostic) ==
        "a.yaml:12:5: a problem (a reason)\n"
        "  12 | \tab\tcd\n"
        "     | \t  \t^\n"
        "  hint: a hint");
  CHECK(scenario::format({{"a.yaml", 0, 0}, "a problem", "", "", ""}) == "a.yaml: a problem");
  const scenario::InputError error({diagnostic, {{"b.yaml", 0, 0}, "another", "", "", ""}});
  CHECK(std::string(error.what()) == scenario::format(diagnostic) + "\nb.yaml: another");
}
