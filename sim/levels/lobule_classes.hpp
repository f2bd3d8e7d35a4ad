// What a lobule's inflow takes from a body case whatever feeds it: classes of cells, and events.
#pragma once

#include <functional>
#include <vector>

#include "models/lobule/case.hpp"
#include "models/therapy/infusion.hpp"

namespace cellroute::levels {

/// With classes and without series, settings of the level and pressure drop.
LobuleCase bare_lobule_case(const BodyCase& body_case);

/// Starts and ends of infusions within the horizon [s], ascending.
std::vector<double> infusion_events(const BodyCase& body_case);

/// Numbers of the body's carriers, added up by class: populations repeat the classes for every start of a
/// leaking label; the dead come last.
std::vector<double> by_class(const LobuleInflow& inflow, int carriers,
                             const std::function<double(int carrier)>& number);

}  // namespace cellroute::levels
