// Sparse Cholesky for the coarsest level.
#pragma once

#include <memory>
#include <vector>

#include "sim/numerics/multigrid/graph.hpp"

namespace cellroute::numerics::multigrid {

class DirectSolver {
 public:
  DirectSolver();
  ~DirectSolver();
  void factorise(const Graph& graph);
  void solve(const std::vector<float>& b, std::vector<float>& x);

 private:
  struct Factors;
  std::unique_ptr<Factors> factors_;
};

}  // namespace cellroute::numerics::multigrid
