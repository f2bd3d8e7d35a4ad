// One declaration feeds the reader, its errors, the reference page and the JSON schemas.
#include "sim/scenario/schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "sim/scenario/fingerprint.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/resolve.hpp"
#include "tests/scenario/library_fixture.hpp"

// GCC sees uninitialised members in its own <regex> when sanitizers are on.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

using namespace cellroute;
using namespace cellroute::test;
using namespace cellroute::scenario;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

/// Adding a parameter is: a member and its line in describe(), and a value in a library file. Nothing else
/// in this file mentions `length`.
struct Filter {
  double length = unset;  // [m]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("length", self.length, Spec{"m", 1e-3, 0.1, "Length of the blood filter."});
  }
};

struct Apparatus {
  Filter filter;
  double pumps = unset;  // [count]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("filter", self.filter, "The blood filter.");
    visit("pumps", self.pumps, Spec{"count", 0, 10, "Pumps in series."});
  }
};

const Declared& apparatus() {
  static const Declared tree = declare<Apparatus>("", "An apparatus.");
  return tree;
}

struct Outcome {
  Apparatus apparatus;
  std::vector<ResolvedValue> values;
  std::string mistakes;
};

Outcome read(const std::string& yaml) {
  std::vector<Diagnostic> problems;
  std::vector<std::string> notes;
  const auto document = parse_document(Source("file.yaml", yaml), problems);
  REQUIRE(document);
  const Layer layer{"file.yaml", "", read_entries(document->root, apparatus(), problems)};
  Outcome outcome;
  outcome.values = resolve(apparatus(), {layer}, document->root.mistake(""), problems, notes);
  assign(outcome.values, outcome.apparatus);
  for (const auto& problem : problems) outcome.mistakes += format(problem) + "\n";
  return outcome;
}

}  // namespace

TEST_CASE("a declared parameter is read and checked") {
  const auto outcome =
      read("filter: {length: {value: 3, unit: cm, source: a}}\npumps: {value: 2, source: b}\n");
  CHECK(outcome.mistakes.empty());
  CHECK(outcome.apparatus.filter.length == 0.03);
  CHECK(outcome.apparatus.pumps == 2);
  CHECK(outcome.values[0].path == "filter.length");
  CHECK(outcome.values[0].source == "a");
}

TEST_CASE("a declared parameter has its error texts") {
  CHECK_THAT(read("filter: {length: {value: 3, source: a}}\npumps: {value: 2, source: b}\n").mistakes,
             Contains("`filter.length` needs a unit"));
  CHECK_THAT(
      read("filter: {length: {value: 3, unit: m, source: a}}\npumps: {value: 2, source: b}\n").mistakes,
      Contains("`filter.length` is 3 m, above 0.1 m") && Contains("Length of the blood filter."));
  CHECK_THAT(read("filter: {lenght: {value: 3, unit: cm, source: a}}\n").mistakes,
             Contains("did you mean `length`?"));
  CHECK_THAT(read("pumps: {value: 2, source: b}\n").mistakes, Contains("no layer sets `filter.length`"));
}

TEST_CASE("a declared parameter is on the reference page") {
  CHECK(markdown_rows(apparatus()) ==
        "| `filter.length` | m | 0.001 | 0.1 | Length of the blood filter. |\n"
        "| `pumps` | count | 0 | 10 | Pumps in series. |\n");
}

TEST_CASE("a declared parameter is in the JSON schemas of scenarios and of library files") {
  const Json scenario = Json::parse(group_json_schema(apparatus()));
  const Json& length = scenario.at("properties").at("filter").at("properties").at("length");
  CHECK(length.at("type") == "string");  // it has a dimension, so it needs a unit
  CHECK(length.at("description") == "Length of the blood filter. [m], 0.001 to 0.1");
  CHECK(scenario.at("properties").at("pumps").at("anyOf").size() == 3);
  const Json entries = Json::parse(entries_json_schema(apparatus()));
  const Json& filter = entries.at("properties").at("filter");
  CHECK(filter.at("properties").at("length").at("allOf")[0].at("$ref") == "#/definitions/entry");
  CHECK(entries.at("properties").at("pumps").at("allOf")[0].at("$ref") == "#/definitions/bare_entry");
  CHECK(filter.at("additionalProperties") == false);
}

