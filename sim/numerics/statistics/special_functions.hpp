// Distribution functions and quantiles of the laws that statistics needs, from Boost.Math.
// Equations: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), ch. 26.
#pragma once

namespace cellroute::numerics {

/// Phi(z), with full relative accuracy in the lower tail.
double normal_cumulative(double z);
/// z with Phi(z) = p, for p in (0, 1); fast, full accuracy in both tails' own ends.
double normal_inverse(double p);
/// x with I_x(a, b) = p: quantile of the beta law, a, b > 0.
double beta_quantile(double p, double a, double b);
/// I_x(a, b), the regularised incomplete beta function.
double beta_cumulative(double x, double a, double b);
double student_t_quantile(double p, double degrees);
double chi_square_quantile(double p, double degrees);
double f_quantile(double p, double degrees_above, double degrees_below);
/// P(X <= k) of the binomial law; 0 for k < 0.
double binomial_cumulative(double k, double n, double p);

}  // namespace cellroute::numerics
