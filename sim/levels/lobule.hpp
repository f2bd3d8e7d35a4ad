// The lobule level of a scenario: after the body and its liver, fed by them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "models/fields.hpp"
#include "sim/levels/place.hpp"
#include "sim/results/lobule_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

struct Resolved {
  std::optional<results::LobuleRecord> record;  // none when the run failed
  std::string failure;
};

/// Runs the lobules on the threads in use, fed by a resolved liver at the scenario's place, or else by the
/// body's own, which is run once more.
/// @param sink,after_step as in lobule::simulate; what they throw comes through
/// @param liver of the scenario, when it has that level
/// @pre scenario.lobule is set, contradictions(scenario) is empty
Resolved resolve_lobule(const scenario::Scenario& scenario, const FieldSink& sink = {},
                        const std::function<void(double)>& after_step = {},
                        const FeedingLiver* liver = nullptr);

}  // namespace cellroute::levels
