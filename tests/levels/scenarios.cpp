// The shipped examples of the lobule level, at reduced size: which zone the cells are in, and why.
//
// Zones are thirds of the tissue, so cells spread evenly are a third in each.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>

#include "models/lobule/hexagon_flow.hpp"
#include "models/lobule/local_kinetics.hpp"
#include "sim/levels/surroundings.hpp"
#include "sim/lobule/block.hpp"
#include "sim/lobule/places.hpp"
#include "sim/lobule/simulate.hpp"

using namespace cellroute;

namespace {

namespace fs = std::filesystem;
using Shares = std::array<double, lobule::zones>;
constexpr double minute = 60;
const std::vector<std::string> even_ligand{"liver.ligand.periportal=1", "liver.ligand.midzonal=1",
                                           "liver.ligand.pericentral=1"};

/// What a test changes in an example.
struct Change {
  double horizon = 0;  // [s], 0: as in the file
  std::vector<std::string> set{};
  std::string product{};  // empty: as in the file
  std::string block = "spacing: 20 um, boundary: reduced";
  bool at_tracts = false;  // all blood enters there
};

/// What the program does with configs/scenarios/<name>.yaml, on half a lobule with 20 um cells.
struct Example {
  LobuleCase lobule_case;
  lobule::LobuleResult result;

