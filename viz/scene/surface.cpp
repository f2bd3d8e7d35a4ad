#include "viz/scene/surface.hpp"

#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkImageGaussianSmooth.h>
#include <vtkImageResize.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/style/colour.hpp"

namespace cellroute::viz {
namespace {

constexpr int rim = 3;            // empty cells round the block, so that the surface closes
constexpr double blur = 0.9;      // cells: what smooths the steps of voxels away
constexpr int fine_enough = 140;  // cells along the longest edge

/// 1 inside, 0 outside, in lengths of cells: cell (i, j, k) is at the point (i, j, k).
vtkSmartPointer<vtkImageData> inside(const results::FieldGrid& grid, const results::FieldValues& segment) {
  auto image = vtkSmartPointer<vtkImageData>::New();
  const auto [nx, ny, nz] = grid.cells;
  image->SetDimensions(nx + 2 * rim, ny + 2 * rim, nz + 2 * rim);
  image->SetOrigin(-rim, -rim, -rim);
  image->AllocateScalars(VTK_FLOAT, 1);
  auto* all = static_cast<float*>(image->GetScalarPointer());
  std::fill_n(all, image->GetNumberOfPoints(), 0.0f);
  std::size_t cell = 0;
  for (int k = 0; k < nz; ++k)
    for (int j = 0; j < ny; ++j) {
      auto* row = static_cast<float*>(image->GetScalarPointer()) +
                  (static_cast<std::size_t>(k + rim) * static_cast<std::size_t>(ny + 2 * rim) +
                   static_cast<std::size_t>(j + rim)) *
                      static_cast<std::size_t>(nx + 2 * rim) +
                  rim;
      for (int i = 0; i < nx; ++i, ++cell) row[i] = segment[cell] > 0.5f ? 1.0f : 0.0f;
    }
  return image;
}

/// The segment that most of the neighbourhood belongs to, near cells counting more.
class SegmentAround {
 public:
  SegmentAround(const results::FieldGrid& grid, const results::FieldValues& segment)
      : grid_(grid), segment_(segment) {}

  int operator()(const double* at) const {
    std::array<double, segment_colours.size() + 1> votes{};
    std::array<int, 3> low{}, high{};
    for (std::size_t a = 0; a < 3; ++a) {
      low[a] = std::clamp(static_cast<int>(std::ceil(at[a] - reach)), 0, grid_.cells[a] - 1);
      high[a] = std::clamp(static_cast<int>(std::floor(at[a] + reach)), 0, grid_.cells[a] - 1);
    }
    for (int k = low[2]; k <= high[2]; ++k)
      for (int j = low[1]; j <= high[1]; ++j)
        for (int i = low[0]; i <= high[0]; ++i) {
          const double square =
              (i - at[0]) * (i - at[0]) + (j - at[1]) * (j - at[1]) + (k - at[2]) * (k - at[2]);
          const auto cell = (static_cast<std::size_t>(k) * static_cast<std::size_t>(grid_.cells[1]) +
                             static_cast<std::size_t>(j)) *
                                static_cast<std::size_t>(grid_.cells[0]) +
                            static_cast<std::size_t>(i);
          const auto s = static_cast<std::size_t>(std::lround(segment_[cell]));
          if (s > 0 && s < votes.size()) votes[s] += std::exp(-square / 2);
        }
    return static_cast<int>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  }

 private:
  static constexpr double reach = 2.5;  // cells
  const results::FieldGrid& grid_;
  const results::FieldValues& segment_;
};

}  // namespace

vtkSmartPointer<vtkPolyData> liver_surface(const results::FieldGrid& grid,
                                           const results::FieldValues& segment, double unit) {
  const auto mask = inside(grid, segment);
  const int longest = std::max({grid.cells[0], grid.cells[1], grid.cells[2]});
  const int finer = std::clamp(fine_enough / longest, 1, 6);
  vtkNew<vtkImageResize> resize;
  resize->SetInputData(mask);
  resize->SetResizeMethodToMagnificationFactors();
  resize->SetMagnificationFactors(finer, finer, finer);
  vtkNew<vtkImageGaussianSmooth> smooth;
  if (finer > 1)
    smooth->SetInputConnection(resize->GetOutputPort());
  else
    smooth->SetInputData(mask);
  smooth->SetStandardDeviation(blur * finer);
  smooth->SetRadiusFactor(2.5);
  vtkNew<vtkFlyingEdges3D> shell;
  shell->SetInputConnection(smooth->GetOutputPort());
  shell->SetValue(0, 0.5);
  shell->ComputeNormalsOn();
  shell->ComputeScalarsOff();
  shell->Update();

  vtkSmartPointer<vtkPolyData> surface = shell->GetOutput();
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetName("colour");
  colours->SetNumberOfComponents(3);
  colours->SetNumberOfTuples(surface->GetNumberOfPoints());
  const SegmentAround segment_around(grid, segment);
  auto* points = vtkFloatArray::SafeDownCast(surface->GetPoints()->GetData());
  for (vtkIdType p = 0; p < surface->GetNumberOfPoints(); ++p) {
    double at[3];
    surface->GetPoint(p, at);
    const int s = segment_around(at);
    const Colour c = s > 0 ? segment_colours[static_cast<std::size_t>(s - 1)] : rule_line;
    colours->SetTuple3(p, c.red, c.green, c.blue);
    float* place = points->GetPointer(3 * p);
    for (std::size_t a = 0; a < 3; ++a)
      place[a] = static_cast<float>((grid.corner[a] + (at[a] + 0.5) * grid.spacing[a]) / unit);
  }
  surface->GetPointData()->AddArray(colours);
  return surface;
}

}  // namespace cellroute::viz
