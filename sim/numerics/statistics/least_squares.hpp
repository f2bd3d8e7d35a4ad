// Bounded nonlinear least squares whose model is asked for many parameter sets at once.
//
// Levenberg-Marquardt on the unit cube, projected on its faces: C. Kanzow, N. Yamashita, M. Fukushima,
// J. Comput. Appl. Math. 172 (2004) 375, doi:10.1016/j.cam.2004.02.013; damping scaled by the columns'
// norms as in J. J. More, Lect. Notes Math. 630 (1978) 105, doi:10.1007/BFb0067700. All starts advance
// side by side: one call asks for the differences of every Jacobian, the next for the trial points of
// several dampings of every start.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace cellroute::numerics {

/// For every parameter set a vector of residuals, (model - datum) / sd of the datum, always of the same
/// length. A set that cannot be computed gives an empty vector or one with a NaN.
using Residuals =
    std::function<std::vector<std::vector<double>>(const std::vector<std::vector<double>>& parameter_sets)>;

/// A parameter lies in [low, high]; on a logarithmic scale (low > 0), steps and the unit cube are in ln.
struct Bound {
  double low = 0, high = 1;
  bool logarithmic = false;
};

struct LeastSquaresOptions {
  int max_iterations = 100;
  double difference = 1e-4;          // step of the central differences, as a share of [low, high]
  double relative_decrease = 1e-10;  // stop: expected and actual decrease of the sum of squares
  double step = 1e-8;                // stop: largest move, as a share of [low, high]
  double rank_tolerance = 1e-5;      // singular values below this share of the largest count as 0
  bool known_deviation = true;       // residuals have sd 1; else it is estimated from them
};

enum class StopReason { converged, small_step, no_progress, iteration_limit, failed };
const char* words(StopReason reason);

struct Fit {
  StopReason stop = StopReason::failed;
  int start = -1;  // which start it came from
  int iterations = 0;
  std::vector<double> estimate;
  std::vector<double> residuals;
  double sum_of_squares = 0;
  std::vector<bool> at_bound;
};

/// What the neighbourhood of the estimate says, linearised. n residuals, k parameters. Parameters at a
/// bound count as fixed: their rows and columns are 0.
struct FitAnalysis {
  std::vector<double> jacobian;     // n x k, row by row, d residual / d parameter
  double variance = 1;              // of a residual: 1, or sum of squares / (n - rank)
  int rank = 0;                     // of the Jacobian, columns scaled to norm 1
  std::vector<double> covariance;   // k x k, of what is identifiable (pseudo-inverse)
  std::vector<double> correlation;  // k x k
  /// Each a set of parameters that the data do not tell apart (one alone: does nothing at all).
  std::vector<std::vector<int>> not_identifiable;
  std::vector<double> leverage;  // n: diagonal of J (J^T J)^-1 J^T
  /// Cook's distance per datum: R. D. Cook, Technometrics 19 (1977) 15, doi:10.1080/00401706.1977.10489493.
  std::vector<double> cooks_distance;
  /// n x k: change of the estimate if the datum were left out: D. A. Belsley, E. Kuh, R. E. Welsch,
  /// Regression Diagnostics (1980), eq. 2.1, doi:10.1002/0471725153.
  std::vector<double> change_without;
};

/// From every start (inside the bounds; ones outside are moved to them), best first. A start whose
/// residuals cannot be computed ends as failed, at the end of the list.
/// Throws std::invalid_argument for reversed bounds or starts of the wrong length.
std::vector<Fit> least_squares(const Residuals& residuals, const std::vector<Bound>& bounds,
                               const std::vector<std::vector<double>>& starts,
                               const LeastSquaresOptions& options = {});

/// Asks for 2 k parameter sets.
FitAnalysis analyse_fit(const Residuals& residuals, const std::vector<Bound>& bounds, const Fit& fit,
                        const LeastSquaresOptions& options = {});

}  // namespace cellroute::numerics
