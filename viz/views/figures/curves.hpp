// Curves without corners through points, as SVG path data: what figures are drawn from.
#pragma once

#include <string>
#include <vector>

#include "viz/plot/svg.hpp"

namespace cellroute::viz {

/// Round through the points and back to the first. @pre at least three, no two equal in a row
std::string closed_curve(const std::vector<plot::Point>& points);
/// From the first point to the last.
std::string open_curve(const std::vector<plot::Point>& points);

/// As a mirror that stands upright at x = `at` shows them, in the same order.
std::vector<plot::Point> mirrored(const std::vector<plot::Point>& points, double at);
/// A shape that is its own mirror image: `half` on the right, from its top down to its foot on the mirror.
std::string symmetric_curve(const std::vector<plot::Point>& half, double at);
/// A shape and its mirror image.
std::string closed_pair(const std::vector<plot::Point>& points, double at);
std::string open_pair(const std::vector<plot::Point>& points, double at);

}  // namespace cellroute::viz
