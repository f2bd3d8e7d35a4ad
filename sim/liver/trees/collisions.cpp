// Every vessel against those that share a cell of a uniform grid with it.
#include "sim/liver/trees/collisions.hpp"

#include <algorithm>
#include <cmath>

#include "sim/liver/trees/capsule_index.hpp"

namespace cellroute::liver {

namespace {

double square(double x) { return x * x; }

Capsule capsule(const VesselTree& tree, std::size_t s) {
  return {tree.start(s), tree.end[s], tree.radius[s]};
}

/// Both from a common joint: has one of them its other end inside the other?
bool entangled(const Capsule& a, const Capsule& b) {
  const double apart = square(a.radius + b.radius);
  return squared_distance(a.b, b.a, b.b) <= apart || squared_distance(b.b, a.a, a.b) <= apart;
}

bool collide(const VesselTree& one, std::size_t s, const VesselTree& other, std::size_t t) {
  const Capsule a = capsule(one, s), b = capsule(other, t);
  if (one.kind == other.kind) {
    if (one.parent[s] == one.parent[t]) return entangled(a, b);
    if (one.parent[s] == static_cast<std::int32_t>(t)) return entangled(a, {b.b, b.a, b.radius});
    if (one.parent[t] == static_cast<std::int32_t>(s)) return entangled({a.b, a.a, a.radius}, b);
  }
  return squared_distance(a.a, a.b, b.a, b.b) <= square(a.radius + b.radius);
}

}  // namespace

std::vector<Collision> collisions(const std::array<VesselTree, tree_kinds>& trees) {
  std::vector<VesselName> vessels;
  Point low = trees[0].root, high = low;
  for (const VesselTree& tree : trees) {
    for (std::size_t s = 0; s < tree.size(); ++s) {
      vessels.push_back({tree.kind, static_cast<std::int32_t>(s)});
      for (std::size_t d = 0; d < 3; ++d) {
        low[d] = std::min({low[d], tree.end[s][d], tree.root[d]});
        high[d] = std::max({high[d], tree.end[s][d], tree.root[d]});
      }
    }
  }
  const auto tree_of = [&](const VesselName& v) -> const VesselTree& {
    return trees[static_cast<std::size_t>(v.tree)];
  };
  const double box = (high[0] - low[0]) * (high[1] - low[1]) * (high[2] - low[2]);
  CapsuleIndex index(low, high, std::cbrt(box / static_cast<double>(vessels.size())));
  for (std::size_t v = 0; v < vessels.size(); ++v) {
    index.insert(static_cast<std::int32_t>(v),
                 capsule(tree_of(vessels[v]), static_cast<std::size_t>(vessels[v].segment)));
  }
  // Blocks of fixed size, put together in their order: the same list for any number of threads.
  constexpr std::size_t block = 4096;
  const auto blocks = static_cast<std::int64_t>((vessels.size() + block - 1) / block);
  std::vector<std::vector<Collision>> found(static_cast<std::size_t>(blocks));
#pragma omp parallel for schedule(dynamic)
  for (std::int64_t b = 0; b < blocks; ++b) {
    std::vector<std::int32_t> near;
    const std::size_t first = static_cast<std::size_t>(b) * block,
                      last = std::min(vessels.size(), first + block);
    for (std::size_t v = first; v < last; ++v) {
      const VesselTree& tree = tree_of(vessels[v]);
      const auto s = static_cast<std::size_t>(vessels[v].segment);
      near.clear();
      index.near(capsule(tree, s), [&](std::int32_t other) {
        if (static_cast<std::size_t>(other) > v) near.push_back(other);
        return true;
      });
      std::sort(near.begin(), near.end());
      near.erase(std::unique(near.begin(), near.end()), near.end());
      for (const std::int32_t other : near) {
        const VesselName& there = vessels[static_cast<std::size_t>(other)];
        if (collide(tree, s, tree_of(there), static_cast<std::size_t>(there.segment))) {
          found[static_cast<std::size_t>(b)].push_back({vessels[v], there});
        }
      }
    }
  }
  std::vector<Collision> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace cellroute::liver
