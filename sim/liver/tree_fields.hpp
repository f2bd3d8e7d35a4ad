// The vessels of the trees at one time, as they go to a file.
#pragma once

#include "models/fields.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/march.hpp"
#include "sim/liver/perfused.hpp"

namespace cellroute::liver {

/// A row of all vessels, those of the hepatic artery, then the portal vein, then the hepatic veins, each in
/// the order of its tree. Fields of two components are at the vessel's two ends, the one nearer the root
/// first. NaN where there is no value: nothing flows, or it is not known.
/// @param blood [m3] in the vessels
void emit_trees(const FieldSink& sink, const LiverCase& liver_case, const LiverCells& cells,
                const March& march, const Perfused& perfused, const LiverPerfusion& resting,
                const std::array<std::vector<double>, tree_kinds>& blood);

}  // namespace cellroute::liver
