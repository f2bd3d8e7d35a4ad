// What fibrosis does to a place in the lobule: septa, nodules, capillarised sinusoids, channels.
#pragma once

#include "models/lobule/geometry.hpp"
#include "models/lobule/lobule.hpp"

namespace cellroute {

/// Factors on what health has, all exactly 1 at dial 0.
struct TissueFactors {
  double permeability = 1;
  double blood = 1;  // volume of sinusoidal blood
  double straining = 1;
  double adhesion = 1;
};

/// Shares of a square cell of side `size` [m] around a place that scar and nodule take; both grow with
/// the dial and are 0 at dial 0. Septa grow in length and width together until they bridge: from the
/// tracts along the edges (portal-portal) and straight to the central vein (portal-central), or from the
/// vein, across the middle of each edge to the next vein (central-central) and straight to the tracts
/// (central-portal). A nodule grows in the middle of each triangle of two tracts and a vein, a disc of at
/// most the inscribed one.
struct Scar {
  double septum = 0;
  double nodule = 0;
};
Scar scar_at(const LobulePlace& place, const HexagonalLattice& lattice, const Lobule& lobule, double size);

/// Septa and nodules multiply the permeability by their factor to the power of their share (between
/// layers in series and in parallel); septa keep a share of the sinusoids; capillarised sinusoids are
/// everywhere, in proportion to the dial.
TissueFactors tissue_factors(const Scar& scar, const LobuleFibrosis& fibrosis);

/// How far a channel is open, 0 to 1. Of `count` lines the first share * dial * count are channels, in
/// the order of their `rank` (0 .. count - 1); the last of them is partly open.
double channel_opening(double rank, double count, double share, double dial);

}  // namespace cellroute
