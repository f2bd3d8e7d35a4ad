// Wells: where blood enters and leaves a block, and the radius at which a cell's pressure is the true one.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "models/lobule/inflow.hpp"
#include "sim/numerics/grid.hpp"

namespace cellroute::lobule {

/// Where a well is wanted, before it is settled on cells.
struct WellSite {
  LobuleEntry kind = LobuleEntry::portal;
  std::array<double, 2> position{};  // [m]
  double radius = 0;                 // [m] of its wall
};

/// A vessel along z. A point between cell middles is spread over the four around it by bilinear weights,
/// which keep its place exactly; a wall through the vessel leaves a part of it outside.
struct Well {
  LobuleEntry kind = LobuleEntry::portal;
  std::array<double, 2> position{};  // [m]
  double radius = 0;                 // [m] of its wall
  double share = 1;                  // [1] of the whole vessel's flow that is inside the block
  double equivalent_radius = 0;      // [m] where the true pressure is the weighted mean of its cells'
  struct Part {
    std::size_t cell = 0;
    double weight = 0;  // [1]; weights sum to 1 over the part inside
  };
  std::vector<Part> parts;
};

/// In the plane, k/mu = 1 and unit thickness: the pressure that a source of strength 1 in a cell of a
/// dx x dy grid lowers at the neighbour (i, j), P(0,0) - P(i,j), for i and j in {0, 1}. Exact:
/// along x (dx/(pi dy)) atan(dy/dx), along y likewise, across the diagonal 1/pi - the potential kernel
/// of the lattice with conductances dy/dx and dx/dy.
double lattice_drop(double dx, double dy, int i, int j);

/// Radius [m] at which the logarithm of a point source equals the pressure of its cell:
/// exp(-gamma)/4 sqrt(dx^2 + dy^2) in the cell's middle (Peaceman's radius of a rectangle). For a source
/// off the middle by fractions (fx, fy) of a cell, spread by bilinear weights w, the mean of
/// sum_ij w_i w_j P(i - j) makes it larger by exp(2 pi sum_ij w_i w_j lattice_drop(i - j)).
double equivalent_radius(double dx, double dy, double fx, double fy);

/// The cells around a point and their weights, before any is found outside: cells are counted from
/// `origin`, the middle of cell (0, 0) [m].
struct Spread {
  std::array<std::array<int, 2>, 4> cell{};
  std::array<double, 4> weight{};
  double fx = 0, fy = 0;
};
Spread spread_point(const numerics::Grid& grid, const std::array<double, 2>& origin,
                    const std::array<double, 2>& position);

/// What of a spread point falls into the block's first layer, around periodic joints. Over a wall on a
/// mirror line of all points, what one loses its image gives, so nothing needs to be folded back.
struct Spot {
  std::size_t cell = 0;
  double weight = 0;
};
std::vector<Spot> spots_inside(const numerics::Grid& grid, const Spread& spread);

/// Settles wells on a grid, in all its layers. A site outside the block is left out when `clip` is set
/// and a problem otherwise. Other problems: cells wider than the smallest well (its vessel would not be
/// seen), wells closer than two cells (their equivalent radii would not hold). Added to the list.
std::vector<Well> settle_wells(const numerics::Grid& grid, const std::array<double, 2>& origin,
                               const std::vector<WellSite>& sites, bool clip,
                               std::vector<std::string>& problems);

}  // namespace cellroute::lobule
