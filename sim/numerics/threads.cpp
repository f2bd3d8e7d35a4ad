#include "sim/numerics/threads.hpp"

#include <omp.h>

#include <algorithm>

namespace cellroute::numerics {

void use_threads(int count) { omp_set_num_threads(std::max(1, count)); }

int threads_in_use() { return omp_get_max_threads(); }

}  // namespace cellroute::numerics
