// The `sample` of a sweep file: which parameters, how they are spread, and which of them go together.
#pragma once

#include <vector>

#include "sim/scenario/reader.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

/// How the library spreads a parameter, or nothing when it gives no spread. A `cv` is a spread between
/// individuals: normal unless the entry says lognormal, cut to the range. A `range` alone is uniform, in the
/// logarithm when it spans more than a factor of ten, unless the entry says which.
std::optional<numerics::Distribution> library_spread(const scenario::ResolvedValue& value, const Spec& spec);

/// Reads the sample and fills `spread` of every template. Paths on an axis of the grid are not sampled.
Sample read_sample(const scenario::Value& keys, const std::vector<Axis>& axes,
                   std::vector<Template>& templates, std::vector<scenario::Diagnostic>& problems);

}  // namespace cellroute::sweep
