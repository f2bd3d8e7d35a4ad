// Lobule cases of the shipped library, small enough for tests.
#pragma once

#include <string>
#include <vector>

#include "models/lobule/case.hpp"
#include "sim/lobule/simulate.hpp"

namespace cellroute::testing {

/// Human, healthy: cells [cell] in the whole liver enter by `entry` over 20 min. Flows are those of the
/// library at rest; backwards, by the central vein, the same blood flows the other way. Half a lobule.
LobuleCase library_lobule(const std::string& product, LobuleEntry entry, double cells = 1e8,
                          double spacing = 14e-6);

/// Every number of a result, for comparing bits.
std::vector<double> flatten(const lobule::LobuleResult& result);

/// Living cells of a zone that are trapped, adherent or homed, over all cells that entered.
double stopped_share(const lobule::LobuleResult& result, int zone, std::size_t time);

}  // namespace cellroute::testing
