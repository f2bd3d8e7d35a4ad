// Correlated uniforms: a Gaussian copula from rank correlations of pairs.
//
// z = Phi^-1(u), y = L z, u' = Phi(y), with L L^T the matrix of r = 2 sin(pi rho / 6), the normal
// correlation whose Spearman coefficient is rho: K. Pearson, On further methods of determining
// correlation, Drapers' Company Research Memoirs IV (1907); R. B. Nelsen, An Introduction to Copulas
// (2006), sec. 5.1, doi:10.1007/0-387-28678-0. Pairs not named are uncorrelated.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cellroute::numerics {

struct RankCorrelatedPair {
  int a = 0, b = 0;  // dimensions
  double rank_correlation = 0;
};

class GaussianCopula {
 public:
  /// In place. In (0, 1). Dimensions of no pair keep their bits, and so does the lowest of correlated ones.
  void apply(std::span<double> u) const;

 private:
  friend struct CopulaAttempt make_gaussian_copula(std::span<const RankCorrelatedPair>);
  std::vector<int> dimensions_;  // those in pairs, ascending
  std::vector<double> factor_;   // L, row by row
};

/// A copula, or why there is none.
struct CopulaAttempt {
  enum class Fault {
    none,
    bad_pair,   // a dimension with itself, a pair twice, or a coefficient outside [-1, 1]
    impossible  // the pairs contradict one another: the matrix has a negative eigenvalue
  };
  Fault fault = Fault::none;
  std::optional<GaussianCopula> copula;
  double smallest_eigenvalue = 1;
  std::vector<int> pairs;  // numbers of the pairs at fault, the worst first
};
CopulaAttempt make_gaussian_copula(std::span<const RankCorrelatedPair> pairs);

}  // namespace cellroute::numerics
