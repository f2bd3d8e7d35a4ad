#include "sim/liver/simulate.hpp"

#include <algorithm>
#include <cmath>

#include "models/liver/sinusoid_tanks.hpp"
#include "sim/liver/at_rest.hpp"
#include "sim/liver/fields.hpp"
#include "sim/liver/march.hpp"
#include "sim/liver/perfused.hpp"
#include "sim/liver/segments.hpp"
#include "sim/liver/sinusoid_inflow.hpp"
#include "sim/liver/tree_fields.hpp"

namespace cellroute::liver {
namespace {

namespace c = circulation;

constexpr double without_delay = 1e-6;  // of a tree's blood

void read_circulation(LiverHemodynamics& h, const March& march) {
  const c::State<double>& s = march.circulation();
  h.arterial_pressure.push_back(s.pressure[c::arterial]);
  h.pulmonary_artery_pressure.push_back(s.pulmonary_artery);
  h.portal_pressure.push_back(s.pressure[c::portal]);
  h.sinusoidal_pressure.push_back(s.pressure[c::first_sinusoid]);
  h.hepatic_vein_pressure.push_back(s.pressure[c::hepatic]);
  h.portal_flow.push_back(s.flow[c::portal_trunk]);
  h.arterial_flow.push_back(s.flow[c::hepatic_artery]);
  h.collateral_flow.push_back(s.flow[c::portal_collateral] + s.flow[c::splenic_collateral]);
  h.shunt_flow.push_back(s.flow[c::portal_shunt] + s.flow[c::arteriovenous_shunt]);
  const auto [most, mean] = march.plugged();
  h.plugged_lung.push_back(-std::expm1(-march.body().plugging(0)[c::lung]));
  h.plugged_liver.push_back(mean);
  h.most_plugged_voxel.push_back(most);
}

/// Living cells of a carrier everywhere; of the dead of the dose, the dead.
double present(const Snapshot& now, const LiverCells& cells, int k) {
  const AroundLiver& around = now.body->now(k);
  const bool dead = k == cells.populations;
  double sum = 0;
  const auto add = [&sum](const std::vector<double>& part) {
    for (const double one : part) sum += one;
  };
  for (const auto* part : {&around.blood, &around.depot}) add(*part);
  if (dead)
    add(around.lodged);
  else
    for (const auto* part : {&around.fast, &around.slow, &around.adherent, &around.homed}) add(*part);
  for (const auto& tree : now.in_trees) sum += tree[static_cast<std::size_t>(k)];
  for (int place = 0; place < now.voxels->places; ++place)
    for (int state = 0; state < cell_states; ++state)
      if (dead || state != lodged) sum += now.voxels->held[now.voxels->index(0, place, state, k)];
  return sum;
}

double label_present(const Snapshot& now) {
  const LabelPools& label = *now.label;
  double sum =
      label.debris() + label.free() + label.bound() + label.excreted() + label.living() + label.dead();
  for (const double one : label.lodged()) sum += one;
  for (const double one : label.retained()) sum += one;
  const VoxelSums& voxels = *now.voxels;
  const std::size_t beds = voxels.lodged_label.size() / VoxelSums::segments;
  for (std::size_t b = 0; b < beds; ++b) sum += voxels.lodged_label[b];
  return sum + (voxels.retained_label.empty() ? 0 : voxels.retained_label[0]);
}

void take_balance(LiverBalance& balance, const Snapshot& now, const March& march, const LiverCase& liver_case,
                  const LiverCells& cells) {
  for (int k = 0; k < cells.carriers(); ++k) {
    double lost = 0;
    for (const double one : now.lost[static_cast<std::size_t>(k)]) lost += one;
    double& worst = k == cells.populations ? balance.worst_dead : balance.worst_cells;
    worst = std::max(worst, std::fabs(march.infused(k) - present(now, cells, k) - lost) / liver_case.dose);
  }
  if (liver_case.label)
    balance.worst_label =
        std::max(balance.worst_label, std::fabs(march.label_infused() - label_present(now)));
  balance.lowest = march.lowest();
}

/// Whether one of the times lies behind `before` and not behind `now`.
bool reached_one(const std::vector<double>& times, double before, double now) {
  const auto next = std::upper_bound(times.begin(), times.end(), before);
  return next != times.end() && *next <= now;
}

/// What was read at output times already.
void visit_outputs(LiverResult& result, StateVisitor& visitor) {
  LiverHemodynamics& h = result.hemodynamics;
  for (auto* series :
       {&h.arterial_pressure, &h.pulmonary_artery_pressure, &h.portal_pressure, &h.sinusoidal_pressure,
        &h.hepatic_vein_pressure, &h.portal_flow, &h.arterial_flow, &h.collateral_flow, &h.shunt_flow,
        &h.plugged_lung, &h.plugged_liver, &h.most_plugged_voxel})
    visitor(*series);
  for (SegmentSeries& one : result.segments)
    for (auto* series : {&one.living, &one.circulating, &one.trapped, &one.adherent, &one.homed,
                         &one.lodged_dead, &one.lost, &one.label})
      visitor(*series);
  LiverBalance& b = result.balance;
  for (double* number : {&b.worst_cells, &b.worst_dead, &b.worst_label, &b.lowest})
    visitor(std::span<double>(number, 1));
}

}  // namespace

double least_memory(double voxels, int terminals, int populations, bool label) {
  constexpr int tanks = 6;            // two a zone
  constexpr double by_segment = 2e3;  // [byte] of the trees, their parcels and their flow
  constexpr double by_voxel = 600;    // [byte] of flow, pressure and fields
  return static_cast<double>(
             VoxelCells::memory(static_cast<std::size_t>(voxels), tanks, populations, label, true)) +
         by_voxel * voxels + by_segment * 2.0 * tree_kinds * terminals;
}

LiverResult simulate(const LiverCase& liver_case, const Watchers& watchers) {
  LiverResult result;
  result.times = liver_case.output_times;
  result.cells = liver_case.anatomy.grid.cells;
  result.spacing = liver_case.anatomy.grid.spacing;
  result.volume = liver_case.anatomy.volume();
  result.notes = liver_case.anatomy.notes;

  Perfused perfused(liver_case);
  const LiverPerfusion resting = perfused.now();
  result.resting_star = perfused.resting_star();
  result.voxels_per_volume = perfused.per_volume();
  std::array<std::vector<double>, tree_kinds> volumes;
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    volumes[t] = segment_volumes(liver_case.trees[t]);
    if (!liver_case.numerics.delay)
      for (double& volume : volumes[t]) volume *= without_delay;
    result.trees[t] = summary_of(liver_case.trees[t], volumes[t], resting);
  }
  result.transit = spread_of(liver_case, volumes, resting);
  LiverCells cells = liver_case.cells;
  if (liver_case.numerics.tanks == SinusoidTanks::organ)
    cells = with_dispersion(cells, liver_case.organ_cv2 - result.transit.trees - result.transit.perfusion);
  result.transit.sinusoids = tank_dispersion(cells);
  Surroundings around = liver_case.around;
  take_trees_out(around, result.trees, result.notes);
  begin_segments(result, liver_case, resting);

