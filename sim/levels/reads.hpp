// Which parameters a scenario's levels read.
#pragma once

#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

/// Whether a level of the scenario reads the parameter: `liver.vessels` is the liver level's, `lobule` the
/// lobule level's and its closure's, everything else the body's, which is always there.
bool reads(const scenario::Scenario& scenario, std::string_view path);

}  // namespace cellroute::levels
