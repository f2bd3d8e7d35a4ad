// A picture in the making: a three-dimensional scene, letters and bars over it, and the PNG of both.
#pragma once

#include <vtkSmartPointer.h>

#include <array>
#include <set>
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
  /// What letters, lines and dots are a share of [px]: the height, less in narrow pictures.
  double span() const { return span_; }

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
  /// Broken at spaces to `width`, a word that is wider within it; what is more than `most` lines ends in an
  /// ellipsis. @return the last baseline
  double paragraph(const std::string& words, double x, double baseline, double width, double size,
                   Colour colour = ink, bool bold = false, int most = 100);
  /// The words with an open box for each letter that the font lacks and would leave out.
  std::string with_boxes(const std::string& words, bool bold = false);
  /// Letters that became boxes, and the height of the smallest ones drawn [px], 0 without any.
  const std::set<std::string>& lacking() const { return lacking_; }
  double smallest_letters() const { return smallest_letters_; }
  void fill(const Rectangle& where, Colour colour);
  void line(double x0, double y0, double x1, double y1, double width, Colour colour);

  /// Shapes over the scene must not lie on each other: which one would be seen is not said.
  void disc(double x, double y, double radius, Colour colour, double hole = 0);
  /// Bands of equal height, the first at the bottom.
  void strip(const Rectangle& where, const std::vector<Colour>& bands);

  /// Draws everything. The same calls give the same bytes.
  std::string png();

 private:
  double width_of(const std::string& words, double size, bool bold);
  void polygon(const std::vector<std::array<double, 2>>& corners, Colour colour);

  int width_, height_;
  double span_, smallest_letters_ = 0;
  std::set<std::string> lacking_;
  TypeSizes sizes_;
  Rectangle part_;
  vtkSmartPointer<EglWindow> window_;
  vtkSmartPointer<vtkRenderer> scene_, over_;
};

}  // namespace cellroute::viz
