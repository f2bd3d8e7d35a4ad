#include "sim/lobule/places.hpp"

#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {

namespace {

void measure(Zoning& zoning, std::size_t cells) {
  const auto sums = zone_sums(zoning.share, [](std::size_t) { return 1.0; });
  for (int z = 0; z < zones; ++z) zoning.volume[z] = sums[z] / static_cast<double>(cells);
}

}  // namespace

Zoning zone_by_geometry(const Block& block, ZoneKind kind) {
  Zoning zoning;
  zoning.kind = kind;
  if (kind == ZoneKind::area)
    zoning.bounds = equal_weights(block.zone_coordinate, block.zone_spread, block.parenchyma);
  const std::size_t cells = block.grid.size();
  for (auto& share : zoning.share) share.resize(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    const auto share = zone_shares(block.zone_coordinate[c], block.zone_spread[c], zoning.bounds);
    for (int z = 0; z < zones; ++z) zoning.share[z][c] = share[z];
  }
  measure(zoning, cells);
  return zoning;
}

Zoning zone_by_coordinate(const Block& block, const std::vector<double>& coordinate) {
  Zoning zoning;
  zoning.kind = ZoneKind::transit_time;
  const std::size_t cells = block.grid.size();
  for (auto& share : zoning.share) share.resize(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    const auto share = zone_shares(coordinate[c], 0, zoning.bounds);
    for (int z = 0; z < zones; ++z) zoning.share[z][c] = share[z];
  }
  measure(zoning, cells);
  return zoning;
}

Places make_places(const Block& block, const Liver& liver, const Zoning& zoning) {
  const std::size_t cells = block.grid.size();
  const Tissue& bed = liver.sinusoids;
  const double profile[zones] = {liver.ligand.periportal, liver.ligand.midzonal, liver.ligand.pericentral};
  // Sinusoids per volume of sinusoidal blood; three zones, each of `paths`.
  const double density = zones * bed.paths / (liver.volume * liver.blood.sinusoids);
  Places p;
  p.sinusoid_width = bed.capillary.diameter;
  for (auto* field : {&p.trap_sites, &p.adhesion_sites, &p.paths, &p.ligand, &p.settling})
    field->resize(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    p.paths[c] = density * block.pore_volume[c];
    p.trap_sites[c] = p.paths[c] * bed.trap_sites_per_path;
    p.adhesion_sites[c] = p.paths[c] * bed.adhesion_sites_per_path;
    double ligand = 0;
    for (int z = 0; z < zones; ++z) ligand += profile[z] * zoning.share[z][c];
    p.ligand[c] = ligand * block.adhesion[c];
    p.settling[c] = block.parenchyma[c] > 0 ? p.ligand[c] / block.parenchyma[c] : 0;
  }
  return p;
}

}  // namespace cellroute::lobule
