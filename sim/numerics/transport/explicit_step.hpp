// Explicit second-order transport: advection on a Carrier, with arrest and release in the same pass.
#pragma once

#include <span>
#include <vector>

#include "sim/numerics/transport/carrier.hpp"
#include "sim/numerics/transport/explicit_pass.hpp"

namespace cellroute::numerics {

struct ExplicitInput {
  int steps = 1;
  double dt = 0;                    // [s]
  std::span<const double> inlet;    // [species] c of the blood that wells bring [cells/m3]; empty: 0
  std::span<const double> arrest;   // [species][cell], rate from blood to trapped [1/s], at least 0; empty: 0
  std::span<const double> release;  // [species][cell], rate back [1/s], at least 0; empty: 0
};

/// What passed the wells in a run [cells].
struct WellBalance {
  double entered = 0, left = 0;
};

/// The MUSCL-Hancock scheme: in each cell a slope along each axis, limited so that it makes no new
/// extremes; the cell's profile carried half a step by the flow; then the upwind values of those
/// profiles as fluxes. One pass, second order in h and dt where c is smooth and away from walls (the
/// slope towards a wall is 0). Arrest and release, linear and local, are exact in time and split from
/// the advection after Strang; neighbouring half steps are taken as one, inside the pass.
///
/// Limited slopes leave the edge values of a cell of mean c within [0, 2c], so nothing turns negative
/// as long as dt F (2 + dt F/V) <= V, with F the flow through a cell: dt <= 0.414 V/F; 0.41 is asked.
///
/// c [cells/m3 of blood] and trapped (counted per m3 of blood of its cell too) are [species][cell]: a
/// cell of pore volume V holds V (c + trapped). Bits do not depend on the number of threads.
class ExplicitTransport {
 public:
  /// Throws std::invalid_argument as check_carrier does. A flow need not run down a pressure here.
  explicit ExplicitTransport(const Carrier& carrier, Limiter limiter = Limiter::monotonized_central);

  double largest_step() const { return largest_step_; }  // [s], infinite when nothing flows

  /// Advances c and trapped by steps * dt; without arrest and release `trapped` may be empty. Throws
  /// std::invalid_argument when dt is above largest_step() or not above 0, for arrays of the wrong
  /// length and for negative rates. The balances stay valid until the next run.
  std::span<const WellBalance> run(int species, const ExplicitInput& input, std::span<double> c,
                                   std::span<double> trapped = {});

 private:
  void exchange(const ExplicitInput& input, double dt, std::span<double> c, std::span<double> trapped) const;
  void prepare_exchange(const ExplicitInput& input, std::size_t n);
  int advance(int species, const ExplicitInput& input, int done, double* c, double* trapped);
  int steps_together(int thickness, int left) const;

  Carrier carrier_;
  Limiter limiter_;
  double largest_step_;
  PassPlan plan_;
  std::vector<double> caught_, freed_;  // shares exchanged in a step, [species][cell]
  std::vector<double> left_;            // [species][well]
  std::vector<double> halo_;            // [task][4 planes]
  std::vector<std::vector<double>> memory_;
  std::vector<WellBalance> balance_;
};

}  // namespace cellroute::numerics
