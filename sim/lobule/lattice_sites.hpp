// The lattice's vessels in and around a block: well sites, inflow along septa, lines that may be channels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/lobule/lobule.hpp"
#include "models/lobule/numerics.hpp"
#include "sim/lobule/wells.hpp"
#include "sim/numerics/grid.hpp"

namespace cellroute::lobule {

/// Every tract, its three arterial inlets (one on each septum that ends there) and every central vein
/// that can reach the block; each once.
std::vector<WellSite> lattice_sites(const Lobule& lobule, const LobuleNumerics& numerics);

/// Shares of the inflow along septa in each cell of a layer, summing to 1 over it. The edges, from tract
/// wall to tract wall, are cut into pieces of at most a quarter of a cell, each spread over four cells.
std::vector<double> septal_shares(const numerics::Grid& grid, const std::array<double, 2>& origin,
                                  const Lobule& lobule, const LobuleNumerics& numerics);

/// A channel: the cells from an inlet to a central vein, face to face, with how far it is open.
struct Channel {
  double opening = 0;              // [1] above 0
  double detour = 1;               // [1] length of the cells' path over the straight line
  int layer = 0;                   // which layer it runs in
  std::vector<std::size_t> cells;  // of the first layer; walls cut them off
};

/// The seed shuffles the lines once; the higher the dial, the more of that order is open.
std::vector<Channel> open_channels(const numerics::Grid& grid, const std::array<double, 2>& origin,
                                   const Lobule& lobule, const LobuleNumerics& numerics);

}  // namespace cellroute::lobule
