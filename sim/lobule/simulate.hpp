// Run a lobule case: flow, circulating cells, local kinetics, zones.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/fields.hpp"
#include "models/lobule/case.hpp"
#include "sim/lobule/error.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// A run that had to stop: NaN, a negative state, a step size that vanished, a solver that failed.
/// `what()` names the state, the class, the place and the time.
struct SimulationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Every contradiction in a case, in words; empty when it can be run.
std::vector<std::string> check(const LobuleCase& lobule_case);

/// @param sink is given the fields at every output time, when set
/// @param after_step is called with the time [s] reached after every step, when set; what it throws ends
///        the run
/// @throws LobuleError for a case that makes no sense or cannot be perfused, SimulationError
LobuleResult simulate(const LobuleCase& lobule_case, const FieldSink& sink = {},
                      const std::function<void(double)>& after_step = {});

}  // namespace cellroute::lobule
