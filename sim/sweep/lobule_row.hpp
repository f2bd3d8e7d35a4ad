// The lobule level of a row: resolved after its body and its liver, without files.
#pragma once

#include <functional>
#include <string>

#include "sim/levels/lobule.hpp"
#include "sim/measures/measure.hpp"

namespace cellroute::sweep {

/// The lobules of a case with the settings of a scenario, as `cellroute run` resolves them; a case that
/// contradicts itself is a failure. On the threads in use (numerics::use_threads), which change no bit.
/// @param stop asked between steps; once it says true the lobule is abandoned
/// @param liver of the row, when the scenario has that level: it has found no contradiction then
/// @return nothing when it was abandoned
std::optional<levels::Resolved> lobule_of(const scenario::Scenario& base, const BodyCase& body_case,
                                          const std::function<bool()>& stop = {},
                                          const levels::FeedingLiver* liver = nullptr);

/// What a measure sees of a record, which must outlive it.
measures::LobuleArm arm_of(const results::LobuleRecord& record);

}  // namespace cellroute::sweep
