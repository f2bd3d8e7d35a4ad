#include "sim/numerics/statistics/levenberg_marquardt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "sim/numerics/statistics/decompositions.hpp"

namespace cellroute::numerics {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::array<double, 4> dampings = {0.1, 1, 10, 100};  // tried at once, times the present one
constexpr double longest_move = 0.25;  // of a range: a flat place must not throw it to the other end
constexpr double least_damping = 1e-14, greatest_damping = 1e12;

/// A step to try, and what the linear model promises from it.
struct Trial {
  std::vector<double> u;
  double promised = 0;
};

/// One descent between two calls of the model.
struct State {
  Descent* problem;
  double damping = 1e-3;
  VectorXd scale;  // largest column norms so far
  std::vector<double> jacobian;
  bool fresh = false;  // the Jacobian is that of the present point
  bool going = true;

  void end(StopReason reason) {
    problem->stop = reason;
    going = false;
  }
  void use(std::vector<double> found) {
    if (found.empty()) return end(StopReason::failed);
    jacobian = std::move(found);
    fresh = true;
  }
  std::vector<Trial> trials();
  void take(const std::vector<Trial>& tried, const std::vector<std::vector<double>>& residuals,
            const LeastSquaresOptions& options);
};

/// The linear model r + J m of one point, m the moves of the coordinates.
struct LinearModel {
  Eigen::Map<const RowMajor> jacobian;
  Eigen::Map<const VectorXd> residuals;
  const VectorXd& scale;
};

/// Least squares over some of the coordinates, taken apart once for any damping.
struct Decomposed {
  std::vector<Eigen::Index> moving;
  SingularParts svd;
  Decomposed(const LinearModel& model, std::vector<Eigen::Index> coordinates)
      : moving(std::move(coordinates)) {
    MatrixXd scaled(model.jacobian.rows(), static_cast<Eigen::Index>(moving.size()));
    for (std::size_t m = 0; m < moving.size(); ++m) {
      scaled.col(static_cast<Eigen::Index>(m)) = model.jacobian.col(moving[m]) / model.scale[moving[m]];
    }
    svd = singular_parts(scaled, false);
  }
  /// The step of these coordinates from `residuals`, no coordinate further than `longest_move`.
  VectorXd step(const LinearModel& model, const VectorXd& residuals, double damping) const {
    const VectorXd along = svd.left.transpose() * residuals;
    const auto sigma = svd.sigma.array();
    const VectorXd weights = sigma / (sigma.square() + damping) * along.array();
    VectorXd move = -(svd.right * weights);
    for (std::size_t m = 0; m < moving.size(); ++m) {
      move[static_cast<Eigen::Index>(m)] /= model.scale[moving[m]];
    }
    const double longest = move.cwiseAbs().maxCoeff();
    return longest > longest_move ? VectorXd(move * (longest_move / longest)) : move;
  }
};

/// A damped step inside the cube: coordinates that would leave it stop at its face, and the others
/// are asked again with these in place.
Trial step_inside(const LinearModel& model, const Decomposed& all, const std::vector<double>& u,
                  double damping) {
  Trial trial{u, 0};
  VectorXd moved = VectorXd::Zero(model.jacobian.cols());
  const Decomposed* part = &all;
  std::optional<Decomposed> smaller;
  for (;;) {
    const VectorXd step = part->step(model, model.residuals + model.jacobian * moved, damping);
    std::vector<Eigen::Index> staying;
    bool stopped = false;
    for (std::size_t m = 0; m < part->moving.size(); ++m) {
      const Eigen::Index j = part->moving[m];
      const double from = u[static_cast<std::size_t>(j)], to = from + step[static_cast<Eigen::Index>(m)];
      if (to < 0 || to > 1) {
        moved[j] = std::clamp(to, 0.0, 1.0) - from;
        trial.u[static_cast<std::size_t>(j)] = std::clamp(to, 0.0, 1.0);
        stopped = true;
      } else {
        staying.push_back(j);
      }
    }
    if (!stopped) {
      for (std::size_t m = 0; m < part->moving.size(); ++m) {
        const Eigen::Index j = part->moving[m];
        moved[j] = step[static_cast<Eigen::Index>(m)];
        trial.u[static_cast<std::size_t>(j)] = u[static_cast<std::size_t>(j)] + moved[j];
      }
      break;
    }
    if (staying.empty()) break;
    smaller = Decomposed(model, std::move(staying));
    part = &*smaller;
  }
  trial.promised = model.residuals.squaredNorm() - (model.residuals + model.jacobian * moved).squaredNorm();
  return trial;
}

std::vector<Trial> State::trials() {
  const auto n = static_cast<Eigen::Index>(problem->residuals.size());
  const auto k = static_cast<Eigen::Index>(problem->u.size());
  const LinearModel model{{jacobian.data(), n, k}, {problem->residuals.data(), n}, scale};
  const VectorXd gradient = model.jacobian.transpose() * model.residuals;
  if (scale.size() == 0) scale = VectorXd::Zero(k);
  scale = scale.cwiseMax(model.jacobian.colwise().norm().transpose());

  // Coordinates that may move: not fixed, not pressed against a face, and of some effect.
  std::vector<Eigen::Index> moving;
  for (Eigen::Index j = 0; j < k; ++j) {
    const double u = problem->u[static_cast<std::size_t>(j)];
    const bool pressed = (u <= 0 && gradient[j] > 0) || (u >= 1 && gradient[j] < 0);
    if (!problem->fixed[static_cast<std::size_t>(j)] && !pressed && scale[j] > 0) moving.push_back(j);
  }
  if (moving.empty()) return {};
  const Decomposed all(model, std::move(moving));
  std::vector<Trial> tried;
  for (const double factor : dampings) tried.push_back(step_inside(model, all, problem->u, damping * factor));
  return tried;
}

void State::take(const std::vector<Trial>& tried, const std::vector<std::vector<double>>& residuals,
                 const LeastSquaresOptions& options) {
  const double before = problem->sum, negligible = options.relative_decrease * before;
  std::size_t best = tried.size();
  double least = before;
  for (std::size_t t = 0; t < tried.size(); ++t) {
    if (residuals[t].size() != problem->residuals.size()) continue;
    const double sum = sum_of_squares(residuals[t]);
    if (sum < least) least = sum, best = t;
  }
  if (best == tried.size()) {
    // Nothing better: the model promises nothing, or a shorter step is needed.
    double promised = 0, move = 0;
    for (const Trial& trial : tried) promised = std::max(promised, trial.promised);
    for (std::size_t j = 0; j < problem->u.size(); ++j) {
      move = std::max(move, std::fabs(tried[0].u[j] - problem->u[j]));
    }
    if (promised <= negligible) return end(StopReason::converged);
    if (move <= options.step) return end(StopReason::small_step);
    damping *= 1e3;
    if (damping > greatest_damping) end(StopReason::no_progress);
    return;
  }
  double move = 0;
  for (std::size_t j = 0; j < problem->u.size(); ++j) {
    move = std::max(move, std::fabs(tried[best].u[j] - problem->u[j]));
  }
  problem->u = tried[best].u;
  problem->residuals = residuals[best];
  problem->sum = least;
  fresh = false;
  damping = std::max(least_damping, damping * dampings[best] * (best == 0 ? 0.1 : 1));
  ++problem->iterations;
  if (least == 0 || (before - least <= negligible && tried[best].promised <= negligible)) {
    end(StopReason::converged);
  } else if (move <= options.step) {
    end(StopReason::small_step);
  } else if (problem->iterations >= options.max_iterations) {
    end(StopReason::iteration_limit);
  }
}

}  // namespace

