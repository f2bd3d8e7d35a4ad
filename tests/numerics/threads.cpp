// The number of threads asked for is the number that loops get.
#include "sim/numerics/threads.hpp"

#include <omp.h>

#include <catch2/catch.hpp>

using namespace cellroute::numerics;

TEST_CASE("Parallel loops take the threads that were asked for, and one when none was") {
  const int before = threads_in_use();
  for (const int count : {1, 3, 2}) {
    use_threads(count);
    CHECK(threads_in_use() == count);
    int seen = 0;
#pragma omp parallel
#pragma omp single
    seen = omp_get_num_threads();
    CHECK(seen >= 1);
    CHECK(seen <= count);
  }
  use_threads(0);
  CHECK(threads_in_use() == 1);
  use_threads(before);
}
