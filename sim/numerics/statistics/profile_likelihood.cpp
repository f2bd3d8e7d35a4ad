#include "sim/numerics/statistics/profile_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "sim/numerics/statistics/fit_analysis.hpp"
#include "sim/numerics/statistics/levenberg_marquardt.hpp"
#include "sim/numerics/statistics/special_functions.hpp"

namespace cellroute::numerics {
namespace {

/// A fit with one parameter held, and the root of the rise there.
struct Place {
  std::vector<double> u;
  double root = 0;
};

/// One end: walks from the estimate outwards until the root of the rise passes the threshold's, then
/// closes in. Near the estimate that root is a straight line.
struct Walk {
  std::size_t parameter;
  double direction;                              // -1 or +1
  double target;                                 // root of the threshold
  double tolerance;                              // relative, of the root
  Place inside, outside;                         // below and above the target
  double weight_inside = 0, weight_outside = 0;  // distances to the target as regula falsi sees them
  bool bracketed = false;
  bool done = false;
  int fits = 0;
  int last_side = 0;
  double reach = 0;          // how far the next step outwards goes
  std::vector<double> lean;  // how the others move per unit of the parameter, a first guess
  ProfileEnd end;

  double edge() const { return direction > 0 ? 1 : 0; }
  double next() const;
  std::vector<double> guess(double x) const;
  void found(const Descent& descent, double least, const std::vector<Bound>& bounds, int max_fits);
  void finish(const Place& at, double x, const std::vector<Bound>& bounds);
};

double Walk::next() const {
  if (!bracketed) return std::clamp(inside.u[parameter] + direction * reach, 0.0, 1.0);
  const double a = inside.u[parameter], b = outside.u[parameter];
  const double share = weight_inside / (weight_inside + weight_outside);
  return a + std::clamp(share, 0.02, 0.98) * (b - a);
}

std::vector<double> Walk::guess(double x) const {
  std::vector<double> u = inside.u;
  if (bracketed) {
    const double share = (x - inside.u[parameter]) / (outside.u[parameter] - inside.u[parameter]);
    for (std::size_t j = 0; j < u.size(); ++j) u[j] += share * (outside.u[j] - inside.u[j]);
  } else {
    const double away = x - inside.u[parameter];
    for (std::size_t j = 0; j < u.size(); ++j) u[j] = std::clamp(u[j] + lean[j] * away, 0.0, 1.0);
  }
  u[parameter] = x;
  return u;
}

void Walk::finish(const Place& at, double x, const std::vector<Bound>& bounds) {
  done = true;
  end.value = value_in(bounds[parameter], x);
  end.parameters = values_in(bounds, at.u);
}

void Walk::found(const Descent& descent, double least, const std::vector<Bound>& bounds, int max_fits) {
  ++fits;
  const double x = descent.u[parameter];
  if (descent.stop == StopReason::failed) {
    // Cannot be computed there: try half as far, without taking it for the threshold.
    reach /= 2;
    if (fits >= max_fits || reach < 1e-6 || bracketed) {
      end.failed = true;
      finish(inside, inside.u[parameter], bounds);
    }
    return;
  }
  const Place here{descent.u, std::sqrt(std::max(0.0, descent.sum - least))};
  const double off = here.root - target;
  const double before = bracketed ? outside.u[parameter] : inside.u[parameter];
  const double root_before = bracketed ? outside.root : inside.root;
  if (std::fabs(off) <= tolerance * target) {
    // The rest along the straight line from the place before.
    const double gained = here.root - root_before;
    const double rest = std::fabs(gained) > 2 * std::fabs(off) ? -off * (x - before) / gained : 0;
    finish(here, std::clamp(x + rest, 0.0, 1.0), bounds);
    return;
  }
  if (off > 0) {
    outside = here;
    weight_outside = off;
    if (!bracketed) weight_inside = target - inside.root;
    // Illinois: an end that stays twice has its weight halved.
    if (bracketed && last_side > 0) weight_inside /= 2;
    bracketed = true;
    last_side = 1;
  } else {
    if (!bracketed) {
      if (x == edge()) {
        end.open = true;
        finish(here, x, bounds);
        return;
      }
      const double gained = here.root - inside.root, went = std::fabs(x - inside.u[parameter]);
      // As far as a straight line says and a bit more.
      const double wanted = gained > 0 ? 1.1 * (target - here.root) * went / gained : 4 * went;
      if (went > 0) {
        for (std::size_t j = 0; j < lean.size(); ++j) {
          lean[j] = (here.u[j] - inside.u[j]) / (x - inside.u[parameter]);
        }
      }
      reach = std::clamp(wanted, 0.05 * went, 4 * went);
    }
    inside = here;
    weight_inside = -off;
    if (bracketed && last_side < 0) weight_outside /= 2;
    if (bracketed) last_side = -1;
  }
  const bool narrow = bracketed && std::fabs(outside.u[parameter] - inside.u[parameter]) < 1e-7;
  if (narrow || fits >= max_fits) {
    end.failed = !narrow;
    finish(inside, inside.u[parameter], bounds);
  }
}

/// First steps and directions, from the linearised fit.
Walk first_step(std::size_t parameter, double direction, const Descent& minimum, double target,
                double tolerance, const FitAnalysis& analysis, const std::vector<Bound>& bounds) {
  const std::size_t k = bounds.size();
  Walk walk;
  walk.parameter = parameter;
  walk.direction = direction;
  walk.target = target;
  walk.tolerance = tolerance;
  walk.inside = {minimum.u, 0};
  walk.lean.assign(k, 0.0);
  const double variance = analysis.covariance[parameter * k + parameter] / analysis.variance;
  const double slope = slope_in(bounds[parameter], minimum.u[parameter]);
  constexpr double blind = 0.05;  // of the range, when the linearised fit says nothing
  walk.reach = variance > 0 && std::isfinite(variance)
                   ? std::clamp(std::sqrt(variance) / slope * target, 1e-6, 0.3)
                   : blind;
  for (std::size_t j = 0; j < k; ++j) {
    const double both = analysis.covariance[parameter * k + j];
    if (j == parameter || !std::isfinite(both) || !(variance > 0) || !std::isfinite(variance)) continue;
    const double in_units = both / (variance * analysis.variance);
    walk.lean[j] = in_units * slope / slope_in(bounds[j], minimum.u[j]);
  }
  return walk;
}

}  // namespace

Profile profile_likelihood(const Residuals& residuals, const std::vector<Bound>& bounds, const Fit& fit,
                           const ProfileOptions& options) {
  check_bounds(bounds);
  if (fit.stop == StopReason::failed) throw std::invalid_argument("a failed fit has no profile");
  const std::size_t k = bounds.size();
  const FitAnalysis analysis = analyse_fit(residuals, bounds, fit, options.fit);
  const double freedom = static_cast<double>(fit.residuals.size()) - static_cast<double>(k);
  Profile profile;
  if (options.fit.known_deviation) {
    profile.threshold = chi_square_quantile(options.confidence, 1);
  } else {
    if (freedom < 1) throw std::invalid_argument("no residuals are left over to estimate their deviation");
    profile.threshold = fit.sum_of_squares / freedom * f_quantile(options.confidence, 1, freedom);
  }
  profile.least = fit.sum_of_squares;
  profile.least_at = fit.estimate;

  Descent minimum;
  for (std::size_t j = 0; j < k; ++j) minimum.u.push_back(unit_in(bounds[j], fit.estimate[j]));
  std::vector<Walk> walks;
  for (std::size_t j = 0; j < k; ++j) {
    for (const double direction : {-1.0, 1.0}) {
      walks.push_back(first_step(j, direction, minimum, std::sqrt(profile.threshold), options.tolerance,
                                 analysis, bounds));
      if (minimum.u[j] == walks.back().edge()) {
        walks.back().end.open = true;
        walks.back().finish(walks.back().inside, minimum.u[j], bounds);
      }
    }
  }

  // A fit only has to say how far the rise is from the threshold.
  LeastSquaresOptions fitting = options.fit;
  fitting.relative_decrease =
      std::max(fitting.relative_decrease,
               1e-3 * options.tolerance * profile.threshold / (fit.sum_of_squares + profile.threshold));
  for (;;) {
    std::vector<Descent> problems;
    std::vector<Walk*> going;
    for (Walk& walk : walks) {
      if (walk.done) continue;
      Descent problem;
      problem.u = walk.guess(walk.next());
      problem.fixed.assign(k, false);
      problem.fixed[walk.parameter] = true;
      problems.push_back(std::move(problem));
      going.push_back(&walk);
    }
    if (going.empty()) break;
    descend(residuals, bounds, problems, fitting);
    for (std::size_t w = 0; w < going.size(); ++w) {
      if (problems[w].stop != StopReason::failed && problems[w].sum < profile.least) {
        profile.least = problems[w].sum;
        profile.least_at = values_in(bounds, problems[w].u);
      }
      going[w]->found(problems[w], fit.sum_of_squares, bounds, options.max_fits);
    }
  }
  for (std::size_t j = 0; j < k; ++j) {
    profile.parameters.push_back({std::move(walks[2 * j].end), std::move(walks[2 * j + 1].end)});
  }
  return profile;
}

}  // namespace cellroute::numerics
