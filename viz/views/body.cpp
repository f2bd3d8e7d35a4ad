// The view `body`: two figures of the body at one time, organs coloured by share: what is alive, and what an
// imager sees.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/program/facts.hpp"
#include "viz/views/figure.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

constexpr Scale by_decades{1e-2, 100, true};  // [%]

// In heights of letters: heads over a figure, a label of two lines, and beside the figure the line to it with
// the widest label; where labels stand above and below, the line to them and the widest one.
constexpr double heads = 3.2, feet = 1, label_height = 2.6, leader = 1.2, beside = 6.8, rise = 1.8,
                 label_width = 5.6, least_label_width = 5.1;

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

/// Of no colour of the bar.
constexpr Colour no_number{190, 192, 196};

/// A share below 0 by more than rounding is as wrong as one that is no number.
bool is_share(double share) { return std::isfinite(share) && results::percent(std::min(share, 0.0)) == "0"; }

Colour colour_of(double share) {
  return is_share(share) ? viridis()(by_decades.share(100 * share)) : no_number;
}

std::string share_words(double share) {
  return is_share(share) ? results::percent(share) + " %" : "no number";
}

struct Place {
  plot::Point corner;
  double scale;  // [px] of one unit of the figure
  plot::Point at(plot::Point in_figure) const {
    return {corner.x + scale * in_figure.x, corner.y + scale * in_figure.y};
  }
};

/// How large a figure with its labels may be in a box; 0 where the labels of a row would lie on each other.
double scale_in(const Figure& figure, const plot::Box& box, double em) {
  for (const Side side : {Side::above, Side::below}) {
    const auto row = std::count_if(figure.shapes.begin(), figure.shapes.end(),
                                   [&](const auto& shape) { return shape.side == side; });
    if (box.width < static_cast<double>(row) * least_label_width * em) return 0;
  }
  const double aside = figure.lies() ? 0.5 : beside, above = figure.lies() ? label_height + rise : 0;
  return std::min((box.height - (heads + feet + 2 * above) * em) / figure.height,
                  (box.width - 2 * aside * em) / figure.width);
}

bool into_vein(const results::Record& record) {
  const auto& regimen = record.inputs.regimen;
  return std::any_of(regimen.begin(), regimen.end(),
                     [](const auto& infusion) { return infusion.route == "peripheral_vein"; });
}

/// An arrow whose tip is at the vein.
void draw_arrow(plot::Svg& svg, plot::Point from, plot::Point at, double em) {
  const double length = std::hypot(at.x - from.x, at.y - from.y), wide = 0.36 * em, long_head = 0.8 * em;
  const plot::Point along{(at.x - from.x) / length, (at.y - from.y) / length};
  const plot::Point neck{at.x - long_head * along.x, at.y - long_head * along.y};
  const std::vector<plot::Point> head{at,
                                      {neck.x - wide * along.y, neck.y + wide * along.x},
                                      {neck.x + wide * along.y, neck.y - wide * along.x}};
  for (const auto& [colour, width] : {std::pair{paper, em / 3}, std::pair{ink, em / 7}}) {
    svg.lines({from, neck}, {colour, width});
    if (colour == paper) svg.lines({head[0], head[1], head[2], head[0]}, {paper, em / 5});
  }
  svg.area(head, ink);
}

void draw_figure(plot::Svg& svg, const results::Record& record, const Figure& figure, int time,
                 const Shares& shares, const Place& place, double em) {
  for (const auto& shape : figure.shapes) {
    const Colour colour = colour_of(shares.of(record, shape.organ, time));
    if (shape.vessel) {  // on a wider pale line, so that it stays seen on its own colour
      svg.curve(shape.path, place.corner, place.scale, {paper, em / 4});
      svg.curve(shape.path, place.corner, place.scale, {colour, em / 8});
    } else {
      svg.path(shape.path, place.corner, place.scale, colour, {paper, em / 14});
      if (!shape.folds.empty()) svg.curve(shape.folds, place.corner, place.scale, {paper, em / 14});
    }
  }
  if (into_vein(record)) draw_arrow(svg, place.at(figure.vein.from), place.at(figure.vein.at), em);
}

std::vector<Tick> bar_ticks() { return ticks(by_decades, 5); }

