#include "viz/scene/camera.hpp"

#include <vtkCamera.h>
#include <vtkMatrix4x4.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellroute::viz {
namespace {

constexpr double air = 1.03;  // round what is seen

/// From a direction, far enough away that all is in front of the eye.
void turn(Stage& stage, const Bounds& b, const std::array<double, 3>& from, const std::array<double, 3>& up) {
  vtkCamera* camera = stage.scene()->GetActiveCamera();
  const double x = (b[0] + b[1]) / 2, y = (b[2] + b[3]) / 2, z = (b[4] + b[5]) / 2;
  const double far = std::hypot(b[1] - b[0], b[3] - b[2], b[5] - b[4]) + 1;
  camera->SetFocalPoint(x, y, z);
  camera->SetPosition(x + far * from[0], y + far * from[1], z + far * from[2]);
  camera->SetViewUp(up[0], up[1], up[2]);
}

/// So near that so much fits.
void approach(Stage& stage, double wide, double high) {
  const Rectangle& part = stage.scene_part();
  stage.scene()->GetActiveCamera()->SetParallelScale(air * std::max(high, wide * part.height / part.width) /
                                                     2);
}

}  // namespace

void look_from_front(Stage& stage, vtkPolyData* shape, double turned, double raised) {
  const double a = turned * std::numbers::pi / 180, e = raised * std::numbers::pi / 180;
  Bounds bounds{};
  shape->GetBounds(bounds.data());
  turn(stage, bounds, {std::cos(e) * std::sin(a), std::cos(e) * std::cos(a), std::sin(e)}, {0, 0, 1});
  vtkCamera* camera = stage.scene()->GetActiveCamera();
  vtkMatrix4x4* look = camera->GetViewTransformMatrix();
  std::array<double, 2> low{1e300, 1e300}, high{-1e300, -1e300};
  for (vtkIdType p = 0; p < shape->GetNumberOfPoints(); ++p) {
    double at[3];
    shape->GetPoint(p, at);
    for (int side = 0; side < 2; ++side) {
      const double seen = look->GetElement(side, 0) * at[0] + look->GetElement(side, 1) * at[1] +
                          look->GetElement(side, 2) * at[2] + look->GetElement(side, 3);
      low[side] = std::min(low[side], seen);
      high[side] = std::max(high[side], seen);
    }
  }
  double focus[3], eye[3];
  camera->GetFocalPoint(focus);
  camera->GetPosition(eye);
  for (int axis = 0; axis < 3; ++axis) {
    const double shift = (low[0] + high[0]) / 2 * look->GetElement(0, axis) +
                         (low[1] + high[1]) / 2 * look->GetElement(1, axis);
    focus[axis] += shift;
    eye[axis] += shift;
  }
  camera->SetFocalPoint(focus);
  camera->SetPosition(eye);
  approach(stage, high[0] - low[0], high[1] - low[1]);
}

void look_from_above(Stage& stage, const Bounds& bounds) {
  turn(stage, bounds, {0, 0, 1}, {0, 1, 0});
  approach(stage, bounds[1] - bounds[0], bounds[3] - bounds[2]);
}

}  // namespace cellroute::viz
