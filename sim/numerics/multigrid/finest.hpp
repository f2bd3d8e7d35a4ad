// The finest grid of the preconditioner: the operator's coefficients in float, and its smoother.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/numerics/multigrid/operator.hpp"

namespace cellroute::numerics::multigrid {

class Finest {
 public:
  void set(const Operator& fine);

  /// x = one Gauss-Seidel sweep over all colours from zero, with right-hand side b.
  void smooth_from_zero(const Field<float>& b, Field<float>& x) const;
  /// One sweep in the opposite order of colours, which makes the whole cycle symmetric.
  void smooth_back(const Field<float>& b, Field<float>& x) const;
  /// Adds the residual b - A x of every cell to sums[parent[cell]]. Cells of the same parent lie in
  /// the same block of `factor` cells.
  void restrict_residual(const Field<float>& b, const Field<float>& x, const std::array<int, 3>& factor,
                         const std::vector<std::int32_t>& parent, std::vector<float>& sums) const;

  Shape shape;
  std::array<Field<float>, 3> face;
  Field<float> sink;     // all 0 if nothing sinks
  Field<float> inverse;  // 1 / (sum of the cell's faces + sink), 0 where that is 0
  bool sinks = false;

 private:
  void relax(const Field<float>& b, Field<float>& x, int colour) const;
  int phase(const Row& row) const;
  int colours_ = 2;
  std::vector<std::vector<std::int32_t>> colour_;  // [phase of the row][i]
};

}  // namespace cellroute::numerics::multigrid
