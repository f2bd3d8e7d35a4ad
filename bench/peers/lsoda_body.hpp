// LSODA on the body's equations, as R users have it: the compiled Fortran of the Debian package
// r-cran-desolve, called as deSolve calls it for a compiled model, with the full Jacobian that LSODA makes
// itself by differences (jactype "fullint", the default).
#pragma once

#include <vector>

#include "sim/body/compile.hpp"

namespace cellroute::peers {

struct LsodaRun {
  std::vector<std::vector<double>> outputs;  // [output_times][states]
  long steps = 0, evaluations = 0, jacobians = 0;
};

/// Whether deSolve's library is on this machine.
bool has_lsoda();

/// Integrates all segments; the integrator restarts at every event.
/// @param absolute_tolerance of the dose, or of all label
/// @throws std::runtime_error when there is no library or LSODA gives up
LsodaRun run_lsoda(const body::CompiledCase& compiled, double relative_tolerance, double absolute_tolerance);

}  // namespace cellroute::peers
