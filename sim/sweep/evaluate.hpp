// Every row of a plan in memory: for analyses that need all numbers at once.
#pragma once

#include <functional>
#include <stdexcept>
#include <vector>

#include "sim/sweep/chunk.hpp"

namespace cellroute::sweep {

struct Evaluation {
  std::size_t metrics = 0;
  std::vector<double> values;        // [rows x metrics], SI; NaN in rows that failed
  std::vector<RowFailure> failures;  // in order of rows

  double at(std::size_t row, std::size_t metric) const { return values[row * metrics + metric]; }
};

struct EvaluateOptions {
  int threads = 0;                                 // 0: every core
  std::function<bool()> stop;                      // asked often, from any thread
  std::function<void(std::size_t rows)> progress;  // rows just done; one thread at a time
};

/// The same numbers for any number of threads.
/// @throws Stopped once `stop` says true
Evaluation evaluate(const Plan& plan, const EvaluateOptions& options = {});

struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("stopped before the end") {}
};

}  // namespace cellroute::sweep
