// Where the library is found, what its files may say, and how they are laid over each other.
#include "sim/scenario/library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "sim/scenario/keys.hpp"
#include "tests/scenario/library_fixture.hpp"

using namespace cellroute;
using namespace cellroute::test;
namespace fs = std::filesystem;

namespace {

/// Sets CELLROUTE_LIBRARY for the length of a test.
class Environment {
 public:
  explicit Environment(const std::string& value) { setenv("CELLROUTE_LIBRARY", value.c_str(), 1); }
  ~Environment() { unsetenv("CELLROUTE_LIBRARY"); }
};

std::string product(const std::string& name, const std::string& rest) {
  return "kind: product\nname: " + name + "\nabout: For tests.\n" + rest;
}

/// What is said about a scenario with the product `name` that holds `rest`.
std::string said_of(const LibraryFixture& fixture, const std::string& name, const std::string& rest) {
  fixture.folder.write("library/products/" + name + ".yaml", product(name, rest));
  return fixture.mistakes(with(good_scenario(), "{name: cells, modifiers: [stiffer]}", name));
}

std::string said_of_entry(const std::string& entry) {
  const LibraryFixture fixture;
  return said_of(fixture, "other",
                 "inherits: cells\nparameters:\n  product:\n    diameter:\n      median: " + entry + "\n");
}

const scenario::ResolvedValue& value_of(const scenario::Scenario& scenario, const std::string& path) {
  const auto found = std::find_if(scenario.values.begin(), scenario.values.end(),
                                  [&](const auto& value) { return value.path == path; });
  REQUIRE(found != scenario.values.end());
  return *found;
}

}  // namespace

TEST_CASE("a library named on the command line wins over the environment") {
  const LibraryFixture fixture, other;
  const Environment environment(other.library().string());
  CHECK(scenario::find_library(fixture.library()) == fixture.library());
  CHECK(scenario::find_library() == other.library());
}

TEST_CASE("without a name the source tree's library is found") {
  CHECK(scenario::find_library() == fs::path(CELLROUTE_SOURCE_DIR) / "configs/library");
}

TEST_CASE("a library that is not there names the place tried and does not fall back") {
  CHECK_THROWS_WITH(
      scenario::find_library("/nowhere"),
      "library: no parameter library was found (tried --library `/nowhere`)\n"
      "  hint: a library is a folder that holds `species`; name it with --library or in the environment "
      "variable CELLROUTE_LIBRARY");
  const Environment environment("/nowhere/else");
  CHECK_THROWS_WITH(scenario::find_library(), Catch::Contains("tried CELLROUTE_LIBRARY `/nowhere/else`"));
}

TEST_CASE("a missing library is one of the mistakes of a scenario, beside the others") {
  const LibraryFixture fixture;
  scenario::LoadOptions options;
  options.library = "/nowhere";
  const std::string said = fixture.mistakes(with(good_scenario(), "horizon: 10 d", "horizon: 10"), options);
  CHECK_THAT(said, Catch::Contains("no parameter library was found"));
  CHECK_THAT(said, Catch::Contains("`horizon` needs a unit"));
}

TEST_CASE("a user's file is named by its path and inherits from a shipped one") {
  const LibraryFixture fixture;
  fixture.folder.write("mine/my_cells.yaml",
                       product("my_cells",
                               "inherits: cells\nparameters:\n  product:\n    diameter:\n"
                               "      median: {value: 21, unit: um, source: own data}\n"));
  const auto scenario = fixture.load(with(good_scenario(), "name: cells", "name: mine/my_cells.yaml"));
  CHECK(scenario.body.parameters.product.diameter.median == 21e-6);
  CHECK(value_of(scenario, "product.diameter.median").layer == "mine/my_cells.yaml");
  CHECK(value_of(scenario, "product.viable_fraction").layer == "products/cells.yaml");
}

TEST_CASE("inheritance in a circle is refused with the circle") {
  const LibraryFixture fixture;
  fixture.folder.write("library/products/a.yaml", product("a", "inherits: b\n"));
  fixture.folder.write("library/products/b.yaml", product("b", "inherits: a\n"));
  const std::string said = fixture.mistakes(with(good_scenario(), "name: cells", "name: a"));
  CHECK(said ==
        "library/products/b.yaml:4:11: inherits in a circle (a -> b -> a)\n"
        "  4 | inherits: a\n"
        "    |           ^\n"
        "  hint: remove one `inherits` of the circle");
  fixture.folder.write("library/products/a.yaml", product("a", "inherits: a\n"));
  CHECK_THAT(fixture.mistakes(with(good_scenario(), "name: cells", "name: a")), Catch::Contains("(a -> a)"));
}

