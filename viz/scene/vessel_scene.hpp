// Vessels in a scene with what their colours mean.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

#include <string>

#include "sim/results/tree_reader.hpp"
#include "viz/scene/legend.hpp"

namespace cellroute::viz {

struct VesselScene {
  std::string by;        // kind, flow or arrival
  double narrowest = 0;  // share of a trunk's width below which vessels are left out
  std::size_t step = 0;  // of the file
  bool shared_scale = false;
  double unit = 1;       // metres in a unit of the scene
  bool or_none = false;  // whether the view can leave them out
};

/// What the colours mean goes to the legend. @return the tubes
/// @throws RequestError when `by` is something else
vtkSmartPointer<vtkPolyData> vessels_with_legend(Legend& legend, const results::TreeReader& file,
                                                 const VesselScene& wanted);

}  // namespace cellroute::viz
