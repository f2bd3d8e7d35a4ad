#include "viz/scene/legend.hpp"

#include <fmt/format.h>
#include <vtkCamera.h>
#include <vtkMatrix4x4.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/program/notes.hpp"
#include "viz/style/text.hpp"
#include "viz/style/ticks.hpp"

namespace cellroute::viz {
namespace {

constexpr double column_share = 0.25;  // of the picture's width
constexpr double least_column = 13.7;  // in heights of letters: the longest name of a key
constexpr double usual_top = 0.122;    // where a title of one line ends, of the span
constexpr double bar_height = 0.22;    // of the picture's height

}  // namespace

Legend::Legend(Stage& stage, const std::string& view, const std::string& bytes, const std::string& about,
               const results::Provenance& provenance)
    : stage_(stage), facts_(facts_of(bytes, about, provenance.fingerprint)), margin_(stage.span() / 30) {
  const std::string title = as_text(bytes).empty() ? "Without a title" : as_text(bytes);
  fact("View", view);
  const TypeSizes& size = stage.sizes();
  const double width = stage.width() - 2 * margin_;
  double at = stage.paragraph(title, margin_, margin_ + 0.8 * size.title, width, size.title, ink, true, 3);
  at = stage.paragraph(about, margin_, at + 1.5 * size.subtitle, width, size.subtitle, quiet_ink, false, 2);
  const double top = at + 0.8 * size.subtitle;
  // a long title leaves the column less than one of a line would
  const double squeezed = std::min(1.0, (stage.height() - top) / (stage.height() - usual_top * stage.span()));
  letters_ = size;
  squeeze(squeezed);
  left_ = stage.width() - std::max(stage.width() * column_share, least_column * size.text);
  below_ = top + margin_;
  const double foot = stage.height() - margin_ - 1.9 * size.text;  // the scale bar stands below
  stage.text(fmt::format("{} {}, scenario {}", provenance.program, provenance.version,
                         provenance.fingerprint.substr(0, 8)),
             stage.width() - margin_, stage.height() - 0.8 * size.small, size.small, quiet_ink,
             Anchor::right);
  stage.scene({margin_, top, left_ - 2 * margin_, foot - top});
}

void Legend::fact(const std::string& name, const std::string& text) { facts_.more.emplace_back(name, text); }

void Legend::squeeze(double share) {
  letters_ = {share * letters_.title, share * letters_.subtitle, share * letters_.text,
              share * letters_.small};
}

void Legend::colour_bar(const std::string& field, const std::string& caption, const std::string& unit,
                        const ColourMap& map, const Scale& scale) {
  const TypeSizes& size = letters_;
  const std::string words = unit.empty() ? caption : caption + " [" + unit + "]";
  below_ = stage_.paragraph(words, left_, below_ + size.text, stage_.width() - margin_ - left_, size.text);
  below_ += 0.9 * size.text;
  const Rectangle bar{left_, below_, 1.2 * size.text,
                      stage_.height() * bar_height * letters_.text / stage_.sizes().text};
  std::vector<Colour> colours;
  for (int i = 0; i < 256; ++i) colours.push_back(map((i + 0.5) / 256));
  stage_.strip(bar, colours);
  auto all = ticks(scale, 5);
  // Its end has three digits, written as the other numbers are: those below 1e5 in full.
  const bool in_full = scale.high >= 9999.5 && scale.high < 99950;
  const std::string most =
      in_full ? fmt::format("{:.0f}", std::round(scale.high / 100) * 100) : results::number(scale.high);
  constexpr double crowded = 0.12;  // of the bar: two numbers would touch
  std::erase_if(all,
                [&](const Tick& tick) { return scale.share(tick.value) > 1 - crowded && tick.text != most; });
  if (all.empty() || all.back().text != most) all.push_back({scale.high, most});
  std::vector<std::string> numbers;
  for (const auto& tick : all) {
    numbers.push_back(tick.text);
    const double y = bar.top + bar.height * (1 - scale.share(tick.value)), right = bar.left + bar.width;
    stage_.line(right, y, right + 0.35 * size.text, y, std::max(1.0, size.text / 14), ink);
    stage_.text(tick.text, right + 0.6 * size.text, y + 0.36 * size.text, size.text);
  }
  fact(fmt::format("Colour bar {}", ++bars_), bar_fact(field, unit, scale, numbers));
  below_ = bar.top + bar.height + 1.4 * size.text;
}

void Legend::key(const std::string& caption, const std::vector<std::pair<std::string, Colour>>& entries) {
  const TypeSizes& size = letters_;
  std::vector<std::pair<std::string, std::function<void(double, double)>>> all;
  for (const auto& [name, colour] : entries)
    all.emplace_back(name, [&, colour = colour](double x, double y) {
      stage_.fill({x - 0.6 * size.text, y - 0.42 * size.small, 1.2 * size.text, 0.85 * size.small}, colour);
    });
  marks(caption, all);
}

void Legend::marks(const std::string& caption,
                   const std::vector<std::pair<std::string, std::function<void(double, double)>>>& entries) {
  const TypeSizes& size = letters_;
  below_ = stage_.paragraph(caption, left_, below_ + size.text, stage_.width() - margin_ - left_, size.text);
  for (const auto& [name, mark] : entries) {
    below_ += 1.35 * size.small;
    mark(left_ + 0.6 * size.text, below_ - 0.36 * size.small);
    stage_.text(name, left_ + 1.8 * size.text, below_, size.small);
  }
  below_ += 1.2 * size.text;
}

void Legend::note(const std::string& text) {
  const TypeSizes& size = letters_;
  below_ = stage_.paragraph(text, left_, below_ + size.small, stage_.width() - margin_ - left_, size.small,
                            quiet_ink);
  below_ += size.text;
}

void Legend::scale_bar(double unit) {
  const double pixels_per_metre = stage_.pixels_per_unit() / unit;
  const double length = round_down(stage_.scene_part().width / 6 / pixels_per_metre);
  const double pixels = length * pixels_per_metre, thick = stage_.sizes().text / 6;
  const double x = margin_, y = stage_.height() - margin_;
  stage_.line(x, y, x + pixels, y, thick, ink);
  for (const double end : {x, x + pixels})
    stage_.line(end, y - 3 * thick, end, y + thick / 2, thick / 2, ink);
  fact("Scale bar", fmt::format("{} ({:.10g} m, {:.1f} px)", length_text(length), length, pixels));
  stage_.text(length_text(length), x + pixels / 2, y - 3.5 * thick, stage_.sizes().text, ink, Anchor::middle);
}

void Legend::compass(const std::string& x, const std::string& y, const std::string& z) {
  const TypeSizes& size = stage_.sizes();
  const double arm = 2.2 * size.text;
  const double cx = margin_ + stage_.scene_part().width - 2 * arm, cy = stage_.height() - margin_ - 1.2 * arm;
  vtkMatrix4x4* look = stage_.scene()->GetActiveCamera()->GetViewTransformMatrix();
  const std::string* names[] = {&x, &y, &z};
  for (int axis = 0; axis < 3; ++axis) {
    const double right = look->GetElement(0, axis), up = look->GetElement(1, axis);
    const double seen = std::hypot(right, up);
    if (names[axis]->empty() || seen < 0.4) continue;
    const double ex = cx + arm * right, ey = cy - arm * up, thick = size.text / 9;
    stage_.line(cx, cy, ex, ey, thick, quiet_ink);
    for (const double side : {0.5, -0.5}) {  // the arrow's head
      const double a = std::atan2(up, right) + side;
      stage_.line(ex, ey, ex - 0.3 * arm * std::cos(a), ey + 0.3 * arm * std::sin(a), thick, quiet_ink);
    }
    const bool level = std::fabs(right) > std::fabs(up);
    stage_.text(*names[axis], ex + (level ? (right > 0 ? 0.3 : -0.3) * size.text : 0),
                level ? ey + 0.35 * size.small : ey + (up > 0 ? -0.4 : 1.1) * size.small, size.small,
                quiet_ink, level ? (right > 0 ? Anchor::left : Anchor::right) : Anchor::middle);
  }
}

std::string Legend::picture() {
  if (const auto small = words_of_small_letters(stage_.width(), stage_.height(), stage_.smallest_letters());
      !small.empty())
    tell_once(small);
  if (!stage_.lacking().empty())
    tell_once(fmt::format("the font of three-dimensional views lacks {}: open boxes stand for them",
                          words_of_letters(stage_.lacking())));
  return png_with(stage_.png(), facts_);
}

}  // namespace cellroute::viz
