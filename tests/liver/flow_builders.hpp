// Small livers and trees to try the flow on.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/murray.hpp"
#include "models/liver/poiseuille.hpp"
#include "models/liver/vessel_tree.hpp"
#include "sim/liver/flow/liver_flow.hpp"

namespace cellroute::testing {

/// A tree with the resistance [Pa s/m3] and length [m] of its segments.
struct Vessels {
  VesselTree tree;
  std::vector<double> resistance, length;
};

/// The cells of a box for which inside(i, j, k).
template <typename Inside>
LiverAnatomy voxels_of_box(std::array<int, 3> cells, double spacing, Inside inside) {
  LiverAnatomy liver;
  liver.grid = {cells, spacing, {}};
  liver.segment.assign(liver.grid.count(), 0);
  for (std::size_t c = 0; c < liver.grid.count(); ++c) {
    const auto at = liver.grid.place(c);
    if (!inside(at[0], at[1], at[2])) continue;
    liver.segment[c] = 1;
    liver.voxels.push_back(static_cast<std::int32_t>(c));
  }
  return liver;
}

inline LiverAnatomy whole_box(std::array<int, 3> cells, double spacing) {
  return voxels_of_box(cells, spacing, [](int, int, int) { return true; });
}

/// An ellipsoid that touches the sides of its box.
inline LiverAnatomy ellipsoid(std::array<int, 3> cells, double spacing) {
  return voxels_of_box(cells, spacing, [&](int i, int j, int k) {
    const std::array<int, 3> at{i, j, k};
    double sum = 0;
    for (std::size_t a = 0; a < 3; ++a) {
      const double x = (2.0 * at[a] + 1 - cells[a]) / cells[a];
      sum += x * x;
    }
    return sum <= 1;
  });
}

inline void find_terminals(VesselTree& tree) {
  std::vector<char> leaf(tree.size(), 1);
  for (const std::int32_t p : tree.parent) {
    if (p >= 0) leaf[static_cast<std::size_t>(p)] = 0;
  }
  for (std::size_t s = 0; s < tree.size(); ++s) {
    if (leaf[s]) tree.terminals.push_back(static_cast<std::int32_t>(s));
  }
}

/// One segment that reaches every voxel and resists nothing.
inline Vessels manifold(TreeKind kind, std::size_t voxels) {
  Vessels v;
  v.tree.kind = kind;
  v.tree.parent = {-1};
  v.tree.terminals = {0};
  v.tree.terminal_of_voxel.assign(voxels, 0);
  v.resistance = v.length = {0};
  return v;
}

/// Voxels are shared out evenly, in order.
inline Vessels symmetric(TreeKind kind, const SymmetricTree& law, double viscosity, std::size_t voxels) {
  Vessels v;
  v.tree.kind = kind;
  v.tree.murray_exponent = law.gamma;
  for (int g = 0; g < law.generations; ++g) {
    const int before = (1 << g) / 2 - 1;
    for (int i = 0; i < 1 << g; ++i) {
      v.tree.parent.push_back(g == 0 ? -1 : before + i / 2);
      v.tree.radius.push_back(law.radius(g));
      v.length.push_back(law.length(g));
      v.resistance.push_back(poiseuille_resistance(law.radius(g), law.length(g), viscosity));
    }
  }
  find_terminals(v.tree);
  const std::size_t terminals = v.tree.terminals.size();
  for (std::size_t i = 0; i < voxels; ++i) {
    v.tree.terminal_of_voxel.push_back(static_cast<std::int32_t>(i * terminals / voxels));
  }
  return v;
}

/// Halves the voxels along their longest extent, again and again, in random proportions between 3:7 and 7:3,
/// until each of `terminals` sets hangs on a terminal. Segments run between the sets' mean points; radii
/// follow Murray's law (r^3 as the terminals behind), 5 mm at the root.
inline Vessels random_tree(TreeKind kind, const LiverAnatomy& liver, int terminals, std::uint64_t seed) {
  Vessels v;
  VesselTree& tree = v.tree;
  tree.kind = kind;
  const std::size_t n = liver.voxels.size();
  tree.terminal_of_voxel.assign(n, -1);
  std::vector<std::int32_t> voxel(n);
  std::iota(voxel.begin(), voxel.end(), 0);
  const auto centre = [&](std::int32_t i) {
    return liver.grid.centre(static_cast<std::size_t>(liver.voxels[static_cast<std::size_t>(i)]));
  };
  std::mt19937_64 engine(seed);
  struct Part {
    std::size_t first, last;
    int terminals;
    std::int32_t parent;
  };
  std::vector<Part> parts{{0, n, terminals, -1}};
  while (!parts.empty()) {
    const Part part = parts.back();
    parts.pop_back();
    Point low = centre(voxel[part.first]), high = low, mean{};
    for (std::size_t i = part.first; i < part.last; ++i) {
      const Point at = centre(voxel[i]);
      for (std::size_t a = 0; a < 3; ++a) {
        low[a] = std::min(low[a], at[a]);
        high[a] = std::max(high[a], at[a]);
        mean[a] += at[a] / static_cast<double>(part.last - part.first);
      }
    }
    const auto s = static_cast<std::int32_t>(tree.size());
    tree.parent.push_back(part.parent);
    tree.end.push_back(mean);
    tree.radius.push_back(5e-3 * std::cbrt(static_cast<double>(part.terminals) / terminals));
    if (part.terminals == 1) {
      for (std::size_t i = part.first; i < part.last; ++i) {
        tree.terminal_of_voxel[static_cast<std::size_t>(voxel[i])] =
            static_cast<std::int32_t>(tree.terminals.size());
      }
      tree.terminals.push_back(s);
      continue;
    }
    std::size_t axis = 0;
    for (std::size_t a = 1; a < 3; ++a) {
      if (high[a] - low[a] > high[axis] - low[axis]) axis = a;
    }
    const double share = 0.3 + 0.4 * static_cast<double>(engine() >> 11) * 0x1p-53;
    const int left = std::clamp(static_cast<int>(std::lround(share * part.terminals)), 1, part.terminals - 1);
    const std::size_t middle = part.first + (part.last - part.first) * static_cast<std::size_t>(left) /
                                                static_cast<std::size_t>(part.terminals);
    std::nth_element(voxel.begin() + static_cast<std::ptrdiff_t>(part.first),
                     voxel.begin() + static_cast<std::ptrdiff_t>(middle),
                     voxel.begin() + static_cast<std::ptrdiff_t>(part.last),
                     [&](std::int32_t a, std::int32_t b) {
                       const double x = centre(a)[axis], y = centre(b)[axis];
                       return x < y || (x == y && a < b);
                     });
    parts.push_back({middle, part.last, part.terminals - left, s});
    parts.push_back({part.first, middle, left, s});
  }
  tree.root = liver.grid.corner;
  for (std::size_t s = 0; s < tree.size(); ++s) {
    const Point a = tree.start(s), b = tree.end[s];
    v.length.push_back(std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    v.resistance.push_back(poiseuille_resistance(tree.radius[s], v.length[s], 3.5e-3));
  }
  return v;
}

/// A liver with its three trees, ready for conductances of the voxels.
struct Case {
  LiverAnatomy liver;
  std::array<Vessels, tree_kinds> vessels;

  liver::Trees trees() const { return {vessels[0].tree, vessels[1].tree, vessels[2].tree}; }
  liver::LiverFlow flow() const {
    liver::LiverFlow flow(liver, trees());
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      flow.set_resistances(static_cast<TreeKind>(k), vessels[k].resistance);
    }
    return flow;
  }
};

inline Case random_case(LiverAnatomy liver, std::array<int, tree_kinds> terminals, std::uint64_t seed) {
  Case c;
  c.liver = std::move(liver);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    c.vessels[k] = random_tree(static_cast<TreeKind>(k), c.liver, terminals[k], seed + k);
  }
  return c;
}

/// Numbers between low and high, evenly spread in their logarithm.
inline std::vector<double> random_numbers(std::size_t n, double low, double high, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::vector<double> numbers(n);
  for (double& x : numbers) x = low * std::pow(high / low, static_cast<double>(engine() >> 11) * 0x1p-53);
  return numbers;
}

/// Pressures of the order of a resting adult's, for tests that hold for any.
inline constexpr PerTree resting_ports{12e3, 1.1e3, 0.5e3};  // [Pa]

}  // namespace cellroute::testing
