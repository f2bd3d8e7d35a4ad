// Where cells stop on their first way through a block with all sites free.
#pragma once

#include <vector>

#include "sim/lobule/kinetics.hpp"
#include "sim/lobule/perfusion.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// One class and one occupancy at a time or all classes at once: the steady state of a unit inflow by
/// `entry`, cells that stop staying where they stop. `free` are the sites met.
/// @pre perfused.enters(entry)
FirstPass first_pass(Perfused& perfused, const Kinetics& kinetics, const Zoning& zoning,
                     const FreeSites& free, LobuleEntry entry, const numerics::ExchangeOptions& options);

}  // namespace cellroute::lobule
