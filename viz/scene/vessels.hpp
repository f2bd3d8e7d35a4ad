// Vessel trees as tubes of their true width.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

#include <functional>

#include "sim/results/tree_layout.hpp"
#include "viz/style/colour.hpp"

namespace cellroute::viz {

/// Colour of the end of a vessel, seen from the root: first or second.
using VesselColour = std::function<Colour(int tree, std::size_t vessel, int end)>;

/// Vessels of at least `narrowest` of their trunk's width, in scene units of `unit` metres; an array `colour`
/// of their points.
vtkSmartPointer<vtkPolyData> vessel_tubes(const results::Trees& trees, const VesselColour& colour,
                                          double narrowest, double unit);

}  // namespace cellroute::viz
