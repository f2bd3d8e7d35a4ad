// The order of flow again, in stretches of neighbouring cells along x, so that a sweep streams memory.
#pragma once

#include <vector>

#include "sim/numerics/transport/carrier.hpp"

namespace cellroute::numerics {

/// Consecutive cells of a row whose feeds along y and z all lie in earlier segments, and whose feeds
/// along x lie in earlier segments or in the segment itself.
struct Segment {
  int first;      // its lowest cell
  int length;     // in cells, at most longest_segment
  bool up, down;  // blood enters some of its cells from lower x, from higher x
};

inline constexpr int longest_segment = 128;

/// Upstream first. Segments of a level depend on earlier levels alone. Which cells make a segment is
/// fixed by the flow, not by the number of threads.
struct Segments {
  std::vector<Segment> list;
  std::vector<int> level;  // level l is segments level[l] .. level[l + 1] - 1

  int levels() const { return static_cast<int>(level.size()) - 1; }
};

/// The carrier must have passed order_by_flow or check_carrier; throws std::invalid_argument when blood
/// runs in a circle.
Segments cut_segments(const Carrier& carrier);

}  // namespace cellroute::numerics
