// The view `routes`: living cells by organ over time, a panel for each route on one scale.
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

constexpr double least_stacked = 0.01;

/// As words that a person says: 20.4 min is 20 min.
std::string rounded_duration(double time) {
  const double unit = time >= results::seconds_per_day ? results::seconds_per_day
                      : time >= 3600                   ? 3600
                      : time >= 60                     ? 60
                                                       : 1;
  const double count = time / unit;
  return results::duration(count >= 10 ? std::round(count) * unit : std::round(10 * count) / 10 * unit);
}

/// Who the letters over the panels are, a paragraph each. Returns where they end [px].
double list_names(plot::Svg& svg, const plot::Sheet& sheet, double top,
                  const std::vector<results::Subject>& subjects) {
  const double em = sheet.text;
  for (const auto& subject : subjects) {
    for (const auto& line : plot::broken(results::lettered(subject), sheet.width - 2 * em, em)) {
      top += 1.3 * em;
      svg.text({em, top}, line, {em});
    }
  }
  return top + 0.5 * em;
}

std::string in_words(const std::vector<results::Subject>& subjects, const std::vector<std::string>& names) {
  std::string text = "Living cells by organ over time, one panel each on one scale.";
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& record = *subjects[i].record;
    if (results::find_organ(record, "liver") == nullptr) continue;
    const Course course(record);
    double most = 0, when = 0;
    for (const auto t : course.shown())
      if (const double share = course.living("liver", {}, t); share > most) {
        most = share;
        when = course.times()[t];
      }
    if (most <= 0) {
      text += fmt::format(" {}: none in the liver.", names[i]);
      continue;
    }
    text += fmt::format(" {}: in the liver at most {} per cent of the dose, after {}.", names[i],
                        results::percent(most), rounded_duration(when));
  }
  return text;
}

}  // namespace

plot::Svg routes_plot(const std::vector<results::Subject>& subjects, const plot::Sheet& sheet,
                      const std::string& note) {
  const auto names = results::names_of(subjects);
  const auto organs = stacked_organs(main_organs(subjects, least_stacked));
  plot::Svg svg(sheet.width, sheet.height, in_words(subjects, names));
  std::vector<const results::Record*> records;
  for (const auto& subject : subjects) records.push_back(subject.record);
  const double em = sheet.text, side = 0.5 * em;
  double top = plot::head(svg, sheet, "Where the living cells are", shared_and_different(subjects));
  top = plot::keys(svg, sheet, top, organ_keys(organs));
  const auto across = sheet.narrow() ? std::size_t{1} : std::min<std::size_t>(subjects.size(), 3);
  const double width = (sheet.width - 2 * side) / static_cast<double>(across);
  auto heads = names;
  if (std::any_of(names.begin(), names.end(), [&](const auto& name) {
        return plot::text_width(name, 1.05 * em, true) > width - 3 * em;
      })) {
    for (std::size_t i = 0; i < names.size(); ++i) heads[i] = subjects[i].letters;
    top = list_names(svg, sheet, top, subjects);
  }
  const double bottom =
      plot::foot(svg, sheet,
                 about_lines(records) + (subjects.size() > 1 ? " One scale for all." : "") + note) -
      0.4 * em;
  const auto all_times = drawn_times(records);
  const auto down = (subjects.size() + across - 1) / across;
  double highest = 0;
  for (const auto& subject : subjects) highest = std::max(highest, highest_stack(*subject.record));
  const double height = (bottom - top) / static_cast<double>(down);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& record = *subjects[i].record;
    const plot::Box box{side + width * static_cast<double>(i % across),
                        top + height * static_cast<double>(i / across), width - 0.3 * em, height};
    auto time = plot::time_axis(all_times, box.width - 5 * em, em);
    if (plot::text_width(time.title, em) > box.width - 5 * em) time.title = "time, by decades";
    auto share = plot::axis_from_zero(highest, 5, "% of the dose");
    const double left = plot::left_room(share, em);
    if (i % across != 0) share.title.clear();
    const plot::Panel panel(svg, box, time, share, em, heads[i], left);
    draw_stack(svg, panel, record, organs, em);
  }
  return svg;
}

}  // namespace cellroute::viz
