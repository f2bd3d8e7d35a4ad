// The liver at rest: what its trees and its perfusion are like.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/liver/case.hpp"
#include "sim/liver/result.hpp"

namespace cellroute::liver {

/// Sum V/Q [s] from the root to the far end of every segment; infinite where nothing flows.
std::vector<double> times_from_root(const VesselTree& tree, const std::vector<double>& volume,
                                    const std::vector<double>& flow);

TreeSummary summary_of(const VesselTree& tree, const std::vector<double>& volume, const LiverPerfusion& flow);

/// What trees and uneven perfusion add to the spread of transit times through the sinusoids.
/// @param volumes [m3] of the trees' segments
TransitSpread spread_of(const LiverCase& liver_case,
                        const std::array<std::vector<double>, tree_kinds>& volumes,
                        const LiverPerfusion& flow);

/// Compartments at the ports keep of the body's trunks what the trees do not hold.
void take_trees_out(Surroundings& around, const std::array<TreeSummary, tree_kinds>& trees,
                    std::vector<std::string>& notes);

}  // namespace cellroute::liver
