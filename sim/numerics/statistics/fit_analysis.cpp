#include "sim/numerics/statistics/fit_analysis.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

#include "sim/numerics/statistics/decompositions.hpp"
#include "sim/numerics/statistics/levenberg_marquardt.hpp"

namespace cellroute::numerics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The Jacobian of the free parameters, columns scaled to norm 1, taken apart.
struct Parts {
  std::vector<int> parameters;  // of its columns
  VectorXd scale;
  MatrixXd left, right;  // singular vectors
  VectorXd sigma;
  Index rank = 0;
};

/// Sets of columns that null vectors tie together. The projector on the null space does not depend on
/// which vectors span it; columns i, j belong together where its entry is no accident.
std::vector<std::vector<int>> tied(const Parts& parts) {
  const Index columns = parts.right.cols(), nullity = columns - parts.rank;
  if (nullity == 0) return {};
  const MatrixXd null = parts.right.rightCols(nullity);
  const MatrixXd projector = null * null.transpose();
  constexpr double part_of = 1e-4;   // a weight below 1 % in a null vector is none
  constexpr double together = 0.05;  // correlation below which columns are apart
  std::vector<std::vector<int>> sets;
  std::vector<bool> seen(static_cast<std::size_t>(columns), false);
  for (Index first = 0; first < columns; ++first) {
    if (seen[static_cast<std::size_t>(first)] || projector(first, first) < part_of) continue;
    std::vector<Index> open = {first};
    std::vector<int> set;
    seen[static_cast<std::size_t>(first)] = true;
    while (!open.empty()) {
      const Index i = open.back();
      open.pop_back();
      set.push_back(parts.parameters[static_cast<std::size_t>(i)]);
      for (Index j = 0; j < columns; ++j) {
        const double both = std::sqrt(projector(i, i) * projector(j, j));
        if (seen[static_cast<std::size_t>(j)] || projector(j, j) < part_of) continue;
        if (std::fabs(projector(i, j)) < together * both) continue;
        seen[static_cast<std::size_t>(j)] = true;
        open.push_back(j);
      }
    }
    std::sort(set.begin(), set.end());
    sets.push_back(std::move(set));
  }
  return sets;
}

}  // namespace

FitAnalysis analyse_fit(const Residuals& residuals, const std::vector<Bound>& bounds, const Fit& fit,
                        const LeastSquaresOptions& options) {
  check_bounds(bounds);
  const std::size_t n = fit.residuals.size(), k = bounds.size();
  Descent here;
  for (std::size_t j = 0; j < k; ++j) here.u.push_back(unit_in(bounds[j], fit.estimate[j]));
  here.fixed = fit.at_bound;
  here.residuals = fit.residuals;
  FitAnalysis analysis;
  analysis.jacobian = unit_jacobians(residuals, bounds, {&here}, options.difference)[0];
  if (analysis.jacobian.size() != n * k || n == 0) {
    throw std::invalid_argument("the model cannot be computed next to the estimate");
  }
  double largest = 0;
  std::vector<double> norm(k, 0.0);
  for (std::size_t j = 0; j < k; ++j) {
    const double slope = slope_in(bounds[j], here.u[j]);
    for (std::size_t i = 0; i < n; ++i) {
      double& entry = analysis.jacobian[i * k + j];
      norm[j] += entry * entry;
      entry /= slope;
    }
    norm[j] = std::sqrt(norm[j]);
    largest = std::max(largest, norm[j]);
  }

  // A parameter without effect over its whole range, as far as differences can tell, has no column.
  Parts parts;
  for (std::size_t j = 0; j < k; ++j) {
    if (fit.at_bound[j]) continue;
    if (norm[j] > options.rank_tolerance * largest) {
      parts.parameters.push_back(static_cast<int>(j));
    } else {
      analysis.not_identifiable.push_back({static_cast<int>(j)});
    }
  }
  const auto rows = static_cast<Index>(n), columns = static_cast<Index>(parts.parameters.size());
  MatrixXd scaled(rows, columns);
  parts.scale.resize(columns);
  for (Index c = 0; c < columns; ++c) {
    const auto j = static_cast<std::size_t>(parts.parameters[static_cast<std::size_t>(c)]);
    for (Index i = 0; i < rows; ++i) scaled(i, c) = analysis.jacobian[static_cast<std::size_t>(i) * k + j];
    parts.scale[c] = scaled.col(c).norm();
    scaled.col(c) /= parts.scale[c];
  }
  if (columns > 0) {
    const SingularParts svd = singular_parts(scaled, true);
    parts.sigma = svd.sigma;
    while (parts.rank < parts.sigma.size() &&
           parts.sigma[parts.rank] > options.rank_tolerance * parts.sigma[0]) {
      ++parts.rank;
    }
    parts.left = svd.left.leftCols(parts.rank);
    parts.right = svd.right;
    for (auto& set : tied(parts)) analysis.not_identifiable.push_back(std::move(set));
  } else {
    parts.left.resize(rows, 0);
    parts.right.resize(0, 0);
  }
  analysis.rank = static_cast<int>(parts.rank);
  const double freedom = static_cast<double>(n) - analysis.rank;
  analysis.variance = options.known_deviation ? 1 : freedom > 0 ? fit.sum_of_squares / freedom : nan;

  std::vector<bool> unknown(k, false);
  for (const auto& set : analysis.not_identifiable) {
    for (const int j : set) unknown[static_cast<std::size_t>(j)] = true;
  }
  // (J^T J)^-1 = (V / sigma) (V / sigma)^T with the columns' scale undone; pull = (J^T J)^-1 J^T.
  const MatrixXd inverse =
      parts.right.leftCols(parts.rank) * parts.sigma.head(parts.rank).cwiseInverse().asDiagonal();
  MatrixXd factor = MatrixXd::Zero(static_cast<Index>(k), parts.rank);
  for (Index c = 0; c < columns; ++c) {
    factor.row(parts.parameters[static_cast<std::size_t>(c)]) = inverse.row(c) / parts.scale[c];
  }
  const MatrixXd covariance = analysis.variance * (factor * factor.transpose());
  const MatrixXd pull = factor * parts.left.transpose();
  analysis.covariance.assign(k * k, 0.0);
  analysis.correlation.assign(k * k, 0.0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      const auto a = static_cast<Index>(i), b = static_cast<Index>(j);
      double& entry = analysis.covariance[i * k + j];
      double& correlation = analysis.correlation[i * k + j];
      if (unknown[i] || unknown[j]) {
        entry = i == j ? infinity : nan;
        correlation = i == j ? 1 : nan;
        continue;
      }
      entry = covariance(a, b);
      const double both = std::sqrt(covariance(a, a) * covariance(b, b));
      correlation = both > 0 ? covariance(a, b) / both : 0;
    }
  }

  analysis.change_without.assign(n * k, nan);
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = static_cast<Index>(i);
    const double h = parts.left.row(row).squaredNorm(), r = fit.residuals[i];
    analysis.leverage.push_back(h);
    const bool alone = 1 - h < 1e-9;
    analysis.cooks_distance.push_back(
        alone ? nan : r * r * h / (analysis.rank * analysis.variance * (1 - h) * (1 - h)));
    for (std::size_t j = 0; j < k; ++j) {
      if (alone || unknown[j]) continue;
      analysis.change_without[i * k + j] = pull(static_cast<Index>(j), row) * r / (1 - h);
    }
  }
  return analysis;
}

}  // namespace cellroute::numerics
