// The liver's surface, smooth, with the colour of the Couinaud segment beneath each place.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

#include "sim/results/field_set.hpp"

namespace cellroute::viz {

/// From the numbers of segments in a block's cells, 0 outside. In scene units of `unit` metres; an array
/// `colour` of its points.
vtkSmartPointer<vtkPolyData> liver_surface(const results::FieldGrid& grid,
                                           const results::FieldValues& segment, double unit);

}  // namespace cellroute::viz
