// The fields of a liver at one time, as they go to a file.
#pragma once

#include "models/fields.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/march.hpp"
#include "sim/liver/perfused.hpp"

namespace cellroute::liver {

/// First what stays as it is (segments, flows at rest, times of arrival), then living cells, label, every
/// state, flow and pressure.
void emit(const FieldSink& sink, const LiverCase& liver_case, const LiverCells& cells, const March& march,
          const Perfused& perfused, const LiverPerfusion& resting);

}  // namespace cellroute::liver
