// The liver and the body around it, step by step.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/circulation/network.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/coupling/label_pools.hpp"
#include "sim/liver/coupling/rest_of_body.hpp"
#include "sim/liver/perfused.hpp"
#include "sim/liver/simulate.hpp"
#include "sim/liver/transport/tree_collect.hpp"
#include "sim/liver/transport/tree_transit.hpp"
#include "sim/liver/transport/voxel_cells.hpp"

namespace cellroute::liver {

class March {
 public:
  /// `perfused` is at rest. All must outlive it.
  March(const LiverCase& liver_case, const Surroundings& around, const LiverCells& cells, Perfused& perfused,
        std::array<std::vector<double>, tree_kinds> volumes);

  double time() const { return time_; }
  /// From now on the voxels' sums say what reached the sinusoids.
  void watch_sinusoids() { voxels_.watch_sinusoids(); }
  /// Makes one step, to `stop` [s] at most.
  void step(double stop);

  const circulation::State<double>& circulation() const { return circulation_; }
  const RestOfBody& body() const { return body_; }
  const VoxelCells& voxels() const { return voxels_; }
  const LabelPools& label() const { return label_; }
  Snapshot snapshot() const;
  LiverWork work() const;
  /// [cell] since the start, by carrier.
  double infused(int carrier) const;
  double label_infused() const;
  /// [cell] lost in a Couinaud segment since the start, of all populations.
  double lost_in(int segment) const;
  /// Largest share of paths plugged in a voxel's sinusoids, and their mean [1].
  std::array<double, 2> plugged() const;
  double peak_portal_pressure() const { return peaks_[0]; }
  double peak_portal_time() const { return peaks_[1]; }
  double peak_pulmonary_pressure() const { return peaks_[2]; }
  double worst_residual() const { return peaks_[3]; }
  double lowest() const;
  /// Of portal and arterial blood to each terminal [s].
  const TreeTransit& artery() const { return artery_; }
  const TreeTransit& portal() const { return portal_; }
  const TreeCollect& veins() const { return veins_; }

  /// Everything that a continued run needs.
  void visit(StateVisitor& visitor);
  /// After a visit that put back what was kept.
  void restored();

 private:
  const DosePeriod& period() const;
  void circulate(double dt);
  void take_flow(const LiverPerfusion& flow);
  void move(double dt, const DosePeriod& period);
  std::vector<BranchEntry> entries(const DosePeriod& period, bool arterial) const;
  void count_time(double dt);
  std::vector<double> living_now() const;

  const LiverCase& case_;
  const Surroundings& around_;
  const LiverCells& cells_;
  Perfused& perfused_;
  circulation::State<double> circulation_{};
  RestOfBody body_;
  TreeTransit artery_, portal_;
  TreeCollect veins_;
  VoxelCells voxels_;
  LabelPools label_;
  double time_ = 0, next_step_ = 0, worst_change_ = 0;
  long steps_ = 0;
  std::vector<std::vector<double>> lost_;            // in voxels, by carrier: of the liver
  std::vector<double> living_time_, living_before_;  // by organ
  std::vector<double> zone_time_;
  std::vector<double> peaks_;
  std::vector<double> arterial_cells_, portal_cells_, arterial_unit_, portal_unit_, arrives_, arrived_;
};

}  // namespace cellroute::liver
