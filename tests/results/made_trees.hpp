// Vessel trees made up for tests, small and of different sizes, and arrays on them: every value tells its
// vessel, its end and its time.
#pragma once

#include "sim/results/tree_layout.hpp"

namespace cellroute::results::test {

/// A trunk with two named branches; vessel s leaves vessel (s - 1) / 2.
inline VesselTree made_tree(TreeKind kind, int vessels) {
  VesselTree tree;
  tree.kind = kind;
  const double own = 1 + static_cast<double>(kind);
  tree.murray_exponent = 2 + 0.25 * own;
  tree.root = {0.001 * own, -0.002 / 3, 0.003};
  for (int s = 0; s < vessels; ++s) {
    tree.end.push_back({0.01 * own + 0.001 * s, 0.1 / (s + 3), -0.0125 * s});
    tree.parent.push_back(s == 0 ? -1 : (s - 1) / 2);
    tree.radius.push_back(0.003 / (s + own));
    if (2 * s + 1 >= vessels) tree.terminals.push_back(s);
  }
  tree.named = {{"trunk", 0}, {"right", 1}, {"segment_4", 2}};
  for (int voxel = 0; voxel < 11; ++voxel)
    tree.terminal_of_voxel.push_back(voxel % static_cast<int>(tree.terminals.size()));
  return tree;
}

inline Trees made_trees() {
  return {made_tree(TreeKind::hepatic_artery, 5), made_tree(TreeKind::portal_vein, 7),
          made_tree(TreeKind::hepatic_vein, 9)};
}

inline constexpr std::size_t made_vessels = 5 + 7 + 9;

inline FieldHeader tree_header() {
  FieldHeader header;
  header.title = "Made up: <trees> & \"lines\"";
  header.provenance = {"cellroute", "0.1.0", "0123456789ab", "00112233445566778899aabbccddeeff",
                       18446744073709551615ull};
  header.arrays = {{"arrival [s]", "s", "time from the root", 2, false},
                   {"pressure [mmHg]", "mmHg", "pressure", 2, true},
                   {"flow [mL/min]", "mL min-1", "blood flow", 1, true}};
  return header;
}

/// Of an array of the header at a step.
inline FieldValues tree_values(std::size_t array, std::size_t step) {
  FieldValues values;
  const std::size_t ends = array < 2 ? 2 : 1;
  for (std::size_t v = 0; v < made_vessels; ++v)
    for (std::size_t end = 0; end < ends; ++end)
      values.push_back(static_cast<float>(1000 * array + 100 * step + v) + 0.5F * static_cast<float>(end));
  return values;
}

inline const std::vector<double> tree_times{0.1, 3600.0 + 1.0 / 3, 86400};

}  // namespace cellroute::results::test