TEST_CASE("a file to inherit from that is not found is said with the places tried") {
  const LibraryFixture fixture;
  CHECK(said_of(fixture, "other", "inherits: cels\n") ==
        "library/products/other.yaml:4:11: there is no product `cels` (tried `library/products/cels.yaml`)\n"
        "  4 | inherits: cels\n"
        "    |           ^\n"
        "  hint: did you mean `cells`?");
  CHECK_THAT(said_of(fixture, "other", "inherits: ../elsewhere/base.yaml\n"),
             Catch::Contains("(tried `library/elsewhere/base.yaml`)"));
}

TEST_CASE("a file must be of the kind it is used as and carry its own name") {
  const LibraryFixture fixture;
  fixture.folder.write("library/products/odd.yaml",
                       "kind: label\nname: other\nabout: For tests.\ninherits: cells\n");
  const std::string said = fixture.mistakes(with(good_scenario(), "name: cells", "name: odd"));
  CHECK_THAT(said, Catch::Contains("odd.yaml:1:7: this file describes a label, but is used as a product"));
  CHECK_THAT(said, Catch::Contains("odd.yaml:2:7: the name `other` differs from the file's `odd`"));
}

TEST_CASE("a library file is checked by itself, whatever its kind") {
  const LibraryFixture fixture;
  CHECK(fixture.mistakes_of(fixture.library() / "species/tiny.yaml").empty());
  const auto file = fixture.folder.write("own.yaml", product("own", "paramters: {}\n"));
  CHECK_THAT(fixture.mistakes_of(file), Catch::Contains("own.yaml:4:1: unknown key `paramters`"));
}

TEST_CASE("a value replaces, a scale multiplies what lies below, and spread goes with it") {
  const LibraryFixture fixture;
  fixture.folder.write("library/products/base.yaml",
                       product("base",
                               "inherits: cells\nparameters:\n  product:\n    diameter:\n"
                               "      median: {value: 20, unit: um, source: a, range: [10, 30], cv: 0.3}\n"));
  fixture.folder.write(
      "library/modifiers/wider.yaml",
      "kind: modifier\nname: wider\nabout: For tests.\nparameters:\n  product:\n    diameter:\n"
      "      median: {scale: 1.5, source: assumption of ours, range: [1, 2], cv: 0.4}\n");
  const auto scenario = fixture.load(
      with(good_scenario(), "name: cells, modifiers: [stiffer]", "name: base, modifiers: [wider]"));
  const auto& median = value_of(scenario, "product.diameter.median");
  CHECK(median.value == Approx(30e-6));
  CHECK(median.source == "a x 1.5 (assumption of ours)");
  CHECK(median.layer == "modifiers/wider.yaml");
  REQUIRE(median.range);
  CHECK(median.range->first == Approx(10e-6));
  CHECK(median.range->second == Approx(60e-6));
  CHECK(median.cv.value() == Approx(0.5));
  CHECK(median.unit == "m");
}

TEST_CASE("a standard deviation becomes a coefficient of variation") {
  const LibraryFixture fixture;
  fixture.folder.write(
      "library/products/base.yaml",
      product("base",
              "inherits: cells\nparameters:\n  product:\n    diameter:\n"
              "      median: {value: 20, unit: um, source: a, sd: 5, distribution: normal}\n"));
  const auto scenario = fixture.load(with(good_scenario(), "name: cells", "name: base"));
  CHECK(value_of(scenario, "product.diameter.median").cv.value() == Approx(0.25));
  CHECK(value_of(scenario, "product.diameter.median").distribution == "normal");
}

