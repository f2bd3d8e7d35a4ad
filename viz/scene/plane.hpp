// A plane of cells, and what is drawn on it: colours, lines of equal value, lines of flow.
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

#include <array>
#include <functional>
#include <vector>

#include "sim/results/field_set.hpp"
#include "viz/style/colour_map.hpp"

namespace cellroute::viz {

/// One layer of a block, x fastest; lengths in units of the scene.
struct Plane {
  std::array<int, 2> cells{};
  std::array<double, 2> spacing{}, corner{};
  std::vector<float> values;  // components side by side
  int components = 1;

  float at(int i, int j, int component = 0) const {
    return values[(static_cast<std::size_t>(j) * static_cast<std::size_t>(cells[0]) +
                   static_cast<std::size_t>(i)) *
                      static_cast<std::size_t>(components) +
                  static_cast<std::size_t>(component)];
  }
  std::array<double, 2> centre(int i, int j) const {
    return {corner[0] + (i + 0.5) * spacing[0], corner[1] + (j + 0.5) * spacing[1]};
  }
};

/// The middle layer across z, `columns` times side by side, in units of `unit` metres.
Plane middle_layer(const results::FieldGrid& grid, const results::FieldValues& values, int components,
                   int columns, double unit);

/// Every cell in its colour: array `colour` of its cells.
vtkSmartPointer<vtkPolyData> coloured(const Plane& plane, const ColourMap& map, const Scale& scale);
/// The same where values are numbers of something.
vtkSmartPointer<vtkPolyData> coloured(const Plane& plane, const std::function<Colour(float)>& colour);

/// Where the values pass `level`, `height` above the plane.
vtkSmartPointer<vtkPolyData> border(const Plane& plane, double level, double height);

/// Evenly spaced lines along a plane of vectors, `apart` from each other.
vtkSmartPointer<vtkPolyData> flow_lines(const Plane& velocity, double apart, double height);
/// Arrow heads on such lines, one to a line that is long enough, the way the blood flows.
vtkSmartPointer<vtkPolyData> arrow_heads(vtkPolyData* lines, const Plane& velocity, double length,
                                         double height);

/// Cells whose value is above (or below) that of all cells within `reach` of them, on the other side too
/// where the plane repeats.
std::vector<std::array<int, 2>> peaks(const Plane& plane, bool lowest, int reach, bool repeats);

}  // namespace cellroute::viz
