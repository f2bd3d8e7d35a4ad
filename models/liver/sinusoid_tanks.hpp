// The sinusoids of a voxel as mixed tanks in a row, whose transit times have a wanted spread.
#pragma once

#include "models/liver/liver_cells.hpp"

namespace cellroute {

/// CV^2 [1] of the transit times of tanks in a row: the sum of the squares of their shares of the blood.
double tank_dispersion(const LiverCells& cells);

/// Two tanks per zone, whose transit times have the CV^2 `cv2` (1/6 to 1/3; held there), in place of those
/// that `cells` has: the same sites, extraction and adhesion over each zone.
LiverCells with_dispersion(const LiverCells& cells, double cv2);

}  // namespace cellroute
