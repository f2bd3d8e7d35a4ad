// The outer iteration, in double.
#pragma once

#include "sim/numerics/multigrid/aggregation.hpp"
#include "sim/numerics/multigrid/operator.hpp"

namespace cellroute::numerics::multigrid {

struct Progress {
  int iterations = 0;
  double residual = 0;  // 2-norm
};

/// Flexible preconditioned conjugate gradients: a K-cycle is not a linear map, so every direction is made
/// conjugate to the last one by its own product with it.
class ConjugateGradients {
 public:
  explicit ConjugateGradients(std::size_t n);

  /// Improves x until the 2-norm of r is at most `goal`; r is b - A x at the start and kept up to date.
  Progress operator()(const Operator& a, Aggregation& preconditioner, Field<double>& x, Field<double>& r,
                      double goal, int max_iterations);

 private:
  Field<double> p_, q_;
  Field<float> r_, z_;
};

double norm(const Field<double>& v);

}  // namespace cellroute::numerics::multigrid
