// A vascular tree: straight segments, each with one parent, named down to the branches of the segments.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/liver/anatomy.hpp"

namespace cellroute {

enum class TreeKind { hepatic_artery, portal_vein, hepatic_vein };
inline constexpr int tree_kinds = 3;
inline constexpr std::array<const char*, tree_kinds> tree_names{"hepatic_artery", "portal_vein",
                                                                "hepatic_vein"};

/// A vessel with one of the names of branch.hpp.
struct NamedBranch {
  std::string name;
  std::int32_t segment = 0;  // the first of the branch, seen from the root
};

/// Segment 0 is the trunk; a parent comes before its children. In a hepatic vein blood runs towards the
/// root. A segment runs from its parent's `end` (segment 0: from `root`) to its own.
struct VesselTree {
  TreeKind kind = TreeKind::portal_vein;
  double murray_exponent = 3;
  Point root{};                         // [m]
  std::vector<Point> end;               // [m] the end away from the root
  std::vector<std::int32_t> parent;     // -1: none
  std::vector<double> radius;           // [m]
  std::vector<std::int32_t> terminals;  // segments without children, ascending
  std::vector<NamedBranch> named;
  /// [voxels of the anatomy] which terminal (index into `terminals`) supplies or drains each.
  std::vector<std::int32_t> terminal_of_voxel;

  std::size_t size() const { return parent.size(); }
  Point start(std::size_t s) const { return parent[s] < 0 ? root : end[static_cast<std::size_t>(parent[s])]; }
};

}  // namespace cellroute
