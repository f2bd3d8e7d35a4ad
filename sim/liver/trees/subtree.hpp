// One tree inside one Couinaud segment, while it grows: pieces with what the optimisation needs of each.
//
// A piece's reduced resistance and volume are those of itself and all beyond it for radius 1:
// R = (8 mu/pi) resistance/r^4, V = pi volume r^2. For a given flow and pressure drop of the root,
// r^4 ~ resistance, so the tree's volume is least where sqrt(resistance) volume of the root is.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/liver/trees/geometry.hpp"

namespace cellroute::liver {

/// Where a piece is: what searches look at, one line of the cache.
struct alignas(64) Place {
  Point start{}, end{};     // [m]
  double radius = 0;        // [m]
  std::uint32_t stamp = 0;  // for whoever searches: when it was last seen
  bool exists = false;
  bool terminal = false;  // ends in a terminal

  Capsule capsule() const { return {start, end, radius}; }
};

struct Piece {
  std::int32_t parent = -1;
  std::array<std::int32_t, 2> child{-1, -1};  // an only child comes first
  std::int32_t terminals = 0;                 // beyond, itself counted
  double length = 0;                          // [m]
  double resistance = 0;                      // [m] reduced
  double volume = 0;                          // [m] reduced
  double ratio = 1;                           // [1] radius over the parent's

  bool terminal() const { return child[0] < 0; }
};

/// A new terminal at `tip`: from a joint on piece `at`, which becomes two, or from that piece's end where
/// only one child is (`split` false).
struct Sprout {
  std::int32_t at = 0;
  bool split = true;
  Point joint{}, tip{};
  double cost = 0;                                        // [m^1.5] sqrt(resistance) volume of the root
  double upper_radius = 0, lower_radius = 0, radius = 0;  // [m] of the piece before and behind the joint, new
};

class Subtree {
 public:
  Subtree() = default;
  /// Piece 0 is the segmental branch itself, which stays as it is.
  Subtree(const Point& start, const Point& end, double gamma);

  /// Fills in cost and radii of a sprout whose place is given, by the path to the root.
  void weigh(Sprout& sprout) const;
  /// Where a joint for a terminal at `tip` on piece `at` should be: three straight vessels of the radii
  /// expected there have least volume.
  Point best_joint(std::int32_t at, const Point& tip) const;
  /// @return the number of the new terminal's piece; `at` is the one behind the joint from now on
  std::int32_t add(const Sprout& sprout);
  /// Takes a piece and all beyond it away, and pieces that led to nothing else. Piece 0 stays.
  /// @return the end where only one child is left; -1 when there is none
  std::int32_t remove(std::int32_t piece, std::vector<Point>& tips_gone);
  /// Makes two pieces with an only child between them into a straight one.
  void straighten(std::int32_t bend);
  /// Sets all radii from that of piece 0.
  void spread_radii();

  const Place& place(std::int32_t p) const { return places_[static_cast<std::size_t>(p)]; }
  Place& place(std::int32_t p) { return places_[static_cast<std::size_t>(p)]; }
  Capsule capsule(std::int32_t p) const { return place(p).capsule(); }
  const Piece& operator[](std::int32_t p) const { return pieces_[static_cast<std::size_t>(p)]; }
  /// Numbers run below this; some may belong to no piece.
  std::int32_t numbers() const { return static_cast<std::int32_t>(pieces_.size()); }
  std::int32_t terminals() const { return pieces_[0].terminals; }
  std::int32_t sibling(std::int32_t p) const;
  void set_root_radius(double radius) { places_[0].radius = radius; }

 private:
  Piece& at(std::int32_t p) { return pieces_[static_cast<std::size_t>(p)]; }
  std::int32_t fresh();
  void drop(std::int32_t p);
  void settle(std::int32_t p);
  void settle_to_root(std::int32_t p);
  double width2(std::int32_t terminals) const;

  double gamma_ = 3;
  std::vector<Piece> pieces_;
  std::vector<Place> places_;
  std::vector<std::int32_t> free_;
};

}  // namespace cellroute::liver
