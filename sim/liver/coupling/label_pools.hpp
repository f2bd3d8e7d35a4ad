// Label outside the voxels: lodged and retained in the organs, debris, free, bound and excreted
// (docs/equations.md, section 3), stepped with the two stages of the cells it is on.
//
// Debris that the liver's macrophages take up during a step enters its voxels in the next, so that the voxels
// need not be solved twice; until then it counts as retained by the liver.
#pragma once

#include <array>
#include <vector>

#include "models/liver/surroundings.hpp"
#include "sim/liver/coupling/rest_of_body.hpp"
#include "sim/liver/transport/voxel_cells.hpp"

namespace cellroute::liver {

class LabelPools {
 public:
  /// Both must outlive it.
  LabelPools(const Surroundings& around, const LiverCells& cells);

  /// What the voxels need to know of a step from `time` [s] on.
  VoxelLabel for_voxels(double time, double dt);

  /// Makes the step that `body` and the voxels have just made. @param lost_in_trees [cell] by carrier
  void step(double time, double dt, const RestOfBody& body, const DosePeriod& period, const VoxelSums& voxels,
            std::span<const double> lost_in_trees);

  // Shares of all label infused.
  std::span<const double> lodged() const { return lodged_; }      // by bed around the liver
  std::span<const double> retained() const { return retained_; }  // by organ; of the liver: under way only
  double debris() const { return pools_[0]; }
  double free() const { return pools_[1]; }
  double bound() const { return pools_[2]; }
  double excreted() const { return pools_[3]; }
  double living() const { return pools_[4]; }  // on living cells everywhere
  double dead() const { return pools_[5]; }    // on the dose's dead in blood and depots everywhere

  template <class Visit>
  void visit(Visit&& visit) {
    for (auto* part : {&lodged_, &retained_, &pools_}) visit(*part);
  }

 private:
  void label_cells(double time, double dt);

  const Surroundings& around_;
  const LiverCells& cells_;
  std::vector<double> lodged_, retained_;
  std::vector<double> pools_ = std::vector<double>(6, 0.0);  // in the order above
  std::array<std::vector<double>, 2> on_cell_;               // [1/cell] by population at the two stages
};

}  // namespace cellroute::liver
