// How a lobule is resolved: numerical settings, not physiology, so they have defaults.
#pragma once

#include <cstdint>

namespace cellroute {

/// What is cut into thirds to make the three zones.
enum class ZoneKind {
  radius,       // the way from the lobule's boundary to the wall of its central vein
  area,         // the same way, cut so that each zone has a third of the parenchyma
  transit_time  // age of the blood over its age at the exit
};

/// What surrounds the block. All walls lie on mirror lines of the lattice, so without scars or channels
/// that differ from lobule to lobule every choice has the same answer.
enum class LobuleBoundary {
  periodic,  // opposite sides are joined
  walled,    // walls through the middles of vessels, which they cut to halves and quarters
  reduced    // the same, one quarter of a unit cell: half a lobule
};

struct LobuleNumerics {
  double spacing = 10e-6;          // [m] wanted cell size in the plane of the lobule
  int columns = 1;                 // unit cells (two lobules each) along x, sqrt(3) sides wide
  int rows = 1;                    // unit cells along y, three sides high
  int layers = 1;                  // cells along the central vein; 1 is two-dimensional
  double layer_thickness = 10e-6;  // [m]
  LobuleBoundary boundary = LobuleBoundary::periodic;
  ZoneKind zones = ZoneKind::radius;
  std::uint64_t seed = 1;  // which lines are channels
};

}  // namespace cellroute
