// A block of lobules on a grid: what geometry and fibrosis give each cell, and the wells.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/lobule/lobule.hpp"
#include "models/lobule/numerics.hpp"
#include "sim/lobule/wells.hpp"
#include "sim/numerics/grid.hpp"

namespace cellroute::lobule {

/// What a cell's middle lies in. Nothing is arrested in a vessel.
enum class Lumen : std::uint8_t { none, portal_tract, central_vein };

/// Arrays have one number for each cell of the grid. Sizes are whole cells; the lattice's middles and
/// corners lie on middles of cells (periodic) or on their corners (walled).
struct Block {
  numerics::Grid grid;
  std::array<double, 2> origin{};  // [m] middle of cell (0, 0) in the lattice's coordinates
  std::vector<Well> wells;
  std::vector<double> septal_inflow;  // [1] shares of the inflow along septa, summing to 1; or empty
  double septal_share = 0;            // [1] of portal inflow

  std::vector<std::int32_t> lobule;  // number of the lobule a cell belongs to
  std::int32_t lobules = 0;          // how many there are, cut ones included
  std::vector<Lumen> lumen;
  std::vector<double> zone_coordinate;  // [1] 0 at the lobule's boundary, 1 at the vein's wall
  std::vector<double> zone_spread;      // [1] the cell covers the coordinate -+ this
  std::vector<double> parenchyma;       // [1] share of the cell outside vessels
  std::vector<double> pore_volume;      // [m3] of blood
  std::vector<double> permeability;     // [1] over that of healthy parenchyma
  std::vector<double> straining;        // [1] over that of healthy parenchyma, 0 in vessels and channels
  std::vector<double> adhesion;         // [1] likewise

  double volume() const { return grid.volume() * static_cast<double>(grid.size()); }  // [m3]
  std::array<double, 2> position(int i, int j) const {                                // [m]
    return {origin[0] + i * grid.spacing[0], origin[1] + j * grid.spacing[1]};
  }
};

/// Cells in the plane: dx = sqrt(3) R/(2 m), dy = R/(2 n), neither above the spacing that is wanted, as
/// near to squares as n allows.
struct PlaneCells {
  int m = 0;
  int n = 0;
};
PlaneCells plane_cells(double side, double spacing);

/// The grid of a block whose numbers make sense, and where the middle of its cell (0, 0) is [m].
numerics::Grid block_grid(double side, const LobuleNumerics& numerics);
std::array<double, 2> block_origin(const numerics::Grid& grid, LobuleBoundary boundary);

/// @param blood_fraction [1] sinusoidal blood over liver volume, the same as the body's. Blood inside the
///        vessels counts with it too, so that the block holds blood_fraction times its volume in health.
/// @throws LobuleError with every problem at once
Block make_block(const Lobule& lobule, double blood_fraction, const LobuleNumerics& numerics);

}  // namespace cellroute::lobule
