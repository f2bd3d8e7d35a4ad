// The view `series`: living cells by organ over time, as a stack and organ by organ by decades.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/views/course.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/stack.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

constexpr double least_shown = 1e-3;  // [% of the dose] the foot of the axis by decades
constexpr double least_stacked = 0.01;

constexpr const char* share_title = "% of the dose";

double by_decades(double value) { return std::log10(std::max(value, 1e-3 * least_shown)); }

/// The pieces of an organ's course that lie above the foot of the axis.
std::vector<std::vector<plot::Point>> pieces_above(const Course& course, const std::string& organ,
                                                   const plot::Panel& panel) {
  std::vector<std::vector<plot::Point>> pieces;
  double before = 0, time_before = 0;
  for (const auto t : course.shown()) {
    double share = 100 * course.living(organ, {}, t);
    if (std::isnan(share)) share = 0;
    const double time = course.times()[t];
    const bool above = share >= least_shown, was_above = before >= least_shown;
    if (above != was_above && time_before > 0) {  // where it passes the foot, straight by decades
      const double way =
          (by_decades(least_shown) - by_decades(before)) / (by_decades(share) - by_decades(before));
      if (above) pieces.emplace_back();
      pieces.back().push_back(panel.at(time_before * std::pow(time / time_before, way), least_shown));
    } else if (above && time_before <= 0) {
      pieces.emplace_back();
    }
    if (above) pieces.back().push_back(panel.at(time, share));
    before = share;
    time_before = time;
  }
  return pieces;
}

/// Of an organ where its line ends, over the dose [1].
double last_living(const Course& course, const std::string& organ) {
  return course.shown().empty() ? 0 : course.living(organ, {}, course.shown().back());
}

struct Ends {
  std::vector<std::string> above, below;  // organs by where they end; the others were never above the foot
};

Ends ends_of(const results::Record& record) {
  Ends ends;
  const Course course(record);
  for (const auto& organ : main_organs({{&record, ""}}, least_shown / 100))
    (100 * last_living(course, organ) >= least_shown ? ends.above : ends.below).push_back(organ);
  return ends;
}

plot::Axis decades_of(const results::Record& record) {
  const double high = std::pow(10, std::ceil(std::log10(std::max(highest_stack(record), 0.1)) - 1e-9));
  return plot::axis({least_shown, high, true}, 7, share_title);
}

void lines_by_decades(plot::Svg& svg, const plot::Panel& panel, const results::Record& record,
                      const Ends& ends, double em) {
  const Course course(record);
  auto organs = ends.above;
  organs.insert(organs.end(), ends.below.begin(), ends.below.end());
  for (auto organ = organs.rbegin(); organ != organs.rend(); ++organ) {  // the fullest on top
    for (const auto& piece : pieces_above(course, *organ, panel))
      svg.lines(piece, {organ_colour(*organ), em / 7});
    for (std::size_t t = 0; t < record.body.times.size(); ++t)
      if (const double share = 100 * living(record, *organ, {}, static_cast<int>(t));
          share >= least_shown && record.body.times[t] > 0)
        svg.dot(panel.at(record.body.times[t], share), em / 5, organ_colour(*organ));
  }
  std::vector<double> heights;
  for (const auto& organ : ends.above) heights.push_back(panel.y(100 * last_living(course, organ)));
  const auto placed = plot::moved_apart(heights, 1.2 * em, panel.inside().top, panel.inside().bottom());
  const double right = panel.inside().right();
  for (std::size_t i = 0; i < ends.above.size(); ++i) {
    svg.line({right + 0.3 * em, heights[i]}, {right + 0.8 * em, placed[i]},
             {organ_colour(ends.above[i]), em / 10});
    svg.text({right + em, placed[i] + 0.35 * em}, ends.above[i], {em});
  }
}

}  // namespace

plot::Svg series_plot(const results::Record& record, const plot::Sheet& sheet) {
  std::vector<results::Subject> one{{&record, ""}};
  const auto organs = stacked_organs(main_organs(one, least_stacked));
  const auto& times = record.body.times;
  const auto drawn = drawn_times({&record});
  const auto [first, end] = std::minmax_element(drawn.begin(), drawn.end());
  plot::Svg svg(
      sheet.width, sheet.height,
      fmt::format("Living cells by organ from {} to {} by {}, in per cent of the dose: stacked, and organ by "
                  "organ on an axis by decades. After {} {} per cent of the dose are alive.",
                  results::duration(*first), results::duration(*end), results::route_words(record),
                  results::duration(times.back()),
                  results::percent(living(record, other_organs, {}, static_cast<int>(times.size()) - 1))));
  const double em = sheet.text;
  double top =
      plot::head(svg, sheet, "Living cells by organ", results::route_words(record) + ": " + patient_of(one));
  top = plot::keys(svg, sheet, top, organ_keys(organs));
  const auto ends = ends_of(record);
  const double foot = plot::foot(svg, sheet,
                                 fmt::format("{} Below, only what is above {} % of the dose is drawn.",
                                             about_lines({&record}), results::number(least_shown)));
  double bottom = foot - 0.4 * em;
  if (!ends.below.empty()) {
    auto under = organ_keys(ends.below);
    const auto words = fmt::format("below {} % at the end:", results::number(least_shown));
    bottom -= plot::keys_height(sheet, under, words);
    plot::keys(svg, sheet, bottom + 0.2 * em, under, words);
    bottom -= 0.3 * em;
  }
  const auto stacked = plot::axis_from_zero(highest_stack(record), 5, share_title),
             decades = decades_of(record);
  const double left = std::max(plot::left_room(stacked, em), plot::left_room(decades, em));
  double names = 0;
  for (const auto& organ : ends.above) names = std::max(names, plot::text_width(organ, em));
  const double half = (bottom - top) / 2, side = 0.5 * em;
  const plot::Box upper{side, top, sheet.width - 2 * side - names, half};
  const auto time = plot::time_axis(drawn, upper.width - left - 2 * em, em);
  const plot::Panel panel(svg, upper, time, stacked, em, "All organs", left);
  draw_stack(svg, panel, record, organs, em);
  const plot::Panel lower(svg, {side, top + half, upper.width, half}, time, decades, em,
                          "Organ by organ, by decades", left);
  lines_by_decades(svg, lower, record, ends, em);
  return svg;
}

}  // namespace cellroute::viz
