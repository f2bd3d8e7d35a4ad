// Variance-based sensitivity: the design, and first-order and total indices from it.
//
// Base point n has two independent halves a, b of k numbers; its k + 2 consecutive rows are
//   a,  b,  and for every parameter i: a with its number i taken from b  (called c_i).
// A. Saltelli et al., Comput. Phys. Commun. 181 (2010) 259, doi:10.1016/j.cpc.2009.09.018.
//
// Base points are dealt in turn to R independent scrambles of the Sobol sequence (R a power of two).
// Inside one scramble they are as even as Sobol points can be; across scrambles they are independent,
// and only that gives an honest interval: resampling the points of one scramble as if they were
// independent is mostly far too wide and, where two dimensions are badly matched, too narrow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/numerics/statistics/resampling.hpp"
#include "sim/numerics/statistics/sobol_sequence.hpp"

namespace cellroute::numerics {

class SaltelliDesign {
 public:
  static constexpr int default_scrambles = 16;
  /// 2 * parameters dimensions of the Sobol sequence are used. `replicate`: designs of one seed with
  /// different replicate are independent. Throws std::invalid_argument for no parameters, too many, or
  /// scrambles that are no power of two.
  SaltelliDesign(int parameters, std::uint64_t seed, int scrambles = default_scrambles,
                 std::uint64_t replicate = 0);
  int parameters() const { return parameters_; }
  int scrambles() const { return static_cast<int>(sequences_.size()); }
  int rows_per_base_point() const { return parameters_ + 2; }
  /// Row `row` = base point * (k + 2) + place, `parameters` numbers in (0, 1).
  void point(std::uint64_t row, std::span<double> point) const;

 private:
  int parameters_;
  std::vector<SobolSequence> sequences_;
};

/// Shares of the variance of a metric.
struct SobolIndex {
  double first = 0, total = 0;
  Interval first_interval, total_interval;
};

struct SobolIndices {
  std::vector<SobolIndex> parameters;
  double mean = 0, variance = 0;
  std::size_t base_points = 0;  // used
  std::size_t dropped = 0;      // base points with a row that is not finite
  bool from_scrambles = true;   // intervals: between scrambles, else bootstrap over base points
};

/// `values`: one metric, row by row of the design's first base points.
///   first: S_i = mean (f(b) - m)(f(c_i) - f(a)) / V       Saltelli 2010, table 2(b), centred
///   total: T_i = mean (f(a) - f(c_i))^2 / (2 V)           M. J. W. Jansen, Comput. Phys. Commun. 117
///                                                         (1999) 35, doi:10.1016/S0010-4655(98)00154-4
/// Intervals: Student's t of the R - 1 differences between scrambles (A. B. Owen, Error estimation for
/// quasi-Monte Carlo, arXiv:2501.00150), by the jackknife that leaves one scramble out at a time. With
/// one scramble, or points of one alone: bootstrap over base points, not to be trusted.
/// No variance gives NaN indices. Throws std::invalid_argument when the rows are no whole number of
/// base points.
SobolIndices sobol_indices(int parameters, int scrambles, std::span<const double> values,
                           const Bootstrap& bootstrap = {});

}  // namespace cellroute::numerics
