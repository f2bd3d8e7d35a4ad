#include "viz/scene/plane.hpp"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkEvenlySpacedStreamlines2D.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges2D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>

namespace cellroute::viz {
namespace {

vtkSmartPointer<vtkImageData> image_of(const Plane& plane) {
  auto image = vtkSmartPointer<vtkImageData>::New();
  image->SetDimensions(plane.cells[0], plane.cells[1], 1);
  image->SetSpacing(plane.spacing[0], plane.spacing[1], 1);
  const auto first = plane.centre(0, 0);
  image->SetOrigin(first[0], first[1], 0);
  vtkNew<vtkFloatArray> array;
  array->SetName("values");
  array->SetNumberOfComponents(plane.components);
  array->SetNumberOfTuples(image->GetNumberOfPoints());
  std::copy(plane.values.begin(), plane.values.end(), array->GetPointer(0));
  if (plane.components == 3)
    image->GetPointData()->SetVectors(array);
  else
    image->GetPointData()->SetScalars(array);
  return image;
}

vtkSmartPointer<vtkPolyData> lifted(vtkPolyData* shape, double height) {
  auto copy = vtkSmartPointer<vtkPolyData>::New();
  copy->ShallowCopy(shape);
  vtkNew<vtkPoints> points;
  points->SetNumberOfPoints(shape->GetNumberOfPoints());
  for (vtkIdType p = 0; p < shape->GetNumberOfPoints(); ++p) {
    double at[3];
    shape->GetPoint(p, at);
    points->SetPoint(p, at[0], at[1], height);
  }
  copy->SetPoints(points);
  return copy;
}

}  // namespace

Plane middle_layer(const results::FieldGrid& grid, const results::FieldValues& values, int components,
                   int columns, double unit) {
  Plane plane;
  plane.cells = {grid.cells[0] * columns, grid.cells[1]};
  plane.components = components;
  for (std::size_t a = 0; a < 2; ++a) {
    plane.spacing[a] = grid.spacing[a] / unit;
    plane.corner[a] = grid.corner[a] / unit;
  }
  const auto row = static_cast<std::ptrdiff_t>(grid.cells[0]) * components;
  auto from = values.begin() + row * grid.cells[1] * (grid.cells[2] / 2);
  for (int j = 0; j < grid.cells[1]; ++j, from += row)
    for (int c = 0; c < columns; ++c) plane.values.insert(plane.values.end(), from, from + row);
  return plane;
}

vtkSmartPointer<vtkPolyData> coloured(const Plane& plane, const ColourMap& map, const Scale& scale) {
  return coloured(plane, [&](float value) { return map(scale.share(value)); });
}

vtkSmartPointer<vtkPolyData> coloured(const Plane& plane, const std::function<Colour(float)>& colour) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> quads;
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetName("colour");
  colours->SetNumberOfComponents(3);
  const auto across = static_cast<vtkIdType>(plane.cells[0]) + 1;
  for (int j = 0; j <= plane.cells[1]; ++j)
    for (int i = 0; i <= plane.cells[0]; ++i)
      points->InsertNextPoint(plane.corner[0] + i * plane.spacing[0], plane.corner[1] + j * plane.spacing[1],
                              0);
  for (int j = 0; j < plane.cells[1]; ++j)
    for (int i = 0; i < plane.cells[0]; ++i) {
      if (!std::isfinite(plane.at(i, j))) continue;
      const vtkIdType at = j * across + i;
      const vtkIdType corners[] = {at, at + 1, at + across + 1, at + across};
      quads->InsertNextCell(4, corners);
      const Colour c = colour(plane.at(i, j));
      colours->InsertNextTuple3(c.red, c.green, c.blue);
    }
  auto shape = vtkSmartPointer<vtkPolyData>::New();
  shape->SetPoints(points);
  shape->SetPolys(quads);
  shape->GetCellData()->AddArray(colours);
  return shape;
}

vtkSmartPointer<vtkPolyData> border(const Plane& plane, double level, double height) {
  vtkNew<vtkFlyingEdges2D> contour;
  contour->SetInputData(image_of(plane));
  contour->SetValue(0, level);
  contour->Update();
  return lifted(contour->GetOutput(), height);
}

