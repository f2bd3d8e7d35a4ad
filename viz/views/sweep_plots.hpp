// Plots of many runs: distributions, what decides them, and how often statements hold.
#pragma once

#include <string>
#include <vector>

#include "viz/plot/panel.hpp"
#include "viz/views/sweep_data.hpp"

namespace cellroute::viz {

/// How a metric spreads over sampled patients, a hill for each group, with median and 5 to 95 %.
plot::Svg distribution_plot(const Sweep& sweep, const SweepMetric& metric, const plot::Sheet& sheet);

/// What decides a metric, a panel for each group: shares of variance, elementary effects or rank
/// correlations, the largest `most` of them.
plot::Svg influence_plot(const std::vector<Estimate>& all, const std::string& metric, std::size_t most,
                         const plot::Sheet& sheet);

/// How often each statement holds, with intervals, against one half.
plot::Svg claims_plot(const std::vector<ClaimOdds>& claims, const plot::Sheet& sheet);

}  // namespace cellroute::viz
