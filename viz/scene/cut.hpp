// A field on a cut through the liver, and where the segments lie on it.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

#include <array>
#include <vector>

#include "viz/scene/cells.hpp"

namespace cellroute::viz {

struct SegmentName {
  int segment = 0;
  std::array<double, 3> place{};  // in the scene
};

struct Cut {
  vtkSmartPointer<vtkPolyData> face;     // array `colour` of its cells: each value as it is
  vtkSmartPointer<vtkPolyData> borders;  // lines between segments
  std::vector<SegmentName>
      names;  // one for each segment, and for each of its pieces that has room, inside it
};

/// The layer of cells across an axis (0 x, 1 y, 2 z) at a place [m]. `field.inside` holds segments.
Cut cut(const ShownField& field, int axis, double place);

}  // namespace cellroute::viz
