// The blood that carries cells through a block: a steady flow between wells.
#pragma once

#include <vector>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics {

/// Flow out of a cell (over its faces and into a well) equals flow into it. Because the flow runs
/// down a pressure, no path of it returns to where it was.
struct Carrier {
  Grid grid;
  Faces flux;                       // [m3/s] towards growing axis, negative against it
  std::vector<double> inflow;       // [m3/s] into each cell from wells, at least 0
  std::vector<double> outflow;      // [m3/s] from each cell into wells, at least 0
  std::vector<double> pore_volume;  // [m3] of blood in each cell, above 0
};

}  // namespace cellroute::numerics
