// Intervals of a proportion and of a quantile; quantiles of a sample.
#pragma once

#include <cstdint>
#include <span>

namespace cellroute::numerics {

struct Interval {
  double low = 0, high = 0;
  bool contains(double x) const { return low <= x && x <= high; }
  double half_width() const { return (high - low) / 2; }
};

/// Wilson's score interval of a proportion: the p for which |x/n - p| = z sqrt(p (1 - p) / n).
/// E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209, doi:10.1080/01621459.1927.10502953.
/// 0 <= successes <= trials; no trials give [0, 1].
Interval wilson_interval(std::int64_t successes, std::int64_t trials, double confidence = 0.95);

/// Quantiles of Beta(x + 1/2, n - x + 1/2), with 0 at x = 0 and 1 at x = n.
/// L. D. Brown, T. T. Cai, A. DasGupta, Stat. Sci. 16 (2001) 101, doi:10.1214/ss/1009213286.
Interval jeffreys_interval(std::int64_t successes, std::int64_t trials, double confidence = 0.95);

/// Exact: covers with at least the confidence for every p.
/// C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404, doi:10.1093/biomet/26.4.404.
Interval clopper_pearson_interval(std::int64_t successes, std::int64_t trials, double confidence = 0.95);

/// Sample quantile at p in [0, 1], linear between order statistics x_(1 + (n - 1) p): type 7 of
/// R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996) 361, doi:10.1080/00031305.1996.10473566.
/// `sorted` ascending without NaN; empty gives NaN.
double quantile_of_sorted(std::span<const double> sorted, double p);
/// The same of numbers in any order; those that are not finite are left out.
double quantile(std::span<const double> values, double p);

/// Interval [x_(l), x_(u)] of the quantile at p that covers with at least the confidence whatever the
/// distribution, from the binomial distribution of how many numbers lie below it, with at most half of
/// the rest on each side. An end that no order statistic can serve is infinite.
/// H. A. David, H. N. Nagaraja, Order Statistics (2003), sec. 7.1, doi:10.1002/0471722162.
Interval quantile_interval(std::span<const double> values, double p, double confidence = 0.95);

}  // namespace cellroute::numerics
