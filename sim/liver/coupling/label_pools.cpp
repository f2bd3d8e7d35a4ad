#include "sim/liver/coupling/label_pools.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/liver/coupling/sdirk2.hpp"

namespace cellroute::liver {
namespace {

enum Pool { debris_pool, free_pool, bound_pool, excreted_pool, living_pool, dead_pool };

using Stages = std::array<double, 2>;  // one number at each stage

/// The two stages of p' = source - rate p; p becomes its value at the end.
Stages step_pool(double& p, double rate, const Stages& source, double dt) {
  const double h = sdirk2::gamma * dt;
  const double first = (p + h * source[0]) / (1 + h * rate);
  const double middle = p + (1 - sdirk2::gamma) / sdirk2::gamma * (first - p);
  const double last = (middle + h * source[1]) / (1 + h * rate);
  p = last;
  return {first, last};
}

}  // namespace

LabelPools::LabelPools(const Surroundings& around, const LiverCells& cells)
    : around_(around),
      cells_(cells),
      lodged_(around.beds.size(), 0.0),
      retained_(around.label.uptake.size(), 0.0) {
  for (auto& each : on_cell_) each.assign(static_cast<std::size_t>(cells.populations), 0.0);
}

void LabelPools::label_cells(double time, double dt) {
  const LabelRates& label = around_.label;
  for (std::size_t i = 0; i < 2; ++i) {
    const double at = time + sdirk2::time[i] * dt;
    for (std::size_t k = 0; k < on_cell_[i].size(); ++k)
      on_cell_[i][k] = label.per_cell[k] * std::exp(-label.leak * std::max(0.0, at - label.start[k]));
  }
}

VoxelLabel LabelPools::for_voxels(double time, double dt) {
  label_cells(time, dt);
  const LabelRates& label = around_.label;
  VoxelLabel voxel;
  for (std::size_t i = 0; i < 2; ++i) voxel.on_cell[i] = on_cell_[i];
  voxel.on_dead = label.dead_per_cell;
  voxel.retained_share = label.retained_share;
  voxel.retained_leak = label.retained_leak;
  voxel.uptake = retained_[static_cast<std::size_t>(around_.liver_organ)] / dt;
  return voxel;
}

void LabelPools::step(double time, double dt, const RestOfBody& body, const DosePeriod& period,
                      const VoxelSums& voxels, std::span<const double> lost_in_trees) {
  label_cells(time, dt);
  const LabelRates& label = around_.label;
  const auto populations = static_cast<std::size_t>(cells_.populations), carriers = populations + 1;
  const auto liver = static_cast<std::size_t>(around_.liver_organ);
  const double stays = cells_.lodged_share;

  std::vector<double> dose(carriers, 0.0);
  for (std::size_t i = 0; i < period.dose.size(); ++i) dose[i % carriers] += period.dose[i];
  for (std::size_t i = 0; i < period.depot_dose.size(); ++i) dose[i % carriers] += period.depot_dose[i];
  for (const BranchDose& branch : period.branches)
    for (std::size_t k = 0; k < carriers; ++k) dose[k] += branch.rate[k];

  Stages in_blood{}, in_tissue{}, swept{}, dead_stopped{}, entering{}, entering_free{};
  std::vector<Stages> into_lodged(around_.beds.size(), Stages{});
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t k = 0; k < populations; ++k) {
      const AroundLiver& at = body.stage(static_cast<int>(k), static_cast<int>(i));
      const double each = on_cell_[i][k];
      double dying = 0;
      for (std::size_t n = 0; n < around_.compartments.size(); ++n)
        dying += around_.compartments[n].loss * at.blood[n];
      for (std::size_t d = 0; d < around_.depots.size(); ++d) dying += around_.depots[d].loss * at.depot[d];
      in_blood[i] += each * (dying + lost_in_trees[k] / dt);
      for (std::size_t b = 0; b < around_.beds.size(); ++b) {
        const LiverBed& bed = around_.beds[b];
        const double dead = bed.loss_trapped * (at.fast[b] + at.slow[b]) +
                            bed.loss_adherent * at.adherent[b] + bed.loss_homed * at.homed[b];
        in_tissue[i] += each * dead;
        into_lodged[b][i] += stays * each * dead;
      }
      entering[i] += each * dose[k];
      entering_free[i] += (label.unbound[k] + label.per_cell[k] - each) * dose[k];
    }
    entering_free[i] += label.dead_unbound * dose[populations];
    const AroundLiver& dead = body.stage(cells_.populations, static_cast<int>(i));
    for (const Compartment& one : around_.compartments) {
      if (one.bed < 0) continue;
      const auto b = static_cast<std::size_t>(one.bed),
                 n = static_cast<std::size_t>(&one - around_.compartments.data());
      const double stopped = label.dead_per_cell * body.dead_trapped(static_cast<int>(i))[b];
      into_lodged[b][i] += stopped;
      dead_stopped[i] += stopped;
      swept[i] += label.dead_per_cell * around_.beds[b].clearance * dead.blood[n];
    }
  }

  Stages freed{}, source{};
  std::vector<Stages> into_retained(retained_.size(), Stages{});
  for (std::size_t b = 0; b < lodged_.size(); ++b) {
    const double clearance = around_.beds[b].clearance;
    const Stages held = step_pool(lodged_[b], clearance, into_lodged[b], dt);
    for (std::size_t i = 0; i < 2; ++i) {
      freed[i] += clearance * held[i];
      into_retained[b][i] += label.retained_share * clearance * held[i];  // the beds around are whole organs
    }
  }
  const double taken = std::accumulate(label.uptake.begin(), label.uptake.end(), 0.0);
  for (std::size_t i = 0; i < 2; ++i)
    source[i] = in_blood[i] + (1 - stays) * in_tissue[i] + swept[i] + (1 - label.retained_share) * freed[i] +
                voxels.label_debris / dt;
  const Stages debris = step_pool(pools_[debris_pool], taken, source, dt);

  for (std::size_t i = 0; i < 2; ++i) source[i] = entering_free[i] + voxels.label_freed / dt;
  for (std::size_t o = 0; o < retained_.size(); ++o) {
    for (std::size_t i = 0; i < 2; ++i) into_retained[o][i] += label.uptake[o] * debris[i];
    if (o == liver) {  // what waited has entered the voxels
      retained_[o] = dt * (sdirk2::weight[0] * into_retained[o][0] + sdirk2::weight[1] * into_retained[o][1]);
      continue;
    }
    const Stages held = step_pool(retained_[o], label.retained_leak, into_retained[o], dt);
    for (std::size_t i = 0; i < 2; ++i) source[i] += label.retained_leak * held[i];
  }

  Stages living_source{};
  for (std::size_t i = 0; i < 2; ++i)
    living_source[i] = entering[i] - in_blood[i] - in_tissue[i] - voxels.label_lost / dt;
  const Stages living = step_pool(pools_[living_pool], label.leak, living_source, dt);
  for (std::size_t i = 0; i < 2; ++i) source[i] += label.leak * living[i];
  const Stages loose = step_pool(pools_[free_pool], label.excretion + label.binding, source, dt);
  Stages dead_source{};
  for (std::size_t i = 0; i < 2; ++i)
    dead_source[i] =
        label.dead_per_cell * dose[populations] - dead_stopped[i] - swept[i] - voxels.dead_label_lost / dt;
  for (std::size_t i = 0; i < 2; ++i) {
    const double amount = dt * sdirk2::weight[i];
    pools_[bound_pool] += amount * label.binding * loose[i];
    pools_[excreted_pool] += amount * label.excretion * loose[i];
    pools_[dead_pool] += amount * dead_source[i];
  }
}

}  // namespace cellroute::liver
