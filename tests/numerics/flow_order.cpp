// The order of cells by flow: complete, upstream first, in levels; circles refused.
#include <catch2/catch.hpp>
#include <set>

#include "sim/numerics/transport/check.hpp"
#include "sim/numerics/transport/order.hpp"
#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;

namespace {

/// Four cells in a square with flow 1 round it.
Carrier circle() {
  Carrier carrier;
  carrier.grid.cells = {2, 2, 1};
  carrier.flux = {std::vector<double>{1, 0, -1, 0}, std::vector<double>{-1, 1, 0, 0},
                  std::vector<double>(4, 0)};
  carrier.inflow.assign(4, 0);
  carrier.outflow.assign(4, 0);
  carrier.pore_volume.assign(4, 1);
  return carrier;
}

void check_order(const Carrier& carrier) {
  const FlowOrder order = order_by_flow(carrier);
  const std::size_t cells = carrier.grid.size();
  REQUIRE(std::set<int>(order.cell.begin(), order.cell.end()).size() == cells);
  REQUIRE(order.level.front() == 0);
  REQUIRE(order.level.back() == static_cast<int>(cells));

  std::vector<int> level_of(cells);
  for (int l = 0; l < order.levels(); ++l) {
    REQUIRE(order.level[l] < order.level[l + 1]);
    for (int p = order.level[l]; p < order.level[l + 1]; ++p) level_of[order.cell[p]] = l;
  }
  std::vector<double> entering(cells, 0);
  bool upstream_first = true, levels_are_longest = true, indices_grow = true;
  for (int l = 0; l < order.levels(); ++l)
    for (int p = order.level[l]; p < order.level[l + 1]; ++p) {
      if (p > order.level[l]) indices_grow = indices_grow && order.cell[p - 1] < order.cell[p];
      int deepest = -1;
      for (int f = order.first_feed[p]; f < order.first_feed[p + 1]; ++f) {
        deepest = std::max(deepest, level_of[order.feed[f]]);
        entering[order.cell[p]] += order.feed_flux[f];
      }
      upstream_first = upstream_first && deepest < l;
      levels_are_longest = levels_are_longest && deepest == l - 1;
    }
  CHECK(upstream_first);
  CHECK(levels_are_longest);
  CHECK(indices_grow);
  double worst = 0;
  for (std::size_t p = 0; p < cells; ++p) {
    const int c = order.cell[p];
    worst = std::max(worst, std::abs(entering[c] + carrier.inflow[c] - order.leaving[p]));
  }
  CHECK(worst < 1e-11);  // total flow is 1, pressure solved to 1e-13
}

}  // namespace

TEST_CASE("Random flows in two and three dimensions are ordered upstream first") {
  check_order(testing::random_flow({{23, 17, 1}, {1, 2, 1}, {false, false, false}}, 3, 4, 1));
  check_order(testing::random_flow({{23, 18, 1}, {1, 2, 1}, {true, true, false}}, 3, 4, 2));
  check_order(testing::random_flow({{9, 2, 11}, {1, 1, 1}, {true, true, true}}, 3, 4, 3));
}

TEST_CASE("A column is one cell a level, in the direction of flow") {
  const FlowOrder down = order_by_flow(testing::column(std::vector<double>(5, 1), 1, -2));
  CHECK(down.cell == std::vector<int>{4, 3, 2, 1, 0});
  CHECK(down.levels() == 5);
  CHECK(down.feed == std::vector<int>{4, 3, 2, 1});
  CHECK(down.leaving == std::vector<double>(5, 2));
}

TEST_CASE("Stagnant and walled-off cells are ordered too") {
  Carrier carrier = testing::column(std::vector<double>(4, 1), 1, 1);
  carrier.flux[0] = {1, 0, 0, 0};
  carrier.outflow = {0, 1, 0, 0};
  const FlowOrder order = order_by_flow(carrier);
  CHECK(order.cell == std::vector<int>{0, 2, 3, 1});
  CHECK(order.levels() == 2);
  CHECK(order.leaving == std::vector<double>{1, 0, 0, 1});
}

TEST_CASE("Blood that runs in a circle is refused by naming a cell of it") {
  CHECK_THROWS_WITH(order_by_flow(circle()), Catch::Contains("blood runs in a circle through cell (") &&
                                                 Catch::Contains("one pressure field"));
  Carrier ring = testing::column(std::vector<double>(3, 1), 1, 1);  // round a periodic axis
  ring.grid.periodic[0] = true;
  ring.flux[0] = {1, 1, 1};
  ring.inflow = ring.outflow = {0, 0, 0};
  CHECK_THROWS_WITH(order_by_flow(ring), Catch::Contains("circle"));
}

TEST_CASE("A carrier that cannot be is refused with place and number") {
  const Carrier good = testing::column(std::vector<double>(4, 1), 1, 1);
  const auto broken = [&](auto change) {
    Carrier carrier = good;
    change(carrier);
    return carrier;
  };
  using Catch::Contains;
  CHECK_NOTHROW(check_carrier(good));
  CHECK_THROWS_WITH(check_carrier(broken([](Carrier& c) { c.pore_volume[2] = 0; })),
                    Contains("the pore volume of cell (2, 0, 0) is 0 (must be above 0)"));
  CHECK_THROWS_WITH(check_carrier(broken([](Carrier& c) { c.inflow[1] = -1; })),
                    Contains("the inflow of cell (1, 0, 0) is -1"));
  CHECK_THROWS_WITH(check_carrier(broken([](Carrier& c) { c.flux[0][3] = 1; })), Contains("through a wall"));
  CHECK_THROWS_WITH(check_carrier(broken([](Carrier& c) { c.flux[0][1] = 0.5; })),
                    Contains("exceeds what leaves it by"));
  CHECK_THROWS_WITH(check_carrier(broken([](Carrier& c) { c.flux[1].pop_back(); })),
                    Contains("the flux along y has 3 numbers for 4 cells"));
}
