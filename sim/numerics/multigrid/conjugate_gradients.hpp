// The outer iteration: directions and residuals in float, the solution in double.
#pragma once

#include "sim/numerics/multigrid/aggregation.hpp"
#include "sim/numerics/multigrid/operator.hpp"

namespace cellroute::numerics::multigrid {

/// Flexible preconditioned conjugate gradients: a K-cycle is not a linear map, so every direction is made
/// conjugate to the last one by its own product with it.
///
/// What floats lose is made good by starting again and again from the residual b - A x found in double; the
/// last direction is kept, so that a new start costs no iterations.
class ConjugateGradients {
 public:
  explicit ConjugateGradients(std::size_t n);

  /// Forgets the last direction: for another system or right-hand side.
  void forget() { conjugate_to_last_ = false; }

  /// Improves x, whose residual is r with the 2-norm `size`, until the norm is about `goal` or floats carry
  /// no further, at least once. Returns the number of iterations.
  int operator()(Aggregation& preconditioner, const Field<double>& r, double size, double goal,
                 int max_iterations, Field<double>& x);

 private:
  Field<float> p_, q_, r_, z_;
  double energy_ = 0;  // of the last direction
  bool conjugate_to_last_ = false;
};

double norm(const Field<double>& v);

}  // namespace cellroute::numerics::multigrid
