// Areas on top of each other over time: the cells of organs, one organ on the other.
#pragma once

#include <string>
#include <vector>

#include "sim/results/record.hpp"
#include "viz/plot/panel.hpp"

namespace cellroute::viz {

/// With a dot at the sum of all at each output time.
/// @param organs from the bottom up; `other_organs` may be among them
void draw_stack(plot::Svg& svg, const plot::Panel& panel, const results::Record& record,
                const std::vector<std::string>& organs, double text);

/// The organs worth a colour, and the rest of them as one.
std::vector<std::string> stacked_organs(const std::vector<std::string>& main);

/// A key for each of them.
std::vector<plot::Key> organ_keys(const std::vector<std::string>& organs);

/// The largest sum of all organs at a time that is drawn [% of the dose].
double highest_stack(const results::Record& record);

}  // namespace cellroute::viz
