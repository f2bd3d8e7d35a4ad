#include "tests/lobule/library_lobule.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "models/cells/classes.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::testing {

namespace fs = std::filesystem;

namespace {

Parameters parameters(const std::string& product) {
  const fs::path file =
      fs::temp_directory_path() / ("cellroute_lobule_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(file) << "title: written in a test\nspecies: human\ncondition: healthy\nproduct: " << product
                      << "\nlabel: none\nhost: allogeneic\n"
                      << "regimen: [{route: portal_vein, cells: 1e8, over: 20 min}]\n"
                      << "levels: [body]\nhorizon: 24 h\noutput: {times: [24 h]}\n";
  scenario::LoadOptions options;
  options.library = fs::path(CELLROUTE_SOURCE_DIR) / "configs/library";
  const Parameters found = scenario::load(file, options).body.parameters;
  fs::remove(file);
  return found;
}

}  // namespace

LobuleCase library_lobule(const std::string& product, LobuleEntry entry, double cells, double spacing) {
  LobuleCase c;
  c.parameters = parameters(product);
  const Liver& liver = c.parameters.liver;
  const Product& p = c.parameters.product;
  std::vector<LobuleClass> classes;
  std::vector<double> entering;  // [cell/m3]
  for (const CellClass& one : cell_classes(p, 5)) {
    classes.push_back({one.slice, one.cells_per_particle, false});
    entering.push_back(cells / liver.volume * one.share * p.viable_fraction);
  }
  classes.push_back({whole_distribution(p), 1, true});
  entering.push_back(cells / liver.volume * (1 - p.viable_fraction));
  const double total = c.parameters.circulation.cardiac_output * liver.flow_fraction / liver.volume;
  const double arterial =
      c.parameters.circulation.cardiac_output * liver.arterial_flow_fraction / liver.volume;
  const double way = entry == LobuleEntry::central ? -1 : 1;
  c.inflow = constant_inflow(way * (total - arterial), way * arterial, classes, entry, entering, 0, 20 * 60);
  c.pressure_drop = liver.pressures.hvpg;
  c.horizon = 86400;
  c.output_times = {600, 1200, 86400};
  c.numerics.spacing = spacing;
  c.numerics.boundary = LobuleBoundary::reduced;
  return c;
}

std::vector<double> flatten(const lobule::LobuleResult& r) {
  std::vector<double> all = r.times;
  const auto add = [&](const std::vector<double>& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (const auto& zone : r.zones) {
    const auto& c = zone.cells;
    for (const auto* table : {&c.circulating, &c.trapped, &c.adherent, &c.homed, &c.lodged_dead, &c.lost})
      add(table->data);
    add({zone.living_time, zone.volume_share});
  }
  const auto& b = r.balance;
  for (const auto* table : {&b.entered, &b.present, &b.lost, &b.left}) add(table->data);
  add({b.worst, b.lowest_state, r.dose, r.permeability});
  for (const auto& pass : r.first_pass) {
    for (const auto& zone : pass.strained) add({zone.begin(), zone.end()});
    for (const auto& zone : pass.stuck) add({zone.begin(), zone.end()});
    add(pass.lost);
    add(pass.passed);
  }
  const auto& t = r.transit;
  add({t.mean, t.exact_mean, t.cv2, t.hexagon_cv2, t.dispersion_cv2, t.tree_cv2, t.mean_path_length});
  const auto& h = r.hemodynamics;
  for (const auto* series : {&h.pressure_drop, &h.portal_flow, &h.arterial_flow, &h.mean_permeability,
                             &h.least_open, &h.occupied_trap_sites, &h.occupied_adhesion_sites})
    add(*series);
  for (const long count : {r.work.steps, r.work.rejected, r.work.transport_solves,
                           r.work.transport_iterations, r.work.flow_solves, r.work.flow_iterations})
    all.push_back(static_cast<double>(count));
  return all;
}

double stopped_share(const lobule::LobuleResult& r, int zone, std::size_t time) {
  const auto& c = r.zones[zone].cells;
  return (c.trapped.sum(time) + c.adherent.sum(time) + c.homed.sum(time)) / r.balance.entered.sum(time);
}

}  // namespace cellroute::testing
