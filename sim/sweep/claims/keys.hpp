// The keys of a claims file, declared once.
#pragma once

#include "sim/scenario/declaration.hpp"

namespace cellroute::sweep {

const scenario::Declared& claims_keys();
/// Of one claim.
const scenario::Declared& claim_keys();

}  // namespace cellroute::sweep
