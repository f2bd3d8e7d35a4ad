// The implicit advection-arrest step of any length, steady included, in one pass along the flow.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "sim/numerics/transport/carrier.hpp"
#include "sim/numerics/transport/segment_solver.hpp"
#include "sim/numerics/transport/segments.hpp"

namespace cellroute::numerics {

/// What happens in a step, species by species. Empty means zero everywhere.
struct SweepInput {
  double dt = std::numeric_limits<double>::infinity();  // [s], infinite: the steady state
  std::span<const double> before;                       // c at the start [cells/m3], not read when steady
  std::span<const double> sink;    // S [m3/s]: blood cleared of cells per second, at least 0
  std::span<const double> source;  // b [cells/s], with the wells' inflow times its concentration
  /// Fit the sink along the path through a cell, or take S c at the cell's own c.
  bool fitted = true;
};

/// Where the cells of one species went [cells/s]: source = stored + arrested + left, to rounding.
struct SweepBalance {
  double source = 0;
  double stored = 0;  // growth of what is in the blood, over dt
  double arrested = 0;
  double left = 0;  // through wells
};

/// Solves, cell by cell from upstream to downstream,
///
///     (V/dt) (c - c_before) + F_out c + S' c = sum F_in c_upstream + b
///
/// with F_out all that leaves a cell, over faces and into wells. With W = F_out + V/dt the fitted sink
/// is S' = W (exp(S/W) - 1), that is, the share exp(-S/W) of what reaches a cell gets out of it. In the
/// steady state (W = F_out) this is the exact law of one streamline, exp(-lambda h) a cell. Staying for
/// the next step is the other way out, in time, so V/dt counts as through-flow: where nothing flows the
/// step is c_before exp(-S dt/V), again exact. In between it is first order, as upwind in space and
/// backward Euler in time are. A cell's own source is taken to enter at its upstream end.
///
/// c is never negative when the input is not. Fields are [species][cell]. No allocation in a step once
/// the number of species is known. Bits do not depend on the number of threads.
///
/// Memory moved per cell and species, at least: 8 bytes for each of before, sink and source that is
/// given, 8 for c and 8 for arrested if wanted, and a share in the flow: the fluxes (2 or 3 numbers),
/// pore volume and F_out, together 32/species bytes in 2-D and 40/species in 3-D.
class Sweep {
 public:
  /// Throws std::invalid_argument as check_carrier does, and when blood runs in a circle.
  explicit Sweep(const Carrier& carrier);

  /// Writes c (which may be the same memory as `before`), and, when not empty, the arrest in each cell
  /// [cells/s]. The balances stay valid until the next step. Throws std::invalid_argument for arrays of
  /// the wrong length, dt that is not above 0 or a negative sink, and std::domain_error when there is no
  /// steady state because cells reach a place that neither blood leaves nor a sink empties; c is then
  /// unspecified.
  std::span<const SweepBalance> step(int species, const SweepInput& input, std::span<double> c,
                                     std::span<double> arrested = {});

  const Segments& segments() const { return segments_; }

 private:
  void advance(const SweepFields& fields, int species);
  SweepBalance balance(const SweepFields& fields, int species) const;

  Grid grid_;
  Faces flux_;
  std::vector<double> pore_volume_, leaving_;
  struct Well {
    int cell;
    double flow;  // [m3/s] out of the cell
  };
  std::vector<Well> wells_;
  Segments segments_;
  std::vector<SegmentSums> sums_;  // [species][segment]
  std::vector<SweepBalance> balance_;
};

}  // namespace cellroute::numerics
