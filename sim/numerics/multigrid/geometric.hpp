// Multigrid on blocks of two cells per axis, with constant transfers: quick where coefficients vary little
// from cell to cell, or are aligned with the grid.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/operator.hpp"
#include "sim/numerics/multigrid/preconditioner.hpp"

namespace cellroute::numerics::multigrid {

/// One grid of the hierarchy, in float.
struct GeometricLevel {
  Shape shape;
  std::array<Field<float>, 3> face;
  Field<float> sink, inverse;  // sink; 1 / (sum of faces + sink), 0 where that sum is 0
  Field<float> x, b;
  std::array<int, 3> factor{1, 1, 1};  // to the next coarser grid
  int colours = 2;
  std::vector<std::vector<std::int32_t>> mask;  // [phase][i]: the colour of cell i in a row of that phase
};

class Geometric : public Preconditioner {
 public:
  void build(const Operator& fine);
  void apply(const Field<float>& r, Field<float>& z) override;

 private:
  void cycle(std::size_t level);
  std::vector<GeometricLevel> levels_;
};

}  // namespace cellroute::numerics::multigrid
