#include "viz/window/stage.hpp"

#include <vtkActor2D.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCoordinate.h>
#include <vtkLight.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkProperty2D.h>
#include <vtkRenderer.h>
#include <vtkTextActor.h>
#include <vtkTextProperty.h>
#include <vtkUnsignedCharArray.h>
#include <vtkWindowToImageFilter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <sstream>

namespace cellroute::viz {
namespace {

/// The letters of `font_family` where Debian has them; else VTK's own, which lack a few signs.
std::string font_file(bool bold) {
  const std::string file =
      std::string("/usr/share/fonts/truetype/dejavu/DejaVuSans") + (bold ? "-Bold.ttf" : ".ttf");
  std::error_code none;
  return std::filesystem::exists(file, none) ? file : "";
}

/// Height over width of a picture that has room for its letters on the side; narrower ones have smaller ones.
constexpr double usual_shape = 1.1;

/// What hangs below the line, as a share of the letters' size: a line's box reaches down so far.
constexpr double descent = 0.236;

/// A byte of UTF-8 that is not the first of a letter.
bool is_inside_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80u; }

/// Where the letter that begins at `at` ends.
std::size_t after_letter(const std::string& words, std::size_t at) {
  do ++at;
  while (at < words.size() && is_inside_letter(words[at]));
  return at;
}

void set_letters(vtkTextProperty* property, double size, bool bold) {
  if (const std::string file = font_file(bold); !file.empty()) {
    property->SetFontFamily(VTK_FONT_FILE);
    property->SetFontFile(file.c_str());
  } else {
    property->SetFontFamilyToArial();
    property->SetBold(bold);
  }
  property->SetFontSize(static_cast<int>(std::lround(size)));
  property->SetVerticalJustificationToBottom();
}

void light(vtkRenderer* scene, double azimuth, double elevation, double strength) {
  vtkNew<vtkLight> lamp;
  lamp->SetLightTypeToCameraLight();
  lamp->SetPosition(std::sin(azimuth), std::sin(elevation), std::cos(azimuth) * std::cos(elevation));
  lamp->SetIntensity(strength);
  scene->AddLight(lamp);
}

}  // namespace

Stage::Stage(int width, int height)
    : width_(width),
      height_(height),
      span_(std::min<double>(height, usual_shape * width)),
      sizes_(type_sizes(span_)),
      part_{0, 0, double(width), double(height)} {
  window_ = vtkSmartPointer<EglWindow>::New();
  window_->open(width, height);
  window_->SetNumberOfLayers(3);
  vtkNew<vtkRenderer> page;
  page->SetBackground(paper.red / 255.0, paper.green / 255.0, paper.blue / 255.0);
  page->SetLayer(0);
  window_->AddRenderer(page);
  scene_ = vtkSmartPointer<vtkRenderer>::New();
  scene_->SetLayer(1);
  scene_->UseFXAAOn();
  scene_->AutomaticLightCreationOff();
  light(scene_, -0.6, 0.6, 0.85);  // from above on the left, as drawings are lit, and a fill from the right
  light(scene_, 0.8, -0.2, 0.3);
  scene_->GetActiveCamera()->ParallelProjectionOn();
  window_->AddRenderer(scene_);
  over_ = vtkSmartPointer<vtkRenderer>::New();
  over_->SetLayer(2);
  over_->InteractiveOff();
  window_->AddRenderer(over_);
}

vtkRenderer* Stage::scene(const Rectangle& part) {
  part_ = part;
  scene_->SetViewport(part.left / width_, 1 - (part.top + part.height) / height_,
                      (part.left + part.width) / width_, 1 - part.top / height_);
  return scene_;
}

vtkRenderer* Stage::scene() { return scene_; }

double Stage::pixels_per_unit() const {
  return part_.height / (2 * scene_->GetActiveCamera()->GetParallelScale());
}

std::array<double, 2> Stage::pixels(double x, double y, double z) {
  const double at[] = {x, y, z, 1};
  double seen[4];
  scene_->GetActiveCamera()->GetViewTransformMatrix()->MultiplyPoint(at, seen);
  return {part_.left + part_.width / 2 + seen[0] * pixels_per_unit(),
          part_.top + part_.height / 2 - seen[1] * pixels_per_unit()};
}

double Stage::width_of(const std::string& words, double size, bool bold) {
  vtkNew<vtkTextActor> measure;
  set_letters(measure->GetTextProperty(), size, bold);
  measure->SetInput(words.c_str());
  double box[2] = {0, 0};
  measure->GetSize(over_, box);
  return box[0];
}

std::string Stage::with_boxes(const std::string& words, bool bold) {
  constexpr double size = 40;
  std::string shown;
  double nothing = -1;
  for (std::size_t i = 0, next = 0; i < words.size(); i = next) {
    next = after_letter(words, i);
    const auto letter = words.substr(i, next - i);
    if (letter.size() == 1) {
      shown += letter;
      continue;
    }
    if (nothing < 0) nothing = width_of("||", size, bold);
    const bool lacks = width_of("|" + letter + "|", size, bold) <= nothing;
    if (lacks) lacking_.insert(letter);
    shown += lacks ? "\u25a1" : letter;
  }
  return shown;
}

