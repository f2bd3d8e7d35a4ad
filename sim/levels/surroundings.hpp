// What the body level says about the lobules it feeds.
#pragma once

#include <string>
#include <vector>

#include "models/lobule/case.hpp"
#include "sim/lobule/flow.hpp"
#include "sim/results/lobule_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

struct LobuleSurroundings {
  LobuleCase lobule_case;        // with everything but the settings of the level
  results::Territory territory;  // that the lobules are in: the one the catheter reaches
};

/// What the sinusoids of the lobules' territory get before the first infusion, per volume of liver.
/// @pre body::check(body_case) is empty
lobule::Perfusion resting_perfusion(const BodyCase& body_case);

/// Reasons why a lobule cannot be fed by this case, in words; empty when it can.
std::vector<std::string> unfit_for_lobule(const BodyCase& body_case);

/// Runs the body once more with output times fine enough to be joined by straight lines: 24 in each
/// factor of ten after every start and end of an infusion (fewer when there are many infusions).
/// @throws body::SimulationError
LobuleSurroundings surroundings_of(const BodyCase& body_case);

/// The same with blood at rest and no cells, for checks before anything is run.
/// @pre body::check(body_case) is empty
LobuleCase resting_lobule_case(const BodyCase& body_case);

}  // namespace cellroute::levels
