// Why a block cannot be perfused.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/lobule/block.hpp"
#include "sim/numerics/multigrid/regions.hpp"

namespace cellroute::lobule {

/// Adds a problem if `values` (called `what`) are not one positive number for each cell of the block.
void check_positive(const Block& block, std::span<const double> values, const std::string& what,
                    std::vector<std::string>& problems);

/// Problems with regions that conducting faces do not join: each needs blood to enter and to leave it.
std::vector<std::string> region_problems(const Block& block, const numerics::Regions& regions,
                                         std::span<const double> inflow, std::span<const double> outflow);

}  // namespace cellroute::lobule
