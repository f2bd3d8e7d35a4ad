// The fields of a block at one time, as they go to a file.
#pragma once

#include <vector>

#include "models/fields.hpp"
#include "sim/lobule/march.hpp"
#include "sim/lobule/places.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// First all living cells, then every state summed over the classes, then by class, then the blood.
/// @param chemokine level in each grid cell; empty: there is none
void emit(const FieldSink& sink, const March& march, const Block& block, const Zoning& zoning,
          const std::vector<double>& chemokine, const std::vector<SizeClass>& classes);

}  // namespace cellroute::lobule
