// A drawing as SVG text: shapes in pixels from the top left corner, and what the drawing says to those who
// cannot see it. Equal calls give equal bytes.
#pragma once

#include <string>
#include <vector>

#include "viz/style/colour.hpp"

namespace cellroute::viz::plot {

struct Point {
  double x = 0, y = 0;
};

struct Box {
  double left = 0, top = 0, width = 0, height = 0;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

struct Stroke {
  Colour colour = ink;
  double width = 1;
  std::string dashes = {};  // lengths drawn and left out, as SVG writes them; empty: unbroken
};

enum class Anchor { start, middle, end };

struct Letters {
  double size = 12;  // [px]
  Colour colour = ink;
  Anchor anchor = Anchor::start;
  bool bold = false;
  bool upwards = false;  // turned a quarter, as along a vertical axis
};

/// A text that may stand in XML or HTML.
std::string escaped(const std::string& text);

/// A coordinate with two decimals, without what can be left out.
std::string coordinate(double value);

/// How much wider bold letters are; a word of i, l, r and t alone is wider still.
inline constexpr double bold_widens = 1.16;

/// How wide a text in DejaVu Sans, which is wider than most, will be at most [px].
double text_width(const std::string& text, double size, bool bold = false);

/// Cut at spaces, a word wider than a line between its letters, so that no line is wider than `width`.
std::vector<std::string> broken(const std::string& text, double width, double size);

/// What would stand at no number is left out.
class Svg {
 public:
  /// @param says what the picture shows, in a sentence, for readers of the screen
  Svg(double width, double height, std::string says);

  void line(Point from, Point to, const Stroke& stroke);
  void lines(const std::vector<Point>& points, const Stroke& stroke);
  void area(const std::vector<Point>& outline, Colour fill, double opacity = 1);
  void box(const Box& box, Colour fill, double round = 0);
  void frame(const Box& box, const Stroke& stroke, double round = 0);
  void dot(Point at, double radius, Colour fill);
  /// Path data as SVG writes them, moved to `at` and stretched by `scale`.
  void path(const std::string& data, Point at, double scale, Colour fill, const Stroke& stroke);
  /// As path(), lines alone.
  void curve(const std::string& data, Point at, double scale, const Stroke& stroke);
  void text(Point at, const std::string& text, const Letters& letters);

  double width() const { return width_; }
  double height() const { return height_; }
  const std::string& says() const { return says_; }
  /// Height of the smallest letters [px]; 0 without any.
  double smallest_letters() const { return smallest_letters_; }
  /// The whole file.
  std::string file() const;
  /// As an element of a page: scales with the page, with an accessible name.
  std::string element(const std::string& css_class) const;

 private:
  double width_, height_, smallest_letters_ = 0;
  std::string says_, shapes_;
};

}  // namespace cellroute::viz::plot
