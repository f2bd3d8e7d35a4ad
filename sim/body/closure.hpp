// The sinusoidal tanks as the resolved lobule wants them.
#pragma once

#include <array>
#include <vector>

#include "sim/body/compile.hpp"

namespace cellroute::body {

/// What passes and what stops in one tank, of cells that reach it: E is strained, `filter` of the rest
/// adheres on the way, and of what then mixes in the tank kappa tau/(1 + kappa tau) adheres.
struct TankArrest {
  double extraction = 0, filter = 0, adhesion = 0;  // [1]; adhesion is kappa tau
};

/// Four tanks in a row that stop in each zone what the arrests say; the middle zone is two tanks, which
/// stop in proportion to their volumes.
/// @param reversed cells come from the central vein
std::array<TankArrest, circulation::zones> tanks_of(const ZoneArrests& arrests, bool reversed);

/// Replaces extraction, filter and kappa of the sinusoidal tanks in the coefficients `x` by what the
/// case's table says at the resting flow with all sites free. Entries count by the routes of the
/// regimen, or by flow where cells come with the blood. Filter and kappa are one number for all classes:
/// their mean over the cells that reach the tank.
/// @param extraction of a whole sinusoid, by class, the dead last
void use_closure(std::vector<double>& x, const BodyCase& body_case, const CompiledCase& compiled,
                 const std::vector<double>& extraction);

}  // namespace cellroute::body
