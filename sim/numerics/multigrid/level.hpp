// What a cycle asks of a level, whether its unknowns are cells of a grid or groups of cells.
#pragma once

#include <array>

#include "sim/numerics/multigrid/field.hpp"

namespace cellroute::numerics::multigrid {

class Level {
 public:
  virtual ~Level() = default;
  virtual std::size_t size() const = 0;

  /// x = one Gauss-Seidel sweep from zero with right-hand side b, colour by colour.
  virtual void smooth_from_zero(const Field<float>& b, Field<float>& x) const = 0;
  /// One sweep in exactly the opposite order, which makes a cycle symmetric.
  virtual void smooth_back(const Field<float>& b, Field<float>& x) const = 0;
  /// sums = for each unknown of the next level, the residual b - A x of all that it stands for.
  virtual void restrict_residual(const Field<float>& b, const Field<float>& x, Field<float>& sums) const = 0;
  /// x += scale times the number of the next level's unknown.
  virtual void prolong(const Field<float>& coarse, float scale, Field<float>& x) const = 0;
  /// out = A x; returns the dot products of x with out and with b.
  virtual std::array<double, 2> apply(const Field<float>& x, const Field<float>& b,
                                      Field<float>& out) const = 0;
};

}  // namespace cellroute::numerics::multigrid
