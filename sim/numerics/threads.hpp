// How many threads the loops over grids share.
#pragma once

namespace cellroute::numerics {

/// For every parallel loop that the calling thread starts from now on, in all rooms; at least 1. Results
/// do not depend on it.
void use_threads(int count);

/// What the next parallel loop would use at most.
int threads_in_use();

}  // namespace cellroute::numerics
