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

/// In scene units of `unit` metres; an array `colour` of its points.
vtkSmartPointer<vtkPolyData> vessel_tubes(const results::Trees& trees, const VesselColour& colour,
                                          double unit);

}  // namespace cellroute::viz
