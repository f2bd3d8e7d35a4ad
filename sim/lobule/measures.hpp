// From the state of a march to the numbers of a result.
#pragma once

#include "sim/lobule/march.hpp"
#include "sim/lobule/places.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// Empty tables with their names, classes and grid.
LobuleResult prepare(const LobuleCase& lobule_case, const Block& block, const Zoning& zoning);

/// Living cells of each zone [cell], circulating ones included.
std::array<double, zones> living(const March& march, const Block& block, const Zoning& zoning);

/// Appends the march's present state to a result.
void record(LobuleResult& result, const LobuleCase& lobule_case, const March& march, const Block& block,
            const Zoning& zoning);

/// Blood's viscosity [Pa s] that permeabilities are stated for; only their ratio acts anywhere.
inline constexpr double stated_viscosity = 3.5e-3;

}  // namespace cellroute::lobule
