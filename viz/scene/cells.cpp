#include "viz/scene/cells.hpp"

#include <vtkCellArray.h>
#include <vtkColorTransferFunction.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkOpenGLGPUVolumeRayCastMapper.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkUnsignedCharArray.h>
#include <vtkVolumeProperty.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace cellroute::viz {
namespace {

/// A number in [0, 1) that looks random, from a cell's number and what it is for: splitmix64 (Steele, Lea,
/// Flood, OOPSLA 2014, doi:10.1145/2660193.2660195).
double by_number(std::uint64_t cell, std::uint64_t purpose) {
  std::uint64_t z = cell * 64 + purpose + 1;
  z *= 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

vtkSmartPointer<vtkUnsignedCharArray> colour_array() {
  auto colours = vtkSmartPointer<vtkUnsignedCharArray>::New();
  colours->SetName("colour");
  colours->SetNumberOfComponents(3);
  return colours;
}

double positive(float value) { return std::isfinite(value) && value > 0 ? value : 0; }

}  // namespace

double inside_at(const results::FieldGrid& grid, const results::FieldValues& inside,
                 const std::array<double, 3>& at) {
  const auto& cells = grid.cells;
  double sum = 0;
  for (int corner = 0; corner < 8; ++corner) {
    double weight = 1;
    std::size_t index = 0;
    for (std::size_t a = 3; a-- > 0;) {
      const int low = static_cast<int>(std::floor(at[a]));
      const int near = low + ((corner >> a) & 1);
      weight *= near == low ? 1 - (at[a] - low) : at[a] - low;
      if (near < 0 || near >= cells[a]) weight = 0;
      index = index * static_cast<std::size_t>(cells[a]) +
              static_cast<std::size_t>(std::clamp(near, 0, cells[a] - 1));
    }
    if (weight > 0 && inside[index] > 0) sum += weight;
  }
  return sum;
}

Dots dots(const ShownField& field, double count, double least) {
  const auto& grid = field.grid;
  const double volume = grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
  double total = 0;
  for (std::size_t i = 0; i < field.values.size(); ++i)
    if (field.inside[i] > 0) total += positive(field.values[i]) * volume;
  Dots all{vtkSmartPointer<vtkPolyData>::New(), total, total > 0 ? std::max(total / count, least) : 0};
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> verts;
  const auto colours = colour_array();
  std::size_t cell = 0;
  for (int k = 0; k < grid.cells[2]; ++k)
    for (int j = 0; j < grid.cells[1]; ++j)
      for (int i = 0; i < grid.cells[0]; ++i, ++cell) {
        if (!(field.inside[cell] > 0) || !(total > 0)) continue;
        const double amount = positive(field.values[cell]) * volume / all.amount_per_dot;
        const auto here = static_cast<std::uint64_t>(amount + by_number(cell, 0));
        if (here == 0) continue;
        const Colour c = field.colour(field.values[cell]);
        const std::array<int, 3> place{i, j, k};
        for (std::uint64_t d = 0; d < here; ++d) {
          // A cell on the rim reaches out of the smooth surface; its dots should as little as they can.
          std::array<double, 3> at{}, tried{};
          double best = -1;
          for (std::uint64_t attempt = 0; attempt < 12 && best <= 0.55; ++attempt) {
            for (std::size_t a = 0; a < 3; ++a)
              tried[a] = place[a] - 0.5 + by_number(cell + d * grid.count(), 1 + a + 3 * attempt);
            const double share = inside_at(grid, field.inside, tried);
            if (share > best) {
              best = share;
              at = tried;
            }
          }
          for (std::size_t a = 0; a < 3; ++a)
            at[a] = (grid.corner[a] + (at[a] + 0.5) * grid.spacing[a]) / field.unit;
          verts->InsertNextCell(1);
          verts->InsertCellPoint(points->InsertNextPoint(at.data()));
          colours->InsertNextTuple3(c.red, c.green, c.blue);
        }
      }
  all.shape->SetPoints(points);
  all.shape->SetVerts(verts);
  all.shape->GetPointData()->AddArray(colours);
  return all;
}

vtkSmartPointer<vtkVolume> cloud(const ShownField& field) {
  const auto& grid = field.grid;
  vtkNew<vtkImageData> image;
  image->SetDimensions(grid.cells[0], grid.cells[1], grid.cells[2]);
  double widest = 0;
  std::array<double, 3> first{}, step{};
  for (std::size_t a = 0; a < 3; ++a) {
    step[a] = grid.spacing[a] / field.unit;
    first[a] = (grid.corner[a] + grid.spacing[a] / 2) / field.unit;
    widest = std::max(widest, step[a] * grid.cells[a]);
  }
  image->SetSpacing(step.data());
  image->SetOrigin(first.data());
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 1);
  auto* shares = static_cast<unsigned char*>(image->GetScalarPointer());
  for (std::size_t i = 0; i < field.values.size(); ++i)
    shares[i] = field.inside[i] > 0 && std::isfinite(field.values[i])
                    ? static_cast<unsigned char>(
                          std::lround(255 * std::clamp(field.scale.share(field.values[i]), 0.0, 1.0)))
                    : 0;
  vtkNew<vtkColorTransferFunction> colours;
  for (int i = 0; i <= 32; ++i) {
    const Colour c = field.map(i / 32.0);
    colours->AddRGBPoint(i * 255 / 32.0, c.red / 255.0, c.green / 255.0, c.blue / 255.0);
  }
  vtkNew<vtkPiecewiseFunction> opacity;  // over a twentieth of the block
  opacity->AddPoint(0, 0);
  opacity->AddPoint(255, 0.09);
  vtkNew<vtkVolumeProperty> property;
  property->SetColor(colours);
  property->SetScalarOpacity(opacity);
  property->SetScalarOpacityUnitDistance(widest / 20);
  property->SetInterpolationTypeToLinear();
  vtkNew<vtkOpenGLGPUVolumeRayCastMapper> mapper;
  mapper->SetInputData(image);
  mapper->SetAutoAdjustSampleDistances(0);
  mapper->SetSampleDistance(static_cast<float>(std::max(step[0], widest / 150)));
  mapper->UseJitteringOff();
  auto volume = vtkSmartPointer<vtkVolume>::New();
  volume->SetMapper(mapper);
  volume->SetProperty(property);
  return volume;
}

}  // namespace cellroute::viz
