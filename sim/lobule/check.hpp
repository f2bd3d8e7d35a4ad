// What is wrong with a lobule before it is put on a grid.
#pragma once

#include <string>
#include <vector>

#include "models/lobule/case.hpp"
#include "models/lobule/lobule.hpp"
#include "models/lobule/numerics.hpp"

namespace cellroute::lobule {

/// Numbers that are missing or out of their declared range, vessels that do not fit into the hexagon,
/// settings that make no grid, a grid too coarse for the wells. Empty when there is nothing.
std::vector<std::string> problems_of(const Lobule& lobule, double blood_fraction,
                                     const LobuleNumerics& numerics);

/// Memory [byte] a run of a case without contradictions takes at the very least; its output comes on top.
double least_memory(const LobuleCase& lobule_case);

}  // namespace cellroute::lobule
