// Multigrid on groups of cells that follow the strength of the faces: converges whatever the coefficients.
#pragma once

#include <memory>
#include <vector>

#include "sim/numerics/multigrid/finest.hpp"
#include "sim/numerics/multigrid/graph.hpp"

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
  /// z = an approximate solution of A z = r.
  void apply(const Field<float>& r, Field<float>& z);

 private:
  struct Work {
    std::vector<float> x, b, residual, direction, image;
  };
  void cycle(std::size_t level, const std::vector<float>& b, std::vector<float>& x);
  void solve_coarse(std::size_t level);

  Finest finest_;
  std::array<int, 3> factor_{1, 1, 1};  // from the finest level to the first graph
  std::vector<std::int32_t> parent_;
  std::vector<Graph> graphs_;
  std::size_t levels_ = 0;  // in use; graphs keep their memory
  std::vector<Work> work_;
  std::unique_ptr<DirectSolver> direct_;
};

}  // namespace cellroute::numerics::multigrid
