// What may vary beside a table of the resolved lobule, which holds for the parameters it was made for.
#pragma once

#include <vector>

#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

inline constexpr const char* closure_hint =
    "write `closure: tanks`, leave the parameter out (`except`), or run `cellroute closure` for each value";

/// The first of these targets that changes what a closure of the plan was tabulated for; none: nullptr.
const Target* breaks_closure(const Plan& plan, const std::vector<const Target*>& varied);

}  // namespace cellroute::sweep
