// The equations of one voxel, written out number by number and integrated in tiny explicit steps.
#pragma once

#include <vector>

#include "models/liver/liver_cells.hpp"

namespace cellroute::testing {

/// Rates into a voxel and what the label does.
struct VoxelForcing {
  double arterial_flow = 0, portal_flow = 0, volume = 0;  // [m3/s], [m3] of liver
  std::vector<double> arterial, portal;                   // [cell/s] by carrier
  std::vector<double> label_at_start;                     // [1/cell] by population
  double leak = 0, on_dead = 0, retained_share = 0, retained_leak = 0, uptake = 0;
};

/// One voxel's numbers: by bed and population C, T1, T2, A, H, X; the dead's C, X by bed; the space; label.
struct ReferenceVoxel {
  explicit ReferenceVoxel(const LiverCells& cells);
  /// Runge and Kutta's four stages, `steps` times, from `start` [s] on.
  void run(const VoxelForcing& forcing, double start, double duration, int steps);

  double held(int bed, int state, int carrier) const;
  double space(int carrier) const { return y[at_space(carrier)]; }
  double left(int carrier) const { return y[at_left(carrier)]; }
  double lost(int place, int carrier) const { return y[at_lost(place, carrier)]; }
  double lodged_label(int bed) const { return y[at_label(bed)]; }
  double retained_label() const { return y[at_label(beds())]; }
  /// label_lost, dead_label_lost, label_debris, label_freed
  double moved(int which) const { return y[at_moved(which)]; }

  LiverCells cells;
  std::vector<double> y;

 private:
  int beds() const { return static_cast<int>(cells.beds.size()); }
  std::size_t at(int bed, int state, int carrier) const;
  std::size_t at_space(int k) const;
  std::size_t at_left(int k) const;
  std::size_t at_lost(int place, int k) const;
  std::size_t at_label(int bed) const;
  std::size_t at_moved(int which) const;
  std::vector<double> rates(const VoxelForcing& forcing, double t, const std::vector<double>& y) const;
};

}  // namespace cellroute::testing
