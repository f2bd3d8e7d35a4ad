// What a good scenario resolves to.
#include "sim/scenario/scenario.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/scenario/library_fixture.hpp"

using namespace cellroute;
using namespace cellroute::test;
using scenario::ResolvedValue;

namespace {
const ResolvedValue& value_of(const scenario::Scenario& scenario, const std::string& path) {
  const auto found = std::find_if(scenario.values.begin(), scenario.values.end(),
                                  [&](const ResolvedValue& value) { return value.path == path; });
  REQUIRE(found != scenario.values.end());
  return *found;
}
}  // namespace

TEST_CASE("a scenario resolves to a case in SI") {
  const LibraryFixture fixture;
  const auto scenario = fixture.load(good_scenario());
  CHECK(scenario.title == "A test");
  CHECK(scenario.species == "tiny");
  CHECK(scenario.condition == "healthy");
  CHECK(scenario.product == "cells");
  CHECK(scenario.label == "none");
  CHECK(scenario.modifiers == std::vector<std::string>{"stiffer"});
  CHECK(scenario.levels == std::vector<std::string>{"body"});
  CHECK(scenario.seed == 1);
  CHECK(scenario.text == good_scenario());
  REQUIRE(scenario.body.regimen.size() == 1);
  const Infusion& infusion = scenario.body.regimen[0];
  CHECK(infusion.route == "hepatic_artery");
  CHECK(infusion.catheter == "proper");
  CHECK(infusion.cells == 1e8);
  CHECK(infusion.duration == 1200);
  CHECK(infusion.volume == 5e-5);
  CHECK(scenario.body.horizon == 864000);
  CHECK(scenario.body.output_times == std::vector<double>{300, 3600, 86400, 259200, 864000});
  CHECK(scenario.body.host == Host::allogeneic);
  CHECK(scenario.body.decay == Decay::corrected);
  CHECK(scenario.body.parameters.lung.tissue.capillary.diameter == 6.5e-6);
}

TEST_CASE("every parameter has a value, a source and the layer that set it") {
  const LibraryFixture fixture;
  const auto scenario = fixture.load(good_scenario());
  for (const ResolvedValue& value : scenario.values) {
    INFO(value.path);
    CHECK(std::isfinite(value.value));
    CHECK_FALSE(value.source.empty());
    CHECK_FALSE(value.layer.empty());
  }
  CHECK(value_of(scenario, "heart.blood_volume").layer == "species/tiny.yaml");
  CHECK(value_of(scenario, "lung.tissue.capillary.diameter").layer == "scenario");
  CHECK(value_of(scenario, "product.deformability").layer == "modifiers/stiffer.yaml");
  CHECK(value_of(scenario, "product.deformability").source == "test x 1.25 (test)");
}

TEST_CASE("An override by --set wins over the scenario, and the scenario over the library") {
  const LibraryFixture fixture;
  scenario::LoadOptions options;
  options.overrides = {"lung.tissue.capillary.diameter=8 um", "product.viable_fraction=90 %"};
  const auto scenario = fixture.load(good_scenario(), options);
  CHECK(scenario.body.parameters.lung.tissue.capillary.diameter == 8e-6);
  CHECK(scenario.body.parameters.product.viable_fraction == 0.9);
  CHECK(value_of(scenario, "product.viable_fraction").layer == "--set");
}

TEST_CASE("keys that may be missing have their stated meaning") {
  const LibraryFixture fixture;
  const auto scenario = fixture.load(
      "species: tiny\ncondition: healthy\nproduct: cells\nhorizon: 1 h\noutput: {times: [1 h]}\n"
      "regimen: [{route: portal_vein, cells: 1e6 cells, over: 5 min}]\n");
  CHECK(scenario.title == "scenario");
  CHECK(scenario.label == "none");
  CHECK(scenario.body.host == Host::allogeneic);
  CHECK(scenario.body.regimen[0].catheter == "trunk");
  CHECK(scenario.body.regimen[0].start == 0);
  CHECK(scenario.body.numerics.size_classes == Numerics{}.size_classes);
}

TEST_CASE("a dose per body mass is multiplied with the body mass") {
  const LibraryFixture fixture;
  scenario::LoadOptions options;
  options.overrides = {"circulation.body_mass=70 kg"};
  const auto scenario = fixture.load(with(good_scenario(), "cells: 1e8", "cells: 1e6 cells/kg"), options);
  CHECK(scenario.body.regimen[0].cells == Approx(7e7).epsilon(1e-14));
}

TEST_CASE("a route given as an option replaces every route and its catheter") {
  const LibraryFixture fixture;
  scenario::LoadOptions options;
  options.route = "portal_vein";
  CHECK(fixture.load(good_scenario(), options).body.regimen[0].catheter == "trunk");
  options.catheter = "left";
  const auto scenario = fixture.load(good_scenario(), options);
  CHECK(scenario.body.regimen[0].route == "portal_vein");
  CHECK(scenario.body.regimen[0].catheter == "left");
}

