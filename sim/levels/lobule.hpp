// The lobule level of a scenario: after the body, fed by it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "models/fields.hpp"
#include "sim/results/lobule_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

struct Resolved {
  std::optional<results::LobuleRecord> record;  // none when the run failed
  std::string failure;
};

/// Runs the body once more as the lobules' surroundings, then the lobules, on the threads in use.
/// @param sink,after_step as in lobule::simulate; what they throw comes through
/// @pre scenario.lobule is set, contradictions(scenario) is empty
Resolved resolve_lobule(const scenario::Scenario& scenario, const FieldSink& sink = {},
                        const std::function<void(double)>& after_step = {});

}  // namespace cellroute::levels