void draw_bar(plot::Svg& svg, const plot::Box& box, double em) {
  const int steps = 64;
  for (int i = 0; i < steps; ++i)
    svg.box({box.left + box.width * i / steps, box.top, box.width / steps + 0.5, box.height},
            viridis()((i + 0.5) / steps));
  for (const auto& tick : bar_ticks()) {
    const double x = box.left + box.width * by_decades.share(tick.value);
    svg.line({x, box.bottom()}, {x, box.bottom() + 0.3 * em}, {ink, em / 14});
    svg.text({x, box.bottom() + 1.3 * em}, tick.text, {em, ink, plot::Anchor::middle});
  }
}

std::string in_words(const results::Record& record, const Figure& figure, int time) {
  std::string text = fmt::format("Two figures of {} {}, {} after the start by {}.", figure.name, figure.seen,
                                 results::duration(record.body.times[static_cast<std::size_t>(time)]),
                                 results::route_words(record));
  for (const auto& organ : {"liver", "lung", "spleen"})
    if (const auto* found = results::find_organ(record, organ))
      text += fmt::format(" {}: {} per cent of the dose alive, {} per cent of the label.", organ,
                          results::percent(results::living_share(record, *found, time)),
                          results::percent(found->label.total(time)));
  return text;
}

/// The side of a figure's frame where labels stand.
struct Edge {
  bool upright;           // labels stand in a column
  double frame, outward;  // outward: -1 to the left and up
};

Edge edge_of(const Figure& figure, const Place& place, Side side) {
  const auto far = place.at({figure.width, figure.height});
  switch (side) {
    case Side::left:
      return {true, place.corner.x, -1};
    case Side::right:
      return {true, far.x, 1};
    case Side::above:
      return {false, place.corner.y, -1};
    case Side::below:
      return {false, far.y, 1};
  }
  return {};
}

/// Name and share beside the figure, or in a row over or under it, in the order of the organs, with lines
/// that do not cross.
void draw_labels(plot::Svg& svg, const results::Record& record, const Figure& figure, int time,
                 const Shares& shares, const Place& place, const plot::Box& box, Side side, double em) {
  const Edge edge = edge_of(figure, place, side);
  const auto along = [&](plot::Point at) { return edge.upright ? at.y : at.x; };
  std::vector<const OrganShape*> shown;
  for (const auto& shape : figure.shapes)
    if (shape.side == side && results::find_organ(record, shape.organ) != nullptr) shown.push_back(&shape);
  if (shown.empty()) return;
  std::sort(shown.begin(), shown.end(),
            [&](const auto* a, const auto* b) { return along(a->anchor) < along(b->anchor); });
  std::vector<double> wanted;
  for (const auto* shape : shown) wanted.push_back(along(place.at(shape->anchor)));
  const double gap = std::min(label_width * em, box.width / static_cast<double>(shown.size()));
  const auto places = edge.upright
                          ? plot::moved_apart(wanted, label_height * em, place.corner.y + em,
                                              place.at({0, figure.height}).y - em)
                          : plot::moved_apart(wanted, gap, box.left + gap / 2, box.right() - gap / 2);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto from = place.at(shown[i]->anchor);
    const double end = edge.frame + edge.outward * (edge.upright ? leader : rise) * em;
    const auto way = edge.upright ? std::vector<plot::Point>{from, {edge.frame, from.y}, {end, places[i]}}
                                  : std::vector<plot::Point>{from, {from.x, edge.frame}, {places[i], end}};
    svg.lines(way, {paper, em / 5});  // seen on any colour
    svg.lines(way, {ink, em / 14});
    svg.dot(from, em / 4, paper);
    svg.dot(from, em / 6, ink);
    const auto anchor = !edge.upright      ? plot::Anchor::middle
                        : edge.outward < 0 ? plot::Anchor::end
                                           : plot::Anchor::start;
    const plot::Point name = edge.upright
                                 ? plot::Point{end + edge.outward * em / 4, places[i] - 0.1 * em}
                                 : plot::Point{places[i], end + (edge.outward < 0 ? -1.4 : 1.0) * em};
    svg.text(name, shown[i]->organ, {em, ink, anchor});
    svg.text({name.x, name.y + 1.1 * em}, share_words(shares.of(record, shown[i]->organ, time)),
             {em, ink, anchor, true});
  }
}

