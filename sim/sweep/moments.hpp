// Moments at which a sweep must survive being killed. Tests stand at them; nobody else does.
#pragma once

#include <functional>
#include <string_view>

namespace cellroute::sweep {

/// `journal header`, `journal half` (of a record), `journal write`, `journal sync`, `table write`, `table
/// sync`, `table rename` (of each file).
using AtMoment = std::function<void(std::string_view)>;

inline AtMoment& at_moment() {
  static AtMoment hook;
  return hook;
}

inline void moment(std::string_view name) {
  if (at_moment()) at_moment()(name);
}

}  // namespace cellroute::sweep
