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

struct Shares {
  std::string head;
  bool label;
  double of(const results::Record& record, const std::string& organ, int time) const {
    const auto* found = results::find_organ(record, organ);
    if (found == nullptr) return 0;
    return label ? found->label.total(time) : results::living_share(record, *found, time);
  }
};

Colour colour_of(double share) { return viridis()(by_decades.share(100 * share)); }

struct Place {
  plot::Point corner;
  double scale;  // [px] of one unit of the figure
  plot::Point at(plot::Point in_figure) const {
    return {corner.x + scale * in_figure.x, corner.y + scale * in_figure.y};
  }
};

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

}  // namespace

plot::Svg body_plot(const results::Record& record, int time, const plot::Sheet& sheet) {
  plot::Svg svg(sheet.width, sheet.height, in_words(record, time));
  const double em = sheet.text;
  const std::vector<results::Subject> one{{&record, ""}};
  double top = plot::head(svg, sheet, "Living cells, and what an imager sees",
                          fmt::format("{} after the start, {}: {}",
                                      results::duration(record.body.times[static_cast<std::size_t>(time)]),
                                      results::route_words(record), patient_of(one))) +
               0.8 * em;
  const double bar_top = sheet.height - 3.4 * em;
  const double middle = sheet.width / 2;
  // figures take what the labels between them leave
  const double labels = (sheet.narrow() ? 13.2 : 17) * em;
  const double tall = bar_top - top - 3.4 * em;
  const double scale = std::min(tall / figure_height, (sheet.width - labels - 2 * em) / 2 / figure_width);
  const double figures_top = top + 2.2 * em;
  const Shares living{"living cells", false}, label{"label", true};
  const double gap = (sheet.width - labels - 2 * scale * figure_width) / 4;
  const Place left{{std::max(0.3 * em, gap), figures_top}, scale};
  const Place right{{sheet.width - std::max(0.3 * em, gap) - scale * figure_width, figures_top}, scale};
  draw_figure(svg, record, time, living, left, em);
  draw_figure(svg, record, time, label, right, em);
  const auto over = [&](const Place& place, const std::string& words, const std::string& unit) {
    const double x = place.at({figure_width / 2, 0}).x;
    svg.text({x, top + 0.6 * em}, words, {1.05 * em, ink, plot::Anchor::middle, true});
    svg.text({x, top + 1.8 * em}, unit, {0.9 * em, quiet_ink, plot::Anchor::middle});
  };
  over(left, "living cells", "% of the dose");
  over(right, "label", "% of all label");

  const auto& rows = figure_rows();
  const double spread = scale * figure_height / static_cast<double>(rows.size());
  const double step = std::clamp(spread, 1.5 * em, 2.6 * em);
  const double first = figures_top + 0.1 * scale * figure_height;
  const double number_left = middle - 4.2 * em;
  const double number_right = middle + 4.2 * em;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto& organ = rows[r];
    if (results::find_organ(record, organ) == nullptr) continue;
    const double y = first + step * static_cast<double>(r);
    const auto shape = std::find_if(figure_shapes().begin(), figure_shapes().end(),
                                    [&](const OrganShape& each) { return each.organ == organ; });
    const double alive = living.of(record, organ, time), seen = label.of(record, organ, time);
    svg.text({middle, y}, organ, {em, ink, plot::Anchor::middle});
    const auto number_at = [&](double x, plot::Anchor anchor, double share, const Place& place, double to) {
      svg.text({x, y}, results::percent(share), {em, ink, anchor, true});
      const auto from = place.at(shape->anchor);
      svg.line(from, {to, y - 0.35 * em}, {quiet_ink, em / 20});
      svg.dot(from, em / 9, quiet_ink);
    };
    number_at(number_left, plot::Anchor::middle, alive, left, number_left - 1.6 * em);
    number_at(number_right, plot::Anchor::middle, seen, right, number_right + 1.6 * em);
  }
  svg.text({em, bar_top - 0.1 * em}, "% (colours by decades; less than 0.01 as 0.01)",
           {0.85 * em, quiet_ink});
  draw_bar(svg, {1.5 * em, bar_top + 0.5 * em, sheet.width - 4 * em, 0.9 * em}, em);
  return svg;
}

}  // namespace cellroute::viz