  March march(liver_case, around, cells, perfused, volumes);
  if (watchers.sinusoids) march.watch_sinusoids();
  const VisitState state = [&](StateVisitor& visitor) {
    march.visit(visitor);
    visit_outputs(result, visitor);
    if (watchers.sinusoids) watchers.sinusoids->visit(visitor);
  };
  if (watchers.restore && watchers.restore(state)) march.restored();
  std::size_t next = result.hemodynamics.portal_pressure.size();
  while (march.time() < liver_case.horizon || next < result.times.size()) {
    if (next < result.times.size() && march.time() >= result.times[next]) {
      const Snapshot now = march.snapshot();
      take_balance(result.balance, now, march, liver_case, cells);
      read_circulation(result.hemodynamics, march);
      read_segments(result, liver_case, cells, march);
      if (watchers.snapshot) watchers.snapshot(now);
      if (watchers.fields) emit(watchers.fields, liver_case, cells, march, perfused, resting);
      if (watchers.trees) emit_trees(watchers.trees, liver_case, cells, march, perfused, resting, volumes);
      ++next;
      continue;
    }
    const double before = march.time();
    march.step(next < result.times.size() ? std::min(result.times[next], liver_case.horizon)
                                          : liver_case.horizon);
    if (watchers.sinusoids)  // before the next flow is asked for
      watchers.sinusoids->take(march.time(), liver_case.anatomy, perfused.now(), march.voxels().sums());
    if (watchers.curve && reached_one(watchers.curve_times, before, march.time()))
      watchers.curve(march.snapshot());
    if (watchers.checkpoint) watchers.checkpoint(march.time(), state);
    if (watchers.after_step) watchers.after_step(march.time());
  }
  if (watchers.end) watchers.end(march.snapshot());
  LiverHemodynamics& h = result.hemodynamics;
  h.peak_portal_pressure = march.peak_portal_pressure();
  h.peak_portal_time = march.peak_portal_time();
  h.peak_pulmonary_pressure = march.peak_pulmonary_pressure();
  h.worst_residual = march.worst_residual();
  result.work = march.work();
  return result;
}

}  // namespace cellroute::liver
