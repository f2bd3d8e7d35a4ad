// Morris screening: one-at-a-time trajectories and the elementary effects along them.
//
// M. D. Morris, Technometrics 33 (1991) 161, doi:10.1080/00401706.1991.10484804; mu* from
// F. Campolongo, J. Cariboni, A. Saltelli, Environ. Model. Softw. 22 (2007) 1509,
// doi:10.1016/j.envsoft.2006.10.004.
//
// The p levels are the middles (j + 1/2) / p of equal intervals, not 0 ... 1: the ends would be
// infinite under an unbounded distribution. The step is half of the unit interval. In each p
// consecutive trajectories every parameter starts once from each level.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/numerics/statistics/resampling.hpp"

namespace cellroute::numerics {

class MorrisDesign {
 public:
  /// Throws std::invalid_argument unless parameters >= 1 and levels is even and >= 2.
  MorrisDesign(int parameters, std::uint64_t seed, int levels = 4);
  int parameters() const { return parameters_; }
  /// Rows of one trajectory, consecutive: parameters + 1.
  int rows_per_trajectory() const { return parameters_ + 1; }
  /// Row `row` of the endless list of trajectories, `parameters` numbers in (0, 1).
  void point(std::uint64_t row, std::span<double> point) const;
  /// Which parameter each step of a trajectory moves, and by how much (+1/2 or -1/2).
  struct Step {
    int parameter;
    double change;
  };
  std::vector<Step> steps(std::uint64_t trajectory) const;

 private:
  int start_level(std::uint64_t trajectory, int parameter) const;
  double change(int level) const { return level < levels_ / 2 ? 0.5 : -0.5; }
  std::vector<int> order(std::uint64_t trajectory) const;
  int parameters_, levels_;
  std::uint64_t seed_;
};

/// What one parameter does, in the metric's unit per unit interval of the parameter.
struct ElementaryEffects {
  double mean = 0;           // mu: its sign is the direction
  double mean_absolute = 0;  // mu*: how much it matters
  double deviation = 0;      // sigma, sample standard deviation: how much that depends on the rest
  Interval mean_interval, mean_absolute_interval, deviation_interval;
  int effects = 0;  // steps both of whose rows are finite
};

/// `values`: one metric, row by row of the design's first whole trajectories. Bootstrap over
/// trajectories. An effect with a row that is not finite is left out; with less than two effects the
/// deviation and the intervals are NaN. Throws std::invalid_argument when the rows are no whole
/// number of trajectories.
std::vector<ElementaryEffects> elementary_effects(const MorrisDesign& design, std::span<const double> values,
                                                  const Bootstrap& bootstrap = {});

/// The same over several designs of equally many trajectories: the rows of the first, then of the second, ...
/// Throws as above, and when there is no design or their parameters differ in number.
std::vector<ElementaryEffects> elementary_effects(std::span<const MorrisDesign> designs,
                                                  std::span<const double> values,
                                                  const Bootstrap& bootstrap = {});

}  // namespace cellroute::numerics
