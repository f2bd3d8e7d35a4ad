// Profile-likelihood intervals of the parameters of a fit.
//
// The end of the interval of parameter j is where S_j(x) = min over the others of the sum of squares
// has risen by q above the minimum: q = quantile of chi-square(1) when the residuals' deviation is
// known, s^2 times that of F(1, n - k) when it is estimated. A. Raue et al., Bioinformatics 25 (2009)
// 1923, doi:10.1093/bioinformatics/btp358; D. M. Bates, D. G. Watts, Nonlinear Regression Analysis and
// Its Applications (1988), ch. 6, doi:10.1002/9780470316757.
//
// Both sides of all parameters are walked side by side, so that simulations go in large batches.
#pragma once

#include <vector>

#include "sim/numerics/statistics/intervals.hpp"
#include "sim/numerics/statistics/least_squares.hpp"

namespace cellroute::numerics {

struct ProfileOptions {
  double confidence = 0.95;
  double tolerance = 0.01;  // of the root of the rise, relative: an end is that exact in standard errors
  int max_fits = 40;        // per end
  LeastSquaresOptions fit;
};

struct ProfileEnd {
  double value = 0;                // the end of the interval, or the bound
  bool open = false;               // the bound was reached below the threshold: no end inside the bounds
  bool failed = false;             // fits failed or ran out before the end was found
  std::vector<double> parameters;  // the best fit there
};

struct ProfiledParameter {
  ProfileEnd low, high;
  Interval interval() const { return {low.value, high.value}; }
};

struct Profile {
  std::vector<ProfiledParameter> parameters;
  double threshold = 0;  // rise of the sum of squares
  /// The least sum of squares met on the way, and where: below the fit's, the fit was no minimum.
  double least = 0;
  std::vector<double> least_at;
};

/// `fit` is the minimum, from least_squares with the same bounds.
Profile profile_likelihood(const Residuals& residuals, const std::vector<Bound>& bounds, const Fit& fit,
                           const ProfileOptions& options = {});

}  // namespace cellroute::numerics
