// Bounded nonlinear least squares whose model is asked for many parameter sets at once.
//
// Levenberg-Marquardt on the unit cube, projected on its faces: C. Kanzow, N. Yamashita, M. Fukushima,
// J. Comput. Appl. Math. 172 (2004) 375, doi:10.1016/j.cam.2004.02.013; damping scaled by the columns'
// norms as in J. J. More, Lect. Notes Math. 630 (1978) 105, doi:10.1007/BFb0067700. All starts advance
// side by side: one call asks for the differences of every Jacobian, the next for the trial points of
// several dampings of every start.
#pragma once

#include <functional>
#include <vector>

namespace cellroute::numerics {

/// For every parameter set a vector of residuals, (model - datum) / sd of the datum, always of the same
/// length. A set that cannot be computed gives an empty vector or one with a NaN. Noise of the model (a
/// solver's tolerance) should stay well below `difference` times the effect of a whole range.
using Residuals =
    std::function<std::vector<std::vector<double>>(const std::vector<std::vector<double>>& parameter_sets)>;

/// A parameter lies in [low, high]; on a logarithmic scale (low > 0), steps and the unit cube are in ln.
struct Bound {
  double low = 0, high = 1;
  bool logarithmic = false;
};

struct LeastSquaresOptions {
  int max_iterations = 100;
  double difference = 1e-4;         // step of the central differences, as a share of [low, high]
  double relative_decrease = 1e-8;  // stop: expected and actual decrease of the sum of squares
  double step = 1e-8;               // stop: largest move, as a share of [low, high]
  double rank_tolerance = 1e-5;     // singular values below this share of the largest count as 0
  bool known_deviation = true;      // residuals have sd 1; else it is estimated from them
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

/// From every start (inside the bounds; ones outside are moved to them), best first. A start whose
/// residuals cannot be computed ends as failed, at the end of the list.
/// Throws std::invalid_argument for reversed bounds or starts of the wrong length.
std::vector<Fit> least_squares(const Residuals& residuals, const std::vector<Bound>& bounds,
                               const std::vector<std::vector<double>>& starts,
                               const LeastSquaresOptions& options = {});

}  // namespace cellroute::numerics
