// The keys of a sweep file, declared once.
#pragma once

#include "sim/scenario/declaration.hpp"

namespace cellroute::sweep {

const scenario::Declared& sweep_keys();
/// Of the mapping `sample`.
const scenario::Declared& sample_keys();

}  // namespace cellroute::sweep
