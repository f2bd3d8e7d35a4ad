// The shipped dataset files against the published table: complete, honest about what was calibrated, and
// without constants of their own.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/library.hpp"
#include "tests/validation/shipped.hpp"

using namespace cellroute;
using namespace cellroute::validation;
using cellroute::test::shipped;

namespace {

std::set<std::string> known_paths() {
  std::set<std::string> paths;
  for (const auto& info : scenario::parameters_of(scenario::parameter_tree())) paths.insert(info.path);
  return paths;
}

}  // namespace

TEST_CASE("Every published row is covered exactly once") {
  std::multiset<int> covered;
  for (const auto& dataset : shipped().datasets)
    for (const auto& observation : dataset.observations) covered.insert(observation.row.line);
  REQUIRE(shipped().published.size() == 54);
  for (const auto& row : shipped().published) {
    INFO(row.dataset << " row " << row.number);
    CHECK(covered.count(row.line) == 1);
  }
  CHECK(covered.size() == shipped().published.size());
}

TEST_CASE("Calibrated rows name parameters that exist, excluded rows a reason, the others neither") {
  const auto known = known_paths();
  for (const auto& dataset : shipped().datasets)
    for (const auto& observation : dataset.observations) {
      INFO(dataset.id << " row " << observation.row.number);
      CHECK((observation.status == Status::calibrated) == !observation.sets.empty());
      CHECK((observation.status == Status::excluded) == !observation.reason.empty());
      for (const auto& path : observation.sets) CHECK(known.count(path) == 1);
    }
}

TEST_CASE("A parameter whose source is a dataset is confessed by that dataset") {
  int confessed = 0;
  for (const auto& dataset : shipped().datasets) {
    std::set<std::string> named(dataset.inputs.begin(), dataset.inputs.end());
    for (const auto& observation : dataset.observations)
      named.insert(observation.sets.begin(), observation.sets.end());
    for (const auto& [name, scenario] : dataset.scenarios)
      for (const auto& value : scenario.values)
        for (const auto& citation : dataset.cited_as)
          if (value.source.find(citation) != std::string::npos) {
            INFO(dataset.id << ", scenario " << name << ": " << value.path << " from " << value.source);
            CHECK(named.count(value.path) == 1);
            ++confessed;
          }
  }
  CHECK(confessed > 0);
}

TEST_CASE("Datasets that share species, condition and product resolve to identical parameters") {
  std::map<std::string, std::pair<std::string, const scenario::Scenario*>> first;
  int compared = 0;
  for (const auto& dataset : shipped().datasets)
    for (const auto& [name, scenario] : dataset.scenarios) {
      std::string key = scenario.species + " " + scenario.condition + " " + scenario.product;
      for (const auto& modifier : scenario.modifiers) key += " " + modifier;
      const auto [at, is_first] = first.try_emplace(key, dataset.id, &scenario);
      if (is_first) continue;
      const auto& other = *at->second.second;
      const bool same_label = other.label == scenario.label;
      compared += at->second.first != dataset.id;
      INFO(key << ": " << at->second.first << " and " << dataset.id << ", " << name);
      REQUIRE(other.values.size() == scenario.values.size());
      for (std::size_t i = 0; i < scenario.values.size(); ++i) {
        const auto &a = other.values[i], &b = scenario.values[i];
        INFO(a.path);
        const bool of_label = a.path.rfind("label.", 0) == 0;
        const bool of_dose =
            std::find(std::begin(settable), std::end(settable), a.path) != std::end(settable);
        if (of_dose || (of_label && !same_label)) continue;
        CHECK(a.path == b.path);
        CHECK(a.value == b.value);
        CHECK(a.source == b.source);
      }
    }
  CHECK(compared >= 3);  // datasets that do share all three
}

TEST_CASE("Every row that the model misses is discussed") {
  for (const auto& row : shipped().rows) {
    INFO(row.dataset->id << " row " << row.observation->row.number);
    CHECK((!row.missed() || !row.observation->discussion.empty()));
  }
}

TEST_CASE(
    "Every number the model gives is finite or a half-life never reached, and every direction is decided") {
  for (const auto& row : shipped().rows) {
    if (row.observation->status == Status::excluded) continue;
    INFO(row.dataset->id << " row " << row.observation->row.number);
    if (row.observation->quantity)
      CHECK(*row.model.prediction >= 0);
    else
      CHECK(row.model.right.has_value());
  }
}
