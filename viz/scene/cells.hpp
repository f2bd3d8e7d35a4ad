// A field inside the liver, made visible: as dots, or as a cloud.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>
#include <vtkVolume.h>

#include <array>
#include <functional>

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
  double unit = 1;                              // metres in a unit of the scene
  std::function<Colour(float)> of_number = {};  // colours of values that are numbers of something

  Colour colour(float value) const { return of_number ? of_number(value) : map(scale.share(value)); }
};

struct Dots {
  vtkSmartPointer<vtkPolyData> shape;  // array `colour` of its points
  double amount = 0;                   // value times volume [m3] of all that is inside
  double amount_per_dot = 0;           // that a dot stands for
};

/// About `count` dots, each for the same amount, so that density of dots is density; fewer where a dot would
/// stand for less than `least`, such as a cell. Where in its cell a dot lies, and which way a broken number
/// of dots is rounded, follows from the cell's number alone.
Dots dots(const ShownField& field, double count, double least = 0);

/// A cloud, the denser the higher the value.
vtkSmartPointer<vtkVolume> cloud(const ShownField& field);

/// How much of a place is inside, 0 to 1, straight between the centres of cells: `at` counts them.
double inside_at(const results::FieldGrid& grid, const results::FieldValues& inside,
                 const std::array<double, 3>& at);

}  // namespace cellroute::viz
