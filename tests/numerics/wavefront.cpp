// Passes that follow each other over a grid: each slice once in each pass, never before its neighbours.
#include "sim/numerics/multigrid/wavefront.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <vector>

#include "sim/numerics/threads.hpp"

using namespace cellroute::numerics;

TEST_CASE("Chained passes take each slice once, after its neighbours in the pass before") {
  const int before = threads_in_use();
  for (const int threads : {1, 2, 4}) {
    use_threads(threads);
    for (const bool ring : {false, true}) {
      for (const int slices : {1, 2, 5, 12, 37, 64}) {
        for (const int passes : {1, 2, 4, 6}) {
          std::vector<std::atomic<int>> done(static_cast<std::size_t>(slices));
          std::atomic<int> wrong = 0;
          // Not atomic: what a call may change and look at, for the thread sanitizer to see.
          std::vector<int> value(static_cast<std::size_t>(slices));
          multigrid::wavefront(slices, ring, passes, true, [&](int pass, int i) {
            if (done[i].load(std::memory_order_relaxed) != pass)
              wrong.fetch_add(1, std::memory_order_relaxed);
            ++value[i];
            for (const int n : {i - 1, i + 1}) {
              if (!ring && (n < 0 || n >= slices)) continue;
              // A neighbour is at this pass or has it behind it, but not the next one.
              const int beside = (n + slices) % slices;
              const int passed = done[beside].load(std::memory_order_relaxed);
              if (n != i && slices > 1 && (passed < pass || passed > pass + 1))
                wrong.fetch_add(1, std::memory_order_relaxed);
              if (pass > 0 && value[beside] < pass) wrong.fetch_add(1, std::memory_order_relaxed);
            }
            done[i].fetch_add(1, std::memory_order_relaxed);
          });
          CAPTURE(threads, ring, slices, passes);
          CHECK(wrong == 0);
          for (const auto& d : done) CHECK(d == passes);
        }
      }
    }
  }
  use_threads(before);
}