TEST_CASE("a modifier that changes nothing is noted") {
  const LibraryFixture fixture;
  const auto scenario = fixture.load(with(good_scenario(), "[stiffer]", "[stiffer, idle]"));
  CHECK(scenario.notes == std::vector<std::string>{"modifier modifiers/idle.yaml changes nothing"});
}

TEST_CASE("the washout of a puncture is left out, with a note, when an option replaces the puncture") {
  const LibraryFixture fixture;
  const auto text =
      with(good_scenario(), "hepatic_artery, catheter: proper", "intrasplenic, washout: 0.1 1/h");
  CHECK(fixture.load(text).body.regimen[0].washout == Approx(0.1 / 3600));
  scenario::LoadOptions options;
  options.route = "portal_vein";
  const auto scenario = fixture.load(text, options);
  CHECK(scenario.body.regimen[0].washout == 0);
  CHECK(scenario.notes ==
        std::vector<std::string>{"`washout` does not apply to the route portal_vein and was left out"});
}

TEST_CASE("a slow regimen and a torrent are noted before the run") {
  const LibraryFixture fixture;
  CHECK(fixture.load(good_scenario()).notes.empty());
  std::string many = "regimen:\n";
  for (int i = 0; i < 30; ++i)
    many += "  - {route: portal_vein, cells: 1e6, over: 1 min, at: " + std::to_string(i) + " h}\n";
  const auto notes_of = [&](const std::string& label) {
    return fixture.load(with(with(good_scenario(), "regimen:\n", many), "set: {", "set: {" + label + ", "))
        .notes;
  };
  const auto leaking = notes_of("label.leak_rate: 0.1 1/d, label.labelled_fraction: 1");
  REQUIRE(leaking.size() == 1);
  CHECK_THAT(leaking[0], Catch::StartsWith("30 infusions are followed one by one because their label leaks"));
  CHECK(notes_of("label.leak_rate: 0 1/d, label.labelled_fraction: 1").empty());
  const auto torrent = fixture.load(with(good_scenario(), "over: 20 min", "over: 1 ms")).notes;
  REQUIRE(torrent.size() == 1);
  CHECK_THAT(torrent[0], Catch::Contains("infusion 1 brings 3e+03 L/min, more than the cardiac output of"));
}

TEST_CASE("lobules lie in the whole of a resolved liver, or at the place that is named") {
  const LibraryFixture fixture;
  const std::string three = with(good_scenario(), "levels: [body]", "levels: [body, liver, lobule]");
  const scenario::Scenario bare = fixture.load(three);
  REQUIRE(bare.lobule);
  REQUIRE(bare.liver);
  CHECK(bare.lobule->place == LiverPlace::whole_liver);
  for (std::size_t i = 0; i < liver_place_names.size(); ++i) {
    const scenario::Scenario one = fixture.load(three + "lobule: {place: " + liver_place_names[i] + "}\n");
    CHECK(one.lobule->place == static_cast<LiverPlace>(i));
    CHECK((one.fingerprint == bare.fingerprint) == (i == 0));
    const std::string name = liver_place_names[i];
    CHECK(segment_of(one.lobule->place) == (name.starts_with("segment_") ? name.back() - '0' : 0));
  }
}

TEST_CASE("the lobule level brings its settings, and none without the level") {
  const LibraryFixture fixture;
  const auto plain = fixture.load(good_scenario());
  CHECK_FALSE(plain.lobule);
  const std::string asked = with(good_scenario(), "levels: [body]", "levels: [body, lobule]");
  const auto bare = fixture.load(asked);
  REQUIRE(bare.lobule);
  CHECK(bare.lobule->numerics.spacing == LobuleNumerics{}.spacing);
  const std::string settings =
      "lobule: {spacing: 12.5 um, columns: 2, rows: 3, layers: 4, layer_thickness: 20 um, boundary: reduced,"
      " zones: transit_time, transport: transient, plugging: off, tolerance: 1e-5}\n";
  const auto lobule = fixture.load(asked + settings).lobule.value();
  CHECK(lobule.numerics.spacing == 12.5e-6);
  CHECK(lobule.numerics.columns == 2);
  CHECK(lobule.numerics.rows == 3);
  CHECK(lobule.numerics.layers == 4);
  CHECK(lobule.numerics.layer_thickness == 20e-6);
  CHECK(lobule.numerics.boundary == LobuleBoundary::reduced);
  CHECK(lobule.numerics.zones == ZoneKind::transit_time);
  CHECK(lobule.numerics.seed == 1);
  CHECK(lobule.stepping.transport == LobuleTransport::transient);
  CHECK_FALSE(lobule.stepping.plugging);
  CHECK(lobule.stepping.tolerance == 1e-5);
  const auto unused = fixture.load(good_scenario() + settings);
  CHECK_FALSE(unused.lobule);
  CHECK(unused.fingerprint == plain.fingerprint);
  CHECK_THAT(unused.notes.back(), Catch::Contains("`lobule` has no effect"));
}
