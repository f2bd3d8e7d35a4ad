// The order in which blood reaches the cells of a block.
#pragma once

#include <vector>

#include "sim/numerics/transport/carrier.hpp"

namespace cellroute::numerics {

/// Cells listed upstream first. A level holds the cells at the same longest distance, counted in
/// faces, from the places where blood starts: they depend on earlier levels alone, so a level may be
/// worked on in parallel. Inside a level cells grow by index. Cells through which nothing flows are
/// in level 0.
///
/// A cell's feeds are the cells blood comes from, in the fixed order of its faces: low x, high x,
/// low y, high y, low z, high z.
struct FlowOrder {
  std::vector<int> cell;          // [position] -> cell
  std::vector<int> level;         // level l is positions level[l] .. level[l + 1] - 1
  std::vector<int> first_feed;    // feeds of a position: first_feed[p] .. first_feed[p + 1] - 1
  std::vector<int> feed;          // the cell a feed comes from
  std::vector<double> feed_flux;  // [m3/s] of it, above 0
  std::vector<double> leaving;    // [m3/s] by position, over faces and into wells

  int levels() const { return static_cast<int>(level.size()) - 1; }
};

/// Throws std::invalid_argument when the carrier is unusable (see check_carrier) or when blood runs
/// in a circle, which no flow down a pressure does; the text names a cell of the circle.
FlowOrder order_by_flow(const Carrier& carrier);

}  // namespace cellroute::numerics
