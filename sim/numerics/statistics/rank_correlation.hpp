// Rank correlation: Spearman's, and partial (PRCC), with intervals.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/numerics/statistics/intervals.hpp"

namespace cellroute::numerics {

/// Ranks 1 ... n; equal numbers share the mean of their ranks.
std::vector<double> ranks(std::span<const double> values);

struct RankCorrelation {
  double value = 0;
  Interval interval;     // by Fisher's z
  std::size_t used = 0;  // rows with finite numbers
};

/// Pearson's correlation of ranks. NaN when a side is constant. Interval: tanh(artanh r +- z s) with
/// s^2 = (1 + r^2 / 2) / (n - 3), D. G. Bonett, T. A. Wright, Psychometrika 65 (2000) 23,
/// doi:10.1007/BF02294183; [-1, 1] for n < 4.
RankCorrelation spearman(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

/// Correlation of the ranks of each column of x with those of y, after a linear regression of both on
/// the ranks of all other columns. `x`: y.size() rows of `columns` numbers. Rows with a number that is
/// not finite are left out. A column that is constant, or whose ranks are a linear combination of others', is
/// NaN. S. Marino et al., J. Theor. Biol. 254 (2008) 178, doi:10.1016/j.jtbi.2008.04.011. Interval as above
/// with n - (columns - 1) in place of n (R. A. Fisher, Metron 3 (1924) 329).
std::vector<RankCorrelation> partial_rank_correlation(std::span<const double> x, int columns,
                                                      std::span<const double> y, double confidence = 0.95);

}  // namespace cellroute::numerics
