#include "viz/scene/cut.hpp"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace cellroute::viz {
namespace {

constexpr int fine_enough = 400;  // parts along the longest edge, so that the rim of the cut looks smooth

/// A layer of cells across an axis, in steps of parts of cells along the other two.
struct Layer {
  const ShownField& field;
  std::size_t across, u, v;
  int index;
  int parts;     // a cell's edge is cut into so many
  double place;  // along the axis, in scene units

  /// Cell with part (i, j); below 0 outside the block.
  std::ptrdiff_t cell(int i, int j) const {
    std::array<int, 3> at{};
    at[across] = index;
    at[u] = i >= 0 ? i / parts : -1;
    at[v] = j >= 0 ? j / parts : -1;
    const auto& cells = field.grid.cells;
    if (at[u] < 0 || at[v] < 0 || at[u] >= cells[u] || at[v] >= cells[v]) return -1;
    return (static_cast<std::ptrdiff_t>(at[2]) * cells[1] + at[1]) * cells[0] + at[0];
  }
  bool inside(int i, int j) const {
    const auto here = cell(i, j);
    if (here < 0 || !(field.inside[static_cast<std::size_t>(here)] > 0)) return false;
    std::array<double, 3> at{};
    at[across] = index;
    at[u] = (i + 0.5) / parts - 0.5;
    at[v] = (j + 0.5) / parts - 0.5;
    return inside_at(field.grid, field.inside, at) > 0.5;
  }
  int segment(int i, int j) const {
    return inside(i, j) ? static_cast<int>(std::lround(field.inside[static_cast<std::size_t>(cell(i, j))]))
                        : 0;
  }
  /// The corner of part (i, j) nearest to the block's.
  std::array<double, 3> corner(double i, double j) const {
    std::array<double, 3> at{};
    at[across] = place;
    at[u] = (field.grid.corner[u] + i / parts * field.grid.spacing[u]) / field.unit;
    at[v] = (field.grid.corner[v] + j / parts * field.grid.spacing[v]) / field.unit;
    return at;
  }
};

}  // namespace

Cut cut(const ShownField& field, int axis, double place) {
  const auto& grid = field.grid;
  const auto across = static_cast<std::size_t>(axis);
  const int longest = std::max({grid.cells[0], grid.cells[1], grid.cells[2]});
  const Layer layer{
      field,
      across,
      (across + 1) % 3,
      (across + 2) % 3,
      std::clamp(static_cast<int>(std::floor((place - grid.corner[across]) / grid.spacing[across])), 0,
                 grid.cells[across] - 1),
      std::clamp(fine_enough / longest, 1, 12),
      place / field.unit};
  const int nu = grid.cells[layer.u] * layer.parts, nv = grid.cells[layer.v] * layer.parts;
  Cut made{vtkSmartPointer<vtkPolyData>::New(), vtkSmartPointer<vtkPolyData>::New(), {}};
  vtkNew<vtkPoints> points, ends;
  vtkNew<vtkCellArray> quads, lines;
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetName("colour");
  colours->SetNumberOfComponents(3);
  struct Sum {
    double i = 0, j = 0;
    long parts = 0;
  };
  std::map<int, Sum> sums;
  for (int j = 0; j < nv; ++j)
    for (int i = 0; i < nu; ++i) {
      const int segment = layer.segment(i, j);
      if (segment == 0) continue;
      const float value = field.values[static_cast<std::size_t>(layer.cell(i, j))];
      if (!std::isfinite(value)) continue;
      quads->InsertNextCell(4);
      for (const auto& [di, dj] : std::array<std::array<int, 2>, 4>{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}})
        quads->InsertCellPoint(points->InsertNextPoint(layer.corner(i + di, j + dj).data()));
      const Colour c = field.map(field.scale.share(value));
      colours->InsertNextTuple3(c.red, c.green, c.blue);
      Sum& sum = sums[segment];
      sum.i += i + 0.5;
      sum.j += j + 0.5;
      ++sum.parts;
      const auto border = [&](int other, int i0, int j0, int i1, int j1) {
        if (other == 0 || other == segment) return;
        lines->InsertNextCell(2);
        lines->InsertCellPoint(ends->InsertNextPoint(layer.corner(i0, j0).data()));
        lines->InsertCellPoint(ends->InsertNextPoint(layer.corner(i1, j1).data()));
      };
      border(layer.segment(i + 1, j), i + 1, j, i + 1, j + 1);
      border(layer.segment(i, j + 1), i, j + 1, i + 1, j + 1);
    }
  made.face->SetPoints(points);
  made.face->SetPolys(quads);
  made.face->GetCellData()->AddArray(colours);
  made.borders->SetPoints(ends);
  made.borders->SetLines(lines);
  for (const auto& [segment, sum] : sums)
    if (static_cast<double>(sum.parts) > 0.004 * nu * nv)  // room for a number
      made.names.push_back({segment, layer.corner(sum.i / static_cast<double>(sum.parts),
                                                  sum.j / static_cast<double>(sum.parts))});
  return made;
}

}  // namespace cellroute::viz
