// Checks of coefficients from outside.
#pragma once

#include <span>
#include <string>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics::multigrid {

/// Throws std::invalid_argument, naming the first cell that is wrong, unless every conductance and
/// sink is finite and not negative, walls are 0, and something conducts or sinks. Returns whether every
/// face that joins two cells conducts, so that all cells hang together.
bool check_coefficients(const Grid& grid, const Faces& conductance, std::span<const double> sink);

/// Throws std::invalid_argument unless sizes fit the grid.
void check_sizes(const Grid& grid, const Faces& conductance, std::span<const double> sink);

[[noreturn]] void refuse(const std::string& what);

}  // namespace cellroute::numerics::multigrid
