// Hills of a metric over sampled patients.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/style/routes.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/views/words.hpp"

namespace cellroute::viz {
namespace {

constexpr int bins = 60;
/// Spreads wider than this, 99 % over 1 % of the patients, are drawn by decades.
constexpr double wide_spread = 100;
/// What is smaller, of the highest value, is rounding in the runs: drawn and written as 0.
constexpr double noise = 1e-6;

/// From 0, or on both sides of it, or by decades: what shows all groups.
plot::Axis axis_for(double low, double high, int count, const std::string& title) {
  if (low > 0 && high > wide_spread * low) {
    const double least = std::max(low, 1e-6 * high);
    return plot::axis(
        {std::pow(10, std::floor(std::log10(least))), std::pow(10, std::ceil(std::log10(high))), true}, count,
        title + ", by decades");
  }
  if (low >= -noise * high) return plot::axis_from_zero(high, count, title);
  const double step = round_up((high - low) / count);
  return plot::axis({step * std::floor(low / step), step * std::ceil(high / step)}, count, title);
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
  double high = 0;
  for (const auto& hill : hills)
    if (!hill.sorted.empty()) high = std::max(high, hill.sorted.back());
  for (auto& hill : hills)
    for (auto& value : hill.sorted)
      if (value < 0 && value >= -noise * high) value = 0;
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

std::string median_words(const Hill& hill, const std::string& unit) {
  if (hill.sorted.empty()) return "no run succeeded";
  if (hill.sorted.size() == 1) return fmt::format("{} {}", results::number(hill.sorted.front()), unit);
  return fmt::format("median {} ({} to {}) {}", results::number(quantile(hill.sorted, 0.5)),
                     results::number(quantile(hill.sorted, 0.05)),
                     results::number(quantile(hill.sorted, 0.95)), unit);
}

std::string design_words(const Sweep& sweep) {
  if (sweep.design == "morris") return "Morris";
  if (sweep.design == "saltelli") return "Saltelli";
  return sweep.design == "none" || sweep.design.empty() ? "grid" : results::words(sweep.design);
}

/// The hill on its base line and its quantiles so far below [px].
void draw_hill(plot::Svg& svg, const plot::Panel& panel, const Hill& hill, double base, double tall,
               Colour colour, double em, double below) {
  const auto& in = panel.inside();
  if (hill.sorted.size() > 1) {
    std::vector<plot::Point> outline{{in.left, base}};
    for (int b = 0; b < bins; ++b) {
      const double y = base - tall * hill.counts[static_cast<std::size_t>(b)];
      outline.push_back({in.left + in.width * b / bins, y});
      outline.push_back({in.left + in.width * (b + 1) / bins, y});
    }
    outline.push_back({in.right(), base});
    svg.area(outline, colour, 0.45);
  }
  if (hill.sorted.empty()) return;
  const double y = base + below;
  const auto at = [&](double share) {
    return std::clamp(panel.x(quantile(hill.sorted, share)), in.left, in.right());
  };
  svg.line({at(0.05), y}, {at(0.95), y}, {colour, em / 9});
  svg.line({at(0.25), y}, {at(0.75), y}, {colour, em / 3});
  svg.dot({at(0.5), y}, em / 3, ink);
}

}  // namespace

plot::Svg distribution_plot(const Sweep& sweep, const SweepMetric& metric, const plot::Sheet& sheet) {
  const auto unit = read_unit(metric.unit);
  const auto words = metric_words(metric.name);
  auto hills = hills_of(metric, unit.factor);
  double low = INFINITY, high = 0;
  const bool patients = samples_patients(sweep);
  const char* who = patients ? "patients" : "runs";
  std::string says;
  std::size_t longest = 0;
  for (const auto& hill : hills) {
    longest = std::max(longest, hill.sorted.size());
    high = std::max(high, quantile(hill.sorted, 0.99));
    low = std::min(low, quantile(hill.sorted, 0.01));
    if (hill.sorted.size() < 2) {
      says += fmt::format(" {}: {}.", hill.name, median_words(hill, unit.name));
      continue;
    }
    says += fmt::format(" {}: median {} {}, 5 to 95 per cent of the {} between {} and {}.", hill.name,
                        results::number(quantile(hill.sorted, 0.5)), unit.name, who,
                        results::number(quantile(hill.sorted, 0.05)),
                        results::number(quantile(hill.sorted, 0.95)));
  }
  const auto over = longest < 2 ? std::string("one run each")
                    : patients  ? std::string("over sampled patients")
                                : fmt::format("over the runs of the design ({})", design_words(sweep));
  says = fmt::format("{} of the {}, {}.", longest < 2 ? "Values" : "Distribution", words, over) + says;
  plot::Svg svg(sheet.width, sheet.height, says);
  const double em = sheet.text, side = 0.5 * em;
  const double top = plot::head(
      svg, sheet, metric.about.empty() ? statement_words(metric.name) : as_title(metric.about), sweep.title);
  const double bottom =
      plot::foot(svg, sheet,
                 longest > 1
                     ? fmt::format("{} {} each. Dot: median; thick line: 25 to 75 %; thin line and brackets: "
                                   "5 to 95 % of them.",
                                   longest,
                                   patients ? "sampled patients"
                                            : fmt::format("runs of the design ({}; no sample of patients)",
                                                          design_words(sweep)))
                     : "One run each, no uncertainty.") -
      0.4 * em;
  // Many groups have their names beside them, few above the hill.
  const double each = (bottom - top - 4 * em) / static_cast<double>(std::max<std::size_t>(1, hills.size()));
  const bool crowded = each < 5 * em;
  const double letters = crowded ? std::min(em, 0.8 * each) : em;
  double widest = 0;
  if (crowded)
    for (const auto& hill : hills)
      widest = std::max(widest, plot::text_width(hill.name + ": " + results::number(1.11), letters));
  const auto x = axis_for(low, high, sheet.narrow() ? 4 : 8, fmt::format("{} [{}]", words, unit.name));
  const plot::Panel panel(svg, {side, top, sheet.width - 2 * side, bottom - top}, x, {{0, 1}, {}, ""}, em, "",
                          widest == 0 ? 0 : widest + em);
  if (longest > 1) count(hills, x.scale);
  const auto& in = panel.inside();
  const auto colours = colours_of(metric);
  const double room = in.height / static_cast<double>(std::max<std::size_t>(1, hills.size()));
  for (std::size_t g = 0; g < hills.size(); ++g) {
    const auto& hill = hills[g];
    const double base = in.top + room * static_cast<double>(g + 1) - std::min(1.2 * em, 0.35 * room);
    if (crowded) {
      // a lone value has nothing above it: its dot is at its name's height
      const double size = std::min(em, room / 2), down = longest > 1 ? 0.5 * size : -0.36 * letters;
      draw_hill(svg, panel, hill, base, 0.6 * room, colours[g], size, down);
      const auto median = hill.sorted.empty() ? "-" : results::number(quantile(hill.sorted, 0.5));
      svg.text({in.left - 0.5 * em, base}, hill.name + ": " + median, {letters, ink, plot::Anchor::end});
      continue;
    }
    const double tall = room - 1.2 * em - 3.1 * em;
    draw_hill(svg, panel, hill, base, tall, colours[g], em, 0.5 * em);
    // over its own hill
    const double peak = *std::max_element(hill.counts.begin(), hill.counts.end());
    const auto numbers = median_words(hill, unit.name);
    const double half = std::max(plot::text_width(numbers, em), 1.08 * plot::text_width(hill.name, em)) / 2;
    const double center = hill.sorted.empty() ? in.left + half : panel.x(quantile(hill.sorted, 0.5));
    const double middle = std::clamp(center, std::min(in.left + half, in.right() - half), in.right() - half);
    const double above = base - tall * peak - 0.5 * em;
    svg.text({middle, above - 1.25 * em}, hill.name, {em, ink, plot::Anchor::middle, true});
    svg.text({middle, above}, numbers, {em, ink, plot::Anchor::middle});
  }
  return svg;
}

}  // namespace cellroute::viz
