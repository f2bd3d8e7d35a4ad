// Moments at which what is being written must survive a kill. Tests stand at them; nobody else does.
#pragma once

#include <functional>
#include <string_view>

namespace cellroute::results {

/// Of a run: `frames half` (of a record), `frames written`, `frames synced`; `checkpoint half`, `checkpoint
/// synced`, `checkpoint aside` (the last one, the new one not yet named), `checkpoint named`; `result
/// renamed`; `checkpoint removed`. Of a sweep: `journal header`, `journal half` (of a record), `journal
/// write`, `journal sync`, `table write`, `table sync`, `table rename` (of each file).
using AtMoment = std::function<void(std::string_view)>;

inline AtMoment& at_moment() {
  static AtMoment hook;
  return hook;
}

inline void moment(std::string_view name) {
  if (at_moment()) at_moment()(name);
}

}  // namespace cellroute::results
