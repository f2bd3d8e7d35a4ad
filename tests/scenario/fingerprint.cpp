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
using scenario::LobuleSettings;
using scenario::Scenario;

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
  auto changed = scenario;
  scenario::for_each_parameter(changed.body.parameters,
                               [&](const std::string& path, double& number, const Spec&) {
                                 INFO(path);
                                 const double before = number;
                                 number = std::nextafter(number, infinity);
                                 CHECK(prints.insert(fingerprint(changed)).second);
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
    auto another = scenario;
    change(another);
    ++changes;
    CHECK(prints.insert(fingerprint(another)).second);
  };
  scenario::for_each_parameter(
      scenario.body.regimen[0], [&](const std::string& key, const double&, const Spec&) {
        changed([&](Scenario& one) {
          scenario::for_each_parameter(one.body.regimen[0],
                                       [&](const std::string& other, double& number, const Spec&) {
                                         if (other == key) number += 0.5;
                                       });
        });
      });
  changed([](Scenario& one) { one.body.regimen[0].route = "portal_vein"; });
  changed([](Scenario& one) { one.body.regimen[0].catheter = "left"; });
  changed([](Scenario& one) { one.body.regimen.push_back(one.body.regimen[0]); });
  changed([](Scenario& one) { one.body.host = Host::xenogeneic; });
  changed([](Scenario& one) { one.body.decay = Decay::applied; });
  changed([](Scenario& one) { one.body.horizon *= 2; });
  changed([](Scenario& one) { one.body.output_times.pop_back(); });
  changed([](Scenario& one) { one.body.numerics.size_classes = 6; });
  changed([](Scenario& one) { one.body.numerics.relative_tolerance = 1e-7; });
  changed([](Scenario& one) { one.body.numerics.absolute_tolerance = 1e-9; });
  changed([](Scenario& one) { one.seed += 1; });
  changed([](Scenario& one) { one.levels = {"body", "liver"}; });
  changed([](Scenario& one) { one.lobule.emplace(); });
  const auto resolved = [&](auto&& change) { changed([&](Scenario& one) { change(one.lobule.emplace()); }); };
  resolved([](LobuleSettings& lobule) { lobule.numerics.spacing *= 2; });
  resolved([](LobuleSettings& lobule) { lobule.numerics.columns = 2; });
  resolved([](LobuleSettings& lobule) { lobule.numerics.rows = 2; });
  resolved([](LobuleSettings& lobule) { lobule.numerics.layers = 2; });
  resolved([](LobuleSettings& lobule) { lobule.numerics.layer_thickness *= 2; });
  resolved([](LobuleSettings& lobule) { lobule.numerics.boundary = LobuleBoundary::walled; });
  resolved([](LobuleSettings& lobule) { lobule.numerics.zones = ZoneKind::area; });
  resolved([](LobuleSettings& lobule) { lobule.stepping.transport = LobuleTransport::transient; });
  resolved([](LobuleSettings& lobule) { lobule.stepping.plugging = false; });
  resolved([](LobuleSettings& lobule) { lobule.stepping.tolerance /= 2; });
  changed([](Scenario& one) { one.lobule.emplace(), one.liver.emplace(); });
  changed([](Scenario& one) { one.lobule.emplace().place = LiverPlace::segment_7, one.liver.emplace(); });
  CHECK(prints.insert(fingerprint(scenario, "another version")).second);
  CHECK(prints.size() == changes + 2);
}
