// The numbers the equations read, from the parameters of a case.
#pragma once

#include <vector>

#include "sim/body/compile.hpp"

namespace cellroute::body {

/// Everything but dose, balloon and infused volume.
/// @param compiled layout, populations, dose, label total and resting state must be set
/// @param slices diameters of each population, @param shares volume share of each territory
std::vector<double> resting_coefficients(const BodyCase& body_case, const CompiledCase& compiled,
                                         const std::vector<DiameterSlice>& slices,
                                         const std::vector<double>& shares, ExtractionCache& cache);

}  // namespace cellroute::body
