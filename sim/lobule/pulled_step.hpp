// The gains of a time step at one place by itself, for cells whose off-rate the blood's pull makes another
// at every place: a table over the settling rate alone (step_table.hpp) cannot hold them.
#pragma once

#include <array>

#include "sim/lobule/step_table.hpp"

namespace cellroute::lobule {

struct PulledStep {
  std::array<double, padded_gains> gain{};
  FixedGains fixed{};
};

/// Exact to f dt roundings, f the fastest rate: the matrix exponential and its integral, by repeated
/// squaring of matrices without a negative entry. Columns are kept at their exact sums, so nothing is
/// lost however long the step.
PulledStep pulled_step(const LocalRates& rates, double dt, double settling, double detachment);

}  // namespace cellroute::lobule
