// The keys of a fit file, declared once.
#pragma once

#include "sim/scenario/declaration.hpp"

namespace cellroute::sweep {

const scenario::Declared& fit_keys();

}  // namespace cellroute::sweep
