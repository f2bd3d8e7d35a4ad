#include "viz/scene/vessels.hpp"

#include <vtkCellArray.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkTubeFilter.h>
#include <vtkUnsignedCharArray.h>

#include <vector>

namespace cellroute::viz {
namespace {

constexpr int sides = 10;

struct Lines {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> cells;
  vtkNew<vtkDoubleArray> radius;
  vtkNew<vtkUnsignedCharArray> colours;

  vtkIdType add(const Point& at, double r, Colour c, double unit) {
    radius->InsertNextValue(r / unit);
    colours->InsertNextTuple3(c.red, c.green, c.blue);
    return points->InsertNextPoint(at[0] / unit, at[1] / unit, at[2] / unit);
  }
};

/// A line goes on through the widest child; every other child begins one. So tubes bend without gaps.
std::vector<std::int32_t> widest_child(const VesselTree& tree) {
  std::vector<std::int32_t> widest(tree.size(), -1);
  for (std::size_t s = 1; s < tree.size(); ++s) {
    auto& best = widest[static_cast<std::size_t>(tree.parent[s])];
    if (best < 0 || tree.radius[s] > tree.radius[static_cast<std::size_t>(best)])
      best = static_cast<std::int32_t>(s);
  }
  return widest;
}

void add_tree(Lines& lines, const VesselTree& tree, int kind, const VesselColour& colour, double narrowest,
              double unit) {
  const double least = narrowest * tree.radius[0];
  const auto next = widest_child(tree);
  for (std::size_t first = 0; first < tree.size(); ++first) {
    const std::int32_t parent = tree.parent[first];
    if (parent >= 0 && next[static_cast<std::size_t>(parent)] == static_cast<std::int32_t>(first)) continue;
    if (tree.radius[first] < least) continue;
    std::vector<vtkIdType> line{
        lines.add(tree.start(first), tree.radius[first], colour(kind, first, 0), unit)};
    for (auto at = static_cast<std::int32_t>(first); at >= 0; at = next[static_cast<std::size_t>(at)]) {
      const auto s = static_cast<std::size_t>(at);
      if (tree.radius[s] < least) break;
      line.push_back(lines.add(tree.end[s], tree.radius[s], colour(kind, s, 1), unit));
    }
    lines.cells->InsertNextCell(static_cast<vtkIdType>(line.size()), line.data());
  }
}

}  // namespace

vtkSmartPointer<vtkPolyData> vessel_tubes(const results::Trees& trees, const VesselColour& colour,
                                          double narrowest, double unit) {
  Lines lines;
  lines.points->SetDataTypeToDouble();
  lines.radius->SetName("radius");
  lines.colours->SetName("colour");
  lines.colours->SetNumberOfComponents(3);
  for (int kind = 0; kind < tree_kinds; ++kind)
    add_tree(lines, trees[static_cast<std::size_t>(kind)], kind, colour, narrowest, unit);
  vtkNew<vtkPolyData> all;
  all->SetPoints(lines.points);
  all->SetLines(lines.cells);
  all->GetPointData()->SetScalars(lines.radius);
  all->GetPointData()->AddArray(lines.colours);
  vtkNew<vtkTubeFilter> tubes;
  tubes->SetInputData(all);
  tubes->SetVaryRadiusToVaryRadiusByAbsoluteScalar();
  tubes->SetNumberOfSides(sides);
  tubes->CappingOn();
  tubes->Update();
  return tubes->GetOutput();
}

}  // namespace cellroute::viz
