// The times at which a curve is worth reading, and its points from a result.
#pragma once

#include <vector>

#include "models/therapy/infusion.hpp"
#include "sim/body/result.hpp"

namespace cellroute::body {

/// Times [s], ascending: the output times, start and end of each infusion, and from each start on a row by
/// decades, the denser the fewer infusions there are.
/// @pre contradictions(body_case) is empty
std::vector<double> curve_times(const BodyCase& body_case);

/// The case as a curve needs it. Running it leaves the result of `body_case` itself alone.
BodyCase curve_case(const BodyCase& body_case);
inline constexpr Watch curve_watch{true, true, true, false};

/// What a result watched so holds.
Curve curve_of(const BodyResult& result);

}  // namespace cellroute::body
