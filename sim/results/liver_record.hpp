// The liver level of a result: what was resolved, with which settings, and what came out. Plain data.
#pragma once

#include <string>

#include "models/liver/numerics.hpp"
#include "sim/liver/result.hpp"

namespace cellroute::results {

/// The name of a Couinaud segment from its index: segment_1 ...
inline std::string segment_name(std::size_t index) { return "segment_" + std::to_string(index + 1); }

struct LiverRecord {
  LiverNumerics numerics;
  LiverStepping stepping;
  liver::LiverResult result;
};

}  // namespace cellroute::results
