// The keys of a safe-dose file, declared once.
#pragma once

#include "sim/scenario/declaration.hpp"

namespace cellroute::sweep {

const scenario::Declared& dose_keys();

}  // namespace cellroute::sweep
