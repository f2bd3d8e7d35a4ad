// What a cycle asks of a level, whether its unknowns are cells of a grid or groups of cells.
#pragma once

#include <array>

#include "sim/numerics/multigrid/field.hpp"

namespace cellroute::numerics::multigrid {

class Level {
 public:
  virtual ~Level() = default;
  virtual std::size_t size() const = 0;

  /// x = Gauss-Seidel sweeps from zero with right-hand side b, colour by colour; sums = for each unknown of
  /// the next level, the residual b - A x of all that it stands for.
  virtual void descend(const Field<float>& b, Field<float>& x, Field<float>& sums) const = 0;
  /// x += scale times the number of the next level's unknown, then the same sweeps in exactly the opposite
  /// order, which makes a cycle symmetric.
  virtual void ascend(const Field<float>& coarse, float scale, const Field<float>& b,
                      Field<float>& x) const = 0;
  /// out = A x; returns the dot products of x with out and with b.
  virtual std::array<double, 2> apply(const Field<float>& x, const Field<float>& b,
                                      Field<float>& out) const = 0;
};

}  // namespace cellroute::numerics::multigrid
