// Radii that give every terminal the same flow and the same pressure, and what follows from the branching.
#pragma once

#include <cstdint>
#include <vector>

#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

/// Sets all radii: at each bifurcation Murray's law with the tree's exponent and equal pressures at all
/// terminals, at the root the radius at which `flow` [m3/s] loses `drop` [Pa] on its way to them.
/// @param viscosity [Pa s], the same everywhere
void set_radii(VesselTree& tree, double flow, double drop, double viscosity);

/// Terminals beyond each segment; a terminal counts itself.
std::vector<std::int32_t> terminals_beyond(const VesselTree& tree);

/// Lengths of all segments [m].
std::vector<double> lengths(const VesselTree& tree);

/// How much wider [1] a root is with `to` terminals than with `from` in the same space, at the same flow
/// and drop: a symmetric tree whose lengths halve with the volume (lam = 2^(-1/3)), T3 of the closed forms.
double widening(double from, double to, double gamma);

}  // namespace cellroute::liver
