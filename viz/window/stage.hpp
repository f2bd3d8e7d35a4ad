// A picture in the making: a three-dimensional scene, letters and bars over it, and the PNG of both.
#pragma once

#include <vtkSmartPointer.h>

#include <array>
#include <string>
#include <vector>

#include "viz/style/colour.hpp"
#include "viz/style/type.hpp"
#include "viz/window/egl_window.hpp"

class vtkActor2D;
class vtkRenderer;

namespace cellroute::viz {

enum class Anchor { left, middle, right };

/// Pixels, from the left and from the top.
struct Rectangle {
  double left = 0, top = 0, width = 0, height = 0;
};

class Stage {
 public:
  /// @throws NoRenderer
  Stage(int width, int height);

  int width() const { return width_; }
  int height() const { return height_; }
  const TypeSizes& sizes() const { return sizes_; }

  /// The scene, which fills `part` of the picture.
  vtkRenderer* scene(const Rectangle& part);
  vtkRenderer* scene();
  const Rectangle& scene_part() const { return part_; }
  /// Pixels for a unit of the scene: its camera looks in parallel.
  double pixels_per_unit() const;

  /// Where a place of the scene is in the picture.
  std::array<double, 2> pixels(double x, double y, double z);

  /// One line; `baseline` from the top. @return its width [px]
  double text(const std::string& words, double x, double baseline, double size, Colour colour = ink,
              Anchor anchor = Anchor::left, bool bold = false);
  /// Broken at spaces to `width`. @return the last baseline
  double paragraph(const std::string& words, double x, double baseline, double width, double size,
                   Colour colour = ink, bool bold = false);
  void fill(const Rectangle& where, Colour colour);
  void line(double x0, double y0, double x1, double y1, double width, Colour colour);

  /// Shapes over the scene must not lie on each other: which one would be seen is not said.
  void disc(double x, double y, double radius, Colour colour, double hole = 0);
  /// Bands of equal height, the first at the bottom.
  void strip(const Rectangle& where, const std::vector<Colour>& bands);

  /// Draws everything. The same calls give the same bytes.
  std::string png();

 private:
  void polygon(const std::vector<std::array<double, 2>>& corners, Colour colour);

  int width_, height_;
  TypeSizes sizes_;
  Rectangle part_;
  vtkSmartPointer<EglWindow> window_;
  vtkSmartPointer<vtkRenderer> scene_, over_;
};

}  // namespace cellroute::viz
