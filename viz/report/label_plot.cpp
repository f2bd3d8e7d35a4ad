#include "viz/report/label_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"

namespace cellroute::viz {
namespace {

constexpr double least = 0.005;  // [1] organs that hold less alive and of the label are left out
constexpr std::size_t across_wide = 3;
const Colour alive_colour = distinct[0], label_colour = distinct[1];

struct Held {
  double alive = 0, label = 0;  // [1]
};

Held held_by(const results::Record& record, const std::string& organ, double time) {
  const auto* found = results::find_organ(record, organ);
  const int t = results::time_index(record, time);
  if (found == nullptr || t < 0) return {};
  return {results::living_share(record, *found, t), found->label.total(t)};
}

/// Behind the time where label is not corrected for decay.
std::string decay_words(const std::vector<results::Subject>& subjects) {
  const auto applied = std::count_if(subjects.begin(), subjects.end(), [](const results::Subject& subject) {
    return subject.record->inputs.decay == "applied";
  });
  if (applied == 0) return "";
  return static_cast<std::size_t>(applied) == subjects.size() ? "; label with decay applied"
                                                              : "; label with decay applied in some";
}

std::string in_words(const std::vector<results::Subject>& subjects, const std::vector<std::string>& names,
                     const std::vector<std::string>& organs, double time) {
  std::string text =
      fmt::format("Bars of living cells and of label by organ, {} after the start.", results::duration(time));
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    text += " " + names[i] + ":";
    for (const auto& organ : organs) {
      const Held held = held_by(*subjects[i].record, organ, time);
      text += fmt::format(" {} {} per cent of the dose alive, {} per cent of all label of the regimen;",
                          organ, results::percent(held.alive), results::percent(held.label));
    }
    text.back() = '.';
  }
  return text;
}

}  // namespace

std::vector<std::string> labelled_organs(const std::vector<results::Subject>& subjects, double time) {
  std::map<std::string, double> most;
  for (const auto& subject : subjects)
    for (const auto& organ : subject.record->body.organs) {
      const Held held = held_by(*subject.record, organ.name, time);
      auto& highest = most[organ.name];
      highest = std::max({highest, held.alive, held.label});
    }
  std::vector<std::string> organs;
  for (const auto& [organ, share] : most)
    if (share >= least) organs.push_back(organ);
  std::stable_sort(organs.begin(), organs.end(),
                   [&](const auto& a, const auto& b) { return most[a] > most[b]; });
  return organs;
}

double label_plot_height(const std::vector<results::Subject>& subjects, double time, bool narrow) {
  const auto organs = static_cast<double>(labelled_organs(subjects, time).size());
  const std::size_t across = narrow ? 1 : std::min(across_wide, subjects.size());
  const auto down = static_cast<double>((subjects.size() + across - 1) / across);
  return 80 + down * (90 + 44 * organs);
}

plot::Svg label_plot(const std::vector<results::Subject>& subjects, const std::vector<std::string>& names,
                     double time, const plot::Sheet& sheet) {
  const auto organs = labelled_organs(subjects, time);
  plot::Svg svg(sheet.width, sheet.height, in_words(subjects, names, organs, time));
  const double em = sheet.text, side = 0.5 * em;
  double top =
      plot::head(svg, sheet, "", results::duration(time) + " after the start" + decay_words(subjects));
  top = plot::keys(
      svg, sheet, top,
      {{"alive [% of the dose]", alive_colour}, {"label [% of all label of the regimen]", label_colour}});
  const std::size_t across = sheet.narrow() ? 1 : std::min(across_wide, subjects.size());
  const std::size_t down = (subjects.size() + across - 1) / across;
  double highest = 0;
  for (const auto& subject : subjects)
    for (const auto& organ : organs) {
      const Held held = held_by(*subject.record, organ, time);
      highest = std::max({highest, 100 * held.alive, 100 * held.label});
    }
  const auto count = static_cast<double>(std::max<std::size_t>(1, organs.size()));
  std::vector<Tick> rows;
  for (std::size_t o = 0; o < organs.size(); ++o)
    rows.push_back({count - static_cast<double>(o) - 0.5, organs[o]});
  const double width = (sheet.width - 2 * side) / static_cast<double>(across);
  const double height = (sheet.height - top - side) / static_cast<double>(down);
  // numbers stand behind the bars, so the axis goes on beyond the longest
  const auto shares = plot::axis_from_zero(1.2 * highest, 4, "%");
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const plot::Box box{side + width * static_cast<double>(i % across),
                        top + height * static_cast<double>(i / across), width - 0.4 * em, height};
    const plot::Panel panel(svg, box, shares, {{0, count}, rows, ""}, em, names[i]);
    const double thick = std::min(1.25 * em, 0.36 * panel.inside().height / count);
    for (std::size_t o = 0; o < organs.size(); ++o) {
      const Held held = held_by(*subjects[i].record, organs[o], time);
      const double middle = panel.y(rows[o].value);
      const auto bar = [&](double share, double from, Colour colour) {
        const double end = panel.x(std::max(0.0, 100 * share));
        svg.box({panel.x(0), from, end - panel.x(0), thick}, colour);
        svg.text({end + 0.3 * em, from + 0.5 * thick + 0.34 * em}, results::percent(share), {0.95 * em});
      };
      bar(held.alive, middle - thick - 0.03 * em, alive_colour);
      bar(held.label, middle + 0.03 * em, label_colour);
    }
  }
  return svg;
}

}  // namespace cellroute::viz
