// Infused = living + lost, for every size class; and where all the label is.
#pragma once

#include "sim/body/compile.hpp"
#include "sim/body/result.hpp"

namespace cellroute::body {

/// Appends one output time. Every term is read from its own state; nothing is inferred from the rest.
void take_balance(Balance& balance, const CompiledCase& compiled, double t, const double* state);

/// The balance at the horizon counts towards the worst residuals, without a row of its own.
void take_balance_end(Balance& balance, const CompiledCase& compiled, double t, const double* state);

}  // namespace cellroute::body
