// Multigrid on groups of cells that follow the strength of the faces: converges whatever the coefficients.
#pragma once

#include <memory>
#include <vector>

#include "sim/numerics/multigrid/cell_level.hpp"
#include "sim/numerics/multigrid/node_level.hpp"

namespace cellroute::numerics::multigrid {

class DirectSolver;

/// Preconditioner: one cycle. On coarse levels a K-cycle (Notay and Vassilevski 2008): each coarse problem
/// gets up to two steps of conjugate gradients preconditioned by the cycle one level up, which makes
/// good the crude, piecewise constant transfers.
class Aggregation {
 public:
  Aggregation();
  ~Aggregation();
  void build(const Operator& fine);
  /// z = an approximate solution of A z = r; returns the dot products of z with r and with q.
  std::array<double, 2> apply(const Field<float>& r, const Field<float>& q, Field<float>& z);
  /// The operator in float.
  const CellLevel& finest() const { return *cells_[0]; }

 private:
  struct Work {
    Field<float> x, b, direction, image;
  };
  void cycle(std::size_t level, const Field<float>& b, Field<float>& x);
  void solve_coarse(std::size_t level);

  // Levels keep their memory when coefficients change; levels_ are those in use, finest first.
  std::vector<std::unique_ptr<CellLevel>> cells_;
  std::vector<std::unique_ptr<NodeLevel>> nodes_;
  std::vector<Level*> levels_;
  std::vector<Work> work_;
  std::unique_ptr<DirectSolver> direct_;
};

}  // namespace cellroute::numerics::multigrid
