// The view `series`: living cells by organ over time, as a stack and organ by organ by decades.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/stack.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

constexpr double least_shown = 1e-3;  // [% of the dose] the foot of the axis by decades
constexpr double least_stacked = 0.01;

void lines_by_decades(plot::Svg& svg, const plot::Box& box, const results::Record& record,
                      const plot::Sheet& sheet) {
  const double em = sheet.text;
  std::vector<results::Subject> one{{&record, ""}};
  const auto organs = main_organs(one, least_shown / 100);
  double names = 0;
  for (const auto& organ : organs) names = std::max(names, plot::text_width(organ, em));
  const plot::Box inner{box.left, box.top, box.width - names - 0.5 * em, box.height};
  const double high = std::pow(10, std::ceil(std::log10(std::max(highest_stack(record), 0.1)) - 1e-9));
  const plot::Panel panel(svg, inner, plot::time_axis(record.body.times, inner.width - 5 * em, em),
                          plot::axis({least_shown, high, true}, 7, "% of the dose"), em,
                          "Organ by organ, by decades");
  std::vector<double> ends;
  for (const auto& organ : organs) {
    std::vector<plot::Point> line;
    for (std::size_t t = 0; t < record.body.times.size(); ++t) {
      const double share = 100 * living(record, organ, {}, static_cast<int>(t));
      if (record.body.times[t] > 0)
        line.push_back(panel.at(record.body.times[t], std::max(share, least_shown)));
    }
    svg.lines(line, {organ_colour(organ), em / 7});
    for (const auto& point : line) svg.dot(point, em / 5, organ_colour(organ));
    ends.push_back(line.back().y);
  }
  const auto placed = plot::moved_apart(ends, 1.1 * em, panel.inside().top, panel.inside().bottom());
  for (std::size_t i = 0; i < organs.size(); ++i) {
    const double right = panel.inside().right();
    svg.line({right + 0.2 * em, ends[i]}, {right + 0.9 * em, placed[i]}, {organ_colour(organs[i]), em / 14});
    svg.text({right + 1.1 * em, placed[i] + 0.35 * em}, organs[i], {em});
  }
}

}  // namespace

plot::Svg series_plot(const results::Record& record, const plot::Sheet& sheet) {
  std::vector<results::Subject> one{{&record, ""}};
  const auto organs = stacked_organs(main_organs(one, least_stacked));
  const auto& times = record.body.times;
  plot::Svg svg(
      sheet.width, sheet.height,
      fmt::format("Living cells by organ from {} to {} by {}, in per cent of the dose: stacked, and organ by "
                  "organ on an axis by decades. After {} {} per cent of the dose are alive.",
                  results::duration(times.front()), results::duration(times.back()),
                  results::route_words(record), results::duration(times.back()),
                  results::percent(living(record, other_organs, {}, static_cast<int>(times.size()) - 1))));
  const double em = sheet.text;
  double top =
      plot::head(svg, sheet, "Living cells by organ", results::route_words(record) + ": " + patient_of(one));
  top = plot::keys(svg, sheet, top, organ_keys(organs));
  const double bottom =
      plot::foot(svg, sheet,
                 fmt::format("Dots are output times, lines between them straight. Less than {} % "
                             "is drawn at the foot of the axis by decades.",
                             results::number(least_shown))) -
      0.4 * em;
  const double half = (bottom - top) / 2;
  const double side = 0.5 * em;
  const plot::Box upper{side, top, sheet.width - 2 * side, half};
  const plot::Panel panel(svg, upper, plot::time_axis(times, upper.width - 6 * em, em),
                          plot::axis_from_zero(highest_stack(record), 5, "% of the dose"), em, "All organs");
  draw_stack(svg, panel, record, organs, em);
  lines_by_decades(svg, {side, top + half, sheet.width - 2 * side, half}, record, sheet);
  return svg;
}

}  // namespace cellroute::viz
