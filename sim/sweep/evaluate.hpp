// Runs in memory, for analyses that need all numbers at once: every row of a plan, or cases of one's own.
#pragma once

#include <functional>
#include <stdexcept>
#include <vector>

#include "sim/sweep/chunk.hpp"
#include "sim/sweep/engine.hpp"

namespace cellroute::sweep {

struct EvaluateOptions {
  int threads = 0;                                 // 0: every core; their number does not change a bit
  std::function<bool()> stop;                      // asked often, from any thread
  std::function<void(std::size_t runs)> progress;  // runs just done; one thread at a time
};

/// `stop` said true before the end.
struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("stopped before the end") {}
};

/// All rows of a plan, complete.
/// @throws Stopped
AllRows evaluate(const Plan& plan, const EvaluateOptions& options = {});

/// As run_cases, on threads.
/// @throws Stopped
ChunkResult evaluate_cases(const Plan& plan, const std::vector<BodyCase>& cases,
                           const std::vector<std::size_t>& of, const EvaluateOptions& options = {});

/// work(first, last) for each stretch of `together` among `count` things, from several threads at once.
/// @throws Stopped, and what `work` throws
void in_groups(std::size_t count, std::size_t together, const EvaluateOptions& options,
               const std::function<void(std::size_t first, std::size_t last)>& work);

}  // namespace cellroute::sweep
