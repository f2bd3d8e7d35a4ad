// Values of a metric as hills: what is rounding, where each value lies on a common axis, and how many lie
// above a published limit.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "viz/plot/panel.hpp"
#include "viz/views/sweep_data.hpp"

namespace cellroute::viz {

inline constexpr int hill_bins = 60;

/// A published limit of what a metric measures, in the unit that is read.
struct Limit {
  double value;
  std::string words;
};

/// The lowest one: who is above it crosses a stop rule.
std::optional<Limit> limit_of(const SweepMetric& metric, const ReadUnit& unit);

struct Hill {
  std::string name;
  std::vector<double> sorted = {};  // in the unit that is read
  std::vector<double> counts = std::vector<double>(hill_bins, 0.0);
  std::size_t failed = 0;
  std::size_t below = 0;  // the axis: 0 and what is next to it have no place among decades
};

struct Hills {
  std::vector<Hill> all;
  double zero_within = 0;  // what is nearer to 0 counts as 0
  double low = INFINITY, high = -INFINITY;
  std::size_t values = 0, failed = 0, longest = 0;
};

/// Values that are no numbers count as failed, those that are rounding as 0.
Hills hills_of(const SweepMetric& metric, double factor);

/// From 0, or on both sides of it, or by decades where these show more: always all values and the limit.
plot::Axis axis_for(const Hills& hills, const std::optional<Limit>& limit, int count,
                    const std::string& title);

/// Fills the hills, each as high as 1 at its highest bin, but for what is below an axis by decades.
void count_bins(Hills& hills, const Scale& scale);

}  // namespace cellroute::viz
