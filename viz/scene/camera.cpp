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

void look(Stage& stage, const Bounds& b, const std::array<double, 3>& from, const std::array<double, 3>& up) {
  vtkCamera* camera = stage.scene()->GetActiveCamera();
  const double x = (b[0] + b[1]) / 2, y = (b[2] + b[3]) / 2, z = (b[4] + b[5]) / 2;
  const double far = std::hypot(b[1] - b[0], b[3] - b[2], b[5] - b[4]) + 1;
  camera->SetFocalPoint(x, y, z);
  camera->SetPosition(x + far * from[0], y + far * from[1], z + far * from[2]);
  camera->SetViewUp(up[0], up[1], up[2]);
  vtkMatrix4x4* turn = camera->GetViewTransformMatrix();
  double wide = 0, high = 0;
  for (int axis = 0; axis < 3; ++axis) {
    const double half = (b[2 * axis + 1] - b[2 * axis]) / 2;
    wide += half * std::fabs(turn->GetElement(0, axis));
    high += half * std::fabs(turn->GetElement(1, axis));
  }
  const Rectangle& part = stage.scene_part();
  camera->SetParallelScale(air * std::max(high, wide * part.height / part.width));
}

}  // namespace

void look_from_front(Stage& stage, const Bounds& bounds, double turned, double raised) {
  const double a = turned * std::numbers::pi / 180, e = raised * std::numbers::pi / 180;
  look(stage, bounds, {std::cos(e) * std::sin(a), std::cos(e) * std::cos(a), std::sin(e)}, {0, 0, 1});
}

void look_from_above(Stage& stage, const Bounds& bounds) { look(stage, bounds, {0, 0, 1}, {0, 1, 0}); }

}  // namespace cellroute::viz
