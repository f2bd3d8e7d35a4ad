// Curves that lie on each other or under words.
#pragma once

#include <string>
#include <vector>

#include "viz/plot/svg.hpp"

namespace cellroute::viz {

using Curve = std::vector<plot::Point>;  // on the paper [px], from left to right

/// Whether most of a curve is nearer than `apart` [px] to another.
bool lie_together(const Curve& one, const Curve& other, double apart);

/// Strokes of the curve `i` where it lies on others: shorter for every second, so that each is seen.
std::string dashes(std::size_t i, double text);

/// Whether a curve passes through a box.
bool passes(const Curve& curve, const plot::Box& box);

}  // namespace cellroute::viz
