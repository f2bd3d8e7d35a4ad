// Fills a block plane by plane: lobules, vessels and scars are the same in all layers, channels are not.
#include "sim/lobule/block.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

#include "models/lobule/fibrosis.hpp"
#include "models/lobule/geometry.hpp"
#include "sim/lobule/check.hpp"
#include "sim/lobule/error.hpp"
#include "sim/lobule/lattice_sites.hpp"

namespace cellroute::lobule {

namespace {

using numerics::Grid;

/// A vessel's share of a cell whose middle is this far from the vessel's.
double vessel_share(double distance, double radius, double size) {
  return std::clamp(0.5 + (radius - distance) / size, 0.0, 1.0);
}

/// Numbers of the lobules in the order in which cells meet them.
class Numbering {
 public:
  explicit Numbering(const LobuleNumerics& numerics) : numerics_(numerics) {}

  std::int32_t operator()(const LobulePlace& place) {
    int column = place.column;
    int row = place.row;
    if (numerics_.boundary == LobuleBoundary::periodic) {
      column = (column % numerics_.columns + numerics_.columns) % numerics_.columns;
      row = (row % (2 * numerics_.rows) + 2 * numerics_.rows) % (2 * numerics_.rows);
    }
    return numbers_.try_emplace({row, column}, static_cast<std::int32_t>(numbers_.size())).first->second;
  }
  std::int32_t count() const { return static_cast<std::int32_t>(numbers_.size()); }

