// What in a scenario does not go together, before anything is run.
#pragma once

#include <string>
#include <vector>

#include "sim/levels/liver_shape.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

/// In words, whichever of the levels says so; empty when the scenario can be run.
/// @param memory [byte] of the machine, which a block of lobules or a liver must fit in
/// @param shapes keeps the shape of the liver that is looked at
std::vector<std::string> contradictions(const scenario::Scenario& scenario, double memory,
                                        LiverShapes& shapes);
std::vector<std::string> contradictions(const scenario::Scenario& scenario, double memory);

}  // namespace cellroute::levels
