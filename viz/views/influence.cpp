// Tornados and bars of Sobol indices: one row for each parameter, one panel for each group.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/results/format.hpp"
#include "viz/program/view.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/views/words.hpp"

namespace cellroute::viz {
namespace {

constexpr Colour overall = distinct[5], alone = distinct[1];  // of no usual route

struct Kind {
  const char *main, *second, *title, *axis;
  int decimals;  // of numbers beside bars; below 0: three digits
};

/// The estimate that ranks, and one drawn beside it.
Kind kind_of(const std::vector<Estimate>& all) {
  const auto has = [&](const char* kind) {
    return std::any_of(all.begin(), all.end(), [&](const Estimate& one) { return one.kind == kind; });
  };
  if (has("total"))
    return {"total", "first", "Shares of its variance (Sobol indices)", "share of the variance", 1};
  if (has("mu_star"))
    return {"mu_star", "", "Elementary effects", "mean size of the change over the whole range", -1};
  return {"prcc", "", "Partial rank correlations", "partial rank correlation", 2};
}

using ByFactor = std::map<std::string, const Estimate*>;

struct Group {
  std::string name;
  ByFactor main, second;
};

/// What is drawn: groups, rows, and the axis that holds all of them.
struct Influence {
  Kind kind;
  std::vector<Group> groups;
  std::vector<std::string> factors;  // the strongest in any group first
  double factor = 1, low = 0, high = 0;
  std::string unit;
};

ByFactor of_kind(const std::vector<Estimate>& all, const std::string& metric, const std::string& at,
                 const std::string& kind) {
  ByFactor found;
  for (const auto& one : all)
    if (one.metric == metric && one.at == at && one.kind == kind && !std::isnan(one.value))
      found[one.factor] = &one;
  return found;
}

std::vector<std::string> strongest(const std::vector<Group>& groups, std::size_t most) {
  std::map<std::string, double> sizes;
  for (const auto& group : groups)
    for (const auto& [name, one] : group.main) sizes[name] = std::max(sizes[name], std::fabs(one->value));
  std::vector<std::string> names;
  for (const auto& [name, size] : sizes) names.push_back(name);
  std::stable_sort(names.begin(), names.end(),
                   [&](const auto& a, const auto& b) { return sizes[a] > sizes[b]; });
  if (names.size() > most) names.resize(most);
  return names;
}

Influence influence_of(const std::vector<Estimate>& all, const std::string& metric, std::size_t most) {
  Influence found{kind_of(all), {}, {}, 1, 0, 0, ""};
  for (const auto& one : all)
    if (one.metric == metric && std::none_of(found.groups.begin(), found.groups.end(),
                                             [&](const Group& group) { return group.name == one.at; }))
      found.groups.push_back({one.at, of_kind(all, metric, one.at, found.kind.main),
                              of_kind(all, metric, one.at, found.kind.second)});
  if (found.groups.empty()) throw RequestError("the sensitivities have no metric `" + metric + "`");
  found.factors = strongest(found.groups, most);
  if (found.factors.empty())
    throw RequestError("the sensitivities of `" + metric +
                       "` are no numbers: there were too few runs for them");
  const bool variance = std::string(found.kind.main) == "total";
  for (const auto& group : found.groups)
    for (const auto* each : {&group.main, &group.second})
      for (const auto& [name, one] : *each) {
        if (variance || std::string(found.kind.main) == "mu_star") {
          const auto read = read_unit(variance ? "1" : one->unit);
          found.factor = read.factor;
          found.unit = " [" + read.name + "]";
        }
        if (std::find(found.factors.begin(), found.factors.end(), name) == found.factors.end()) continue;
        for (const double value : {one->value, one->low, one->high})
          if (!std::isnan(value)) {
            found.high = std::max(found.high, value * found.factor);
            found.low = std::min(found.low, value * found.factor);
          }
      }
  return found;
}

std::string in_words(const Influence& influence, const std::string& metric) {
  std::string says = fmt::format("{}: what decides the {}.", influence.kind.title, metric_words(metric));
  for (const auto& group : influence.groups) {
    const auto most = std::max_element(
        group.main.begin(), group.main.end(),
        [](const auto& a, const auto& b) { return std::fabs(a.second->value) < std::fabs(b.second->value); });
    if (most != group.main.end())
      says +=
          fmt::format(" {}: most by {}, {}.", group.name.empty() ? "All" : group.name,
                      parameter_words(most->first), results::number(most->second->value * influence.factor));
  }
  return says;
}

std::string number_beside(double value, const Influence& influence) {
  const int decimals = influence.kind.decimals;
  if (decimals < 0) return results::number(value * influence.factor);
  const double rounded =
      std::round(value * influence.factor * std::pow(10, decimals)) / std::pow(10, decimals);
  return fmt::format("{:.{}f}", rounded + 0.0, decimals);  // never -0.0
}

struct Bar {
  double from, thick;  // [px] down the picture
  Colour colour;
};

/// One bar with its interval, and its number where neither covers it.
void draw_bar(plot::Svg& svg, const plot::Panel& panel, const Estimate& one, const Influence& influence,
              const Bar& bar, double em) {
  const auto& in = panel.inside();
  const auto inside = [&](double v) {
    return std::clamp(panel.x(v * influence.factor), in.left, in.right());
  };
  const double zero = panel.x(0), end = inside(one.value), middle = bar.from + bar.thick / 2;
  svg.box({std::min(zero, end), bar.from, std::max(std::fabs(end - zero), em / 20), bar.thick}, bar.colour);
  double reach = std::max(zero, end);
  if (!std::isnan(one.low) && !std::isnan(one.high)) {
    svg.line({inside(one.low), middle}, {inside(one.high), middle}, {ink, em / 14});
    reach = std::max(reach, inside(one.high));
  }
  const double letters = std::min(0.85 * em, 1.1 * bar.thick);
  if (letters < 0.65 * em) return;  // nobody could read it
  svg.text({reach + 0.3 * em, middle + 0.36 * letters}, number_beside(one.value, influence),
           {letters, quiet_ink});
}

/// From 0 or about it, so far that the numbers behind the bars stay in a panel whose inside is so wide [px].
plot::Axis axis_for(const Influence& influence, double width, int count, double em) {
  std::vector<plot::Labelled> bars;
  for (const auto& group : influence.groups)
    for (const auto* each : {&group.main, &group.second})
      for (const auto& name : influence.factors) {
        const auto own = each->find(name);
        if (own == each->end()) continue;
        const auto& one = *own->second;
        const double end = std::isnan(one.high) ? one.value : std::max(one.value, one.high);
        bars.push_back({end * influence.factor,
                        0.6 * em + plot::text_width(number_beside(one.value, influence), 0.85 * em)});
      }
  const auto title = influence.kind.axis + influence.unit;
  if (influence.low < -0.05 * influence.high) {
    const double low = 1.05 * influence.low;
    return plot::axis({low, std::max(influence.high, plot::reach_for(bars, width, low))}, 4, title);
  }
  const double reach = std::max(1.02 * influence.high, plot::reach_for(bars, width));
  return plot::axis({0, reach > 0 ? reach : 1}, count, title);
}

/// Names of the rows, each within its column.
void draw_names(plot::Svg& svg, const std::vector<std::string>& factors, const plot::Box& box, double em) {
  const double room = box.height / static_cast<double>(factors.size());
  for (std::size_t f = 0; f < factors.size(); ++f) {
    const double letters = std::min(em, 0.42 * room);
    const auto lines = plot::broken(parameter_words(factors[f]), box.width, letters);
    double y = box.top + room * (static_cast<double>(f) + 0.5) -
               0.6 * letters * static_cast<double>(lines.size()) - 0.25 * letters;
    for (const auto& line : lines) {
      y += 1.2 * letters;
      svg.text({box.right(), y}, line, {letters, ink, plot::Anchor::end});
    }
  }
}

}  // namespace

plot::Svg influence_plot(const std::vector<Estimate>& all, const std::string& metric, std::size_t most,
                         const plot::Sheet& sheet) {
  const auto influence = influence_of(all, metric, most);
  plot::Svg svg(sheet.width, sheet.height, in_words(influence, metric));
  const double em = sheet.text, side = 0.5 * em;
  double top = plot::head(svg, sheet, "What decides the " + metric_words(metric),
                          fmt::format("{}; the {} largest. Thin lines: 95 % intervals.", influence.kind.title,
                                      influence.factors.size()));
  const bool pair = *influence.kind.second != '\0';
  if (pair)
    top =
        plot::keys(svg, sheet, top, {{"with interactions (total)", overall}, {"alone (first order)", alone}});
  // Names stand to the left of the panels, on a phone over each bar.
  const bool above = sheet.narrow();
  const auto groups = influence.groups.size();
  double column = 0;
  for (const auto& name : influence.factors)
    column = std::max(column, plot::text_width(parameter_words(name), em));
  column = above ? 0 : std::min(column + em, 0.3 * sheet.width);
  const auto fit = static_cast<std::size_t>(std::max(1.0, (sheet.width - 2 * side - column) / (13 * em)));
  const auto across = above ? std::size_t{1} : std::min(groups, fit);
  const auto down = (groups + across - 1) / across;
  const double width = (sheet.width - 2 * side - column) / static_cast<double>(across);
  auto x = axis_for(influence, width - 4 * em, sheet.narrow() ? 4 : 3, em);
  double bottom = sheet.height - 0.6 * em;
  if (across > 1 && plot::text_width(x.title, em) > width - em) {  // one title below all panels
    svg.text({side + column + (sheet.width - 2 * side - column) / 2, bottom - 0.2 * em}, x.title,
             {em, ink, plot::Anchor::middle});
    x.title.clear();
    bottom -= 1.5 * em;
  }
  const double height = (bottom - top) / static_cast<double>(down);
  for (std::size_t g = 0; g < groups; ++g) {
    const auto& group = influence.groups[g];
    const plot::Box box{side + column + width * static_cast<double>(g % across),
                        top + height * static_cast<double>(g / across), width - 0.5 * em, height};
    const plot::Panel panel(svg, box, x, {{0, 1}, {}, ""}, em, group.name);
    const auto& in = panel.inside();
    if (!above && g % across == 0)
      draw_names(svg, influence.factors, {side, in.top, column - 0.7 * em, in.height}, em);
    const double room = in.height / static_cast<double>(influence.factors.size());
    const double letters = above ? std::min(0.95 * em, 0.45 * room) : 0;
    const double thick = std::min(0.8 * (room - 1.25 * letters) / (pair ? 2 : 1), 1.2 * em);
    svg.line({panel.x(0), in.top}, {panel.x(0), in.bottom()}, {quiet_ink, em / 14});
    for (std::size_t f = 0; f < influence.factors.size(); ++f) {
      const auto& name = influence.factors[f];
      double y = in.top + room * static_cast<double>(f);
      if (above) {
        const auto words = parameter_words(name);
        svg.box({in.left, y, plot::text_width(words, letters), 1.2 * letters}, paper);
        svg.text({in.left, y + letters}, words, {letters});
      }
      y += 1.25 * letters + (room - 1.25 * letters - thick * (pair ? 2 : 1)) / 2;
      if (const auto own = group.main.find(name); own != group.main.end())
        draw_bar(svg, panel, *own->second, influence, {y, thick, overall}, em);
      if (const auto own = group.second.find(name); own != group.second.end())
        draw_bar(svg, panel, *own->second, influence, {y + thick, thick, alone}, em);
    }
  }
  return svg;
}

}  // namespace cellroute::viz
