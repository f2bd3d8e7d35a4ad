#include "sim/numerics/statistics/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

#include "sim/numerics/statistics/levenberg_marquardt.hpp"

namespace cellroute::numerics {

const char* words(StopReason reason) {
  switch (reason) {
    case StopReason::converged:
      return "the sum of squares has settled";
    case StopReason::small_step:
      return "the steps have become negligible";
    case StopReason::no_progress:
      return "no step in any direction helps (noise in the model?)";
    case StopReason::iteration_limit:
      return "the limit of iterations was reached";
    case StopReason::failed:
      return "the residuals could not be computed";
  }
  return "";
}

std::vector<Fit> least_squares(const Residuals& residuals, const std::vector<Bound>& bounds,
                               const std::vector<std::vector<double>>& starts,
                               const LeastSquaresOptions& options) {
  check_bounds(bounds);
  std::vector<Descent> problems;
  for (const std::vector<double>& start : starts) {
    if (start.size() != bounds.size()) {
      throw std::invalid_argument("a start has another number of parameters than the bounds");
    }
    Descent problem;
    for (std::size_t j = 0; j < bounds.size(); ++j) problem.u.push_back(unit_in(bounds[j], start[j]));
    problem.fixed.assign(bounds.size(), false);
    problems.push_back(std::move(problem));
  }
  descend(residuals, bounds, problems, options);

  std::vector<Fit> fits;
  for (std::size_t s = 0; s < problems.size(); ++s) {
    Descent& problem = problems[s];
    Fit fit;
    fit.stop = problem.stop;
    fit.start = static_cast<int>(s);
    fit.iterations = problem.iterations;
    fit.estimate = values_in(bounds, problem.u);
    fit.sum_of_squares = problem.sum;
    fit.residuals = std::move(problem.residuals);
    for (const double u : problem.u) fit.at_bound.push_back(u <= 0 || u >= 1);
    fits.push_back(std::move(fit));
  }
  const auto key = [](const Fit& fit) {
    return fit.stop == StopReason::failed ? std::numeric_limits<double>::infinity() : fit.sum_of_squares;
  };
  std::stable_sort(fits.begin(), fits.end(), [&](const Fit& a, const Fit& b) { return key(a) < key(b); });
  return fits;
}

}  // namespace cellroute::numerics
