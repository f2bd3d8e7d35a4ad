// Hills of a metric over sampled patients.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/style/routes.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {
namespace {

constexpr int bins = 60;
/// Spreads wider than this, 99 % over 1 % of the patients, are drawn by decades.
constexpr double wide_spread = 100;

/// From 0, or about 0, or by decades: what shows all groups.
plot::Axis axis_for(double low, double high, int count, const std::string& title) {
  if (low > 0 && high > wide_spread * low) {
    const double least = std::max(low, 1e-6 * high);
    return plot::axis(
        {std::pow(10, std::floor(std::log10(least))), std::pow(10, std::ceil(std::log10(high))), true}, count,
        title + ", by decades");
  }
  if (low >= 0) return plot::axis_from_zero(high, count, title);
  const double reach = std::max(-low, high);
  return plot::axis({-reach, reach}, count, title);
}

/// Groups by route have the colours of the routes; more of them than there are colours have one.
std::vector<Colour> colours_of(const SweepMetric& metric) {
  std::vector<std::string> words;
  for (const auto& group : metric.groups) {
    const auto route =
        std::find_if(group.at.begin(), group.at.end(), [](const auto& word) { return is_route(word); });
    words.push_back(route == group.at.end() ? group.name() : *route);
  }
  const bool all_routes = std::all_of(words.begin(), words.end(), is_route);
  if (words.size() > 6 && !all_routes) return std::vector<Colour>(words.size(), distinct[0]);
  std::vector<Colour> colours;
  for (const auto& word : words)  // each has its name beside it, so a route may be there again
    if (is_route(word)) colours.push_back(colours_for({word}).front());
  return all_routes ? colours : colours_for(words);
}

struct Hill {
  std::string name;
  std::vector<double> sorted;  // in the unit that is read
  std::vector<double> counts;
};

std::vector<Hill> hills_of(const SweepMetric& metric, double factor) {
  std::vector<Hill> hills;
  for (const auto& group : metric.groups) {
    Hill hill{group.name(), ascending(group.values), std::vector<double>(bins, 0.0)};
    for (auto& value : hill.sorted) value *= factor;
    hills.push_back(std::move(hill));
  }
  return hills;
}

void count(std::vector<Hill>& hills, const Scale& scale) {
  for (auto& hill : hills)
    for (const double value : hill.sorted) {
      const auto bin = static_cast<int>(std::floor(scale.share(value) * bins));
      if (bin >= 0 && bin < bins) hill.counts[static_cast<std::size_t>(bin)] += 1;
    }
  double most = 0;
  for (const auto& hill : hills)
    most = std::max(most, *std::max_element(hill.counts.begin(), hill.counts.end()));
  for (auto& hill : hills)
    for (auto& each : hill.counts) each /= std::max(most, 1.0);
}

}  // namespace

plot::Svg distribution_plot(const Sweep& sweep, const SweepMetric& metric, const plot::Sheet& sheet) {
  const auto unit = read_unit(metric.unit);
  auto hills = hills_of(metric, unit.factor);
  double low = INFINITY, high = 0;
  std::string says = fmt::format("Distribution of {} over sampled patients.", results::words(metric.name));
  std::size_t longest = 0;
  for (const auto& hill : hills) {
    longest = std::max(longest, hill.sorted.size());
    high = std::max(high, quantile(hill.sorted, 0.99));
    low = std::min(low, quantile(hill.sorted, 0.01));
    says += fmt::format(" {}: median {} {}, 5 to 95 per cent of the patients between {} and {}.", hill.name,
                        results::number(quantile(hill.sorted, 0.5)), unit.name,
                        results::number(quantile(hill.sorted, 0.05)),
                        results::number(quantile(hill.sorted, 0.95)));
  }
  plot::Svg svg(sheet.width, sheet.height, says);
  const double em = sheet.text, side = 0.5 * em;
  const double top =
      plot::head(svg, sheet, metric.about.empty() ? results::words(metric.name) : metric.about, sweep.title);
  const double bottom =
      plot::foot(svg, sheet,
                 longest > 1 ? fmt::format("{} sampled patients each. Dot: median; thick line: 25 "
                                           "to 75 %; thin: 5 to 95 % of them.",
                                           longest)
                             : "One run each, no uncertainty.") -
      0.4 * em;
  const auto x = axis_for(low, high, sheet.narrow() ? 4 : 8,
                          fmt::format("{} [{}]", results::words(metric.name), unit.name));
  const plot::Panel panel(svg, {side, top, sheet.width - 2 * side, bottom - top}, x, {{0, 1}, {}, ""}, em);
  if (longest > 1) count(hills, x.scale);
  const auto& in = panel.inside();
  const auto colours = colours_of(metric);
  const double room = in.height / static_cast<double>(hills.size());
  for (std::size_t g = 0; g < hills.size(); ++g) {
    const auto& hill = hills[g];
    const double base = in.top + room * static_cast<double>(g + 1) - 0.35 * room;
    const double tall = std::max(0.0, 0.65 * room - 1.5 * em);
    const Colour colour = colours[g];
    std::vector<plot::Point> outline{{in.left, base}};
    for (int b = 0; b < bins && longest > 1; ++b) {
      const double y = base - tall * hill.counts[static_cast<std::size_t>(b)];
      outline.push_back({in.left + in.width * b / bins, y});
      outline.push_back({in.left + in.width * (b + 1) / bins, y});
    }
    outline.push_back({in.right(), base});
    if (longest > 1) svg.area(outline, colour, 0.45);
    const double y = base + std::min(0.5 * em, 0.14 * room);
    const auto at = [&](double share) {
      return std::clamp(panel.x(quantile(hill.sorted, share)), in.left, in.right());
    };
    if (!hill.sorted.empty()) {
      svg.line({at(0.05), y}, {at(0.95), y}, {colour, em / 9});
      svg.line({at(0.25), y}, {at(0.75), y}, {colour, em / 3});
      svg.dot({at(0.5), y}, em / 3, ink);
    }
    const std::string numbers =
        hill.sorted.empty() ? "no run succeeded"
        : longest > 1       ? fmt::format("median {} ({} to {})", results::number(quantile(hill.sorted, 0.5)),
                                          results::number(quantile(hill.sorted, 0.05)),
                                          results::number(quantile(hill.sorted, 0.95)))
                            : results::number(hill.sorted.front());
    svg.text({in.right(), base - tall - 0.3 * em}, hill.name + ": " + numbers,
             {0.95 * em, ink, plot::Anchor::end});
  }
  return svg;
}

}  // namespace cellroute::viz
