// The figure of a body seen from the front: outlines of its organs, drawn for this project.
#pragma once

#include <string>
#include <vector>

#include "viz/plot/svg.hpp"

namespace cellroute::viz {

/// Outlines are in a frame 80 wide and 220 high; the body's right side is on the left.
inline constexpr double figure_width = 80, figure_height = 220;

enum class Side { left, right };

struct OrganShape {
  std::string organ;    // as results name it
  std::string path;     // SVG path data
  plot::Point anchor;   // in it; from here a line to `side` meets no other organ of the trunk
  Side side;            // where its label stands
  bool vessel = false;  // a line, not an area
};

/// The silhouette first, which stands for the rest of the body, then organs in the order in which they
/// lie on each other.
const std::vector<OrganShape>& figure_shapes();

}  // namespace cellroute::viz
