// What the neighbourhood of a fit says, linearised: variances, what cannot be told apart, which data pull.
#pragma once

#include <vector>

#include "sim/numerics/statistics/least_squares.hpp"

namespace cellroute::numerics {

/// n residuals, k parameters. Parameters at a bound count as fixed: their rows and columns are 0.
struct FitAnalysis {
  std::vector<double> jacobian;  // n x k, row by row, d residual / d parameter
  double variance = 1;           // of a residual: 1, or sum of squares / (n - rank)
  int rank = 0;                  // of the Jacobian, columns scaled to norm 1
  /// Sets of parameters that the data do not tell apart, by number (one alone: it does nothing at all).
  std::vector<std::vector<int>> not_identifiable;
  /// k x k: variance (J^T J)^-1. A parameter of such a set has infinite variance and NaN elsewhere.
  std::vector<double> covariance, correlation;
  std::vector<double> leverage;  // n: diagonal of J (J^T J)^-1 J^T, sums to the rank
  /// n: r^2 h / (rank variance (1 - h)^2). R. D. Cook, Technometrics 19 (1977) 15,
  /// doi:10.1080/00401706.1977.10489493.
  std::vector<double> cooks_distance;
  /// n x k: change of the estimate if the datum were left out, (J^T J)^-1 J_i r_i / (1 - h_i): D. A.
  /// Belsley, E. Kuh, R. E. Welsch, Regression Diagnostics (1980), eq. 2.1, doi:10.1002/0471725153.
  /// NaN for a datum that alone fixes something (h = 1), and for parameters that are not identifiable.
  std::vector<double> change_without;
};

/// Asks for 2 k parameter sets in one call. `fit` must not have failed.
/// Throws std::invalid_argument when a set next to the estimate cannot be computed.
FitAnalysis analyse_fit(const Residuals& residuals, const std::vector<Bound>& bounds, const Fit& fit,
                        const LeastSquaresOptions& options = {});

}  // namespace cellroute::numerics
