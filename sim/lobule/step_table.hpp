// What one time step does to the cells of a class, for every rate of settling a place may have.
//
// Between two looks at the free sites the local equations are linear, and places differ in one number,
// the settling rate a. The exact step (models/lobule/local_kinetics.hpp) is tabulated over a and read by
// cubic interpolation, whose four weights sum to 1: what is conserved at the nodes is conserved between.
#pragma once

#include <array>
#include <vector>

#include "models/lobule/local_kinetics.hpp"

namespace cellroute::lobule {

/// Shares of the cells that are at the start in one state, or arrive evenly over the step, and are at
/// the end in another. `strained` and `stuck` cells arrive; `blood` is what was released, once.
enum Gain {
  fast_fast,
  fast_adherent,
  fast_homed,
  fast_lodged,
  fast_lost,
  slow_slow,
  slow_adherent,
  slow_homed,
  slow_lodged,
  slow_lost,
  strained_fast,
  strained_slow,
  strained_adherent,
  strained_homed,
  strained_lodged,
  strained_lost,
  fast_blood,
  slow_blood,
  strained_blood,
  gains
};
inline constexpr int first_released = fast_blood;  // from here on: what comes back into the blood
inline constexpr int padded_gains = 20;            // whole vectors

/// The shares that do not depend on the settling rate.
struct FixedGains {
  double adherent_adherent, adherent_homed, adherent_lodged, adherent_lost, adherent_blood;
  double homed_homed, homed_lodged, homed_lost;
  double lodged_lodged, lodged_lost;
  double stuck_adherent, stuck_homed, stuck_lodged, stuck_lost, stuck_blood;
};

class StepTable {
 public:
  /// A table for steps of `dt` [s] and settling rates in [lowest, highest] [1/s].
  StepTable(const LocalRates& rates, double dt, double lowest, double highest);

  const FixedGains& fixed() const { return fixed_; }

  /// Gains at a settling rate, from `first` to before `last`.
  template <int first, int last>
  void read(double settling, std::array<double, padded_gains>& g) const {
    const double x = (settling - lowest_) * per_width_;
    const int node = x <= 1 ? 1 : x >= last_start_ ? last_start_ : static_cast<int>(x);
    const double u = x - node;  // 0 .. 1 between the two middle nodes of four
    const double w0 = -u * (u - 1) * (u - 2) / 6, w1 = (u + 1) * (u - 1) * (u - 2) / 2,
                 w2 = -(u + 1) * u * (u - 2) / 2, w3 = (u + 1) * u * (u - 1) / 6;
    const Row* row = rows_.data() + (node - 1);
    for (int i = first; i < last; ++i)
      g[i] = w0 * row[0][i] + w1 * row[1][i] + w2 * row[2][i] + w3 * row[3][i];
  }

  /// Longest step [s] for which a table over this range of settling rates is exact to 1e-11.
  static double longest_step(double lowest, double highest);

 private:
  using Row = std::array<double, padded_gains>;
  double lowest_, per_width_ = 0;
  int last_start_ = 1;
  std::vector<Row> rows_;
  FixedGains fixed_{};
};

}  // namespace cellroute::lobule
