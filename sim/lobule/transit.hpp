// How long blood stays in a block, and how much of the spread is the flow lines' own.
#pragma once

#include <vector>

#include "sim/lobule/block.hpp"
#include "sim/lobule/flow.hpp"
#include "sim/lobule/result.hpp"
#include "sim/numerics/transport/implicit_moments.hpp"

namespace cellroute::lobule {

/// Moments of the blood's transit through the block by the cells' own transport, the CV^2 of its flow
/// lines alone, and their difference.
/// @param moments of all blood
Transit transit_times(const Flow& flow, const numerics::TransitMoments& moments);

/// The transit-time coordinate of each grid cell, 0 at entries to 1 at exits.
std::vector<double> transit_coordinates(const numerics::TransitMoments& moments);

/// Transit times and lengths of flow lines through the grid's own fluxes, linear between opposite faces
/// (D. W. Pollock, Ground Water 26 (1988) 743-750, doi:10.1111/j.1745-6584.1988.tb00425.x). About
/// `count` lines, as many from a face as blood leaves a source by it. In a cell with a well blood stays
/// for the cell's mean time.
struct LineTransit {
  double mean = 0, cv2 = 0, length = 0;  // [s], [1], [m]
  double flow = 0;                       // [1] share of the inflow whose lines reached an exit
};
LineTransit line_transit(const numerics::Carrier& carrier, int count);

}  // namespace cellroute::lobule