  explicit Example(const std::string& name, const Change& change = Change()) {
    const fs::path file = fs::path(CELLROUTE_SOURCE_DIR) / "configs/scenarios" / (name + ".yaml");
    std::ifstream stream(file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto set_line = [&](const std::string& key, const std::string& line) {
      const std::size_t from = text.find("\n" + key + ":");
      REQUIRE(from != std::string::npos);
      text.replace(from + 1, text.find('\n', from + 1) - from - 1, line);
    };
    set_line("lobule", "lobule: {zones: area, " + change.block + "}");
    set_line("closure", "closure: tanks");  // a table is for the shipped parameters alone
    if (!change.product.empty()) set_line("product", "product: " + change.product);
    scenario::LoadOptions options;
    options.library = fs::path(CELLROUTE_SOURCE_DIR) / "configs/library";
    options.overrides = change.set;
    scenario::Scenario loaded = scenario::load_text(text, file, options);
    if (change.horizon > 0) {
      loaded.body.horizon = change.horizon;
      loaded.body.output_times = {change.horizon};
    }
    lobule_case = levels::surroundings_of(loaded.body).lobule_case;
    REQUIRE(loaded.lobule);
    lobule_case.numerics = loaded.lobule->numerics;
    lobule_case.stepping = loaded.lobule->stepping;
    if (change.at_tracts) {
      LobuleInflow& inflow = lobule_case.inflow;
      for (std::size_t t = 0; t < inflow.times.size(); ++t) {
        inflow.portal_flow[t] += inflow.arterial_flow[t];
        inflow.arterial_flow[t] = 0;
      }
      lobule_case.parameters.lobule.septal_inflow = 0;
    }
    result = lobule::simulate(lobule_case);
    CHECK(result.balance.worst < 1e-12);
    CHECK(result.balance.lowest_state >= 0);
  }

  /// Of the living cells of the lobule at an output time, by zone.
  Shares living(std::size_t time) const {
    Shares shares;
    double all = 0;
    for (std::size_t z = 0; z < shares.size(); ++z) {
      const lobule::CellSeries& cells = result.zones[z].cells;
      shares[z] = 0;
      for (const auto* state : {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed})
        for (std::size_t k = 0; k < result.classes.size(); ++k)
          if (!result.classes[k].dead) shares[z] += state->at(time, static_cast<int>(k));
      all += shares[z];
    }
    for (double& share : shares) share /= all;
    return shares;
  }

  Shares at_end() const { return living(result.times.size() - 1); }
};

/// Of the cells that stop on their way along the exact flow lines of the hexagonal lattice, by zone: every
/// class by its own lambda and Da from the library, weighted by what entered, with dispersion along lines.
/// Cells that enter by the central vein go backwards, with the blood that enters there.
Shares predicted(const Example& example, LobuleEntry entry) {
  const LobuleCase& c = example.lobule_case;
  const Parameters& p = c.parameters;
  const Lobule& l = p.lobule;
  const bool backwards = entry == LobuleEntry::central;
  const double flow = std::abs(c.inflow.portal_flow[0] + c.inflow.arterial_flow[0]);
  auto lines = hexagon_flow_lines(l.side, l.central_vein_radius, l.portal_tract_radius, 60, 10e-6);
  if (backwards)
    for (FlowLine& line : lines) {
      std::reverse(line.point.begin(), line.point.end());
      for (auto* way : {&line.length, &line.time}) {
        const double whole = way->back();
        std::reverse(way->begin(), way->end());
        for (double& at : *way) at = whole - at;
      }
    }
  const lobule::Block block = lobule::make_block(l, p.liver.blood.sinusoids, c.numerics);
  const ZoneBounds bounds = lobule::zone_by_geometry(block, ZoneKind::area).bounds;
  Shares shares{};
  double all = 0;
  for (std::size_t k = 0; k < c.inflow.classes.size(); ++k) {
    if (c.inflow.classes[k].dead) continue;
    const LocalRates rates = local_rates(p.product, p.liver.sinusoids, c.host, c.inflow.classes[k]);
    const ZoneArrest arrest = hexagon_zones(
        lines, l.side, l.central_vein_radius, rates.straining + rates.filter,
        rates.adhesion * p.liver.blood.sinusoids / flow, l.dispersion.longitudinal, ZoneKind::area, bounds);
    const double entered = c.inflow.entered(entry, static_cast<int>(k), c.horizon);
    for (int z = 0; z < lobule::zones; ++z)
      shares[static_cast<std::size_t>(z)] += entered * arrest.stopped(z);
    all += entered * arrest.total();
  }
  for (double& share : shares) share /= all;
  return shares;
}

/// Of the lobule's blood, by zone.
Shares blood_of(const Example& example) {
  const Parameters& p = example.lobule_case.parameters;
  const lobule::Block block =
      lobule::make_block(p.lobule, p.liver.blood.sinusoids, example.lobule_case.numerics);
  const lobule::Zoning zoning = lobule::zone_by_geometry(block, ZoneKind::area);
  Shares shares{};
  double all = 0;
  for (std::size_t c = 0; c < block.grid.size(); ++c) {
    for (std::size_t z = 0; z < shares.size(); ++z) shares[z] += zoning.share[z][c] * block.pore_volume[c];
    all += block.pore_volume[c];
  }
  for (double& share : shares) share /= all;
  return shares;
}

}  // namespace

TEST_CASE("lobule_healthy_portal: MSC stop periportally, as the exact flow lines say") {
  const Example example("lobule_healthy_portal", {.horizon = 20 * minute});
  const Shares living = example.at_end();
  CHECK(living[0] > 0.5);

  // The exact flow knows no other inlets than tracts. 2 % is what the prediction leaves out, dispersion
  // across flow lines, and 20 um cells.
  const Example tracts(
      "lobule_healthy_portal",
      {.horizon = 20 * minute, .block = "spacing: 10 um, boundary: reduced", .at_tracts = true});
  const Shares at_tracts = tracts.at_end(), expected = predicted(tracts, LobuleEntry::portal);
  for (std::size_t z = 0; z < expected.size(); ++z) CHECK(at_tracts[z] == Approx(expected[z]).epsilon(0.02));

  // What enters along the septa has less of the periportal zone before it. If all did, evenly, the lobule
  // would be radial; a class in the middle of the sizes stands for all.
  const Parameters& p = example.lobule_case.parameters;
  const double side = p.lobule.side;
  const RadialLobule radial{side * std::sqrt(1.5 * std::sqrt(3.0) / std::numbers::pi),
                            p.lobule.central_vein_radius};
  const LocalRates rates = local_rates(p.product, p.liver.sinusoids, example.lobule_case.host,
                                       example.lobule_case.inflow.classes[2]);
  const double way = radial.radius - radial.vein_radius;
  const LobuleInflow& inflow = example.lobule_case.inflow;
  const double transit = p.liver.blood.sinusoids / (inflow.portal_flow[0] + inflow.arterial_flow[0]);
  const ZoneArrest evenly = radial_zones(
      radial, {(rates.straining + rates.filter) * way, rates.adhesion * transit}, thirds_of_area(radial));
  CHECK(living[0] < expected[0]);
  CHECK(living[0] > evenly.share(0));
}

TEST_CASE("lobule_healthy_portal with small cells that do not adhere: no majority in any zone") {
  // Blood carries them through, and there is a third of it in each zone. Stops of seconds by size go with
  // the way, more of which is pericentral: a few per cent of the cells.
  const Example example(
      "lobule_healthy_portal",
      {.horizon = 20 * minute, .set = {"product.adhesion.rate=0 1/s"}, .product = "lymphocyte"});
  for (const double share : example.at_end()) CHECK(share == Approx(1.0 / 3).margin(0.03));
  CHECK(example.result.balance.present.sum(0) < 0.02 * example.result.dose);
}

TEST_CASE("lobule_healthy_portal: homed cells wander, so the zones even out over days") {
  const Example example("lobule_healthy_portal");
  const std::size_t last = example.result.times.size() - 1;
  double before = example.living(1)[0];
  for (std::size_t t = 3; t <= last; ++t) {
    const double now = example.living(t)[0];
    CHECK(now < before);
    CHECK(now > 1.0 / 3);
    before = now;
  }
}

TEST_CASE("lobule_healthy_arterial: more stops periportally than by the portal vein") {
  // Arterial inlets lie on the septa, where flow lines follow the boundary.
  const Shares arterial = Example("lobule_healthy_arterial", {.horizon = 20 * minute}).at_end();
  const Shares portal = Example("lobule_healthy_portal", {.horizon = 20 * minute}).at_end();
  CHECK(arterial[0] > 0.5);
  CHECK(arterial[0] > portal[0] + 0.01);
}

TEST_CASE("lobule_retrograde: a pericentral majority with no parameter changed, as the flow lines say") {
  const Example example("lobule_retrograde", {.horizon = 10 * minute}),
      portal("lobule_healthy_portal", {.horizon = 20 * minute});
  const Parameters &here = example.lobule_case.parameters, &there = portal.lobule_case.parameters;
  CHECK(here.liver.ligand.periportal == here.liver.ligand.pericentral);
  CHECK(here.liver.ligand.midzonal == here.liver.ligand.pericentral);
  CHECK(here.lobule.septal_inflow == there.lobule.septal_inflow);
  CHECK(here.product.adhesion.rate == there.product.adhesion.rate);
  // The lattice's lines the other way. They do not know the arterial blood that leaves by the same portal
  // venules, which matters only where few cells come: 0.02 of them.
  const Shares living = example.at_end(), expected = predicted(example, LobuleEntry::central);
  CHECK(living[2] > 0.5);
  for (std::size_t z = 0; z < expected.size(); ++z) CHECK(living[z] == Approx(expected[z]).margin(0.02));
}

TEST_CASE("lobule_cirrhotic_septa: septa on the boundary leave fewer cells periportally") {
  // Septa between tracts cut short the flow lines that follow the boundary, so blood is sooner midzonal.
  const Shares scarred = Example("lobule_cirrhotic_septa", {.horizon = 20 * minute}).at_end();
  const Shares open =
      Example("lobule_cirrhotic_septa", {.horizon = 20 * minute, .set = {"lobule.fibrosis.dial=0"}}).at_end();
  CHECK(scarred[0] < open[0] - 0.02);
  CHECK(scarred[1] > open[1] + 0.02);
  CHECK(scarred[0] > 1.0 / 3);
  // Scars have the lattice's mirror symmetry: two lobules have the shares of half a one. Walls drop the
  // exchanges of dispersion that would cross them diagonally, which moves 3e-4 at these cells.
  const Shares whole =
      Example("lobule_cirrhotic_septa", {.horizon = 20 * minute, .block = "boundary: walled, spacing: 20 um"})
          .at_end();
  for (std::size_t z = 0; z < whole.size(); ++z) CHECK(whole[z] == Approx(scarred[z]).margin(1e-3));
}

TEST_CASE("lobule_periportal_ligand and lobule_pericentral_ligand: small adhesive cells follow the ligand") {
  // To first order in what one passage takes, a zone holds its blood's share times its ligand. The run with
  // even ligand gives the share; 0.03 is the second order, since a passage takes up to a third.
  for (const std::string name : {"lobule_periportal_ligand", "lobule_pericentral_ligand"}) {
    INFO(name);
    const Example example(name, {.horizon = 20 * minute});
    const Shares even = Example(name, {.horizon = 20 * minute, .set = even_ligand}).at_end(),
                 living = example.at_end();
    const ZoneProfile& ligand = example.lobule_case.parameters.liver.ligand;
    const Shares blood = blood_of(example);  // a third each but for scars, which leave less where they are
    const Shares weight{even[0] * ligand.periportal, even[1] * ligand.midzonal, even[2] * ligand.pericentral};
    const double all = weight[0] + weight[1] + weight[2];
    for (std::size_t z = 0; z < living.size(); ++z) {
      CHECK(even[z] == Approx(blood[z]).margin(0.03));
      CHECK(living[z] == Approx(weight[z] / all).margin(0.03));
    }
    CHECK((ligand.periportal > ligand.pericentral) == (living[0] > living[2]));
    const std::size_t drawn = ligand.periportal > ligand.pericentral ? 0 : 2;
    CHECK(living[drawn] == *std::max_element(living.begin(), living.end()));
    CHECK(living[drawn] > even[drawn] + 0.1);
  }
}

TEST_CASE("MSC do not follow the ligand: what stops them is their size") {
  const std::vector<std::string> usual{"product.adhesion.rate=0.01 1/s"};
  std::vector<std::string> even = even_ligand;
  even.push_back(usual[0]);
  for (const std::string name : {"lobule_periportal_ligand", "lobule_pericentral_ligand"}) {
    const Shares living =
        Example(name, {.horizon = 20 * minute, .set = usual, .product = "umbilical_cord_msc"}).at_end();
    const Shares without =
        Example(name, {.horizon = 20 * minute, .set = even, .product = "umbilical_cord_msc"}).at_end();
    for (std::size_t z = 0; z < living.size(); ++z) CHECK(living[z] == Approx(without[z]).margin(0.03));
  }
}

TEST_CASE("lobule_shear_detachment: blood pulls off what holds on, most around the central vein") {
  const std::vector<std::string> off{"product.adhesion.force_sensitivity=0 1/nN"};
  const Example pulled("lobule_shear_detachment", {.horizon = 60 * minute}),
      still("lobule_shear_detachment", {.horizon = 60 * minute, .set = off});
  const auto adherent = [](const Example& example, std::size_t zone) {
    const lobule::CellSeries& cells = example.result.zones[zone].cells;
    return cells.adherent.sum(example.result.times.size() - 1);
  };
  for (std::size_t z = 0; z < 3; ++z) CHECK(adherent(pulled, z) < adherent(still, z));
  // All blood leaves by one vein where it came by septa and two tracts: the shear is highest there.
  const auto kept = [&](std::size_t z) { return adherent(pulled, z) / adherent(still, z); };
  INFO("kept " << kept(0) << " " << kept(1) << " " << kept(2));
  CHECK(kept(2) < kept(1));
  CHECK(kept(2) < kept(0));
}

TEST_CASE("A negative force scale is refused with its range") {
  CHECK_THROWS_AS(Example("lobule_shear_detachment", {.set = {"product.adhesion.force_sensitivity=-1 1/nN"}}),
                  scenario::InputError);
}
