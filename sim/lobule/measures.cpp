#include "sim/lobule/measures.hpp"

#include <algorithm>
#include <cmath>

#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {

LobuleResult prepare(const LobuleCase& lobule_case, const Block& block, const Zoning& zoning) {
  const LobuleInflow& inflow = lobule_case.inflow;
  LobuleResult r;
  const int classes = static_cast<int>(inflow.classes.size());
  for (int k = 0; k < classes; ++k) {
    const LobuleClass& one = inflow.classes[k];
    SizeClass size{slice_median(one.slice), one.cells_per_particle, one.dead, 0};
    for (int e = 0; e < entries; ++e)
      size.entered += inflow.entered(static_cast<LobuleEntry>(e), k, lobule_case.horizon);
    r.dose += size.entered;
    r.classes.push_back(size);
  }
  for (int z = 0; z < zones; ++z) {
    r.zones[z].name = zone_names[z];
    r.zones[z].volume_share = zoning.volume[z];
    CellSeries& cells = r.zones[z].cells;
    for (Table* table :
         {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed, &cells.lodged_dead, &cells.lost})
      table->classes = classes;
  }
  for (Table* table : {&r.balance.entered, &r.balance.present, &r.balance.lost, &r.balance.left})
    table->classes = classes;
  constexpr const char* kinds[] = {"radius", "area", "transit_time"};
  r.zone_definition = kinds[static_cast<int>(zoning.kind)];
  r.block_volume = block.volume();
  r.cells = block.grid.cells;
  r.spacing = block.grid.spacing;
  return r;
}

std::array<double, zones> living(const March& march, const Block& block, const Zoning& zoning) {
  const Cells& y = march.cells();
  const std::size_t n = march.kinetics().cells();
  return zone_sums(zoning.share, [&](std::size_t c) {
    double cells = 0;
    for (int k = 0; k < march.kinetics().classes(); ++k) {
      if (march.kinetics().rates(k).dead) continue;
      const std::size_t i = k * n + c;
      cells += block.pore_volume[c] * y.blood[i] + y.fast[i] + y.slow[i] + y.adherent[i] + y.homed[i];
    }
    return cells;
  });
}

namespace {

void record_cells(LobuleResult& r, const March& march, const Block& block, const Zoning& zoning) {
  const Cells& y = march.cells();
  const std::size_t n = march.kinetics().cells();
  const double volume = block.volume();
  for (int k = 0; k < march.kinetics().classes(); ++k) {
    const auto table = [&](Table CellSeries::*which, auto value) {
      const auto sums = zone_sums(zoning.share, [&](std::size_t c) { return value(c, k * n + c); });
      for (int z = 0; z < zones; ++z) (r.zones[z].cells.*which).data.push_back(sums[z] / volume);
      return (sums[0] + sums[1] + sums[2]) / volume;
    };
    const double blood = table(&CellSeries::circulating, [&](std::size_t c, std::size_t i) {
      return block.pore_volume[c] * y.blood[i];
    });
    const double trapped =
        table(&CellSeries::trapped, [&](std::size_t, std::size_t i) { return y.fast[i] + y.slow[i]; });
    const double adherent =
        table(&CellSeries::adherent, [&](std::size_t, std::size_t i) { return y.adherent[i]; });
    const double homed = table(&CellSeries::homed, [&](std::size_t, std::size_t i) { return y.homed[i]; });
    const double lodged =
        table(&CellSeries::lodged_dead, [&](std::size_t, std::size_t i) { return y.lodged[i]; });
    const double lost = table(&CellSeries::lost, [&](std::size_t, std::size_t i) { return y.lost[i]; });
    r.balance.present.data.push_back(march.kinetics().rates(k).dead ? blood + lodged
                                                                    : blood + trapped + adherent + homed);
    r.balance.lost.data.push_back(lost);
    r.balance.left.data.push_back(march.left(k) / volume);
  }
}

void record_balance(LobuleResult& r, const LobuleCase& lobule_case, std::size_t time) {
  const LobuleInflow& inflow = lobule_case.inflow;
  Balance& b = r.balance;
  for (int k = 0; k < b.entered.classes; ++k) {
    double entered = 0;
    for (int e = 0; e < entries; ++e)
      entered += inflow.entered(static_cast<LobuleEntry>(e), k, r.times[time]);
    b.entered.data.push_back(entered);
    if (!(r.dose > 0)) continue;
    const double open = entered - b.present.at(time, k) - b.lost.at(time, k) - b.left.at(time, k);
    b.worst = std::max(b.worst, std::abs(open) / r.dose);
  }
}

}  // namespace

void record(LobuleResult& r, const LobuleCase& lobule_case, const March& march, const Block& block,
            const Zoning& zoning) {
  r.times.push_back(march.time());
  record_cells(r, march, block, zoning);
  record_balance(r, lobule_case, r.times.size() - 1);

  const Cells& y = march.cells();
  const std::size_t n = march.kinetics().cells();
  const double voxel = block.grid.volume();
  for (const auto* field : {&y.blood, &y.fast, &y.slow, &y.adherent, &y.homed, &y.lodged, &y.lost}) {
    const double lowest = -ordered_max(field->size(), -infinity, [&](std::size_t i) { return -(*field)[i]; });
    r.balance.lowest_state = std::min(r.balance.lowest_state, lowest / voxel);
  }
  Hemodynamics& h = r.hemodynamics;
  const Flow& flow = march.perfused().flow();
  h.pressure_drop.push_back(flow.drop);
  h.portal_flow.push_back(march.perfused().perfusion().portal);
  h.arterial_flow.push_back(march.perfused().perfusion().arterial);
  const std::vector<double>& open = march.openness();
  h.mean_permeability.push_back(
      flow.mobility * stated_viscosity / static_cast<double>(n) *
      ordered_sum(n, [&](std::size_t c) { return block.permeability[c] * open[c]; }));
  const double exponent = lobule_case.parameters.liver.sinusoids.plugging_exponent;
  const double least = -ordered_max(n, -infinity, [&](std::size_t c) { return -open[c]; });
  h.least_open.push_back(exponent > 0 ? std::pow(least, 1 / exponent) : 1);
  const FreeSites free = march.kinetics().free_sites(y);
  h.occupied_trap_sites.push_back(ordered_max(n, 0.0, [&](std::size_t c) { return 1 - free.trap[c]; }));
  h.occupied_adhesion_sites.push_back(
      ordered_max(n, 0.0, [&](std::size_t c) { return 1 - free.adhesion[c]; }));
}

}  // namespace cellroute::lobule
