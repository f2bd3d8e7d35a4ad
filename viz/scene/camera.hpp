// Where the eye is: far away, so that lengths are the same everywhere and a scale bar is true.
#pragma once

#include <vtkPolyData.h>

#include <array>

#include "viz/window/stage.hpp"

namespace cellroute::viz {

/// Lowest and highest x, y and z.
using Bounds = std::array<double, 6>;

/// Looks at `shape` from the front (+y), the head (+z) up, turned to the right and up by so many degrees, and
/// as near as all of it allows.
void look_from_front(Stage& stage, vtkPolyData* shape, double turned, double raised);

/// Looks down along z, y up.
void look_from_above(Stage& stage, const Bounds& bounds);

}  // namespace cellroute::viz