/// One figure with its labels and heads, in a box.
void draw_panel(plot::Svg& svg, const results::Record& record, const Figure& figure, int time,
                const Shares& shares, const plot::Box& box, double em) {
  const double x = box.left + box.width / 2, scale = scale_in(figure, box, em);
  svg.text({x, box.top + 0.9 * em}, shares.head, {1.05 * em, ink, plot::Anchor::middle, true});
  svg.text({x, box.top + 2.2 * em}, shares.unit, {em, quiet_ink, plot::Anchor::middle});
  const double above = figure.lies() ? (label_height + rise) * em : 0;
  const double spare = box.height - (heads + feet) * em - 2 * above - scale * figure.height;
  const Place place{{x - scale * figure.width / 2, box.top + heads * em + above + spare / 2}, scale};
  draw_figure(svg, record, figure, time, shares, place, em);
  for (const Side side : {Side::left, Side::right, Side::above, Side::below})
    draw_labels(svg, record, figure, time, shares, place, box, side, em);
}

/// What colours, the arrow and the figure mean, over the bar.
std::string small_print(const results::Record& record, const ChosenFigure& chosen, int time) {
  std::string text = "% (colours by decades; less than 0.01 as 0.01)";
  if (std::any_of(record.body.organs.begin(), record.body.organs.end(), [&](const auto& organ) {
        return !is_share(living_cells.of(record, organ.name, time)) ||
               !is_share(label.of(record, organ.name, time));
      }))
    text += "; grey: no number, or one below 0";
  if (into_vein(record)) text += fmt::format("; arrow: the {}, a peripheral vein", chosen.figure->vein.name);
  if (!chosen.note.empty()) text += "; " + chosen.note;
  for (const auto& organ : record.body.organs)
    if (std::none_of(chosen.figure->shapes.begin(), chosen.figure->shapes.end(),
                     [&](const auto& shape) { return shape.organ == organ.name; }))
      text += "; not drawn: " + organ.name;
  return text;
}

}  // namespace

plot::Svg body_plot(const results::Record& record, int time, const plot::Sheet& sheet) {
  const auto chosen = figure_for(record);
  const Figure& figure = *chosen.figure;
  plot::Svg svg(sheet.width, sheet.height, in_words(record, figure, time));
  const double em = sheet.text;
  const std::vector<results::Subject> one{{&record, ""}};
  const double top =
      plot::head(svg, sheet, "Living cells, and what an imager sees",
                 fmt::format("{} after the start, {}: {}",
                             results::duration(record.body.times[static_cast<std::size_t>(time)]),
                             results::route_words(record), patient_of(one))) +
      0.6 * em;
  const double small = 0.9 * em, bar_top = sheet.height - 3.4 * em;
  const auto print = plot::broken(small_print(record, chosen, time), sheet.width - 2 * em, small);
  const double print_top = bar_top - 1.3 * small * static_cast<double>(print.size() - 1);
  const double room = print_top - 1.6 * em - top;
  const plot::Box half{0, top, sheet.width / 2, room}, upper{0, top, sheet.width, room / 2};
  const bool beside_each_other = scale_in(figure, half, em) >= scale_in(figure, upper, em);
  draw_panel(svg, record, figure, time, living_cells, beside_each_other ? half : upper, em);
  draw_panel(svg, record, figure, time, label,
             beside_each_other ? plot::Box{half.width, top, half.width, room}
                               : plot::Box{0, top + room / 2, sheet.width, room / 2},
             em);
  for (std::size_t i = 0; i < print.size(); ++i)
    svg.text({em, print_top - 0.1 * em + 1.3 * small * static_cast<double>(i)}, print[i], {small, quiet_ink});
  draw_bar(svg, {1.5 * em, bar_top + 0.5 * em, sheet.width - 4 * em, 0.9 * em}, em);
  return svg;
}

std::vector<std::pair<std::string, std::string>> body_facts(const results::Record& record, int time) {
  std::vector<std::string> numbers;
  for (const auto& tick : bar_ticks()) numbers.push_back(tick.text);
  std::vector<std::pair<std::string, std::string>> facts{
      {"Field", "living cells and label"},
      {"Figure", figure_for(record).figure->name},
      {"Colour bar 1", bar_fact("living cells and label", "%", by_decades, numbers)}};
  for (const auto& [name, shares] : {std::pair{"Living cells", living_cells}, std::pair{"Label", label}}) {
    std::vector<std::pair<std::string, double>> all;
    for (const auto& organ : record.body.organs)
      all.emplace_back(organ.name, 100 * shares.of(record, organ.name, time));
    facts.emplace_back(name, shares_fact(shares.unit, all));
  }
  return facts;
}

}  // namespace cellroute::viz
