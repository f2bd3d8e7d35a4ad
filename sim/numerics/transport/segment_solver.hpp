// One segment of the implicit sweep, for some of the species: the inner loop, and each thread's memory.
#pragma once

#include <span>
#include <vector>

#include "sim/numerics/transport/carrier.hpp"
#include "sim/numerics/transport/segments.hpp"

namespace cellroute::numerics {

/// The flow as the inner loop reads it. `leaving` [m3/s] is all that leaves a cell.
struct FlowView {
  const Grid& grid;
  const Faces& flux;
  const std::vector<double>& leaving;
  const std::vector<double>& pore_volume;
};

/// The fields of a step, [species][cell]; a null pointer stands for zero everywhere.
struct SweepFields {
  double per_dt;  // [1/s], 0 when steady
  bool fitted;
  const double* before;
  const double* sink;
  const double* source;
  double* c;
  double* arrested;
};

/// Totals of a segment [cells/s], its lowest sink [m3/s], and a cell (or -1) that something reaches,
/// nothing leaves and no sink empties.
struct SegmentSums {
  double source = 0, before = 0, after = 0, arrested = 0, lowest_sink = 0;
  int unsettled = -1;
};

class SegmentSolver {
 public:
  explicit SegmentSolver(const FlowView& flow) : flow_(flow) {}

  /// All earlier segments must be done for these species. sums[s * stride] is filled for each. What
  /// `next`, the segment to come, will read is fetched meanwhile.
  void solve(const Segment& segment, const Segment& next, const SweepFields& fields, int first_species,
             int count, SegmentSums* sums, std::size_t stride);

 private:
  static constexpr int group_size = 8;  // species side by side, so that their recurrences overlap
  using Row = double[longest_segment];

  void load_flow(const Segment& segment, double per_dt);
  void load_side(int lower, int neighbour, int axis, double sign);
  SegmentSums gather(const SweepFields& fields, std::size_t offset, Row& reaching) const;
  double share(const SweepFields& fields, const double* sink, Row& factor, Row& caught) const;
  int unsettled(int g) const;
  template <int G>
  void recur(const Row& from, int start, int step, const SweepFields& fields, int first_species);
  void recur(const Row& from, int start, int step, const SweepFields& fields, int first_species, int count);

  FlowView flow_;
  std::ptrdiff_t ahead_ = 0;                          // from this segment's cells to the next one's
  bool stagnant_ = false;                             // W is 0 in some cell
  int first_ = 0, n_ = 0, before_ = -1, after_ = -1;  // the segment, and the cells at either end of it
  int sides_ = 0, neighbour_[4];                      // rows beside it that blood comes from
  Row storage_, through_, per_through_;               // V/dt, W = F_out + V/dt, 1/W
  Row up_, down_, side_[4];                           // blood from lower x, higher x, and beside
  // Per species: what reaches a cell, that times factor is c, that times caught is arrested.
  Row reaching_[group_size], factor_[group_size], caught_[group_size];
};

}  // namespace cellroute::numerics
