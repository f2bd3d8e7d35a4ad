// The sieve of a capillary bed (equations S1 and S2 of sieve.hpp).
//
// With x = ln d, a slice of a log-normal distribution is an interval of the standard normal variable
// z, and (S1) is Phi(u) with u linear in z. The mean over the slice is therefore the integral of a
// smooth function of u against the normal density, done here by Gauss-Legendre panels of bounded width
// in z and u; where u is so far out that the extraction is 0 or 1, the integral is exact.
#include "models/cells/sieve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace cellroute {
namespace {

constexpr double tail = 7.0;          // |z| beyond which a normal distribution holds 3e-12
constexpr double negligible = 1e-13;  // extraction this close to 0 or 1 is 0 or 1
constexpr double panel_width = 1.5;   // in z and u; 16 nodes then leave less than 1e-11

// Positive half of the 16-point Gauss-Legendre rule on [-1, 1].
constexpr std::array<double, 8> nodes = {0.09501250983763744, 0.28160355077925891, 0.45801677765722739,
                                         0.61787624440264375, 0.75540440835500303, 0.86563120238783174,
                                         0.94457502307323258, 0.98940093499164993};
constexpr std::array<double, 8> weights = {0.18945061045506850, 0.18260341504492359, 0.16915651939500254,
                                           0.14959598881657673, 0.12462897125553387, 0.09515851168249278,
                                           0.06225352393864789, 0.02715245941175409};

double normal_density(double z) {
  return std::exp(-z * z / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

double normal_cdf(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

/// ln Phi is concave and Phi(-sqrt(-2 ln q)) <= q/2, so Newton's method climbs to the root from the
/// left without overshooting.
double normal_quantile(double q) {
  if (q <= 0) return -infinity;
  if (q >= 1) return infinity;
  if (q > 0.5) return -normal_quantile(1 - q);
  double z = -std::sqrt(-2 * std::log(q));
  for (int i = 0; i < 100; ++i) {
    const double p = normal_cdf(z);
    const double step = -std::log(p / q) * p / normal_density(z);
    z += step;
    if (step <= 1e-15 * (1 + std::abs(z))) break;
  }
  return z;
}

/// 1 - (1 - Phi(u))^n without cancellation at either end.
double stopped_by(double n, double u) {
  const double log_pass = u > 0 ? std::log(normal_cdf(-u)) : std::log1p(-normal_cdf(u));
  return -std::expm1(n * log_pass);
}

/// Mean of 1 - (1 - Phi(offset + slope z))^n over z in [a, b] of a standard normal, times the
/// probability of [a, b].
double integrate(double n, double offset, double slope, double a, double b) {
  if (b <= a) return 0;
  const int panels = std::max(1, static_cast<int>(std::ceil((b - a) * std::max(1.0, slope) / panel_width)));
  const double half = (b - a) / (2 * panels);
  double sum = 0;
  for (int panel = 0; panel < panels; ++panel) {
    const double middle = a + (2 * panel + 1) * half;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      for (const double z : {middle - half * nodes[i], middle + half * nodes[i]})
        sum += weights[i] * normal_density(z) * stopped_by(n, offset + slope * z);
  }
  return sum * half;
}

/// (S2) for one path.
double path_extraction(double m, double sg, double n, const DiameterSlice& slice, NormalInterval z,
                       double scale) {
  if (n <= 0) return 0;
  const double width = std::log(sg);
  const double offset = std::log(scale * slice.median / m) / width;
  const double slope = std::log(slice.geometric_sd) / width;
  if (z.b <= z.a) return stopped_by(n, offset + slope * z.a);

  const NormalInterval u = undecided(n);
  const double low = std::clamp((u.a - offset) / slope, z.a, z.b);
  const double high = std::clamp((u.b - offset) / slope, low, z.b);
  const double stopped = integrate(n, offset, slope, low, high) + normal_mass(high, z.b);
  return std::clamp(stopped / normal_mass(z.a, z.b), 0.0, 1.0);
}

}  // namespace

/// Without cancellation in the upper tail.
double normal_mass(double a, double b) {
  return a > 0 ? normal_cdf(-a) - normal_cdf(-b) : normal_cdf(b) - normal_cdf(a);
}

NormalInterval interval(const DiameterSlice& slice) {
  if (slice.geometric_sd <= 1) return {0, 0};
  return {std::clamp(normal_quantile(slice.lower), -tail, tail),
          std::clamp(normal_quantile(slice.upper), -tail, tail)};
}

/// Phi(-x) <= exp(-x^2/2)/2.
NormalInterval undecided(double n) {
  return {-std::sqrt(std::max(0.0, -2 * std::log(negligible / n))),
          std::sqrt(std::max(0.0, 2 * (-std::log(negligible) / n - std::numbers::ln2)))};
}

double stop_probability(double d, double m, double sg) { return normal_cdf(std::log(d / m) / std::log(sg)); }

double mean_extraction(const Sieve& sieve, const DiameterSlice& slice, double scale) {
  const NormalInterval z = interval(slice);
  const auto path = [&](double diameter) {
    return path_extraction(diameter, sieve.geometric_sd, sieve.constrictions, slice, z, scale);
  };
  double extraction = 0;
  if (sieve.wide_share < 1) extraction += (1 - sieve.wide_share) * path(sieve.diameter);
  if (sieve.wide_share > 0) extraction += sieve.wide_share * path(sieve.wide_diameter);
  return extraction;
}

double slice_median(const DiameterSlice& slice) {
  if (slice.geometric_sd <= 1) return slice.median;
  return slice.median * std::pow(slice.geometric_sd, normal_quantile((slice.lower + slice.upper) / 2));
}

double slice_moment(const DiameterSlice& slice, double power) {
  if (slice.geometric_sd <= 1) return std::pow(slice.median, power);
  const double shift = power * std::log(slice.geometric_sd);
  const double a = normal_quantile(slice.lower), b = normal_quantile(slice.upper);
  return std::pow(slice.median, power) * std::exp(shift * shift / 2) * normal_mass(a - shift, b - shift) /
         (slice.upper - slice.lower);
}

}  // namespace cellroute
