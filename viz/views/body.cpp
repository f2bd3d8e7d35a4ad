// The view `body`: two figures of the body at one time, organs coloured by share: what is alive, and what an
// imager sees.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/views/figure.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

constexpr Scale by_decades{1e-2, 100, true};  // [%]

// In heights of letters: heads over a figure, a label of two lines, and beside the figure the line to it with
// the widest label.
constexpr double heads = 3.2, feet = 1, label_height = 2.6, leader = 1.2, beside = 6.4;
constexpr double middle = figure_width / 2;

struct Shares {
  const char *head, *unit;
  bool of_label;
  double of(const results::Record& record, const std::string& organ, int time) const {
    const auto* found = results::find_organ(record, organ);
    if (found == nullptr) return 0;
    return of_label ? found->label.total(time) : results::living_share(record, *found, time);
  }
};

constexpr Shares living_cells{"living cells", "% of the dose", false}, label{"label", "% of all label", true};

Colour colour_of(double share) { return viridis()(by_decades.share(100 * share)); }

struct Place {
  plot::Point corner;
  double scale;  // [px] of one unit of the figure
  plot::Point at(plot::Point in_figure) const {
    return {corner.x + scale * in_figure.x, corner.y + scale * in_figure.y};
  }
};

/// How large a figure with its labels may be in a box.
double scale_in(const plot::Box& box, double em) {
  return std::min((box.height - (heads + feet) * em) / figure_height,
                  (box.width - 2 * beside * em) / figure_width);
}

void draw_figure(plot::Svg& svg, const results::Record& record, int time, const Shares& shares,
                 const Place& place, double em) {
  for (const auto& shape : figure_shapes()) {
    const Colour colour = colour_of(shares.of(record, shape.organ, time));
    if (shape.vessel) {  // a line on a wider pale one, so that it stays seen on its own colour
      svg.path(shape.path, place.corner, place.scale, paper, {paper, em / 4});
      svg.path(shape.path, place.corner, place.scale, paper, {colour, em / 8});
    } else {
      svg.path(shape.path, place.corner, place.scale, colour, {paper, em / 14});
    }
  }
}

void draw_bar(plot::Svg& svg, const plot::Box& box, double em) {
  const int steps = 64;
  for (int i = 0; i < steps; ++i)
    svg.box({box.left + box.width * i / steps, box.top, box.width / steps + 0.5, box.height},
            viridis()((i + 0.5) / steps));
  for (const auto& tick : ticks(by_decades, 5)) {
    const double x = box.left + box.width * by_decades.share(tick.value);
    svg.line({x, box.bottom()}, {x, box.bottom() + 0.3 * em}, {ink, em / 14});
    svg.text({x, box.bottom() + 1.3 * em}, tick.text, {em, ink, plot::Anchor::middle});
  }
}

std::string in_words(const results::Record& record, int time) {
  std::string text = fmt::format("A figure of the body, twice, {} after the start by {}.",
                                 results::duration(record.body.times[static_cast<std::size_t>(time)]),
                                 results::route_words(record));
  for (const auto& organ : {"liver", "lung", "spleen"})
    if (const auto* found = results::find_organ(record, organ))
      text += fmt::format(" {}: {} per cent of the dose alive, {} per cent of the label.", organ,
                          results::percent(results::living_share(record, *found, time)),
                          results::percent(found->label.total(time)));
  return text;
}

/// Name and share beside the figure, each side from the head down, with lines that do not cross.
void draw_labels(plot::Svg& svg, const results::Record& record, int time, const Shares& shares,
                 const Place& place, Side side, double em) {
  std::vector<const OrganShape*> shown;
  for (const auto& shape : figure_shapes())
    if (shape.side == side && results::find_organ(record, shape.organ) != nullptr) shown.push_back(&shape);
  std::sort(shown.begin(), shown.end(),
            [](const auto* a, const auto* b) { return a->anchor.y < b->anchor.y; });
  std::vector<double> heights;
  for (const auto* shape : shown) heights.push_back(place.at(shape->anchor).y);
  heights = plot::moved_apart(heights, label_height * em, place.at({0, 0}).y + em,
                              place.at({0, figure_height}).y - em);
  const double away = side == Side::left ? -1 : 1;
  const double edge = place.at({side == Side::left ? 0 : figure_width, 0}).x;
  const auto anchor = side == Side::left ? plot::Anchor::end : plot::Anchor::start;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto from = place.at(shown[i]->anchor);
    const std::vector<plot::Point> way{from, {edge, from.y}, {edge + away * leader * em, heights[i]}};
    svg.lines(way, {paper, em / 5});  // seen on any colour
    svg.lines(way, {ink, em / 14});
    svg.dot(from, em / 4, paper);
    svg.dot(from, em / 6, ink);
    const double x = edge + away * (leader + 0.25) * em;
    svg.text({x, heights[i] - 0.1 * em}, shown[i]->organ, {em, ink, anchor});
    svg.text({x, heights[i] + 1.0 * em}, results::percent(shares.of(record, shown[i]->organ, time)) + " %",
             {em, ink, anchor, true});
  }
}

/// One figure with its labels and heads, in a box.
void draw_panel(plot::Svg& svg, const results::Record& record, int time, const Shares& shares,
                const plot::Box& box, double em) {
  const double x = box.left + box.width / 2, scale = scale_in(box, em);
  svg.text({x, box.top + 0.9 * em}, shares.head, {1.05 * em, ink, plot::Anchor::middle, true});
  svg.text({x, box.top + 2.2 * em}, shares.unit, {em, quiet_ink, plot::Anchor::middle});
  const Place place{{x - scale * middle, box.top + heads * em}, scale};
  draw_figure(svg, record, time, shares, place, em);
  draw_labels(svg, record, time, shares, place, Side::left, em);
  draw_labels(svg, record, time, shares, place, Side::right, em);
}

}  // namespace

plot::Svg body_plot(const results::Record& record, int time, const plot::Sheet& sheet) {
  plot::Svg svg(sheet.width, sheet.height, in_words(record, time));
  const double em = sheet.text;
  const std::vector<results::Subject> one{{&record, ""}};
  const double top =
      plot::head(svg, sheet, "Living cells, and what an imager sees",
                 fmt::format("{} after the start, {}: {}",
                             results::duration(record.body.times[static_cast<std::size_t>(time)]),
                             results::route_words(record), patient_of(one))) +
      0.6 * em;
  const double bar_top = sheet.height - 3.4 * em, room = bar_top - 1.6 * em - top;
  const plot::Box half{0, top, sheet.width / 2, room}, upper{0, top, sheet.width, room / 2};
  const bool beside = scale_in(half, em) >= scale_in(upper, em);
  draw_panel(svg, record, time, living_cells, beside ? half : upper, em);
  draw_panel(svg, record, time, label,
             beside ? plot::Box{half.width, top, half.width, room}
                    : plot::Box{0, top + room / 2, sheet.width, room / 2},
             em);
  svg.text({em, bar_top - 0.1 * em}, "% (colours by decades; less than 0.01 as 0.01)", {0.9 * em, quiet_ink});
  draw_bar(svg, {1.5 * em, bar_top + 0.5 * em, sheet.width - 4 * em, 0.9 * em}, em);
  return svg;
}

}  // namespace cellroute::viz
