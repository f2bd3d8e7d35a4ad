// A lobule made up for tests: consistent (it balances), every number different, nothing simulated.
#pragma once

#include "sim/results/lobule_record.hpp"

namespace cellroute::results::test {

struct LobuleShape {
  int times = 3;
  int classes = 3;  // the last one is dead cells
};

/// Each of its numbers is another one.
class LobuleMaker {
 public:
  explicit LobuleMaker(LobuleShape shape) : shape_(shape) {}

  LobuleRecord make() {
    LobuleRecord made;
    made.territory = {"right lobe", 0.625, 1e-3};
    made.numerics = {4e-6, 3, 2, 1, 12e-6, LobuleBoundary::walled, ZoneKind::area, 9876543210123456789ull};
    made.stepping = {LobuleTransport::transient, 2e-4, 0.5, 43200, 0.125, 25, 1e-9, false, 0.02};
    fill(made.result);
    for (int e = 0; e < lobule::entries; ++e)
      for (int k = 0; k < shape_.classes; ++k)
        made.entered[e].push_back(made.result.classes[k].entered * (e == 0 ? 0.75 : e == 1 ? 0.25 : 0));
    return made;
  }

 private:
  lobule::Table table(double step) {
    lobule::Table made{shape_.classes, {}};
    for (int i = 0; i < shape_.times * shape_.classes; ++i) made.data.push_back(next_ += step);
    return made;
  }
  std::vector<double> series(double step) {
    std::vector<double> values;
    for (int i = 0; i < shape_.times; ++i) values.push_back(next_ += step);
    return values;
  }

  void fill(lobule::LobuleResult& result) {
    for (int t = 0; t < shape_.times; ++t) result.times.push_back(t == 0 ? 300 : 86400.0 * t);
    for (int z = 0; z < lobule::zones; ++z) zone(result.zones[z], z);
    balance(result);
    for (int k = 0; k < shape_.classes; ++k) {
      const bool dead = shape_.classes > 1 && k + 1 == shape_.classes;
      result.classes.push_back(
          {(14 + k) * 1e-6, dead ? 1.0 : 2.0, dead, result.balance.entered.at(shape_.times - 1, k)});
      result.dose += result.classes.back().entered;
    }
    first_pass(result.first_pass[0], 0.03);
    first_pass(result.first_pass[1], 0.02);
    result.zone_definition = "area";
    result.transit = {8.25, 8.5, 0.28, 0.126, 0.154, 0.2824, 0.0024, 4.7e-4};
    auto& flow = result.hemodynamics;
    flow.pressure_drop = {400, 420.5, 410.25};
    flow.portal_flow = series(1e-3);
    flow.arterial_flow = series(1e-3);
    flow.mean_permeability = {5e-14, 4e-14, 4.5e-14};
    flow.least_open = {1, 0.625, 0.75};
    flow.occupied_trap_sites = {0.0625, 0.125, 0.09375};
    flow.occupied_adhesion_sites = {0.015625, 0.03125, 0.046875};
    for (auto* each : {&flow.pressure_drop, &flow.mean_permeability, &flow.least_open,
                       &flow.occupied_trap_sites, &flow.occupied_adhesion_sites})
      each->resize(static_cast<std::size_t>(shape_.times), 0.875);
    result.permeability = 5.4e-14;
    result.block_volume = 7.8e-12;
    result.cells = {260, 375, 1};
    result.spacing = {3.75e-6, 4e-6, 12e-6};
    result.notes = {"a note about the block with \xc3\xa9"};
  }

  void zone(lobule::ZoneSeries& zone, int z) {
    zone.name = lobule::zone_names[z];
    zone.volume_share = z == 0 ? 0.5 : z == 1 ? 0.3125 : 0.1875;
    zone.cells = {table(1.25), table(1.25), table(1.25), table(1.25), table(1.25), table(1.25)};
    for (auto* state : {&zone.cells.trapped, &zone.cells.adherent, &zone.cells.homed})
      for (int t = 0; t < shape_.times && shape_.classes > 1; ++t)
        state->data[static_cast<std::size_t>(t + 1) * shape_.classes - 1] = 0;  // of the dead
    zone.living_time = next_ += 1;
  }

  void balance(lobule::LobuleResult& result) {
    lobule::Balance& sheet = result.balance;
    sheet.present = table(0);
    sheet.lost = table(0);
    for (int t = 0; t < shape_.times; ++t)
      for (int k = 0; k < shape_.classes; ++k) {
        const auto i = static_cast<std::size_t>(t) * shape_.classes + k;
        const bool dead = shape_.classes > 1 && k + 1 == shape_.classes;
        sheet.present.data[i] = sheet.lost.data[i] = 0;
        for (const auto& zone : result.zones) {
          const auto& c = zone.cells;
          sheet.present.data[i] += c.circulating.data[i] + c.trapped.data[i] + c.adherent.data[i] +
                                   c.homed.data[i] + (dead ? c.lodged_dead.data[i] : 0);
          sheet.lost.data[i] += c.lost.data[i];
        }
      }
    sheet.left = table(1.25);
    sheet.entered = sheet.present;
    for (std::size_t i = 0; i < sheet.entered.data.size(); ++i)
      sheet.entered.data[i] += sheet.lost.data[i] + sheet.left.data[i];
    sheet.worst = 3e-16;
    sheet.lowest_state = 0;
  }

  void first_pass(lobule::FirstPass& pass, double step) {
    pass.flows = true;
    double share = 0;
    for (int k = 0; k < shape_.classes; ++k) {
      share += step / 10;
      pass.strained.push_back({share + 3 * step, share + 2 * step, share + step});
      pass.stuck.push_back({share + 2 * step, share + step, share + step / 2});
      pass.lost.push_back(share);
      pass.passed.push_back(1 - share - pass.extraction(k));
    }
  }

  LobuleShape shape_;
  double next_ = 5e5;
};

inline LobuleRecord lobule_record(LobuleShape shape = {}) { return LobuleMaker(shape).make(); }

}  // namespace cellroute::results::test
