// What reaches the sinusoids, by entry: the boundary of a resolved liver or lobule.
#pragma once

#include "sim/body/compile.hpp"
#include "sim/body/equations.hpp"
#include "sim/body/result.hpp"

namespace cellroute::body {

/// An empty series for each territory, the catheterised one first.
std::vector<SinusoidInflow> sinusoid_inflow(const CompiledCase& compiled);

/// Appends one time. @param x coefficients of the segment the time is in, @param s surroundings of state y
void read_inflow(std::vector<SinusoidInflow>& inflow, const LayoutView& v, const double* x,
                 const Surroundings<double>& s, const double* y);

}  // namespace cellroute::body
