// The observation operators of the lobule level: rows of operators()'s table.
#pragma once

#include "sim/measures/measure.hpp"

namespace cellroute::measures {

/// All throw std::invalid_argument when the arm has no lobule, or it has nothing to be a share of.
double lobule_zone_share(const Measure& measure, const Arm& arm);
double lobule_living(const Measure& measure, const Arm& arm);
double lobule_living_cells(const Measure& measure, const Arm& arm);
double lobule_living_time(const Measure& measure, const Arm& arm);
double lobule_lost(const Measure& measure, const Arm& arm);
double lobule_left(const Measure& measure, const Arm& arm);
double lobule_extraction(const Measure& measure, const Arm& arm);
double lobule_transit(const Measure& measure, const Arm& arm);
double lobule_pressure_drop(const Measure& measure, const Arm& arm);

}  // namespace cellroute::measures
