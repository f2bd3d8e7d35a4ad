// The hexagonal lattice of lobules: where a point lies in its lobule.
#pragma once

#include <array>

namespace cellroute {

using PlanePoint = std::array<double, 2>;  // [m]

/// A point seen from the nearest central vein. The hexagon's twelve equal wedges are folded into one,
/// between the line to a corner (across = 0) and the line to the middle of an edge.
struct LobulePlace {
  int column = 0;  // of the nearest centre
  int row = 0;
  int corner = 0;       // 0 .. 5, the corner whose third of a turn the point lies in
  double radius = 0;    // [m] from the centre
  double along = 0;     // [m] towards the corner
  double across = 0;    // [m] off the line to the corner, at least 0
  PlanePoint offset{};  // [m] from the centre, not folded
};

/// Lobules of side R: centres at ((column + (row odd)/2) sqrt(3) R, 3/2 row R), corners above and below.
/// Corners carry portal tracts (each shared by three lobules), edges vascular septa (shared by two).
class HexagonalLattice {
 public:
  explicit HexagonalLattice(double side) : side_(side) {}

  double side() const { return side_; }
  double pitch() const;        // [m] between neighbouring centres, sqrt(3) R
  double apothem() const;      // [m] centre to edge, sqrt(3)/2 R
  double lobule_area() const;  // [m2]
  PlanePoint centre(int column, int row) const;
  PlanePoint corner(int column, int row, int corner) const;  // counted from the top, anticlockwise

  LobulePlace locate(PlanePoint point) const;

  double to_corner(const LobulePlace& place) const;        // [m] to the nearest portal tract's middle
  double to_edge(const LobulePlace& place) const;          // [m] to the nearest vascular septum
  double edge_position(const LobulePlace& place) const;    // [m] along that edge, from the corner
  double boundary_radius(const LobulePlace& place) const;  // [m] centre to edge through the point
  /// [m] along and off the line from the centre to the middle of the nearest edge.
  double towards_edge(const LobulePlace& place) const;
  double off_edge_line(const LobulePlace& place) const;

  /// The way from the lobule's boundary (0) to the wall of its central vein (1), straight inwards;
  /// in a vein it is 1. `vein_radius` [m] is below the apothem.
  double zone_coordinate(const LobulePlace& place, double vein_radius) const;

  /// How much the zone coordinate varies over a square of the given size around the point: half its range.
  double zone_spread(const LobulePlace& place, double vein_radius, double size) const;

 private:
  double side_;
};

}  // namespace cellroute
