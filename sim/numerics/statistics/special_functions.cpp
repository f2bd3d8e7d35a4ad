#include "sim/numerics/statistics/special_functions.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

namespace cellroute::numerics {
namespace {

namespace policies = boost::math::policies;
/// Double arithmetic throughout: long double would triple the time of a sample and gain one digit.
using Double = policies::policy<policies::promote_double<false>>;

}  // namespace

double normal_cumulative(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

double normal_inverse(double p) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, Double()); }

double beta_quantile(double p, double a, double b) { return boost::math::ibeta_inv(a, b, p); }

double beta_cumulative(double x, double a, double b) { return boost::math::ibeta(a, b, x); }

double student_t_quantile(double p, double degrees) { return quantile(boost::math::students_t(degrees), p); }

double chi_square_quantile(double p, double degrees) {
  return quantile(boost::math::chi_squared(degrees), p);
}

double f_quantile(double p, double degrees_above, double degrees_below) {
  return quantile(boost::math::fisher_f(degrees_above, degrees_below), p);
}

double binomial_cumulative(double k, double n, double p) {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return cdf(boost::math::binomial(n, p), k);
}

}  // namespace cellroute::numerics
