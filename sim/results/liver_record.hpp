// The liver level of a result: what was resolved, with which settings, and what came out. Plain data.
#pragma once

#include "models/liver/numerics.hpp"
#include "sim/liver/result.hpp"

namespace cellroute::results {

struct LiverRecord {
  LiverNumerics numerics;
  LiverStepping stepping;
  liver::LiverResult result;
};

}  // namespace cellroute::results
