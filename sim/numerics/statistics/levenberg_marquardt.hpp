// The iteration under least_squares and profile_likelihood: many bounded problems that share one
// model advance side by side, in coordinates u in [0, 1] between the bounds.
#pragma once

#include <span>
#include <vector>

#include "sim/numerics/statistics/least_squares.hpp"

namespace cellroute::numerics {

/// Parameter value at u, and u at a value (limited to [0, 1]).
double value_in(const Bound& bound, double u);
double unit_in(const Bound& bound, double value);
/// d value / d u.
double slope_in(const Bound& bound, double u);
std::vector<double> values_in(const std::vector<Bound>& bounds, std::span<const double> u);
/// Throws std::invalid_argument for reversed or empty bounds, or a logarithmic one from 0 or below.
void check_bounds(const std::vector<Bound>& bounds);

/// Sum of squares; NaN when there are none or one is not finite.
double sum_of_squares(std::span<const double> residuals);

/// One problem: where it starts, which coordinates stay; afterwards where it ended.
struct Descent {
  std::vector<double> u;
  std::vector<bool> fixed;
  std::vector<double> residuals;
  double sum = 0;
  StopReason stop = StopReason::failed;
  int iterations = 0;
};
void descend(const Residuals& residuals, const std::vector<Bound>& bounds, std::vector<Descent>& problems,
             const LeastSquaresOptions& options);

/// Jacobians d residual / d u at several points in one call: n x k row by row, columns of fixed
/// coordinates 0. Differences are central; at a face of the cube one-sided, of second order. Empty when
/// a set that is needed cannot be computed.
std::vector<std::vector<double>> unit_jacobians(const Residuals& residuals, const std::vector<Bound>& bounds,
                                                const std::vector<const Descent*>& problems, double step);

}  // namespace cellroute::numerics
