// Hills of a metric over sampled patients.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/style/routes.hpp"
#include "viz/views/hills.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/views/words.hpp"

namespace cellroute::viz {
namespace {

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

/// ", 3 below 0.001 %, 2 above the limit"; nothing without such values and a limit.
std::string beyond_words(const Hill& hill, const std::optional<Limit>& limit, const Scale& scale,
                         const std::string& unit) {
  if (hill.sorted.empty()) return "";
  std::string words;
  if (hill.below > 0) words = fmt::format(", {} below {} {}", hill.below, results::number(scale.low), unit);
  if (!limit) return words;
  const auto above = std::count_if(hill.sorted.begin(), hill.sorted.end(),
                                   [&](double value) { return value > limit->value; });
  return words + fmt::format(", {} above the limit", above == 0 ? "none" : std::to_string(above));
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

/// Beside a hill of many.
std::string crowded_words(const Hill& hill, const std::optional<Limit>& limit) {
  if (hill.sorted.empty()) return hill.name + ": -";
  auto words = hill.name + ": " + results::number(quantile(hill.sorted, 0.5));
  if (limit && hill.sorted.back() > limit->value) words += beyond_words(hill, limit, {}, "");
  return words;
}

std::string in_words(const Sweep& sweep, const std::string& words, const ReadUnit& unit, const Hills& hills,
                     const std::optional<Limit>& limit, const Scale& scale) {
  const bool patients = samples_patients(sweep);
  const auto over = hills.longest < 2 ? std::string("one run each")
                    : patients        ? std::string("over sampled patients")
                                      : fmt::format("over the runs of the design ({})", design_words(sweep));
  auto says = fmt::format("{} of the {}, {}.", hills.longest < 2 ? "Values" : "Distribution", words, over);
  for (const auto& hill : hills.all) {
    const auto crossing = beyond_words(hill, limit, scale, unit.name);
    if (hill.sorted.size() < 2)
      says += fmt::format(" {}: {}{}.", hill.name, median_words(hill, unit.name), crossing);
    else
      says += fmt::format(" {}: median {} {}, 5 to 95 per cent of the {} between {} and {}{}.", hill.name,
                          results::number(quantile(hill.sorted, 0.5)), unit.name,
                          patients ? "patients" : "runs", results::number(quantile(hill.sorted, 0.05)),
                          results::number(quantile(hill.sorted, 0.95)), crossing);
  }
  return says;
}

/// A dashed line, with its words at its top.
void draw_limit(plot::Svg& svg, const plot::Panel& panel, const Limit& limit, double em) {
  const auto& in = panel.inside();
  const double x = panel.x(limit.value), wide = plot::text_width(limit.words, 0.9 * em);
  svg.line({x, in.top}, {x, in.bottom()}, {ink, em / 9, "8 5"});
  const bool left = x + wide + 0.4 * em > in.right();
  svg.text({x + (left ? -0.4 : 0.4) * em, in.top + 0.8 * em}, limit.words,
           {0.9 * em, ink, left ? plot::Anchor::end : plot::Anchor::start});
}

/// The hill on its base line and its quantiles so far below [px].
void draw_hill(plot::Svg& svg, const plot::Panel& panel, const Hill& hill, double base, double tall,
               Colour colour, double em, double below) {
  const auto& in = panel.inside();
  if (hill.sorted.size() > 1) {
    std::vector<plot::Point> outline{{in.left, base}};
    for (int b = 0; b < hill_bins; ++b) {
      const double y = base - tall * hill.counts[static_cast<std::size_t>(b)];
      outline.push_back({in.left + in.width * b / hill_bins, y});
      outline.push_back({in.left + in.width * (b + 1) / hill_bins, y});
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
  double last = -1;
  for (const double value : hill.sorted) {  // who is beyond, as far as they can be told apart
    const double x = std::clamp(panel.x(value), in.left, in.right());
    if ((x >= at(0.05) && x <= at(0.95)) || x < last + em / 12) continue;
    svg.dot({x, y}, em / 12, colour);
    last = x;
  }
  svg.line({at(0.25), y}, {at(0.75), y}, {colour, em / 3});
  svg.dot({at(0.5), y}, em / 3, ink);
}

}  // namespace

plot::Svg distribution_plot(const Sweep& sweep, const SweepMetric& metric, const plot::Sheet& sheet) {
  const auto unit = read_unit(metric.unit);
  const auto words = metric_words(metric.name);
  const auto limit = limit_of(metric, unit);
  auto hills = hills_of(metric, unit.factor);
  const bool patients = samples_patients(sweep), one_each = hills.longest < 2 && hills.failed == 0;
  const auto x = axis_for(hills, limit, sheet.narrow() ? 4 : 8, fmt::format("{} [{}]", words, unit.name));
  if (hills.longest > 1) count_bins(hills, x.scale);
  plot::Svg svg(sheet.width, sheet.height, in_words(sweep, words, unit, hills, limit, x.scale));
  const double em = sheet.text, side = 0.5 * em;
  const double top = plot::head(
      svg, sheet, metric.about.empty() ? statement_words(metric.name) : as_title(metric.about), sweep.title);
  std::string small =
      one_each
          ? "One run each, no uncertainty."
          : fmt::format(
                "{} {} each.{}", hills.longest,
                patients ? "sampled patients"
                         : fmt::format("runs of the design ({}; no sample of patients)", design_words(sweep)),
                hills.longest > 1
                    ? " Hills are equally high. Dot: median; thick line: 25 to 75 %; thin line and "
                      "brackets: 5 to 95 % of them; points: the others."
                    : "");
  if (hills.failed > 0)
    small +=
        fmt::format(" {} of {} runs failed and are not here.", hills.failed, hills.failed + hills.values);
  if (hills.zero_within > 0)
    small += fmt::format(" Values within {} {} of 0 are rounding and count as 0.",
                         results::number(hills.zero_within), unit.name);
  const double bottom = plot::foot(svg, sheet, small) - 0.4 * em;
  // Many groups have their names beside them, few above the hill.
  const double each =
      (bottom - top - 4 * em) / static_cast<double>(std::max<std::size_t>(1, hills.all.size()));
  const bool crowded = each < 5 * em;
  double letters = crowded ? std::min(em, 0.8 * each) : em;
  double widest = 0;
  if (crowded)
    for (const auto& hill : hills.all)
      widest = std::max(widest, plot::text_width(crowded_words(hill, limit), letters));
  letters *= std::min(1.0, 0.6 * sheet.width / std::max(widest, 1.0));
  widest = std::min(widest, 0.6 * sheet.width);
  const plot::Panel panel(svg, {side, top, sheet.width - 2 * side, bottom - top}, x, {{0, 1}, {}, ""}, em, "",
                          widest == 0 ? 0 : widest + em);
  const auto& in = panel.inside();
  if (limit) draw_limit(svg, panel, *limit, em);
  const auto colours = colours_of(metric);
  const double room = in.height / static_cast<double>(std::max<std::size_t>(1, hills.all.size()));
  for (std::size_t g = 0; g < hills.all.size(); ++g) {
    const auto& hill = hills.all[g];
    const double base = in.top + room * static_cast<double>(g + 1) - std::min(1.2 * em, 0.35 * room);
    if (crowded) {
      // a lone value has nothing above it: its dot is at its name's height
      const double size = std::min(em, room / 2), down = hills.longest > 1 ? 0.5 * size : -0.36 * letters;
      draw_hill(svg, panel, hill, base, 0.6 * room, colours[g], size, down);
      svg.text({in.left - 0.5 * em, base}, crowded_words(hill, limit), {letters, ink, plot::Anchor::end});
      continue;
    }
    const double tall = room - 1.2 * em - 3.1 * em;
    draw_hill(svg, panel, hill, base, tall, colours[g], em, 0.5 * em);
    // over its own hill
    const double peak = *std::max_element(hill.counts.begin(), hill.counts.end());
    const auto numbers = median_words(hill, unit.name) + beyond_words(hill, limit, x.scale, unit.name);
    const double wide = std::max(plot::text_width(numbers, 1), plot::text_width(hill.name, 1, true));
    const double size = std::min(em, in.width / wide), half = wide * size / 2;
    const double center = hill.sorted.empty() ? in.left + half : panel.x(quantile(hill.sorted, 0.5));
    const double middle = std::clamp(center, in.left + half, std::max(in.left + half, in.right() - half));
    const double above = base - tall * peak - 0.5 * em;
    svg.text({middle, above - 1.25 * em}, hill.name, {size, ink, plot::Anchor::middle, true});
    svg.text({middle, above}, numbers, {size, ink, plot::Anchor::middle});
  }
  return svg;
}

}  // namespace cellroute::viz
