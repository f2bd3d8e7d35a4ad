#include "sim/numerics/statistics/copula.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <set>
#include <utility>

#include "sim/numerics/statistics/decompositions.hpp"
#include "sim/numerics/statistics/special_functions.hpp"

namespace cellroute::numerics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Eigenvalues down to here are rounding of 0: a perfect correlation is possible.
constexpr double rounding = -1e-12;

double normal_correlation(double rank_correlation) {
  return 2 * std::sin(std::numbers::pi * rank_correlation / 6);
}

/// L with L L^T = `matrix`, which may be singular: a dimension that those before it fix has no own part.
MatrixXd cholesky(const MatrixXd& matrix) {
  MatrixXd lower = MatrixXd::Zero(matrix.rows(), matrix.cols());
  for (Index j = 0; j < matrix.cols(); ++j) {
    const double pivot = matrix(j, j) - lower.row(j).head(j).squaredNorm();
    if (pivot <= 1e-12) continue;
    lower(j, j) = std::sqrt(pivot);
    for (Index i = j + 1; i < matrix.rows(); ++i) {
      lower(i, j) = (matrix(i, j) - lower.row(i).head(j).dot(lower.row(j).head(j))) / lower(j, j);
    }
  }
  return lower;
}

std::vector<int> bad_pairs(std::span<const RankCorrelatedPair> pairs) {
  std::vector<int> bad;
  std::set<std::pair<int, int>> seen;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const auto [a, b, rho] = pairs[p];
    const bool fits = a != b && a >= 0 && b >= 0 && std::fabs(rho) <= 1;  // NaN does not
    if (!seen.insert(std::minmax(a, b)).second || !fits) bad.push_back(static_cast<int>(p));
  }
  return bad;
}

}  // namespace

CopulaAttempt make_gaussian_copula(std::span<const RankCorrelatedPair> pairs) {
  CopulaAttempt attempt;
  attempt.pairs = bad_pairs(pairs);
  if (!attempt.pairs.empty()) {
    attempt.fault = CopulaAttempt::Fault::bad_pair;
    return attempt;
  }
  GaussianCopula copula;
  for (const RankCorrelatedPair& pair : pairs) {
    copula.dimensions_.push_back(pair.a);
    copula.dimensions_.push_back(pair.b);
  }
  std::sort(copula.dimensions_.begin(), copula.dimensions_.end());
  copula.dimensions_.erase(std::unique(copula.dimensions_.begin(), copula.dimensions_.end()),
                           copula.dimensions_.end());
  const auto place = [&](int dimension) {
    return static_cast<Index>(
        std::lower_bound(copula.dimensions_.begin(), copula.dimensions_.end(), dimension) -
        copula.dimensions_.begin());
  };
  const auto size = static_cast<Index>(copula.dimensions_.size());
  MatrixXd matrix = MatrixXd::Identity(size, size);
  for (const auto& [a, b, rho] : pairs) {
    matrix(place(a), place(b)) = matrix(place(b), place(a)) = normal_correlation(rho);
  }
  if (size > 0) {
    const Eigenpairs eigen = symmetric_eigenpairs(matrix);
    attempt.smallest_eigenvalue = eigen.values[0];
    if (attempt.smallest_eigenvalue < rounding) {
      // v^T R v = 1 + sum over pairs of 2 r v_a v_b < 0: the pairs that make it so are at fault.
      const VectorXd v = eigen.vectors.col(0);
      std::vector<std::pair<double, int>> shares;
      for (std::size_t p = 0; p < pairs.size(); ++p) {
        const Index a = place(pairs[p].a), b = place(pairs[p].b);
        shares.emplace_back(2 * matrix(a, b) * v[a] * v[b], static_cast<int>(p));
      }
      std::sort(shares.begin(), shares.end());
      constexpr double worth_naming = 0.1;  // of the worst pair's share
      for (const auto& [share, pair] : shares) {
        if (share <= worth_naming * shares[0].first) attempt.pairs.push_back(pair);
      }
      attempt.fault = CopulaAttempt::Fault::impossible;
      return attempt;
    }
  }
  const MatrixXd lower = cholesky(matrix);
  for (Index i = 0; i < size; ++i) {
    for (Index j = 0; j < size; ++j) copula.factor_.push_back(lower(i, j));
  }
  attempt.copula = std::move(copula);
  return attempt;
}

void GaussianCopula::apply(std::span<double> u) const {
  const std::size_t size = dimensions_.size();
  std::vector<double> z(size);
  for (std::size_t i = 0; i < size; ++i) z[i] = normal_inverse(u[dimensions_[i]]);
  for (std::size_t i = 0; i < size; ++i) {
    const double* row = factor_.data() + i * size;
    double sum = 0;
    bool alone = true;
    for (std::size_t j = 0; j <= i; ++j) {
      sum += row[j] * z[j];
      if (j < i && row[j] != 0) alone = false;
    }
    if (alone) continue;
    constexpr double least = 0x1p-53;  // rounding must not reach 0 or 1
    u[dimensions_[i]] = std::clamp(normal_cumulative(sum), least, 1 - least);
  }
}

}  // namespace cellroute::numerics
