#include "viz/scene/actors.hpp"

#include <vtkActor.h>
#include <vtkMapper.h>
#include <vtkNew.h>
#include <vtkPlane.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>

namespace cellroute::viz {
namespace {

vtkSmartPointer<vtkActor> add(Stage& stage, vtkPolyData* shape, bool by_cell) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(shape);
  if (by_cell)
    mapper->SetScalarModeToUseCellFieldData();
  else
    mapper->SetScalarModeToUsePointFieldData();
  mapper->SelectColorArray("colour");
  mapper->SetColorModeToDirectScalars();
  auto actor = vtkSmartPointer<vtkActor>::New();
  actor->SetMapper(mapper);
  stage.scene()->AddActor(actor);
  return actor;
}

void clip(vtkActor* actor, const Half& shown) {
  if (shown.axis < 0) return;
  double normal[3] = {0, 0, 0}, origin[3] = {0, 0, 0};
  normal[shown.axis] = shown.above ? 1 : -1;
  origin[shown.axis] = shown.place;
  vtkNew<vtkPlane> plane;
  plane->SetNormal(normal);
  plane->SetOrigin(origin);
  actor->GetMapper()->AddClippingPlane(plane);
}

/// A value's colour must not depend on the light.
void unlit(vtkActor* actor) {
  actor->GetProperty()->LightingOff();
  actor->GetProperty()->SetAmbient(1);
  actor->GetProperty()->SetDiffuse(0);
}

}  // namespace

void add_solid(Stage& stage, vtkPolyData* shape, const Half& shown) {
  const auto actor = add(stage, shape, false);
  clip(actor, shown);
  vtkProperty* property = actor->GetProperty();
  property->SetAmbient(0.25);
  property->SetDiffuse(0.8);
  property->SetSpecular(0.15);
  property->SetSpecularPower(30);
}

void add_glass(Stage& stage, vtkPolyData* shape, double thickness, const Half& shown) {
  const auto actor = add(stage, shape, false);
  clip(actor, shown);
  vtkProperty* property = actor->GetProperty();
  property->SetOpacity(thickness);
  property->SetAmbient(0.6);
  property->SetDiffuse(0.45);
  // One wall of a whole body: colours of two would mix.
  if (shown.axis < 0) property->BackfaceCullingOn();
  actor->GetShaderProperty()->AddFragmentShaderReplacement(
      "//VTK::Light::Impl", true,
      "//VTK::Light::Impl\n"
      "  float aslant = 1.0 - abs(normalVCVSOutput.z);\n"
      "  fragOutput0.a = min(0.9, opacity * (0.8 + 1.6 * aslant * aslant));\n",
      false);
}

void add_flat(Stage& stage, vtkPolyData* shape) { unlit(add(stage, shape, true)); }

void add_dots(Stage& stage, vtkPolyData* shape, double pixels) {
  const auto actor = add(stage, shape, false);
  unlit(actor);
  actor->GetProperty()->SetPointSize(static_cast<float>(pixels));
}

void add_lines(Stage& stage, vtkPolyData* shape, double pixels, Colour colour, int rank) {
  vtkMapper::SetResolveCoincidentTopologyToPolygonOffset();
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(shape);
  mapper->ScalarVisibilityOff();
  mapper->SetRelativeCoincidentTopologyLineOffsetParameters(0, -16.0 * (rank + 1));
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  unlit(actor);
  actor->GetProperty()->SetColor(colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
  actor->GetProperty()->SetLineWidth(static_cast<float>(pixels));
  stage.scene()->AddActor(actor);
}

}  // namespace cellroute::viz
