// The plots: from records to drawings, all of a size the caller chooses.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/plot/panel.hpp"

namespace cellroute::viz {

/// Living cells by organ over time: stacked, and each by decades.
plot::Svg series_plot(const results::Record& record, const plot::Sheet& sheet);

/// Living cells by organ over time, a panel for each subject on one scale.
/// @param note what else the small print has to say, with a space before it
plot::Svg routes_plot(const std::vector<results::Subject>& subjects, const plot::Sheet& sheet,
                      const std::string& note = "");

/// Portal pressure with the stop rules, and how much of every limit was used; where the subjects' pressures
/// at rest differ, the rise above each one's own. `note` as above.
plot::Svg pressure_plot(const std::vector<results::Subject>& subjects, const plot::Sheet& sheet,
                        const std::string& note = "");

/// Two figures of the body, organs coloured by share at an output time: what is alive, and what an imager
/// sees.
plot::Svg body_plot(const results::Record& record, int time, const plot::Sheet& sheet);

/// What is coloured in it, its scale and its shares [%], for those who read the file.
std::vector<std::pair<std::string, std::string>> body_facts(const results::Record& record, int time);

}  // namespace cellroute::viz