 private:
  const LobuleNumerics& numerics_;
  std::map<std::pair<int, int>, std::int32_t> numbers_;
};

void resize(Block& block) {
  const std::size_t cells = block.grid.size();
  block.lobule.resize(cells);
  block.lumen.resize(cells, Lumen::none);
  for (auto* field : {&block.zone_coordinate, &block.zone_spread, &block.parenchyma, &block.pore_volume,
                      &block.permeability, &block.straining, &block.adhesion})
    field->resize(cells);
}

void fill_cell(Block& block, std::size_t c, const LobulePlace& place, const HexagonalLattice& lattice,
               const Lobule& lobule, double blood_fraction) {
  const double size = std::sqrt(block.grid.spacing[0] * block.grid.spacing[1]);
  const double to_tract = lattice.to_corner(place);
  const double vein = vessel_share(place.radius, lobule.central_vein_radius, size);
  const double tract = vessel_share(to_tract, lobule.portal_tract_radius, size);
  const bool in_vein = place.radius <= lobule.central_vein_radius;
  const bool in_tract = to_tract <= lobule.portal_tract_radius;

  block.lumen[c] = in_vein ? Lumen::central_vein : in_tract ? Lumen::portal_tract : Lumen::none;
  block.zone_coordinate[c] = lattice.zone_coordinate(place, lobule.central_vein_radius);
  block.zone_spread[c] = lattice.zone_spread(place, lobule.central_vein_radius, size);
  block.parenchyma[c] = 1 - std::max(vein, tract);

  TissueFactors factors;
  if (lobule.fibrosis.dial > 0)
    factors = tissue_factors(scar_at(place, lattice, lobule, size), lobule.fibrosis);
  // Inside a vessel healthy tissue stands for it, in which wells are exact; its wall cuts cells.
  block.permeability[c] = std::pow(factors.permeability, block.parenchyma[c]);
  block.pore_volume[c] =
      blood_fraction * block.grid.volume() * (1 - block.parenchyma[c] * (1 - factors.blood));
  block.straining[c] = block.parenchyma[c] * factors.straining;
  block.adhesion[c] = block.parenchyma[c] * factors.adhesion;
}

void fill_plane(Block& block, const Lobule& lobule, double blood_fraction, const LobuleNumerics& numerics) {
  const HexagonalLattice lattice(lobule.side);
  const int nx = block.grid.cells[0];
  const int ny = block.grid.cells[1];
#pragma omp parallel for schedule(static)
  for (int j = 0; j < ny; ++j)
    for (int i = 0; i < nx; ++i)
      fill_cell(block, block.grid.index(i, j, 0), lattice.locate(block.position(i, j)), lattice, lobule,
                blood_fraction);
  Numbering number_of(numerics);
  for (int j = 0; j < ny; ++j)
    for (int i = 0; i < nx; ++i)
      block.lobule[block.grid.index(i, j, 0)] = number_of(lattice.locate(block.position(i, j)));
  block.lobules = number_of.count();
}

template <class T>
void repeat_layer(std::vector<T>& field, std::size_t layer) {
  for (std::size_t c = layer; c < field.size(); ++c) field[c] = field[c - layer];
}

void repeat_layers(Block& block) {
  const std::size_t layer = block.grid.index(0, 0, 1);
  repeat_layer(block.lobule, layer);
  repeat_layer(block.lumen, layer);
  for (auto* field : {&block.zone_coordinate, &block.zone_spread, &block.parenchyma, &block.pore_volume,
                      &block.permeability, &block.straining, &block.adhesion})
    repeat_layer(*field, layer);
}

/// Cells of the first layer in the same vessel as `start`, itself included.
std::vector<std::size_t> vessel_around(const Block& block, std::size_t start) {
  const int nx = block.grid.cells[0];
  const int ny = block.grid.cells[1];
  std::vector<std::size_t> found{start};
  const auto visit = [&](int i, int j) {
    if (block.grid.periodic[0]) i = (i + nx) % nx;
    if (block.grid.periodic[1]) j = (j + ny) % ny;
    if (i < 0 || i >= nx || j < 0 || j >= ny) return;
    const std::size_t c = block.grid.index(i, j, 0);
    if (block.lumen[c] != block.lumen[start]) return;
    if (std::find(found.begin(), found.end(), c) == found.end()) found.push_back(c);
  };
  for (std::size_t next = 0; next < found.size(); ++next) {
    const int i = static_cast<int>(found[next]) % nx;
    const int j = static_cast<int>(found[next]) / nx;
    visit(i - 1, j);
    visit(i + 1, j);
    visit(i, j - 1);
    visit(i, j + 1);
  }
  return found;
}

/// A channel adds its own conductance to its cells, beside the tissue's, and nothing is arrested in it.
/// Vessels with a channel are as open as it in all layers: their own resistance is that of parenchyma
/// around a line, which holds only while blood leaves them evenly.
void dig(Block& block, const Channel& channel, const LobuleShunts& shunts) {
  const auto& spacing = block.grid.spacing;
  const double size = std::sqrt(spacing[0] * spacing[1]);
  const bool tube = block.grid.cells[2] > 1;  // in one layer it is a cleft along the central vein
  const double part =
      tube ? std::numbers::pi / 4 * shunts.width * shunts.width / (size * spacing[2]) : shunts.width / size;
  const double own = channel.opening * shunts.permeability;
  const std::size_t layer = block.grid.index(0, 0, 1);
  std::vector<std::size_t> vessels;
  for (const std::size_t cell : channel.cells) {
    const std::size_t c = cell + layer * static_cast<std::size_t>(channel.layer);
    block.straining[c] *= 1 - channel.opening;
    block.adhesion[c] *= 1 - channel.opening;
    if (block.lumen[cell] != Lumen::none) {
      if (std::find(vessels.begin(), vessels.end(), cell) != vessels.end()) continue;
      const auto vessel = vessel_around(block, cell);
      vessels.insert(vessels.end(), vessel.begin(), vessel.end());
      continue;
    }
    block.permeability[c] += own * std::min(1.0, part) * channel.detour;
  }
  for (int k = 0; k < block.grid.cells[2]; ++k)
    for (const std::size_t cell : vessels)
      block.permeability[cell + layer * static_cast<std::size_t>(k)] += own;
}

}  // namespace

Grid block_grid(double side, const LobuleNumerics& numerics) {
  const auto cells = plane_cells(side, numerics.spacing);
  const bool periodic = numerics.boundary == LobuleBoundary::periodic;
  const int part = numerics.boundary == LobuleBoundary::reduced ? 2 : 1;
  Grid grid;
  grid.cells = {2 * cells.m * numerics.columns / part, 6 * cells.n * numerics.rows / part, numerics.layers};
  grid.spacing = {std::numbers::sqrt3 * side / (2 * cells.m), side / (2 * cells.n), numerics.layer_thickness};
  grid.periodic = {periodic, periodic, periodic && numerics.layers > 1};
  return grid;
}

std::array<double, 2> block_origin(const Grid& grid, LobuleBoundary boundary) {
  if (boundary == LobuleBoundary::periodic) return {};
  return {grid.spacing[0] / 2, grid.spacing[1] / 2};
}

PlaneCells plane_cells(double side, double spacing) {
  PlaneCells cells;
  cells.n = std::max(1, static_cast<int>(std::ceil(side / (2 * spacing) * (1 - 1e-9))));
  for (;; ++cells.n) {
    cells.m = static_cast<int>(std::round(std::numbers::sqrt3 * cells.n));
    if (std::numbers::sqrt3 * side / (2 * cells.m) <= spacing * (1 + 1e-9)) return cells;
  }
}

Block make_block(const Lobule& lobule, double blood_fraction, const LobuleNumerics& numerics) {
  auto problems = problems_of(lobule, blood_fraction, numerics);
  if (!problems.empty()) throw LobuleError(problems);
  Block block;
  block.grid = block_grid(lobule.side, numerics);
  block.origin = block_origin(block.grid, numerics.boundary);
  block.wells = settle_wells(block.grid, block.origin, lattice_sites(lobule, numerics), true, problems);
  if (!problems.empty()) throw LobuleError(problems);

  resize(block);
  fill_plane(block, lobule, blood_fraction, numerics);
  repeat_layers(block);
  block.septal_share = lobule.septal_inflow;
  if (lobule.septal_inflow > 0) {
    block.septal_inflow = septal_shares(block.grid, block.origin, lobule, numerics);
    for (double& share : block.septal_inflow) share /= numerics.layers;
    block.septal_inflow.resize(block.grid.size());
    repeat_layer(block.septal_inflow, block.grid.index(0, 0, 1));
  }
  for (const auto& channel : open_channels(block.grid, block.origin, lobule, numerics))
    dig(block, channel, lobule.fibrosis.shunts);
  return block;
}

}  // namespace cellroute::lobule
