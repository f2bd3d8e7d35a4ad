// The next coarser level: blocks of blocks, the nodes within them joined by strength.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/finest.hpp"
#include "sim/numerics/multigrid/graph.hpp"

namespace cellroute::numerics::multigrid {

/// Axes to halve (2) or keep (1): halved are those along which links are tight.
std::array<int, 3> choose_factors(const Finest& fine);
std::array<int, 3> choose_factors(const Graph& fine);

/// Sets `coarse` and the parents of all cells. `kappa`: see Agglomerate.
void coarsen(const Finest& fine, const std::array<int, 3>& factor, float kappa,
             std::vector<std::int32_t>& parent, Graph& coarse);
/// Sets `coarse` and fine.parent.
void coarsen(Graph& fine, const std::array<int, 3>& factor, float kappa, Graph& coarse);

}  // namespace cellroute::numerics::multigrid
