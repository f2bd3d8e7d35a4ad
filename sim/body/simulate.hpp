// Run body cases: one, or many side by side in SIMD lanes. Both give the same bits.
#pragma once

#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/therapy/infusion.hpp"
#include "sim/body/result.hpp"

namespace cellroute::body {

/// A run that had to stop: NaN, a negative population, a step size that vanished.
/// `what()` names the organ, the state and the time.
struct SimulationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A parameter set that makes no sense together (flows that do not close). Lists every problem.
struct CaseError : std::runtime_error {
  explicit CaseError(std::vector<std::string> problems);
  std::vector<std::string> problems;
};

/// Every contradiction in a case, in words; empty when it can be run.
std::vector<std::string> check(const BodyCase& body_case);

/// @throws CaseError, SimulationError
BodyResult simulate(const BodyCase& body_case);

/// One outcome for each case, in order: a result, or the reason it failed. `threads` 0 uses all.
/// `stop` is asked before every step, from every thread: once it says true, what is not yet done fails.
struct Outcome {
  BodyResult result;
  std::string failure;  // empty when it succeeded
};
std::vector<Outcome> simulate(std::span<const BodyCase> cases, int threads = 0,
                              const std::function<bool()>& stop = {});

/// The same without keeping the results: each outcome is handed over once its case has ended, in no order
/// and from several threads at once. It is lent until `take` returns, and may be moved from. What `take`
/// throws ends the program: it must not throw.
using Take = std::function<void(std::size_t index, Outcome& outcome)>;
void simulate(std::span<const BodyCase> cases, int threads, const Take& take,
              const std::function<bool()>& stop = {}, const Watch& watch = {});

}  // namespace cellroute::body
