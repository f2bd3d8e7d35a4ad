// A level whose unknowns are the cells of a grid: the finest, and coarser ones as long as one cell can stand
// for each block of two cells per axis.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/level.hpp"
#include "sim/numerics/multigrid/operator.hpp"

namespace cellroute::numerics::multigrid {

class CellLevel : public Level {
 public:
  /// The operator's coefficients in float.
  void set(const Operator& fine);
  /// Sums of a finer level's over blocks of `factor` cells, if in every block all inner faces bind their
  /// cells by at least 1/kappa of all that binds any of them. Else returns false.
  bool set_coarser(const CellLevel& fine, const std::array<int, 3>& factor, float kappa);

  std::size_t size() const override { return shape.size(); }
  void smooth_from_zero(const Field<float>& b, Field<float>& x) const override;
  void smooth_back(const Field<float>& b, Field<float>& x) const override;
  void restrict_residual(const Field<float>& b, const Field<float>& x, Field<float>& sums) const override;
  void prolong(const Field<float>& coarse, float scale, Field<float>& x) const override;
  std::array<double, 2> apply(const Field<float>& x, const Field<float>& b, Field<float>& out) const override;

  Shape shape;
  std::array<Field<float>, 3> face;
  Field<float> sink;     // all 0 if nothing sinks
  Field<float> inverse;  // 1 / (sum of the cell's faces + sink), 0 where that is 0

  /// Whether one unknown can stand for all cells of the box [from, to).
  bool uniform(const std::array<int, 3>& from, const std::array<int, 3>& to, float kappa) const;

  std::array<int, 3> factor{1, 1, 1};  // to the next level
  std::vector<std::int32_t> parent;    // in the next level, if that is not made of cells; else empty

 private:
  void finish();
  void relax(const Field<float>& b, Field<float>& x, int colour) const;
  int phase(const Row& row) const;
  int colours_ = 2;
  std::vector<std::vector<std::int32_t>> colour_;  // [phase of the row][i]
};

/// The shape of the level above.
Shape coarser(const Shape& fine, const std::array<int, 3>& factor);

}  // namespace cellroute::numerics::multigrid
