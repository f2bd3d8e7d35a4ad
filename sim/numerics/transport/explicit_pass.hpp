// Explicit advection steps of one species through a stack of planes: the inner loops.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/numerics/transport/carrier.hpp"

namespace cellroute::numerics {

/// Half the limited slope, from the differences a and b to either side:
enum class Limiter {
  monotonized_central,  // the smallest of |a|, |b| and |a + b|/4, 0 where signs differ
  van_leer              // ab/(a + b), 0 where signs differ: smoother, but a division each
};

/// A carrier as planes that follow each other along its last axis of more than one layer: planes of a
/// block, rows of a two-dimensional grid.
struct PassPlan {
  int nx, ny, planes;  // cells in a row, rows in a plane, planes
  bool periodic_x, periodic_y, periodic_planes;
  const double *flux_x, *flux_y, *flux_planes;  // as in Faces
  std::vector<double> per_volume;               // 1/V [1/m3]
  struct Well {
    int cell;
    double inflow, outflow;  // [m3/s]
  };
  std::vector<Well> wells;      // by growing cell
  std::vector<int> first_well;  // of each row, and the end

  explicit PassPlan(const Carrier& carrier);  // which must outlive it
  std::size_t plane_size() const { return static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny); }
  /// Numbers a pass needs as scratch.
  std::size_t memory() const;
};

/// What one step works on. A stack holds planes first .. last - 1 in place; copies of `reach` planes
/// before them and as many from `last` on let several steps run without their neighbours. Copies beyond a
/// wall are not read.
struct PassFields {
  double* c;                     // of this species
  double* trapped;               // or null: no exchange
  const double *caught, *freed;  // shares of c and of trapped that change place in a step
  double *below, *above, *trapped_below, *trapped_above;
  int first, last, reach;
  double dt, inlet;
  double* left;  // [well] grows by what leaves planes first .. last - 1 [cells]
};

/// Planes of copies that `steps` steps taken together need at either end.
inline int reach_of(int steps) { return 2 * steps; }

/// Most steps that one pass can take.
inline constexpr int most_together = 8;

/// Numbers between arrays of scratch, so that planes of 2^n cells do not all fall on the same cache sets.
inline constexpr std::size_t scratch_gap = 296;

/// Steps of one species, in place: as soon as a step has left a few planes behind, the next follows, while
/// they are near. fields[s] differ in `trapped` at most. Passes over other planes may run at the same
/// time. `memory` holds steps * plan.memory() numbers. The widest instructions of this machine are used;
/// all give the same bits, and so do any number of steps at a time.
void explicit_pass(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps,
                   double* memory);
void explicit_pass_base(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps,
                        double* memory);
void explicit_pass_avx512(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps,
                          double* memory);

}  // namespace cellroute::numerics