vtkSmartPointer<vtkPolyData> flow_lines(const Plane& velocity, double apart, double height) {
  vtkNew<vtkEvenlySpacedStreamlines2D> lines;
  lines->SetInputData(image_of(velocity));
  const double cell = std::min(velocity.spacing[0], velocity.spacing[1]);
  // Not in the middle, where blood may stand still or leave.
  const auto start = velocity.centre(velocity.cells[0] / 3, velocity.cells[1] / 3);
  lines->SetStartPosition(start[0], start[1], 0);
  lines->SetIntegratorTypeToRungeKutta4();
  lines->SetIntegrationStepUnit(1);  // lengths, not cells
  lines->SetInitialIntegrationStep(cell / 3);
  lines->SetSeparatingDistance(apart);
  lines->SetSeparatingDistanceRatio(0.4);
  lines->SetMaximumNumberOfSteps(20000);
  lines->SetTerminalSpeed(1e-6);
  lines->Update();
  return lifted(lines->GetOutput(), height);
}

vtkSmartPointer<vtkPolyData> arrow_heads(vtkPolyData* lines, const Plane& velocity, double length,
                                         double height) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> heads;
  vtkNew<vtkIdList> line;
  lines->GetLines()->InitTraversal();
  while (lines->GetLines()->GetNextCell(line) != 0) {
    std::vector<double> along{0};
    for (vtkIdType i = 1; i < line->GetNumberOfIds(); ++i) {
      double a[3], b[3];
      lines->GetPoint(line->GetId(i - 1), a);
      lines->GetPoint(line->GetId(i), b);
      along.push_back(along.back() + std::hypot(b[0] - a[0], b[1] - a[1]));
    }
    if (along.back() < 4 * length) continue;
    const auto middle = std::lower_bound(along.begin(), along.end(), along.back() / 2) - along.begin();
    double a[3], b[3];
    lines->GetPoint(line->GetId(middle - 1), a);
    lines->GetPoint(line->GetId(middle), b);
    const double step = std::hypot(b[0] - a[0], b[1] - a[1]);
    if (!(step > 0)) continue;
    const int i = std::clamp(static_cast<int>((b[0] - velocity.corner[0]) / velocity.spacing[0]), 0,
                             velocity.cells[0] - 1);
    const int j = std::clamp(static_cast<int>((b[1] - velocity.corner[1]) / velocity.spacing[1]), 0,
                             velocity.cells[1] - 1);
    // Lines are followed both ways from where they begin.
    const double way =
        velocity.at(i, j, 0) * (b[0] - a[0]) + velocity.at(i, j, 1) * (b[1] - a[1]) < 0 ? -1 : 1;
    const double dx = way * (b[0] - a[0]) / step * length, dy = way * (b[1] - a[1]) / step * length;
    heads->InsertNextCell(3);
    heads->InsertCellPoint(points->InsertNextPoint(b[0] + dx, b[1] + dy, height));
    heads->InsertCellPoint(points->InsertNextPoint(b[0] - 0.45 * dy, b[1] + 0.45 * dx, height));
    heads->InsertCellPoint(points->InsertNextPoint(b[0] + 0.45 * dy, b[1] - 0.45 * dx, height));
  }
  auto shape = vtkSmartPointer<vtkPolyData>::New();
  shape->SetPoints(points);
  shape->SetPolys(heads);
  return shape;
}

std::vector<std::array<int, 2>> peaks(const Plane& plane, bool lowest, int reach, bool repeats) {
  std::vector<std::array<int, 2>> all;
  const auto [nx, ny] = plane.cells;
  const float sign = lowest ? -1.0f : 1.0f;
  for (int j = 0; j < ny; ++j)
    for (int i = 0; i < nx; ++i) {
      bool peak = true;
      for (int dj = -reach; peak && dj <= reach; ++dj)
        for (int di = -reach; peak && di <= reach; ++di) {
          if (!repeats && (i + di < 0 || i + di >= nx || j + dj < 0 || j + dj >= ny)) continue;
          const int ni = (i + di + nx) % nx, nj = (j + dj + ny) % ny;
          // Of equals, which a symmetric plane has side by side, the first counts.
          const float other = sign * plane.at(ni, nj), own = sign * plane.at(i, j);
          peak = own > other || (own == other && (dj > 0 || (dj == 0 && di >= 0)));
        }
      if (peak) all.push_back({i, j});
    }
  return all;
}

}  // namespace cellroute::viz
