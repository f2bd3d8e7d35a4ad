// Sparse Cholesky for the coarsest level.
#pragma once

#include <memory>
#include <vector>

#include "sim/numerics/multigrid/node_level.hpp"

namespace cellroute::numerics::multigrid {

class DirectSolver {
 public:
  DirectSolver();
  ~DirectSolver();
  void factorise(const NodeLevel& graph);
  void solve(const Field<float>& b, Field<float>& x);

 private:
  struct Factors;
  std::unique_ptr<Factors> factors_;
};

}  // namespace cellroute::numerics::multigrid
