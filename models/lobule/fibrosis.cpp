// Septa as bands around line segments, nodules as discs; shares of a cell are exact for a straight edge.
#include "models/lobule/fibrosis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace cellroute {

namespace {

/// Overlap of a cell of this size, `distance` from a line, with the band around the line, over the cell.
double band_share(double distance, double width, double size) {
  const double low = std::max(distance - size / 2, -width / 2);
  const double high = std::min(distance + size / 2, width / 2);
  return std::clamp((high - low) / size, 0.0, 1.0);
}

/// A disc's share of a cell; discs smaller than a cell count with their width.
double disc_share(double distance, double radius, double size) {
  return std::clamp(0.5 + (radius - distance) / size, 0.0, 1.0) * std::min(1.0, 2 * radius / size);
}

/// Distance to the segment from 0 to `length` of a line, from a point at `position` along it.
double to_segment(double position, double aside, double length) {
  return std::hypot(aside, std::max(0.0, position - length));
}

}  // namespace

Scar scar_at(const LobulePlace& place, const HexagonalLattice& lattice, const Lobule& lobule, double size) {
  const auto& fibrosis = lobule.fibrosis;
  const double side = lattice.side();

  const double bridging = fibrosis.dial * fibrosis.portal_portal;
  const double on_edge =
      to_segment(lattice.edge_position(place), lattice.to_edge(place), bridging * side / 2);

  const double inwards = fibrosis.dial * fibrosis.portal_central;
  const double on_line =
      to_segment(side - place.along, place.across, inwards * (side - lobule.central_vein_radius));

  const double to_veins = fibrosis.dial * fibrosis.central_central;
  const double on_next =
      to_segment(lattice.towards_edge(place), lattice.off_edge_line(place), to_veins * lattice.apothem());

  const double outwards = fibrosis.dial * fibrosis.central_portal;
  const double on_spoke =
      to_segment(place.along, place.across, outwards * (side - lobule.portal_tract_radius));

  const double inscribed = side / (2 * std::numbers::sqrt3);
  const double to_middle = std::hypot(place.along - side / 2, place.across - inscribed);

  Scar scar;
  for (const auto& [distance, growth] :
       {std::pair(on_edge, bridging), {on_line, inwards}, {on_next, to_veins}, {on_spoke, outwards}})
    scar.septum = std::max(scar.septum, band_share(distance, growth * fibrosis.septum_width, size));
  scar.nodule = disc_share(to_middle, fibrosis.dial * fibrosis.nodules * inscribed, size);
  return scar;
}

TissueFactors tissue_factors(const Scar& scar, const LobuleFibrosis& fibrosis) {
  const double left = 1 - scar.septum * (1 - fibrosis.septum_sinusoids);
  TissueFactors factors;
  factors.permeability = std::pow(fibrosis.septum_permeability, scar.septum) *
                         std::pow(fibrosis.nodule_permeability, scar.nodule);
  factors.blood = left;
  factors.straining = left * (1 + fibrosis.dial * (fibrosis.capillarised_straining - 1));
  factors.adhesion = left * (1 + fibrosis.dial * (fibrosis.capillarised_adhesion - 1));
  return factors;
}

double channel_opening(double rank, double count, double share, double dial) {
  return std::clamp(share * dial * count - rank, 0.0, 1.0);
}

}  // namespace cellroute