void descend(const Residuals& residuals, const std::vector<Bound>& bounds, std::vector<Descent>& problems,
             const LeastSquaresOptions& options) {
  if (problems.empty()) return;
  std::vector<State> states;
  std::vector<std::vector<double>> sets;
  for (Descent& problem : problems) {
    states.push_back({&problem, 1e-3, {}, {}, false, true});
    sets.push_back(values_in(bounds, problem.u));
  }
  std::vector<std::vector<double>> found = residuals(sets);
  for (std::size_t s = 0; s < states.size(); ++s) {
    problems[s].residuals = std::move(found[s]);
    problems[s].sum = sum_of_squares(problems[s].residuals);
    if (std::isnan(problems[s].sum)) states[s].end(StopReason::failed);
  }
  for (;;) {
    std::vector<const Descent*> stale;
    std::vector<State*> waiting, trying;
    for (State& state : states) {
      if (!state.going || state.fresh) continue;
      stale.push_back(state.problem);
      waiting.push_back(&state);
    }
    std::vector<std::vector<double>> jacobians = unit_jacobians(residuals, bounds, stale, options.difference);
    for (std::size_t s = 0; s < waiting.size(); ++s) waiting[s]->use(std::move(jacobians[s]));

    sets.clear();
    std::vector<std::vector<Trial>> tried;
    for (State& state : states) {
      if (!state.going) continue;
      std::vector<Trial> trials = state.trials();
      if (trials.empty()) {
        state.end(StopReason::converged);
        continue;
      }
      for (const Trial& trial : trials) sets.push_back(values_in(bounds, trial.u));
      trying.push_back(&state);
      tried.push_back(std::move(trials));
    }
    if (trying.empty()) return;
    found = residuals(sets);
    std::size_t next = 0;
    for (std::size_t s = 0; s < trying.size(); ++s) {
      const auto begin = found.begin() + static_cast<std::ptrdiff_t>(next);
      next += tried[s].size();
      trying[s]->take(tried[s], {begin, found.begin() + static_cast<std::ptrdiff_t>(next)}, options);
    }
  }
}

}  // namespace cellroute::numerics
