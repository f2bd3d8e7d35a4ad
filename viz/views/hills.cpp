#include "viz/views/hills.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "models/circulation/stop_rules.hpp"
#include "sim/results/format.hpp"

namespace cellroute::viz {
namespace {

/// Spreads wider than this, of the highest over the lowest but one in a hundred, may be drawn by decades:
/// of samples, where these show more hills; of lone values.
constexpr double wide_sample = 10, wide_spread = 100;
/// Decades reach so far below the highest value.
constexpr double least_drawn = 1e-6;
/// A hill is seen as one when 5 to 95 % of it take so many bins.
constexpr double bins_of_a_hill = 3;
/// Values below 0 by less than this, of the highest one or as a pressure [Pa], are rounding in the runs.
constexpr double noise = 1e-4, pressure_noise = 1;

/// What lies a little below 0 shows how far values are from what they would be without rounding.
double rounding_of(const Hills& hills, const SweepMetric& metric, double factor) {
  const double below = -hills.low;
  const bool little =
      below <= noise * hills.high || (metric.unit == "Pa" && below <= pressure_noise * factor);
  return below > 0 && little ? below : 0;
}

/// How many hills are wide enough to be seen as such.
int seen_on(const Hills& hills, const Scale& scale) {
  return static_cast<int>(std::count_if(hills.all.begin(), hills.all.end(), [&](const Hill& hill) {
    if (hill.sorted.size() < 2) return false;
    const auto at = [&](double share) { return std::max(0.0, scale.share(quantile(hill.sorted, share))); };
    return at(0.95) - at(0.05) >= bins_of_a_hill / hill_bins;
  }));
}

}  // namespace

std::optional<Limit> limit_of(const SweepMetric& metric, const ReadUnit& unit) {
  if (metric.name == "stop_rule_share") return Limit{unit.factor, "limit"};
  if (metric.name != "portal_rise" || metric.unit != "Pa") return std::nullopt;
  double lowest = INFINITY;
  for (const auto& rule : circulation::stop_rules())
    if (rule.quantity == circulation::Quantity::portal_rise) lowest = std::min(lowest, rule.limit);
  return Limit{lowest * unit.factor,
               fmt::format("limit: {} {}", results::number(lowest * unit.factor), unit.name)};
}

Hills hills_of(const SweepMetric& metric, double factor) {
  Hills hills;
  for (const auto& group : metric.groups) {
    Hill hill{group.name()};
    for (const double value : group.values) {
      if (std::isfinite(value))
        hill.sorted.push_back(value * factor);
      else
        ++hill.failed;
    }
    std::sort(hill.sorted.begin(), hill.sorted.end());
    hills.failed += hill.failed;
    hills.values += hill.sorted.size();
    hills.longest = std::max(hills.longest, hill.sorted.size());
    if (!hill.sorted.empty()) {
      hills.low = std::min(hills.low, hill.sorted.front());
      hills.high = std::max(hills.high, hill.sorted.back());
    }
    hills.all.push_back(std::move(hill));
  }
  if (hills.values == 0) hills.low = hills.high = 0;
  hills.zero_within = rounding_of(hills, metric, factor);
  for (auto& hill : hills.all)
    for (auto& value : hill.sorted)
      if (std::fabs(value) <= hills.zero_within) value = 0;
  hills.low = hills.zero_within > 0 ? 0 : hills.low;
  if (std::fabs(hills.high) <= hills.zero_within) hills.high = 0;
  return hills;
}

plot::Axis axis_for(const Hills& hills, const std::optional<Limit>& limit, int count,
                    const std::string& title) {
  const double high = std::max(hills.high, limit ? limit->value : hills.high);
  if (hills.low < 0) {
    const double step = round_up((std::max(high, 0.0) - hills.low) / count);
    return plot::axis({step * std::floor(hills.low / step), step * std::ceil(std::max(high, 0.0) / step)},
                      count, title);
  }
  const auto straight = plot::axis_from_zero(high, count, title);
  std::vector<double> above;
  for (const auto& hill : hills.all)
    std::copy_if(hill.sorted.begin(), hill.sorted.end(), std::back_inserter(above),
                 [](double value) { return value > 0; });
  std::sort(above.begin(), above.end());
  if (above.empty() || high <= (hills.longest > 1 ? wide_sample : wide_spread) * quantile(above, 0.01))
    return straight;
  const double least = std::max(above.front(), least_drawn * high);
  const Scale decades{std::pow(10, std::floor(std::log10(least))), std::pow(10, std::ceil(std::log10(high))),
                      true};
  if (hills.longest > 1 && seen_on(hills, decades) <= seen_on(hills, straight.scale)) return straight;
  return plot::axis(decades, count, title + ", by decades");
}

void count_bins(Hills& hills, const Scale& scale) {
  for (auto& hill : hills.all) {
    double most = 1;
    for (const double value : hill.sorted) {
      if (scale.decades && value < scale.low) {
        ++hill.below;
        continue;
      }
      const double bin = std::clamp(std::floor(scale.share(value) * hill_bins), 0.0, hill_bins - 1.0);
      most = std::max(most, hill.counts[static_cast<std::size_t>(bin)] += 1);
    }
    for (auto& each : hill.counts) each /= most;
  }
}

}  // namespace cellroute::viz
