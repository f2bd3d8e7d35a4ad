#include "sim/lobule/step_table.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::lobule {

namespace {

// The interpolation's error is (3/128) (width dt)^4, relative: 7e-13 at this spacing.
constexpr double node_width = 0.0024;  // settling rate times dt between nodes
constexpr int most_nodes = 2048;

LocalCells from(const LocalMatrix& matrix, double dt, LocalState state) {
  LocalCells y{};
  y[state] = 1;
  return advance(matrix, dt, y);
}

}  // namespace

double StepTable::longest_step(double lowest, double highest) {
  return highest > lowest ? node_width * (most_nodes - 4) / (highest - lowest) : infinity;
}

StepTable::StepTable(const LocalRates& of, double dt, double lowest, double highest) : lowest_(lowest) {
  LocalRates rates = of;
  rates.loss_blood = 0;  // in blood, cells are the transport's business
  const double range = highest - lowest;
  const int intervals = static_cast<int>(std::ceil(range * dt / node_width));
  const int nodes = std::clamp(intervals + 1, 4, most_nodes);
  const double width = range / (nodes - 1);
  if (width > 0) per_width_ = 1 / width;
  last_start_ = nodes - 3;
  rows_.resize(nodes);
  LocalCells strained{};  // over the step, one cell in all
  if (rates.dead) {
    strained[lodged] = 1 / dt;
  } else {
    strained[trapped_fast] = rates.fast_share / dt;
    strained[trapped_slow] = (1 - rates.fast_share) / dt;
  }
  for (int i = 0; i < nodes; ++i) {
    const LocalMatrix matrix = local_matrix(rates, {0, 0, i + 1 < nodes ? lowest + i * width : highest});
    const LocalCells fast = from(matrix, dt, trapped_fast), slow = from(matrix, dt, trapped_slow),
                     new_ones = advance(matrix, dt, {}, strained);
    Row& row = rows_[i];
    row = {fast[trapped_fast],
           fast[adherent],
           fast[homed],
           fast[lodged],
           fast[lost],
           slow[trapped_slow],
           slow[adherent],
           slow[homed],
           slow[lodged],
           slow[lost],
           new_ones[trapped_fast],
           new_ones[trapped_slow],
           new_ones[adherent],
           new_ones[homed],
           new_ones[lodged],
           new_ones[lost],
           fast[in_blood],
           slow[in_blood],
           new_ones[in_blood]};
  }
  const LocalMatrix matrix = local_matrix(rates, {0, 0, lowest});
  LocalCells arriving{};
  arriving[adherent] = 1 / dt;
  const LocalCells a = from(matrix, dt, adherent), h = from(matrix, dt, homed), x = from(matrix, dt, lodged),
                   stuck = advance(matrix, dt, {}, arriving);
  fixed_ = {a[adherent],     a[homed],     a[lodged],     a[lost],     a[in_blood],
            h[homed],        h[lodged],    h[lost],       x[lodged],   x[lost],
            stuck[adherent], stuck[homed], stuck[lodged], stuck[lost], stuck[in_blood]};
}

}  // namespace cellroute::lobule
