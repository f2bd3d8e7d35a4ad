// Cells on their way from the voxels through the hepatic veins to the root.
//
// What leaves at a terminal during a step at a constant rate is a parcel that arrives when as much blood has
// passed the root as the way from the terminal needed when the parcel set out, Q sum V_e/Q_e. That is the
// exact delay for steady flow and for flows that change together; where flow is redistributed while a parcel
// is on its way it keeps the delay it set out with. No cell is lost either way.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

class TreeCollect {
 public:
  /// Blood `volume` [m3] by segment; `loss` [1/s] by carrier on the way. Throws std::invalid_argument.
  TreeCollect(const VesselTree& tree, std::vector<double> volume, std::vector<double> loss);

  int carriers() const { return static_cast<int>(loss_.size()); }
  std::size_t terminals() const { return terminals_.size(); }

  /// [m3/s] by segment, towards the root. Before any step.
  void set_flow(std::span<const double> flow);

  /// Share of what leaves at each terminal during a step that arrives in the same step [terminals].
  void same_step(double dt, std::span<double> share) const;
  /// Of what is on the way: arriving during the step [cell] by carrier; changes nothing.
  void arriving(double dt, std::span<double> cells) const;
  /// Makes the step: `entering` [terminals][carriers] cells leave the voxels during it; `arrived` by carrier.
  void advance(double dt, std::span<const double> entering, std::span<double> arrived);

  std::vector<double> inside() const;
  std::span<const double> lost() const { return lost_; }
  /// Sum V_e/Q_e [s] from each terminal; infinite where nothing flows.
  std::vector<double> transit_times() const;
  std::size_t memory() const;

  /// visit(vector of doubles) for everything that a continued run needs besides the flow.
  template <class Visit>
  void visit(Visit&& visit) {
    std::vector<double> packed = pack();
    visit(packed);
    unpack(packed);
  }

 private:
  /// What left at all terminals during one step.
  struct Batch {
    double begin = 0;           // [m3] of blood at the root: when it set out, from now; never positive
    double width = 0;           // [m3] during the step
    std::vector<double> delay;  // [m3] ascending
    std::vector<double> cells;  // [terminal in the order of delay][carrier] not yet arrived
    std::vector<double> kept;   // by carrier: share still alive
    std::size_t first = 0;      // those before it have arrived
  };
  /// Calls arrive(i, share of what is left) for what arrives while `blood` [m3] passes the root.
  template <class Arrive>
  static void arrivals(const Batch& batch, double blood, Arrive&& arrive);
  std::vector<double> decay(double dt) const;
  std::vector<double> pack() const;
  void unpack(const std::vector<double>& packed);

  std::vector<double> volume_, loss_;
  std::vector<std::int32_t> parent_, terminals_;
  std::vector<double> flow_;
  std::vector<double> transit_;       // [s] by terminal
  std::vector<std::int32_t> order_;   // terminals by transit
  std::vector<double> sorted_delay_;  // [m3]
  std::deque<Batch> batches_;
  std::vector<double> lost_;
};

}  // namespace cellroute::liver
