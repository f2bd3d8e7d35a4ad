#include "tests/body/library_case.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace testing {

namespace fs = std::filesystem;
using namespace cellroute;

namespace {

scenario::LoadOptions shipped(const std::vector<std::string>& overrides = {}) {
  scenario::LoadOptions options;
  options.library = fs::path(CELLROUTE_SOURCE_DIR) / "configs/library";
  options.overrides = overrides;
  return options;
}

void add(std::vector<double>& all, const std::vector<double>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void add(std::vector<double>& all, const body::CellSeries& cells) {
  for (const body::Table* table : {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed,
                                   &cells.depot, &cells.lodged_dead, &cells.lost}) {
    add(all, table->data);
  }
}

}  // namespace

scenario::Scenario read(const Written& written, const std::vector<std::string>& overrides) {
  static int count = 0;
  const fs::path file = fs::temp_directory_path() / ("cellroute_case_" + std::to_string(::getpid()) + "_" +
                                                     std::to_string(count++) + ".yaml");
  std::ofstream(file) << "title: written in a test\nspecies: " << written.species
                      << "\ncondition: " << written.condition << "\nproduct: " << written.product
                      << "\nlabel: " << written.label << "\nhost: " << written.host
                      << "\nregimen: " << written.regimen << "\nlevels: " << written.levels
                      << "\nhorizon: " << written.horizon << "\noutput: {times: " << written.times << "}\n"
                      << written.more << "\n";
  struct Remove {
    fs::path file;
    ~Remove() { fs::remove(file); }
  } remove{file};
  return scenario::load(file, shipped(overrides));
}

scenario::Scenario read_file(const std::string& path_in_tree) {
  return scenario::load(fs::path(CELLROUTE_SOURCE_DIR) / path_in_tree, shipped());
}

std::vector<std::string> example_scenarios() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(fs::path(CELLROUTE_SOURCE_DIR) / "configs/scenarios")) {
    if (entry.path().extension() == ".yaml")
      files.push_back("configs/scenarios/" + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

const body::OrganSeries& organ(const body::BodyResult& result, const std::string& name) {
  for (const auto& one : result.organs) {
    if (one.name == name) return one;
  }
  FAIL("no organ " << name);
  return result.organs.front();
}

double living_share(const body::BodyResult& result, const std::string& name, int time) {
  return organ(result, name).cells.living(time) / result.balance.infused.sum(time);
}

double label_share(const body::BodyResult& result, const std::string& name, int time) {
  return organ(result, name).label.total(time) / result.balance.label_infused[time];
}

std::vector<double> flatten(const body::BodyResult& r) {
  std::vector<double> all = r.times;
  for (const auto& one : r.organs) {
    add(all, one.cells);
    for (const auto* series : {&one.label.living, &one.label.lodged, &one.label.retained}) add(all, *series);
    all.push_back(one.living_time);
  }
  for (const auto& zone : r.zones) {
    add(all, zone.cells);
    add(all, {zone.living_time, zone.kupffer_contact});
  }
  const auto& h = r.hemodynamics;
  for (const auto* series :
       {&h.arterial_pressure, &h.pulmonary_artery_pressure, &h.portal_pressure, &h.sinusoidal_pressure,
        &h.hepatic_vein_pressure, &h.hvpg, &h.portal_flow, &h.arterial_flow, &h.collateral_flow,
        &h.shunt_flow, &h.plugged_lung, &h.plugged_sinusoids, &h.plugged_venules, &h.plugged_arterioles}) {
    add(all, *series);
  }
  add(all, {h.peak_portal_pressure, h.peak_portal_time, h.peak_pulmonary_pressure, h.worst_residual});
  const auto& b = r.balance;
  for (const auto* table : {&b.infused, &b.living, &b.lost}) add(all, table->data);
  for (const auto* series :
       {&b.dead_infused, &b.dead_present, &b.dead_cleared, &b.label_infused, &b.on_living, &b.on_lodged,
        &b.retained, &b.debris, &b.free, &b.bound, &b.excreted, &b.depot, &b.decayed}) {
    add(all, *series);
  }
  add(all, {b.worst_cells, b.worst_dead, b.worst_label, b.lowest_state, static_cast<double>(r.work.steps),
            static_cast<double>(r.work.rejected)});
  return all;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace testing
