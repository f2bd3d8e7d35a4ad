// What changes a fingerprint, and what does not.
#include "sim/scenario/fingerprint.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/scenario/declaration.hpp"
#include "tests/scenario/library_fixture.hpp"

using namespace cellroute;
using namespace cellroute::test;
using scenario::fingerprint;

TEST_CASE("a fingerprint is 32 hex digits and the same every time") {
  const LibraryFixture fixture;
  const std::string print = fixture.load(good_scenario()).fingerprint;
  CHECK(print.size() == 32);
  CHECK(print.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(fixture.load(good_scenario()).fingerprint == print);
  CHECK(LibraryFixture().load(good_scenario()).fingerprint == print);  // another folder
}

TEST_CASE("order of keys, comments, title and units written do not change a fingerprint") {
  const LibraryFixture fixture;
  const std::string print = fixture.load(good_scenario()).fingerprint;
  CHECK(fixture.load(with(good_scenario(), "seed: 1\n", "") + "seed: 1 # the first\n").fingerprint == print);
  CHECK(fixture.load(with(good_scenario(), "cells: 1e8, over: 20 min", "over: 1200 s, cells: 100 Mcells"))
            .fingerprint == print);
  CHECK(fixture.load(with(good_scenario(), "A test", "Another")).fingerprint == print);
  CHECK(fixture.load(with(good_scenario(), "6.5 um", "0.0065 mm")).fingerprint == print);
  CHECK(fixture
            .load(with(good_scenario(), "{lung.tissue.capillary.diameter: 6.5 um}",
                       "{heart.tissue.capillary.diameter: 7 um, lung.tissue.capillary.diameter: 6.5 um}"))
            .fingerprint ==
        fixture
            .load(with(good_scenario(), "{lung.tissue.capillary.diameter: 6.5 um}",
                       "{lung.tissue.capillary.diameter: 6.5 um, heart.tissue.capillary.diameter: 7 um}"))
            .fingerprint);
}

TEST_CASE("changing any parameter by one unit in the last place changes the fingerprint") {
  const LibraryFixture fixture;
  const auto scenario = fixture.load(good_scenario());
  std::set<std::string> prints = {scenario.fingerprint};
  std::size_t parameters = 0;
  BodyCase body = scenario.body;
  scenario::for_each_parameter(body.parameters, [&](const std::string& path, double& number, const Spec&) {
    INFO(path);
    const double before = number;
    number = std::nextafter(number, infinity);
    CHECK(prints.insert(fingerprint(body, scenario.levels, scenario.seed)).second);
    number = before;
    ++parameters;
  });
  CHECK(parameters == scenario.values.size());
  CHECK(prints.size() == parameters + 1);
}

TEST_CASE("regimen, host, decay, times, numerics, seed, levels and solver change the fingerprint") {
  const LibraryFixture fixture;
  const auto scenario = fixture.load(good_scenario());
  std::set<std::string> prints = {scenario.fingerprint};
  std::size_t changes = 0;
  const auto changed = [&](auto&& change) {
    BodyCase body = scenario.body;
    change(body);
    ++changes;
    CHECK(prints.insert(fingerprint(body, scenario.levels, scenario.seed)).second);
  };
  scenario::for_each_parameter(
      scenario.body.regimen[0], [&](const std::string& key, const double&, const Spec&) {
        changed([&](BodyCase& body) {
          scenario::for_each_parameter(body.regimen[0],
                                       [&](const std::string& other, double& number, const Spec&) {
                                         if (other == key) number += 0.5;
                                       });
        });
      });
  changed([](BodyCase& body) { body.regimen[0].route = "portal_vein"; });
  changed([](BodyCase& body) { body.regimen[0].catheter = "left"; });
  changed([](BodyCase& body) { body.regimen.push_back(body.regimen[0]); });
  changed([](BodyCase& body) { body.host = Host::xenogeneic; });
  changed([](BodyCase& body) { body.decay = Decay::applied; });
  changed([](BodyCase& body) { body.horizon *= 2; });
  changed([](BodyCase& body) { body.output_times.pop_back(); });
  changed([](BodyCase& body) { body.numerics.size_classes = 6; });
  changed([](BodyCase& body) { body.numerics.relative_tolerance = 1e-7; });
  changed([](BodyCase& body) { body.numerics.absolute_tolerance = 1e-9; });
  CHECK(prints.insert(fingerprint(scenario.body, scenario.levels, scenario.seed + 1)).second);
  CHECK(prints.insert(fingerprint(scenario.body, {"body", "liver"}, scenario.seed)).second);
  CHECK(prints.insert(fingerprint(scenario.body, scenario.levels, scenario.seed, "another version")).second);
  CHECK(prints.size() == changes + 4);
}
