// The whole validation: read, simulate everything in one batch, judge.
#pragma once

#include <stdexcept>
#include <vector>

#include "sim/validation/score.hpp"

namespace cellroute::validation {

/// A scenario of a dataset could not be simulated; the text names both.
struct RunError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Every row of the datasets, in their order. The rows point into `datasets`, which must outlive them.
/// @param threads 0 uses every core
/// @throws RunError
std::vector<Judged> validate(const std::vector<Dataset>& datasets, int threads);

}  // namespace cellroute::validation
