// Livers and plans to grow trees in, and a second opinion on which vessels touch.
#pragma once

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "models/liver/parametric_liver.hpp"
#include "sim/liver/trees/collisions.hpp"
#include "sim/liver/trees/grow.hpp"

namespace cellroute::testing {

using Trees = std::array<VesselTree, tree_kinds>;

/// An adult's liver in 3 mm voxels.
inline const LiverAnatomy& adult_liver() {
  static const LiverAnatomy liver = parametric_liver(1.55e-3, 3e-3);
  return liver;
}

/// Terminals of a tree that is large enough to be looked at.
#ifdef CELLROUTE_SANITIZED
inline constexpr int many = 400;
#else
inline constexpr int many = 1000;
#endif

/// Flows of ICRP 89's adult man (artery 422.5, portal vein 1235 mL/min). The drops are assumptions: 20 mmHg
/// of the artery's, 1 mmHg of each vein's (range: a factor 3 either way); blood of 3.5 mPa s.
inline liver::TreePlan adult_plan(std::int32_t terminals) {
  liver::TreePlan plan;
  plan.terminals = {terminals, terminals, terminals};
  plan.flow = {422.5e-6 / 60, 1235e-6 / 60, 1657.5e-6 / 60};
  plan.pressure_drop = {20 * 133.322, 133.322, 133.322};
  plan.viscosity = 3.5e-3;
  return plan;
}

/// (tree, segment, tree, segment)
using Pair = std::tuple<int, int, int, int>;

/// Of two vessels as points of a line: distance of the point at s from the other one, by looking for its
/// nearest point with a formula of its own.
inline double point_to_axis(const Point& p, const Point& a, const Point& b) {
  double along = 0, length2 = 0;
  for (int d = 0; d < 3; ++d) {
    along += (p[d] - a[d]) * (b[d] - a[d]);
    length2 += (b[d] - a[d]) * (b[d] - a[d]);
  }
  const double t = length2 > 0 ? std::min(1.0, std::max(0.0, along / length2)) : 0;
  double sum = 0;
  for (int d = 0; d < 3; ++d) {
    const double gap = p[d] - a[d] - t * (b[d] - a[d]);
    sum += gap * gap;
  }
  return std::sqrt(sum);
}

/// Distance of two axes: along the first it is a convex function, whose minimum three-way splitting finds.
inline double axis_to_axis(const Point& a, const Point& b, const Point& c, const Point& d) {
  const auto at = [&](double s) {
    return point_to_axis({a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1]), a[2] + s * (b[2] - a[2])}, c,
                         d);
  };
  double low = 0, high = 1;
  for (int i = 0; i < 100; ++i) {
    const double third = (high - low) / 3;
    (at(low + third) < at(high - third) ? high : low) +=
        (at(low + third) < at(high - third) ? -third : third);
  }
  return std::min({at(low), at(0), at(1)});
}

/// Every vessel against every other, all pairs: those whose axes are no farther apart than their radii
/// together; from a common joint, those of which one's far end is in the other. A ball around each gives
/// most pairs a quick no, 32 at a time.
inline std::vector<Pair> touching_pairs(const Trees& trees) {
  struct Vessel {
    int tree, segment, parent;
    Point from, to;
    double radius;
  };
  std::vector<Vessel> all;
  std::array<std::vector<float>, 4> ball;  // middle, and reach
  for (int k = 0; k < tree_kinds; ++k) {
    const VesselTree& tree = trees[static_cast<std::size_t>(k)];
    for (std::size_t s = 0; s < tree.size(); ++s) {
      const Vessel v{k, static_cast<int>(s), tree.parent[s], tree.start(s), tree.end[s], tree.radius[s]};
      for (std::size_t d = 0; d < 3; ++d) ball[d].push_back(static_cast<float>((v.from[d] + v.to[d]) / 2));
      const double half = point_to_axis(v.from, v.to, v.to) / 2 + v.radius;
      ball[3].push_back(static_cast<float>(half) * 1.00001F + 1e-7F);
      all.push_back(v);
    }
  }
  constexpr std::size_t side_by_side = 32;
  const std::size_t n = all.size();
  for (auto& of : ball) of.resize(n + side_by_side, 0);
  const auto touch = [](const Vessel& v, const Vessel& w) {
    const double width = v.radius + w.radius;
    if (v.tree == w.tree && v.parent == w.parent) {
      return point_to_axis(v.to, w.from, w.to) <= width || point_to_axis(w.to, v.from, v.to) <= width;
    }
    if (v.tree == w.tree && w.parent == v.segment) {
      return point_to_axis(v.from, w.from, w.to) <= width || point_to_axis(w.to, v.from, v.to) <= width;
    }
    return axis_to_axis(v.from, v.to, w.from, w.to) <= width;
  };
  std::vector<Pair> found;
  for (std::size_t i = 0; i < n; ++i) {
    const float x = ball[0][i], y = ball[1][i], z = ball[2][i], reach = ball[3][i];
    for (std::size_t j = i + 1; j < n; j += side_by_side) {
      const float *xs = &ball[0][j], *ys = &ball[1][j], *zs = &ball[2][j], *reaches = &ball[3][j];
      int near = 0;
      for (std::size_t m = 0; m < side_by_side; ++m) {
        const float dx = xs[m] - x, dy = ys[m] - y, dz = zs[m] - z, both = reaches[m] + reach;
        near += dx * dx + dy * dy + dz * dz <= both * both ? 1 : 0;
      }
      for (std::size_t m = j; near > 0 && m < std::min(n, j + side_by_side); ++m) {
        const float dx = ball[0][m] - x, dy = ball[1][m] - y, dz = ball[2][m] - z, both = ball[3][m] + reach;
        if (dx * dx + dy * dy + dz * dz > both * both || !touch(all[i], all[m])) continue;
        found.emplace_back(all[i].tree, all[i].segment, all[m].tree, all[m].segment);
      }
    }
  }
  return found;
}

inline std::vector<Pair> pairs(const std::vector<liver::Collision>& collisions) {
  std::vector<Pair> all;
  for (const auto& c : collisions) {
    all.emplace_back(static_cast<int>(c.first.tree), c.first.segment, static_cast<int>(c.second.tree),
                     c.second.segment);
  }
  return all;
}

}  // namespace cellroute::testing
