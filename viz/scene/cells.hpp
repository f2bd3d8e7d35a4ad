// A field inside the liver, made visible: as dots, as a cloud, or on a cut.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>
#include <vtkVolume.h>

#include <string>

#include "sim/results/field_set.hpp"
#include "viz/style/colour_map.hpp"

namespace cellroute::viz {

/// What is shown: values in the cells of a block where `inside` is above 0, on a scale of colours.
struct ShownField {
  const results::FieldGrid& grid;
  const results::FieldValues& inside;
  const results::FieldValues& values;
  const ColourMap& map;
  Scale scale;
  double unit = 1;  // metres in a unit of the scene
};

struct Dots {
  vtkSmartPointer<vtkPolyData> shape;  // array `colour` of its points
  double amount_per_dot = 0;           // value times volume [m3] that a dot stands for
};

/// About `count` dots, each for the same amount, so that density of dots is density; where in its cell a dot
/// lies, and which way a broken number of dots is rounded, follows from the cell's number alone.
Dots dots(const ShownField& field, double count);

/// A cloud, the denser the higher the value.
vtkSmartPointer<vtkVolume> cloud(const ShownField& field);

/// The layer of cells across an axis (0 x, 1 y, 2 z) at a place [m]; array `colour` of its cells.
vtkSmartPointer<vtkPolyData> cut(const ShownField& field, int axis, double place);

}  // namespace cellroute::viz
