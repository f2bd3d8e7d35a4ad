// The infusions and times of a scenario, and whether they are possible.
#pragma once

#include <string>
#include <vector>

#include "models/therapy/infusion.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::scenario {

/// The regimen of a read scenario file. `body_mass` [kg] (or NaN) turns `cells/kg` into cells.
/// options.route and options.catheter replace those of every infusion; what no longer applies is noted.
std::vector<Infusion> read_regimen(const Value& regimen, double body_mass, const LoadOptions& options,
                                   std::vector<Diagnostic>& problems, std::vector<std::string>& notes);

/// Infusions must end, and output times lie, within the horizon [s]; output times must ascend.
void check_times(const Value& keys, const std::vector<Infusion>& regimen, double horizon,
                 std::vector<Diagnostic>& problems);

/// A time as a person writes it: `20 min`, `10 d`.
std::string time_text(double seconds);

/// What can be run but should be known before: many infusions that are followed apart, torrents.
void note_regimen(const BodyCase& body, std::vector<std::string>& notes);

}  // namespace cellroute::scenario
