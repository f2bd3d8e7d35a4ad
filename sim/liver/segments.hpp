// The table of Couinaud segments.
#pragma once

#include "sim/liver/case.hpp"
#include "sim/liver/march.hpp"
#include "sim/liver/result.hpp"

namespace cellroute::liver {

/// Names, sizes and flows at rest.
void begin_segments(LiverResult& result, const LiverCase& liver_case, const LiverPerfusion& flow);
/// Appends one time.
void read_segments(LiverResult& result, const LiverCase& liver_case, const LiverCells& cells,
                   const March& march);

}  // namespace cellroute::liver