TEST_CASE("entries are checked one by one") {
  using Catch::Contains;
  CHECK(said_of_entry("{value: 20, unit: um, source: a}").empty());
  CHECK_THAT(said_of_entry("{value: 20, source: a}"),
             Contains("needs a unit") && Contains("for example `unit: um`"));
  CHECK_THAT(said_of_entry("{value: 20, unit: mL, source: a}"), Contains("`20 mL` is a quantity in m3"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um}"), Contains("`source` is missing"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: \"\"}"), Contains("`source` is blank"));
  CHECK_THAT(said_of_entry("{unit: um, source: a}"), Contains("must have a `value` or a `scale`"));
  CHECK_THAT(said_of_entry("{value: 20, scale: 2, unit: um, source: a}"),
             Contains("must have only one of `value` and `scale`"));
  CHECK_THAT(said_of_entry("{scale: 2, unit: um, source: a}"),
             Contains("a `scale` is a ratio and has no unit"));
  CHECK_THAT(said_of_entry("{scale: -2, source: a}"), Contains("`scale` is -2, below 0"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: assumption}"),
             Contains("is an assumption without a range"));
  CHECK(said_of_entry("{value: 20, unit: um, source: assumption, range: [10, 30]}").empty());
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, range: [30, 40]}"),
             Contains("does not hold its value"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, range: [30, 10]}"),
             Contains("`range` does not ascend"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, range: 10}"), Contains("must be two numbers"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, range: [10, 1e5]}"),
             Contains("range: ") && Contains("above"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, cv: 0.1, sd: 2}"),
             Contains("both `cv` and `sd`"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, cv: -0.1}"), Contains("`cv` is -0.1, below 0"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, source: a, distribution: nomal}"),
             Contains("did you mean `normal`?"));
  CHECK_THAT(said_of_entry("{value: 20 um, source: a}"), Contains("`20 um` is not a plain number"));
  CHECK_THAT(said_of_entry("{value: .nan, unit: um, source: a}"), Contains("`.nan` is not a finite number"));
  CHECK_THAT(said_of_entry("{value: 20, unit: m, source: a}"), Contains("is 20 m, above 0.002 m"));
  CHECK_THAT(said_of_entry("20 um"), Contains("must be a mapping, this is text"));
  CHECK_THAT(said_of_entry("{value: 20, unit: um, sorce: a}"), Contains("did you mean `source`?"));
}

TEST_CASE("a value out of range after scaling is placed at the scale") {
  const LibraryFixture fixture;
  const std::string said =
      said_of(fixture, "other",
              "inherits: cells\nparameters:\n  product:\n    viable_fraction: {scale: 3, source: a}\n");
  CHECK_THAT(said, Catch::Contains("other.yaml:7:22: `product.viable_fraction` is 1.5, above 1"));
}

TEST_CASE("a parameter that no layer sets is named with the files that usually do") {
  const LibraryFixture fixture;
  CHECK_THAT(said_of(fixture, "bare", ""),
             Catch::Contains("no layer sets `product.diameter.median`, `product.diameter.geometric_sd`") &&
                 Catch::Contains("(product files usually do)"));
}

TEST_CASE("scaling what no layer sets is refused") {
  const LibraryFixture fixture;
  CHECK_THAT(
      said_of(fixture, "bare", "parameters:\n  product:\n    viable_fraction: {scale: 2, source: a}\n"),
      Catch::Contains("`product.viable_fraction` is scaled, but no layer below sets it"));
}

TEST_CASE("a misspelt parameter in a library file is refused with the nearest key") {
  const LibraryFixture fixture;
  CHECK_THAT(
      said_of(fixture, "other", "inherits: cells\nparameters:\n  product:\n    diametre: {}\n  splen: {}\n"),
      Catch::Contains("unknown key `diametre` in `product`") && Catch::Contains("did you mean `diameter`?") &&
          Catch::Contains("unknown key `splen` in `parameters`") &&
          Catch::Contains("did you mean `spleen`?"));
}

TEST_CASE("every shipped library file is without mistakes") {
  const fs::path library = fs::path(CELLROUTE_SOURCE_DIR) / "configs/library";
  int files = 0;
  for (const auto& kind : scenario::library_kinds)
    for (const auto& name : scenario::shipped_names(library, kind.name)) {
      std::string said;
      for (const auto& diagnostic : scenario::check(library / kind.folder / (name + ".yaml")))
        said += format(diagnostic);
      INFO(name);
      CHECK(said.empty());
      ++files;
    }
  CHECK(files > 0);
}

TEST_CASE("every shipped scenario is without mistakes") {
  for (const auto& entry : fs::directory_iterator(fs::path(CELLROUTE_SOURCE_DIR) / "configs/scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    std::string said;
    for (const auto& diagnostic : scenario::check(entry.path())) said += format(diagnostic);
    INFO(entry.path());
    CHECK(said.empty());
  }
}
