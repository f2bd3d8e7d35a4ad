// A level whose unknowns are the cells of a grid: the finest, and coarser ones as long as one cell can stand
// for each block of two cells per axis.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/level.hpp"
#include "sim/numerics/multigrid/operator.hpp"
#include "sim/numerics/multigrid/sinks.hpp"

namespace cellroute::numerics::multigrid {

class CellLevel : public Level {
 public:
  /// The operator's coefficients in float.
  void set(const Operator& fine);
  /// Sums of a finer level's over blocks of `factor` cells, if in every block all inner faces bind their
  /// cells by at least 1/kappa of all that binds any of them. Else returns false.
  bool set_coarser(const CellLevel& fine, const std::array<int, 3>& factor, float kappa);

  std::size_t size() const override { return shape.size(); }
  void descend(const Field<float>& b, Field<float>& x, Field<float>& sums) const override;
  void ascend(const Field<float>& coarse, float scale, const Field<float>& b,
              Field<float>& x) const override {
    ascend(coarse, scale, b, x, nullptr);
  }
  /// Also returns the dot products of x with b and, unless it is null, with `other`.
  std::array<double, 2> ascend(const Field<float>& coarse, float scale, const Field<float>& b,
                               Field<float>& x, const Field<float>* other) const;
  std::array<double, 2> apply(const Field<float>& x, const Field<float>& b, Field<float>& out) const override;
  /// p = z + beta p and q = A p; returns the dot product of p and q.
  double next_direction(const Field<float>& z, float beta, Field<float>& p, Field<float>& q) const;

  Shape shape;
  std::array<Field<float>, 3> face;
  Field<float> sink;     // all 0 if nothing sinks
  Sinks sinks;           // the same, for passes
  Field<float> inverse;  // 1 / (sum of the cell's faces + sink), 0 where that is 0

  /// Whether one unknown can stand for all cells of the box [from, to).
  bool uniform(const std::array<int, 3>& from, const std::array<int, 3>& to, float kappa) const;

  std::array<int, 3> factor{1, 1, 1};  // to the next level
  int sweeps = 1;                      // down, and as many up
  std::vector<std::int32_t> parent;    // in the next level, if that is not made of cells; else empty

 private:
  void finish();
  const std::int32_t* colours(const Row& row) const;
  void start_row(const Row& row, const float* b, float* x) const;
  void relax_slice(int slice, int colour, const float* b, float* x) const;
  void restrict_slice(int slice, const float* b, const float* x, const Shape& next, float* sums) const;
  void prolong_row(const Row& row, const Shape& next, const float* coarse, float scale, float* x) const;
  int colours_ = 2;
  std::vector<std::vector<std::int32_t>> colour_;  // [phase of the row][i]
};

/// The shape of the level above.
Shape coarser(const Shape& fine, const std::array<int, 3>& factor);

}  // namespace cellroute::numerics::multigrid
