// No two vessels touch: counted by a checker of its own, which also finds what is planted.
#include <catch2/catch.hpp>
#include <set>

#include "sim/liver/trees/geometry.hpp"
#include "sim/liver/trees/statistics.hpp"
#include "sim/numerics/random/philox.hpp"
#include "tests/liver/trees_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;

TEST_CASE("no two of 6000 vessels touch, of one tree or of two") {
  for (const std::uint64_t seed : {1, 2}) {
    liver::TreePlan plan = adult_plan(many);
    plan.seed = seed;
    const Trees trees = liver::grow_trees(adult_liver(), plan);
    CHECK(touching_pairs(trees).empty());
    CHECK(liver::collisions(trees).empty());
  }
}

TEST_CASE("planted crossings are found, all of them, by the checker of all pairs and by the grid") {
  Trees trees = liver::grow_trees(adult_liver(), adult_plan(300));
  REQUIRE(touching_pairs(trees).empty());
  const numerics::Philox random(3, 1);
  const auto is_terminal = [&](std::size_t tree, std::size_t s) {
    const auto& t = trees[tree].terminals;
    return std::binary_search(t.begin(), t.end(), static_cast<std::int32_t>(s));
  };
  std::set<Pair> planted;
  std::set<std::pair<std::size_t, std::size_t>> moved;
  for (std::uint64_t i = 0; i < 30; ++i) {
    // A terminal of one tree ends on the axis of any vessel of the same or another.
    const auto from = static_cast<std::size_t>(random.uniform(4 * i) * 3),
               to = static_cast<std::size_t>(random.uniform(4 * i + 1) * 3);
    const auto terminal = static_cast<std::size_t>(
        trees[from].terminals[static_cast<std::size_t>(random.uniform(4 * i + 2) * 300)]);
    if (!moved.emplace(from, terminal).second) continue;
    std::size_t vessel = 0;  // with children: it stays where it is
    for (std::uint64_t n = 1000 * (i + 1); vessel == 0 || is_terminal(to, vessel); ++n) {
      vessel = static_cast<std::size_t>(random.uniform(n) * static_cast<double>(trees[to].size()));
    }
    trees[from].end[terminal] = liver::between(trees[to].start(vessel), trees[to].end[vessel], 0.5);
    const Pair one{static_cast<int>(from), static_cast<int>(terminal), static_cast<int>(to),
                   static_cast<int>(vessel)};
    const auto& [a, s, b, t] = one;
    planted.insert(std::pair(a, s) < std::pair(b, t) ? one : Pair{b, t, a, s});
  }
  CHECK(planted.size() > 25);
  const std::vector<Pair> found = touching_pairs(trees);
  for (const Pair& p : planted) CHECK(std::find(found.begin(), found.end(), p) != found.end());
  CHECK(pairs(liver::collisions(trees)) == found);
}

TEST_CASE("wider vessels touch, and both checkers name the same ones") {
  Trees trees = liver::grow_trees(adult_liver(), adult_plan(300));
  for (VesselTree& tree : trees) {
    for (double& r : tree.radius) r *= 2;
  }
  const std::vector<Pair> found = touching_pairs(trees);
  CHECK(found.size() > 10);
  CHECK(pairs(liver::collisions(trees)) == found);
}

TEST_CASE("the distance of two straight vessels agrees with a search along one of them") {
  const numerics::Philox random(5, 2);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    std::array<Point, 4> p{};
    for (std::size_t k = 0; k < 4; ++k) {
      for (std::size_t d = 0; d < 3; ++d) p[k][d] = random.uniform(12 * i + 3 * k + d);
    }
    if (i % 4 == 1)
      p[3] = {p[2][0] + p[1][0] - p[0][0], p[2][1] + p[1][1] - p[0][1], p[2][2] + p[1][2] - p[0][2]};
    if (i % 4 == 2) p[1] = p[0];
    if (i % 4 == 3) p[3] = liver::between(p[0], p[1], random.uniform(1000000 + i));
    const double exact = std::sqrt(liver::squared_distance(p[0], p[1], p[2], p[3]));
    CHECK(exact == Approx(axis_to_axis(p[0], p[1], p[2], p[3])).margin(2e-8));
  }
}

#ifndef CELLROUTE_SANITIZED
TEST_CASE("three trees of 10 000 terminals grow without a touch") {
  const Trees trees = liver::grow_trees(adult_liver(), adult_plan(10000));
  for (const VesselTree& tree : trees) CHECK(tree.terminals.size() == 10000);
  CHECK(touching_pairs(trees).empty());
}
#endif
