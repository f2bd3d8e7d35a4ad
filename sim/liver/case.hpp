// Everything a liver simulation needs, in SI and plain data.
#pragma once

#include <array>
#include <vector>

#include "models/liver/liver.hpp"
#include "models/liver/liver_cells.hpp"
#include "models/liver/numerics.hpp"
#include "models/liver/surroundings.hpp"
#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

struct LiverCase {
  LiverAnatomy anatomy;
  std::array<VesselTree, tree_kinds> trees;
  LiverVessels vessels;          // laws and blood of the trees
  LiverCells cells;              // with the body's tanks; numerics.tanks may replace them
  Surroundings around;           // compartments at the ports hold the blood of the whole trees
  std::vector<double> diameter;  // [m] of one cell of each carrier, for skimming
  double organ_cv2 = unset;      // [1] of the transit times that trees and sinusoids are to have together
  double dose = unset;           // [cell] living and dead: what errors are measured by
  bool label = false;            // whether any cell carries one
  LiverNumerics numerics;
  LiverStepping stepping;
  double horizon = unset;            // [s]
  std::vector<double> output_times;  // [s], ascending, within the horizon
};

}  // namespace cellroute::liver
