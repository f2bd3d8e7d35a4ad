// When a loop is long enough to be worth sharing among threads.
#pragma once

#include <cstddef>

namespace cellroute::numerics::multigrid {

/// Below this many cells or nodes, waking the threads costs more than the loop.
inline constexpr std::size_t worth_sharing = 16384;

}  // namespace cellroute::numerics::multigrid
