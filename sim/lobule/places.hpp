// What the cells of a block meet at each place: sites, ligand, zones. Fixed for a run.
#pragma once

#include <array>
#include <vector>

#include "models/liver/liver.hpp"
#include "models/lobule/zones.hpp"
#include "sim/lobule/block.hpp"
#include "sim/lobule/flow.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// Shares of every grid cell in the three zones, [zone][cell]; they sum to 1 in every cell.
struct Zoning {
  ZoneKind kind = ZoneKind::radius;
  ZoneBounds bounds = equal_thirds;
  std::array<std::vector<double>, zones> share;
  std::array<double, zones> volume{};  // [1] of the block
};

/// By radius, or by radius cut at equal volumes of parenchyma.
Zoning zone_by_geometry(const Block& block, ZoneKind kind);

/// By a coordinate of each grid cell (its share of the blood's transit), cut at thirds.
Zoning zone_by_coordinate(const Block& block, const std::vector<double>& coordinate);

/// One number for each grid cell.
struct Places {
  std::vector<double> trap_sites;      // [1] that trapped and lodged cells can take
  std::vector<double> adhesion_sites;  // [cell]
  std::vector<double> paths;           // [1] sinusoids, for plugging
  std::vector<double> ligand;          // [1] zone profile, times what scars and vessels leave of adhesion
  double sinusoid_width = 0;           // [m]
  std::vector<double> settling;        // [1] the same where there is parenchyma: what trapped cells meet
};

/// Sites per volume of liver: three zones of `paths` sinusoids each, as in the body; fewer where scars
/// have left fewer sinusoids.
Places make_places(const Block& block, const Liver& liver, const Zoning& zoning);

}  // namespace cellroute::lobule
