// Run a lobule case: flow, circulating cells, local kinetics, zones.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "models/lobule/case.hpp"
#include "sim/lobule/fields.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// A run that had to stop: NaN, a negative state, a step size that vanished, a solver that failed.
/// `what()` names the state, the class, the place and the time.
struct SimulationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A case that makes no sense together. Lists every problem.
struct CaseError : std::runtime_error {
  explicit CaseError(std::vector<std::string> problems);
  std::vector<std::string> problems;
};

/// Every contradiction in a case, in words; empty when it can be run.
std::vector<std::string> check(const LobuleCase& lobule_case);

/// @param sink is given the fields at every output time, when set
/// @throws CaseError, SimulationError
LobuleResult simulate(const LobuleCase& lobule_case, const FieldSink& sink = {});

}  // namespace cellroute::lobule
