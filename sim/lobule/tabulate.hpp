// Makes the table that lets other levels use the resolved lobule without resolving it.
#pragma once

#include <functional>
#include <string>

#include "models/lobule/closure.hpp"
#include "models/lobule/numerics.hpp"
#include "models/parameters.hpp"

namespace cellroute::lobule {

/// Numbers up to 8 reach 0.9997 of the cells; further ones change nothing that can be seen.
LobuleClosure::Axes closure_axes();

/// Half a lobule on cells of at most 10 um, zones of equal volume as the body's tanks.
LobuleNumerics closure_numerics();

/// Steady first passes at every knot: cells enter, meet free sites in proportion to their numbers, and
/// stay where they stop.
/// @param parameters lobule, liver.ligand, liver.sinusoids.path_length; the dial is the table's own, and so
///        is the diffusivity in blood, by `blood`
/// @param blood at rest; the central entry is tabulated in its reverse
/// @param done is called with a share of the work, from 0 to 1
/// @throws LobuleError, std::runtime_error
LobuleClosure tabulate(const Parameters& parameters, const LobuleNumerics& numerics,
                       const ClosureBlood& blood, const std::string& fingerprint,
                       const LobuleClosure::Axes& axes, const std::function<void(double)>& done = {});

}  // namespace cellroute::lobule
