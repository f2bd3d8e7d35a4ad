// Cells on their way through a diverging tree, as parcels of blood: each leaves a segment when as much blood
// has entered behind it as the segment holds, so its transit is V/Q for a steady flow and no cell is lost
// when the flow changes. At a joint cells go with the blood, or by shares of each carrier (skimming).
//
//     a pulse at the root arrives at terminal j after T_j = sum V_e/Q_e, in the share Q_j/Q
//
// Within a step flows and what enters are constant. Blood that runs backwards in a segment brings no cells.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

/// Cells that enter at the beginning of a segment over a step, evenly.
struct BranchEntry {
  std::int32_t segment = 0;
  std::vector<double> rate;  // [cell/s] by carrier
};

/// Shares of the cells that leave `segment`, for its children: `share` [child][carrier] holds the shares of
/// flow and is to sum to 1 over the children for each carrier when it returns.
using Skimming = std::function<void(std::int32_t segment, std::span<const std::int32_t> children,
                                    std::span<double> share)>;

/// Volumes [m3] of a tree's segments as tubes.
std::vector<double> segment_volumes(const VesselTree& tree);

class TreeTransit {
 public:
  /// Blood `volume` [m3] by segment, without cells, and at rest; `loss` [1/s] by carrier of what is on the
  /// way. Throws std::invalid_argument, in words, for wrong sizes and volumes that are not positive.
  TreeTransit(const VesselTree& tree, std::vector<double> volume, std::vector<double> loss);

  int carriers() const { return static_cast<int>(loss_.size()); }
  std::size_t terminals() const { return terminals_.size(); }

  void set_skimming(Skimming skimming) { skimming_ = std::move(skimming); }
  /// [m3/s] by segment, away from the root; what is on the way stays where it is. Before any step.
  void set_flow(std::span<const double> flow);

  // `cells` is [terminals][carriers]: what arrives during the step [cell]. Entries in a segment without flow
  // throw std::domain_error.

  /// Of what is inside and of `entries`; changes nothing.
  void arriving(double dt, std::span<const BranchEntry> entries, std::span<double> cells) const;
  /// What arrives of one cell/s entering at the root during the step: `seconds` [terminals][carriers].
  void unit_response(double dt, std::span<double> seconds) const;
  /// Makes the step, `root` [cell/s] by carrier entering at the root. What arrives is arriving() plus
  /// `root` times unit_response(), to rounding.
  void advance(double dt, std::span<const BranchEntry> entries, std::span<const double> root,
               std::span<double> cells);

  /// [cell] on the way, by carrier.
  std::vector<double> inside() const;
  /// [cell] on the way in each segment, [segments][carriers].
  std::vector<double> inside_segments() const;
  /// [cell] lost on the way since the start, by carrier.
  std::span<const double> lost() const { return lost_; }
  /// Blood-flow-weighted mean transit V/Q [s] to each terminal; infinite where nothing flows.
  std::vector<double> transit_times() const;
  /// Bytes of the parcels held.
  std::size_t memory() const;

  /// visit(vector of doubles) for everything that a continued run needs besides the flow.
  template <class Visit>
  void visit(Visit&& visit) {
    std::vector<double> count = boxes_.counts();
    visit(count);
    boxes_.take_counts(count);
    for (auto* part : {&boxes_.volume, &boxes_.cells, &continued_, &lost_}) visit(*part);
  }

 private:
  struct Queue;
  /// Parcels of all segments, those nearest the end of a segment first.
  struct Boxes {
    std::vector<std::size_t> first;  // [segments + 1]
    std::vector<double> volume;      // [m3]
    std::vector<double> cells;       // [parcel][carrier]
    std::vector<double> counts() const;
    void take_counts(const std::vector<double>& count);
    void begin();
    void close() { first.push_back(volume.size()); }
    void keep(const Queue& queue, std::size_t first_kept);
  };
  void begin(std::size_t s, const std::vector<double>& keep, Queue& queue) const;
  std::size_t enter(std::size_t s, double blood, const Boxes& leaving, bool join, Queue& queue) const;
  template <class Leave>
  static std::pair<std::size_t, bool> release(double holds, Queue& queue, Leave&& leave);
  /// What leaves the segments during a step and, if `inside` is given, what stays.
  void march(double dt, std::span<const BranchEntry> entries, std::span<const double> root,
             std::span<double> cells, Boxes& leaving, Boxes* staying, std::vector<double>* continued) const;

  std::vector<double> volume_, loss_;
  std::vector<std::int32_t> parent_, terminals_, terminal_at_;
  std::vector<std::int32_t> child_, first_child_;
  std::vector<double> flow_;   // [m3/s], never negative
  std::vector<double> share_;  // [segments][carriers] of the parent's cells
  Skimming skimming_;
  Boxes boxes_, next_;
  mutable Boxes leaving_;
  std::vector<double> continued_;  // 1: the last parcel is the beginning of the one the parent still holds
  std::vector<double> next_continued_, lost_;
};

}  // namespace cellroute::liver
