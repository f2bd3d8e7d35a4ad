// Rows of eight neighbours: what is put is what is read, wherever it begins; the rough inverse.
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/numerics/single.hpp"

using namespace cellroute::numerics;

TEST_CASE("a row put anywhere is read back there and nowhere else") {
  std::vector<Single> memory(40, Single(-1.0));
  for (const int begin : {0, 3, 8, 21}) {
    Lanes eight(0.0);
    for (int l = 0; l < lane_count; ++l) eight.set(l, begin + 0.1 * l);
    put(memory.data() + begin, eight);
    const Lanes back = row(memory.data() + begin);
    for (int l = 0; l < lane_count; ++l) {
      CHECK(back[l] == begin + 0.1 * l);
      CHECK(memory[begin + l].v == begin + 0.1 * l);
      CHECK(number<Single>(back, l).v == begin + 0.1 * l);
    }
    CHECK(memory[begin + lane_count].v == -1);
    CHECK(least<Single>(back).v == begin);
    CHECK(largest<Single>(back).v == begin + 0.1 * 7);
  }
}

TEST_CASE("the rough inverse is good to 3e-4 over all magnitudes") {
  double worst = 0;
  for (double x = 1e-300; x < 1e300; x *= 1.0037) {
    const Lanes inverse = rough_inverse(Lanes(x));
    worst = std::max(worst, std::fabs(inverse[3] * x - 1));
  }
  CHECK(worst < 3e-4);
  CHECK(worst > 1e-6);  // the test sees it
}
