// Living cells beside label, organ by organ, subjects side by side.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/plot/panel.hpp"

namespace cellroute::viz {

/// Organs that hold at least 0.5 % of the dose alive or of the label in some subject at `time`, the fullest
/// first.
std::vector<std::string> labelled_organs(const std::vector<results::Subject>& subjects, double time);

/// A panel for each subject, two bars for each of those organs, on one scale.
plot::Svg label_plot(const std::vector<results::Subject>& subjects, const std::vector<std::string>& names,
                     double time, const plot::Sheet& sheet);

/// How high it is to be drawn [px].
double label_plot_height(const std::vector<results::Subject>& subjects, double time, bool narrow);

}  // namespace cellroute::viz
