// The next coarser level: blocks of blocks, the nodes within them joined by strength.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/cell_level.hpp"
#include "sim/numerics/multigrid/node_level.hpp"

namespace cellroute::numerics::multigrid {

/// Axes to halve (2) or keep (1): halved are those along which links are tight.
std::array<int, 3> choose_factors(const CellLevel& fine);
std::array<int, 3> choose_factors(const NodeLevel& fine);

/// Sets `coarse` and fine.parent. `kappa`: see Agglomerate.
void coarsen(CellLevel& fine, const std::array<int, 3>& factor, float kappa, NodeLevel& coarse);
void coarsen(NodeLevel& fine, const std::array<int, 3>& factor, float kappa, NodeLevel& coarse);

}  // namespace cellroute::numerics::multigrid
