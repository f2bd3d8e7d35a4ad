// Cells in the parenchyma: in each voxel portal venules and terminal arterioles, then the sinusoid's tanks.
//
//     portal terminal -> venules -----------------------------+
//     arterial terminal -> arterioles -+----------------------+-> node -> tank -> ... -> tank -> venous
//     terminal
//                                      +-> arterial space ----+     | |
//                                                                neighbours' nodes
//
// Each bed obeys the equations of docs/equations.md, section 2, for every population and for the dead of the
// dose. A step is two implicit stages (sim/liver/coupling/sdirk2.hpp) in which the free sites g_T, g_A are
// held at their value extrapolated to its middle; the rest is linear, a chain without feedback, so that a
// stage is forward substitution with the tissue states eliminated. What leaves, dies or is cleared is summed
// from the stages: entered = held + lost + left, to rounding, and nothing is inferred.
//
// The same input gives the same bits for any number of threads and either instruction set.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/liver_cells.hpp"
#include "models/liver/perfusion.hpp"
#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

/// Where a cell is in a bed. The dead of the dose circulate or are lodged.
enum CellState { circulating, trapped_fast, trapped_slow, adherent, homed, lodged, cell_states };

/// Cells that enter during a step, evenly, and those given per unit of what is not known yet.
struct VoxelInflow {
  std::span<const double> portal;    // [portal terminals][carriers] cells
  std::span<const double> arterial;  // [arterial terminals][carriers] cells
};

/// left = left + arterial_gain r_artery + portal_gain r_portal, by carrier [cell; s; s].
struct VoxelResponse {
  std::vector<double> left, arterial_gain, portal_gain;
};

/// Label during a step, in shares of all label infused.
struct VoxelLabel {
  std::span<const double> on_cell[2];  // [1/cell] by population, at the two stages
  double on_dead = 0;                  // [1/cell] of the dose's dead
  double retained_share = 0;           // [1]
  double retained_leak = 0;            // [1/s]
  double uptake = 0;  // [1/s] of debris by the whole liver, shared by voxels as blood flow is
};

/// Sums over the voxels of each Couinaud segment (0: of the whole liver). Place b is bed b; the last place is
/// the arterial space.
struct VoxelSums {
  int places = 0, carriers = 0;
  static constexpr int segments = couinaud_segments + 1;
  std::vector<double> held;   // [cell] by segment, place, state, carrier
  std::vector<double> error;  // [cell] the same: what the step's embedded first order says otherwise
  std::vector<double> lost;   // [cell] during the step, by segment, place, carrier; of the dead: cleared
  std::vector<double> living_time;     // [cell s] of living cells during the step, by segment and place
  std::vector<double> lodged_label;    // at the end, by segment and bed
  std::vector<double> retained_label;  // at the end, by segment
  // Label moved during the step, in the whole liver.
  double label_lost = 0;       // from living cells that died
  double dead_label_lost = 0;  // from the dose's dead that stopped in a bed or were cleared from its blood
  double label_debris = 0;     // into the debris in blood
  double label_taken = 0;      // from it
  double label_freed = 0;      // given back by macrophages, free
  std::vector<double> entered, left;  // [cell] during the step, by carrier
  double lowest = 0;                  // [cell] the smallest state of any voxel
  /// What reached the sinusoids, where portal and arterial blood meet, by segment, entry (portal, arterial),
  /// kind (cells during the step [cell]; rate at its end [cell/s]) and carrier. Empty unless it is watched.
  std::vector<double> reached;

  std::size_t index(int segment, int place, int state, int carrier) const {
    return ((static_cast<std::size_t>(segment) * static_cast<std::size_t>(places) +
             static_cast<std::size_t>(place)) *
                cell_states +
            static_cast<std::size_t>(state)) *
               static_cast<std::size_t>(carriers) +
           static_cast<std::size_t>(carrier);
  }
  std::size_t index(int segment, int place, int carrier) const {
    return (static_cast<std::size_t>(segment) * static_cast<std::size_t>(places) +
            static_cast<std::size_t>(place)) *
               static_cast<std::size_t>(carriers) +
           static_cast<std::size_t>(carrier);
  }
};

/// How open the beds of every voxel are: exp(-m S), S as in docs/equations.md (C1). For the sinusoids the
/// tanks in series, each with the resistance share of its blood.
struct VoxelOpenness {
  std::vector<double> arterial, portal, venous;  // [voxels] factors on the conductances
};

class VoxelCells {
 public:
  /// Without cells and label. Throws std::invalid_argument, in words, for numbers that do not fit together.
  VoxelCells(const LiverCells& cells, const LiverAnatomy& anatomy,
             const std::array<VesselTree, tree_kinds>& trees, bool label);
  ~VoxelCells();
  VoxelCells(VoxelCells&&) noexcept;

  /// Bytes that an object takes, all told; `lateral`: neighbours are joined.
  static std::size_t memory(std::size_t voxels, int tanks, int populations, bool label, bool lateral);

  std::size_t voxels() const;
  int carriers() const;

  /// Flows of the steps to come. Returns the flow that runs backwards in voxels, over the liver's inflow:
  /// cells take no notice of it.
  double set_flow(const LiverPerfusion& flow);

  /// From now on the sums say what reached the sinusoids.
  void watch_sinusoids();

  /// What leaves during a step of `dt` [s], each voxel's counted by the `arrives` share of its hepatic
  /// venous terminal [venous terminals]: of what is held and enters by `inflow`, and for what enters by
  /// `portal_unit` and `arterial_unit` [terminals][carriers] [s] per unit rate at the root. Changes nothing.
  VoxelResponse respond(double dt, const VoxelInflow& inflow, std::span<const double> arterial_unit,
                        std::span<const double> portal_unit, std::span<const double> arrives) const;

  /// Makes the step. `label` null: label is left as it is.
  const VoxelSums& step(double dt, const VoxelInflow& inflow, const VoxelLabel* label = nullptr);
  const VoxelSums& sums() const;

  /// [venous terminals][carriers] cells that left during the last step.
  std::span<const double> left() const;
  /// At the end of the last step.
  const VoxelOpenness& openness() const;

  // Fields, by voxel of the liver. They add to `field`.

  /// Sum of weight[carrier] times the cells in the states and places whose bits are set (1 << state,
  /// 1 << place).
  void add_cells(std::span<const double> weight, unsigned states, unsigned places,
                 std::span<double> field) const;
  void add_lodged_label(unsigned places, std::span<double> field) const;
  void add_retained_label(std::span<double> field) const;

  /// visit(std::span<double>) for everything that a continued run needs besides the flow; sizes are fixed by
  /// the constructor's arguments. Sums are then those of what is held; not of the step made last.
  template <class Visit>
  void visit(Visit&& visit) {
    for (const std::span<double> part : arrays()) visit(part);
    visited();
  }

 private:
  std::vector<std::span<double>> arrays();
  void visited();
  struct Implementation;
  std::unique_ptr<Implementation> self_;
};

}  // namespace cellroute::liver
