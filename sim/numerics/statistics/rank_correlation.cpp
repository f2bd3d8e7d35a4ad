#include "sim/numerics/statistics/rank_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/numerics/statistics/decompositions.hpp"
#include "sim/numerics/statistics/special_functions.hpp"

namespace cellroute::numerics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Fisher's z with the variance of a rank correlation, for `n` free rows.
Interval fisher_interval(double r, double n, double confidence) {
  if (std::isnan(r)) return {nan, nan};
  if (n < 4) return {-1, 1};
  if (std::fabs(r) >= 1) return {r, r};
  const double z = normal_inverse((1 + confidence) / 2);
  const double half = z * std::sqrt((1 + r * r / 2) / (n - 3));
  return {std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
}

/// Ranks less their mean, scaled to norm 1; all 0 when the values are all equal.
VectorXd standard_ranks(std::span<const double> values) {
  const std::vector<double> rank = ranks(values);
  VectorXd standard = Eigen::Map<const VectorXd>(rank.data(), static_cast<Index>(rank.size()));
  standard.array() -= (static_cast<double>(rank.size()) + 1) / 2;
  const double norm = standard.norm();
  if (norm > 0) standard /= norm;
  return standard;
}

}  // namespace

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i + 1;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    const double shared = (static_cast<double>(i) + static_cast<double>(end) + 1) / 2;
    for (; i < end; ++i) rank[order[i]] = shared;
  }
  return rank;
}

RankCorrelation spearman(std::span<const double> x, std::span<const double> y, double confidence) {
  if (x.size() != y.size()) throw std::invalid_argument("two columns of unequal length");
  std::vector<double> a, b;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
    a.push_back(x[i]);
    b.push_back(y[i]);
  }
  RankCorrelation found;
  found.used = a.size();
  const VectorXd left = standard_ranks(a), right = standard_ranks(b);
  const bool constant = a.size() < 2 || left.isZero(0) || right.isZero(0);
  found.value = constant ? nan : std::clamp(left.dot(right), -1.0, 1.0);
  found.interval = fisher_interval(found.value, static_cast<double>(found.used), confidence);
  return found;
}

std::vector<RankCorrelation> partial_rank_correlation(std::span<const double> x, int columns,
                                                      std::span<const double> y, double confidence) {
  const auto k = static_cast<std::size_t>(columns);
  if (columns < 1 || x.size() != k * y.size()) {
    throw std::invalid_argument("the table of parameters does not fit the metric");
  }
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const auto row = x.subspan(i * k, k);
    const bool known = std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); });
    if (known && std::isfinite(y[i])) rows.push_back(i);
  }
  std::vector<double> column(rows.size());
  const auto standard = [&](auto value) {
    for (std::size_t i = 0; i < rows.size(); ++i) column[i] = value(rows[i]);
    return standard_ranks(column);
  };
  MatrixXd rank(static_cast<Index>(rows.size()), static_cast<Index>(k));
  for (std::size_t j = 0; j < k; ++j) {
    rank.col(static_cast<Index>(j)) = standard([&](std::size_t i) { return x[i * k + j]; });
  }
  const VectorXd metric = standard([&](std::size_t i) { return y[i]; });

  // With C the correlations of the columns and c those with the metric, P = C^-1 and b = P c:
  // partial r_j = b_j / sqrt(P_jj (1 - c.b) + b_j^2). A null vector of C ties columns together; those in
  // it have no partial correlation, and for all others the pseudo-inverse is right.
  const MatrixXd among = rank.transpose() * rank;
  const VectorXd with = rank.transpose() * metric;
  const Eigenpairs eigen = symmetric_eigenpairs(among);
  constexpr double none = 1e-10;
  MatrixXd inverse = MatrixXd::Zero(among.rows(), among.cols());
  VectorXd tied = VectorXd::Zero(among.rows());
  for (Index e = 0; e < among.rows(); ++e) {
    const VectorXd vector = eigen.vectors.col(e);
    if (eigen.values[e] > none) {
      inverse += vector * vector.transpose() / eigen.values[e];
    } else {
      tied += vector.cwiseAbs2();
    }
  }
  const VectorXd slope = inverse * with;
  const double unexplained = std::max(0.0, 1 - with.dot(slope));
  const double free_rows = static_cast<double>(rows.size()) - static_cast<double>(k - 1);
  std::vector<RankCorrelation> found(k);
  for (std::size_t j = 0; j < k; ++j) {
    const auto c = static_cast<Index>(j);
    const double own = inverse(c, c) * unexplained + slope[c] * slope[c];
    const bool has = tied[c] < 1e-6 && own > 0 && free_rows >= 2 && !metric.isZero(0);
    found[j].value = has ? std::clamp(slope[c] / std::sqrt(own), -1.0, 1.0) : nan;
    found[j].used = rows.size();
    found[j].interval = fisher_interval(found[j].value, free_rows, confidence);
  }
  return found;
}

}  // namespace cellroute::numerics
