// Moments at which a sweep must survive being killed: `journal header`, `journal half` (of a record),
// `journal write`, `journal sync`, `table write`, `table sync`, `table rename` (of each file).
#pragma once

#include "sim/results/moments.hpp"

namespace cellroute::sweep {

using results::at_moment;
using results::moment;

}  // namespace cellroute::sweep