double Stage::text(const std::string& asked, double x, double baseline, double size, Colour colour,
                   Anchor anchor, bool bold) {
  const auto words = with_boxes(asked, bold);
  if (smallest_letters_ == 0 || size < smallest_letters_) smallest_letters_ = size;
  vtkNew<vtkTextActor> actor;
  actor->SetInput(words.c_str());
  set_letters(actor->GetTextProperty(), size, bold);
  actor->GetTextProperty()->SetColor(colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
  double box[2] = {0, 0};
  actor->GetSize(over_, box);
  const double share = anchor == Anchor::left ? 0 : anchor == Anchor::middle ? 0.5 : 1;
  actor->SetDisplayPosition(static_cast<int>(std::lround(x - share * box[0])),
                            static_cast<int>(std::lround(height_ - baseline - descent * size)));
  over_->AddActor2D(actor);
  return box[0];
}

double Stage::paragraph(const std::string& asked, double x, double baseline, double width, double size,
                        Colour colour, bool bold, int most) {
  const auto fits = [&](const std::string& line) { return width_of(line, size, bold) <= width; };
  std::vector<std::string> lines{""};
  std::istringstream in(with_boxes(asked, bold));
  for (std::string word; in >> word;) {
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (fits(longer)) {
      lines.back() = longer;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    for (std::size_t i = 0, next = 0; i < word.size(); i = next) {  // mostly all of it fits
      if (i == 0 && fits(word)) {
        lines.back() = word;
        break;
      }
      next = after_letter(word, i);
      const auto letter = word.substr(i, next - i);
      if (!lines.back().empty() && !fits(lines.back() + letter)) lines.emplace_back();
      lines.back() += letter;
    }
  }
  if (lines.size() > static_cast<std::size_t>(most)) {
    lines.resize(static_cast<std::size_t>(most));
    auto& last = lines.back();
    while (!last.empty() && !fits(last + "\u2026")) {
      while (last.size() > 1 && is_inside_letter(last.back())) last.pop_back();
      last.pop_back();
    }
    last += "\u2026";
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) baseline += 1.25 * size;
    if (!lines[i].empty()) text(lines[i], x, baseline, size, colour, Anchor::left, bold);
  }
  return baseline;
}

void Stage::polygon(const std::vector<std::array<double, 2>>& corners, Colour colour) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> cells;
  cells->InsertNextCell(static_cast<int>(corners.size()));
  for (const auto& corner : corners)
    cells->InsertCellPoint(points->InsertNextPoint(corner[0], height_ - corner[1], 0));
  vtkNew<vtkPolyData> shape;
  shape->SetPoints(points);
  shape->SetPolys(cells);
  vtkNew<vtkPolyDataMapper2D> mapper;
  mapper->SetInputData(shape);
  vtkNew<vtkActor2D> actor;
  actor->SetMapper(mapper);
  actor->GetProperty()->SetColor(colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
  over_->AddActor2D(actor);
}

void Stage::fill(const Rectangle& r, Colour colour) {
  polygon({{r.left, r.top + r.height},
           {r.left + r.width, r.top + r.height},
           {r.left + r.width, r.top},
           {r.left, r.top}},
          colour);
}

void Stage::disc(double x, double y, double radius, Colour colour, double hole) {
  constexpr int corners = 32;
  const auto at = [&](int i, double r) -> std::array<double, 2> {
    const double angle = 2 * std::numbers::pi * i / corners;
    return {x + r * std::cos(angle), y - r * std::sin(angle)};
  };
  std::vector<std::array<double, 2>> ring;
  for (int i = 0; i < corners; ++i) {
    if (hole > 0)
      polygon({at(i, radius), at(i + 1, radius), at(i + 1, hole), at(i, hole)}, colour);
    else
      ring.push_back(at(i, radius));
  }
  if (!ring.empty()) polygon(ring, colour);
}

void Stage::strip(const Rectangle& r, const std::vector<Colour>& bands) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> cells;
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetNumberOfComponents(3);
  const double bottom = height_ - r.top - r.height, step = r.height / static_cast<double>(bands.size());
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const double low = bottom + static_cast<double>(i) * step, high = low + step;
    cells->InsertNextCell(4);
    for (const auto& [x, y] : std::array<std::array<double, 2>, 4>{
             {{r.left, low}, {r.left + r.width, low}, {r.left + r.width, high}, {r.left, high}}})
      cells->InsertCellPoint(points->InsertNextPoint(x, y, 0));
    colours->InsertNextTuple3(bands[i].red, bands[i].green, bands[i].blue);
  }
  vtkNew<vtkPolyData> shape;
  shape->SetPoints(points);
  shape->SetPolys(cells);
  shape->GetCellData()->SetScalars(colours);
  vtkNew<vtkPolyDataMapper2D> mapper;
  mapper->SetInputData(shape);
  vtkNew<vtkActor2D> actor;
  actor->SetMapper(mapper);
  over_->AddActor2D(actor);
}

void Stage::line(double x0, double y0, double x1, double y1, double width, Colour colour) {
  const double length = std::hypot(x1 - x0, y1 - y0);
  if (!(length > 0)) return;
  const double dx = (y1 - y0) / length * width / 2, dy = -(x1 - x0) / length * width / 2;
  polygon({{x0 + dx, y0 + dy}, {x1 + dx, y1 + dy}, {x1 - dx, y1 - dy}, {x0 - dx, y0 - dy}}, colour);
}

std::string Stage::png() {
  scene_->ResetCameraClippingRange();
  window_->Render();
  vtkNew<vtkWindowToImageFilter> shot;
  shot->SetInput(window_);
  shot->ReadFrontBufferOff();
  shot->SetInputBufferTypeToRGB();
  shot->ShouldRerenderOff();
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputConnection(shot->GetOutputPort());
  writer->WriteToMemoryOn();
  writer->Write();
  vtkUnsignedCharArray* bytes = writer->GetResult();
  return std::string(reinterpret_cast<const char*>(bytes->GetPointer(0)),
                     static_cast<std::size_t>(bytes->GetNumberOfTuples()));
}

}  // namespace cellroute::viz
