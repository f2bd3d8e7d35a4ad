// Tornados and bars of Sobol indices.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/results/format.hpp"
#include "viz/program/view.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {
namespace {

constexpr Colour overall = distinct[5], alone = distinct[1];  // of no usual route

struct Kind {
  const char *main, *second, *title, *axis;
};

/// The estimate that ranks, and one drawn beside it.
Kind kind_of(const std::vector<Estimate>& all) {
  const auto has = [&](const char* kind) {
    return std::any_of(all.begin(), all.end(), [&](const Estimate& one) { return one.kind == kind; });
  };
  if (has("total")) return {"total", "first", "Shares of variance", "share of the variance [1]"};
  if (has("mu_star"))
    return {"mu_star", "", "Elementary effects", "mean size of the change over a parameter's whole range"};
  return {"prcc", "", "Partial rank correlations", "partial rank correlation [1]"};
}

using ByFactor = std::map<std::string, const Estimate*>;

ByFactor of_kind(const std::vector<Estimate>& all, const std::string& metric, const std::string& at,
                 const std::string& kind) {
  ByFactor found;
  for (const auto& one : all)
    if (one.metric == metric && one.at == at && one.kind == kind) found[one.factor] = &one;
  return found;
}

std::string factor_words(const std::string& factor) {
  std::string text = factor;
  std::replace(text.begin(), text.end(), '_', ' ');
  for (auto dot = text.find('.'); dot != std::string::npos; dot = text.find('.', dot + 2))
    text.replace(dot, 1, ": ");
  return text;
}

}  // namespace

plot::Svg influence_plot(const std::vector<Estimate>& all, const std::string& metric, std::size_t most,
                         const plot::Sheet& sheet) {
  const Kind kind = kind_of(all);
  std::vector<std::string> groups;
  for (const auto& one : all)
    if (one.metric == metric && std::find(groups.begin(), groups.end(), one.at) == groups.end())
      groups.push_back(one.at);
  if (groups.empty()) throw RequestError("the sensitivities have no metric `" + metric + "`");
  std::vector<std::vector<const Estimate*>> ranked;
  double high = 0, low = 0, factor = 1;
  std::string unit;
  for (const auto& at : groups) {
    std::vector<const Estimate*> order;
    for (const auto& [name, one] : of_kind(all, metric, at, kind.main))
      if (!std::isnan(one->value)) order.push_back(one);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return std::fabs(a->value) > std::fabs(b->value); });
    if (order.size() > most) order.resize(most);
    if (std::string(kind.main) == "mu_star" && !order.empty()) {
      const auto read = read_unit(order.front()->unit);
      factor = read.factor;
      unit = " [" + read.name + "]";
    }
    for (const auto* one : order) {
      high = std::max({high, one->value * factor, one->high * factor});
      low = std::min({low, one->value * factor, one->low * factor});
    }
    ranked.push_back(std::move(order));
  }
  if (std::all_of(ranked.begin(), ranked.end(), [](const auto& order) { return order.empty(); }))
    throw RequestError("the sensitivities of `" + metric +
                       "` are no numbers: there were too few runs for them");
  std::string says = fmt::format("{} of {}.", kind.title, results::words(metric));
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (!ranked[g].empty())
      says += fmt::format(" {}: most by {}, {}.", groups[g].empty() ? "All" : groups[g],
                          factor_words(ranked[g].front()->factor),
                          results::number(ranked[g].front()->value * factor));
  plot::Svg svg(sheet.width, sheet.height, says);
  const double em = sheet.text, side = 0.5 * em;
  double top = plot::head(svg, sheet, fmt::format("What decides {}", results::words(metric)),
                          fmt::format("{}, the largest of each. Thin lines: 95 % intervals.", kind.title));
  const bool pair = *kind.second != '\0';
  if (pair) top = plot::keys(svg, sheet, top, {{"in all, with interactions", overall}, {"alone", alone}});
  const auto across = sheet.narrow() ? std::size_t{1} : std::min<std::size_t>(groups.size(), 2);
  const auto down = (groups.size() + across - 1) / across;
  const double width = (sheet.width - 2 * side) / static_cast<double>(across);
  const double height = (sheet.height - 0.6 * em - top) / static_cast<double>(down);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const plot::Box box{side + width * static_cast<double>(g % across),
                        top + height * static_cast<double>(g / across), width - 0.8 * em, height};
    auto x = plot::axis_from_zero(high, 4, kind.axis + unit);
    if (low < -0.02 * high) {
      const double reach = round_up(std::max(-low, high));
      x = plot::axis({-reach, reach}, 4, x.title);
    }
    const plot::Panel panel(svg, box, x, {{0, 1}, {}, ""}, em, groups[g]);
    const auto second = of_kind(all, metric, groups[g], kind.second);
    const auto& in = panel.inside();
    const double room = in.height / static_cast<double>(std::max<std::size_t>(1, ranked[g].size()));
    const double letters = std::min(0.9 * em, 0.5 * room);
    for (std::size_t f = 0; f < ranked[g].size(); ++f) {
      const double y = in.top + room * static_cast<double>(f);
      const auto bar = [&](const Estimate& one, double from, double thick, Colour colour) {
        const double zero = panel.x(0), end = panel.x(one.value * factor);
        svg.box({std::min(zero, end), from, std::max(std::fabs(end - zero), em / 20), thick}, colour);
        const auto inside = [&](double v) { return std::clamp(panel.x(v * factor), in.left, in.right()); };
        if (!std::isnan(one.low))
          svg.line({inside(one.low), from + thick / 2}, {inside(one.high), from + thick / 2}, {ink, em / 14});
      };
      svg.text({in.left + 0.2 * em, y + letters}, factor_words(ranked[g][f]->factor), {letters});
      const double free = room - 1.2 * letters;
      const auto other = second.find(ranked[g][f]->factor);
      const double thick = (pair ? 0.42 : 0.75) * free;
      bar(*ranked[g][f], y + 1.2 * letters, thick, overall);
      if (other != second.end()) bar(*other->second, y + 1.2 * letters + thick, thick, alone);
    }
    svg.line({panel.x(0), in.top}, {panel.x(0), in.bottom()}, {quiet_ink, em / 14});
  }
  return svg;
}

}  // namespace cellroute::viz
