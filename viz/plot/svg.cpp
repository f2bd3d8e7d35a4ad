#include "viz/plot/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "viz/style/text.hpp"
#include "viz/style/type.hpp"

namespace cellroute::viz::plot {
namespace {

std::string stroke_text(const Stroke& stroke) {
  std::string text =
      fmt::format(" stroke=\"{}\" stroke-width=\"{}\"", hex(stroke.colour), coordinate(stroke.width));
  if (!stroke.dashes.empty()) text += fmt::format(" stroke-dasharray=\"{}\"", stroke.dashes);
  return text;
}

std::string points_text(const std::vector<Point>& points) {
  std::string text;
  for (const auto& point : points)
    text += fmt::format("{}{},{}", text.empty() ? "" : " ", coordinate(point.x), coordinate(point.y));
  return text;
}

bool all_numbers(const std::vector<Point>& points) {
  return std::all_of(points.begin(), points.end(),
                     [](const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); });
}

std::string path_text(const std::string& data, Point at, double scale, const std::string& fill,
                      const Stroke& stroke) {
  return fmt::format(
      "<path d=\"{}\" transform=\"translate({} {}) scale({:.5f})\" fill=\"{}\" "
      "stroke-linejoin=\"round\"{}/>\n",
      data, coordinate(at.x), coordinate(at.y), scale, fill,
      stroke_text({stroke.colour, stroke.width / scale, stroke.dashes}));
}

/// Widths of DejaVu Sans from the space to the tilde, in hundredths of the letters' height, rounded up.
constexpr std::array<unsigned char, 95> widths{
    32, 41, 46, 84, 64, 95, 78, 28, 39,  39, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
    61, 79, 70, 64, 62, 74, 69, 99, 69,  62, 69, 39, 34, 39, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 62, 64,  64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84};

double letter_width(char letter) {
  return letter >= ' ' && letter <= '~' ? widths[static_cast<std::size_t>(letter - ' ')] / 100.0 : 0.7;
}

/// A word cut between letters so that no piece is wider than that.
std::vector<std::string> pieces_of(const std::string& word, double width, double size) {
  std::vector<std::string> pieces(1);
  for (const char letter : word) {
    const bool begins = (static_cast<unsigned char>(letter) & 0xC0) != 0x80;
    if (begins && !pieces.back().empty() && text_width(pieces.back() + letter, size) > width)
      pieces.emplace_back();
    pieces.back() += letter;
  }
  return pieces;
}

}  // namespace

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : as_text(text)) {
    if (letter == '&')
      safe += "&amp;";
    else if (letter == '<')
      safe += "&lt;";
    else if (letter == '>')
      safe += "&gt;";
    else if (letter == '"')
      safe += "&quot;";
    else
      safe += letter;
  }
  return safe;
}

std::string coordinate(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

double text_width(const std::string& text, double size, bool bold) {
  double width = 0;
  for (const char letter : text)
    if ((static_cast<unsigned char>(letter) & 0xC0) != 0x80)
      width += letter_width(letter);  // once a character
  return width * size * (bold ? bold_widens : 1);
}

std::vector<std::string> broken(const std::string& text, double width, double size) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.empty() && text_width(lines.back() + " " + word, size) <= width)
      lines.back() += " " + word;
    else
      for (auto& piece : pieces_of(word, width, size)) lines.push_back(std::move(piece));
  }
  return lines;
}

Svg::Svg(double width, double height, std::string says)
    : width_(width), height_(height), says_(std::move(says)) {}

void Svg::line(Point from, Point to, const Stroke& stroke) {
  if (!all_numbers({from, to})) return;
  shapes_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>\n", coordinate(from.x),
                         coordinate(from.y), coordinate(to.x), coordinate(to.y), stroke_text(stroke));
}

void Svg::lines(const std::vector<Point>& points, const Stroke& stroke) {
  if (points.size() < 2 || !all_numbers(points)) return;
  shapes_ += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke-linejoin=\"round\"{}/>\n",
                         points_text(points), stroke_text(stroke));
}

void Svg::area(const std::vector<Point>& outline, Colour fill, double opacity) {
  if (!all_numbers(outline)) return;
  shapes_ += fmt::format("<polygon points=\"{}\" fill=\"{}\"{}/>\n", points_text(outline), hex(fill),
                         opacity < 1 ? fmt::format(" fill-opacity=\"{}\"", coordinate(opacity)) : "");
}

void Svg::box(const Box& box, Colour fill, double round) {
  shapes_ +=
      fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{} fill=\"{}\"/>\n",
                  coordinate(box.left), coordinate(box.top), coordinate(box.width), coordinate(box.height),
                  round > 0 ? fmt::format(" rx=\"{}\"", coordinate(round)) : "", hex(fill));
}

void Svg::frame(const Box& box, const Stroke& stroke, double round) {
  shapes_ +=
      fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{} fill=\"none\"{}/>\n",
                  coordinate(box.left), coordinate(box.top), coordinate(box.width), coordinate(box.height),
                  round > 0 ? fmt::format(" rx=\"{}\"", coordinate(round)) : "", stroke_text(stroke));
}

void Svg::dot(Point at, double radius, Colour fill) {
  if (!all_numbers({at})) return;
  shapes_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>\n", coordinate(at.x),
                         coordinate(at.y), coordinate(radius), hex(fill));
}

void Svg::path(const std::string& data, Point at, double scale, Colour fill, const Stroke& stroke) {
  shapes_ += path_text(data, at, scale, hex(fill), stroke);
}

void Svg::curve(const std::string& data, Point at, double scale, const Stroke& stroke) {
  shapes_ += path_text(data, at, scale, "none", stroke);
}

void Svg::text(Point at, const std::string& text, const Letters& letters) {
  if (smallest_letters_ == 0 || letters.size < smallest_letters_) smallest_letters_ = letters.size;
  const char* anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  const std::string turned =
      letters.upwards ? fmt::format(" transform=\"rotate(-90 {} {})\"", coordinate(at.x), coordinate(at.y))
                      : "";
  shapes_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{}{}{}>{}</text>\n",
                         coordinate(at.x), coordinate(at.y), coordinate(letters.size), hex(letters.colour),
                         anchors[static_cast<int>(letters.anchor)],
                         letters.bold ? " font-weight=\"bold\"" : "", turned, escaped(text));
}

std::string Svg::file() const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "font-family=\"{2}\">\n<title>{3}</title>\n<rect width=\"{0}\" height=\"{1}\" "
      "fill=\"{4}\"/>\n{5}</svg>\n",
      coordinate(width_), coordinate(height_), font_family, escaped(says_), hex(paper), shapes_);
}

std::string Svg::element(const std::string& css_class) const {
  return fmt::format(
      "<svg class=\"{}\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\" "
      "font-family=\"{}\">\n{}</svg>\n",
      css_class, escaped(says_), coordinate(width_), coordinate(height_), font_family, shapes_);
}

}  // namespace cellroute::viz::plot