TEST_CASE("every parameter of a patient is on the page and in both schemas") {
  const std::string page = markdown();
  const Json scenario = Json::parse(scenario_json_schema());
  const Json library = Json::parse(library_json_schema());
  const auto parameters = parameters_of(parameter_tree());
  CHECK(parameters.size() > 100);
  for (const ParameterInfo& parameter : parameters) {
    INFO(parameter.path);
    CHECK_THAT(page, Contains("| `" + parameter.path + "` | " + parameter.spec.unit + " |"));
    CHECK(scenario.at("properties").at("set").at("properties").contains(parameter.path));
    const Json* node = &library.at("properties").at("parameters");
    std::string rest = parameter.path;
    for (std::size_t dot; (dot = rest.find('.')) != std::string::npos; rest.erase(0, dot + 1))
      node = &node->at("properties").at(rest.substr(0, dot));
    CHECK(node->at("properties").contains(rest));
  }
}

TEST_CASE("every key of a scenario is on the page, in the schema and known to the reader") {
  const std::string page = markdown();
  const Json schema = Json::parse(scenario_json_schema());
  CHECK(schema.at("additionalProperties") == false);
  for (const Declared& key : scenario_keys().children) {
    INFO(key.key);
    CHECK_THAT(page, Contains("| `" + key.key + "` |"));
    CHECK(schema.at("properties").contains(key.key));
  }
  for (const auto& parameter : parameters_of(declare<Infusion>("", ""))) {
    CHECK_THAT(page, Contains("| `regimen[]." + parameter.path + "` |"));
    CHECK(schema.at("properties").at("regimen").at("items").at("properties").contains(parameter.path));
  }
  for (const Route& route : routes()) CHECK_THAT(page, Contains("| `" + std::string(route.name) + "` |"));
}

TEST_CASE("the pattern of a quantity takes what the reader takes and sees a missing unit") {
  const Json schema = Json::parse(scenario_json_schema()).at("properties");
  const Json& infusion = schema.at("regimen").at("items").at("properties");
  const auto fits = [](const Json& quantity, const std::string& text) {
    return std::regex_match(text, std::regex(quantity.at("pattern").get<std::string>()));
  };
  for (const char* text : {"0.2 1/h", "0.2 /h", "0.2/h", "1e-3 1/s", "0.2 h-1"}) {
    INFO(text);
    CHECK(fits(infusion.at("washout"), text));
  }
  for (const char* text : {"20 min", "20min", ".5 h", "1e3 s", "+3 s"})
    CHECK(fits(infusion.at("over"), text));
  for (const char* text : {"20", "1e3", "min", "-20 min", "", "2,5 min"}) {
    INFO(text);
    CHECK_FALSE(fits(infusion.at("over"), text));
  }
  CHECK(fits(schema.at("set").at("properties").at("circulation.right_atrial_pressure"), "-2 mmHg"));
}

TEST_CASE("the schema offers the names of shipped files") {
  const LibraryFixture fixture;
  const Json schema = Json::parse(scenario_json_schema(all_shipped_names(fixture.library())));
  CHECK(schema.at("properties").at("species").at("anyOf")[0].at("enum") == Json::array({"tiny"}));
}

TEST_CASE("units of all declarations are known and their ranges are not empty") {
  for (const auto& tree : {parameter_tree(), declare<Infusion>("", "")})
    for (const ParameterInfo& parameter : parameters_of(tree)) {
      INFO(parameter.path);
      CHECK(scale_of(parameter.spec.unit, parameter.spec) == 1.0);
      CHECK(parameter.spec.min < parameter.spec.max);
      CHECK(std::string(parameter.spec.about).ends_with("."));
    }
}
