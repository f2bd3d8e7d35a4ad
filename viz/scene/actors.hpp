// Shapes into a scene.
#pragma once

#include <vtkPolyData.h>

#include "viz/window/stage.hpp"

namespace cellroute::viz {

/// What is left of a scene when it is cut at a place along an axis; all without an axis.
struct Half {
  int axis = -1;
  double place = 0;
  bool above = false;  // shows what lies above the place, else what lies below
};

/// In the colours of the array `colour` of its points, lit from above.
void add_solid(Stage& stage, vtkPolyData* shape, const Half& shown = {});
/// How much of what is behind the liver's surface it hides where one looks straight through it is 0.8 of
/// this.
inline constexpr double glass_thickness = 0.3;
/// As glass: clear where one looks straight through it, thicker at its rim.
void add_glass(Stage& stage, vtkPolyData* shape, double thickness, const Half& shown = {});
/// In the colours of the array `colour` of its cells, just as they are: a colour bar gives their values.
void add_flat(Stage& stage, vtkPolyData* shape);
/// The points of a shape in the colours of the array `colour`, so many pixels wide, just as they are.
void add_dots(Stage& stage, vtkPolyData* shape, double pixels);
/// The lines of a shape, in front of faces that they lie on; of lines on each other those of the higher
/// `rank`.
void add_lines(Stage& stage, vtkPolyData* shape, double pixels, Colour colour, int rank = 0);

}  // namespace cellroute::viz
