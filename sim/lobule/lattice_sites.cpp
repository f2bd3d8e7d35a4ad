// Walks over the lobules of a block and what belongs to each of them.
#include "sim/lobule/lattice_sites.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/lobule/fibrosis.hpp"
#include "models/lobule/geometry.hpp"
#include "sim/numerics/random/philox.hpp"

namespace cellroute::lobule {

namespace {

using numerics::Grid;

/// Calls visit(column, row) for each lobule: once each of a periodic block, and a ring more around walls.
template <class Visit>
void each_lobule(const LobuleNumerics& numerics, Visit visit) {
  const bool periodic = numerics.boundary == LobuleBoundary::periodic;
  const int margin = periodic ? 0 : 1;
  for (int row = -margin; row < 2 * numerics.rows + margin; ++row)
    for (int column = -margin; column < numerics.columns + margin; ++column) visit(column, row);
}

PlanePoint between(const PlanePoint& from, const PlanePoint& to, double share) {
  return {from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])};
}

/// The arterial inlet at a tract (`corner` of a lobule) on the septum to that lobule's next corner
/// (side +1) or the one before (-1).
PlanePoint inlet(const HexagonalLattice& lattice, const Lobule& lobule, int column, int row, int corner,
                 int side) {
  return between(lattice.corner(column, row, corner), lattice.corner(column, row, (corner + side + 6) % 6),
                 lobule.arterial_inlet_distance / lobule.side);
}

/// Cells from one point to another, each sharing a face with the one before.
void walk(const Grid& grid, const std::array<double, 2>& origin, const PlanePoint& from, const PlanePoint& to,
          Channel& channel) {
  const auto cell_at = [&](const PlanePoint& point, int axis) {
    return static_cast<int>(std::round((point[axis] - origin[axis]) / grid.spacing[axis]));
  };
  std::array<int, 2> at{cell_at(from, 0), cell_at(from, 1)};
  const std::array<int, 2> end{cell_at(to, 0), cell_at(to, 1)};
  const std::array<int, 2> steps{std::abs(end[0] - at[0]), std::abs(end[1] - at[1])};
  std::array<int, 2> done{0, 0};
  for (;;) {
    std::array<int, 2> kept = at;
    bool inside = true;
    for (int axis = 0; axis < 2; ++axis) {
      const int n = grid.cells[axis];
      if (grid.periodic[axis]) kept[axis] = (kept[axis] % n + n) % n;
      inside = inside && kept[axis] >= 0 && kept[axis] < n;
    }
    if (inside) channel.cells.push_back(grid.index(kept[0], kept[1], 0));
    if (done == steps) break;
    // The axis that is behind its share of the way.
    const bool along_x = done[1] == steps[1] ||
                         (done[0] < steps[0] && (2 * done[0] + 1) * steps[1] <= (2 * done[1] + 1) * steps[0]);
    const int axis = along_x ? 0 : 1;
    ++done[axis];
    at[axis] += end[axis] > at[axis] ? 1 : -1;
  }
  const double straight = std::hypot(to[0] - from[0], to[1] - from[1]);
  channel.detour = (steps[0] * grid.spacing[0] + steps[1] * grid.spacing[1]) / straight;
}

struct Line {
  PlanePoint from, to;
};

/// The first share * dial of the shuffled lines, added to `channels`.
void open_lines(const Grid& grid, const std::array<double, 2>& origin, const std::vector<Line>& lines,
                double share, double dial, const numerics::Philox& shuffle, std::vector<Channel>& channels) {
  std::vector<std::size_t> order(lines.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return shuffle.bits(2 * a) < shuffle.bits(2 * b); });
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    Channel channel;
    channel.opening =
        channel_opening(static_cast<double>(rank), static_cast<double>(lines.size()), share, dial);
    if (channel.opening == 0) break;
    const std::size_t line = order[rank];
    channel.layer = static_cast<int>(shuffle.bits(2 * line + 1) % static_cast<std::uint64_t>(grid.cells[2]));
    walk(grid, origin, lines[line].from, lines[line].to, channel);
    channels.push_back(std::move(channel));
  }
}

}  // namespace

std::vector<WellSite> lattice_sites(const Lobule& lobule, const LobuleNumerics& numerics) {
  const HexagonalLattice lattice(lobule.side);
  std::vector<WellSite> sites;
  each_lobule(numerics, [&](int column, int row) {
    sites.push_back({LobuleEntry::central, lattice.centre(column, row), lobule.central_vein_radius});
    for (const int corner : {0, 3}) {  // every tract is the top of one lobule or the bottom of one
      const auto tract = lattice.corner(column, row, corner);
      sites.push_back({LobuleEntry::portal, tract, lobule.portal_tract_radius});
      const double radius = lobule.arterial_inlet_radius;
      for (const int side : {1, -1})
        sites.push_back({LobuleEntry::arterial, inlet(lattice, lobule, column, row, corner, side), radius});
      const double outwards = (corner == 0 ? 1 : -1) * lobule.arterial_inlet_distance;
      sites.push_back({LobuleEntry::arterial, {tract[0], tract[1] + outwards}, radius});
    }
  });
  return sites;
}

std::vector<double> septal_shares(const Grid& grid, const std::array<double, 2>& origin, const Lobule& lobule,
                                  const LobuleNumerics& numerics) {
  const HexagonalLattice lattice(lobule.side);
  const double cell = std::min(grid.spacing[0], grid.spacing[1]);
  const double gap = lobule.portal_tract_radius / lobule.side;
  const int pieces = std::max(1, static_cast<int>(std::ceil(4 * (1 - 2 * gap) * lobule.side / cell)));
  std::vector<double> shares(grid.index(0, 0, 1), 0.0);
  double sum = 0;
  each_lobule(numerics, [&](int column, int row) {
    for (int corner = 0; corner < 3; ++corner) {  // the other three belong to neighbours
      const auto from = lattice.corner(column, row, corner);
      const auto to = lattice.corner(column, row, corner + 1);
      for (int piece = 0; piece < pieces; ++piece) {
        const auto point = between(from, to, gap + (1 - 2 * gap) * (piece + 0.5) / pieces);
        for (const auto& spot : spots_inside(grid, spread_point(grid, origin, point))) {
          shares[spot.cell] += spot.weight;
          sum += spot.weight;
        }
      }
    }
  });
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<Channel> open_channels(const Grid& grid, const std::array<double, 2>& origin,
                                   const Lobule& lobule, const LobuleNumerics& numerics) {
  const HexagonalLattice lattice(lobule.side);
  const auto& fibrosis = lobule.fibrosis;
  std::vector<Line> portal, arterial;
  each_lobule(numerics, [&](int column, int row) {
    const auto vein = lattice.centre(column, row);
    for (int corner = 0; corner < 6; ++corner) {
      portal.push_back({lattice.corner(column, row, corner), vein});
      for (const int side : {1, -1})
        arterial.push_back({inlet(lattice, lobule, column, row, corner, side), vein});
    }
  });
  std::vector<Channel> channels;
  open_lines(grid, origin, portal, fibrosis.shunts.portovenous_share, fibrosis.dial,
             numerics::Philox(numerics.seed, 0), channels);
  open_lines(grid, origin, arterial, fibrosis.shunts.arteriovenous_share, fibrosis.dial,
             numerics::Philox(numerics.seed, 1), channels);
  return channels;
}

}  // namespace cellroute::lobule
