// One Couinaud segment and the three subtrees that grow in it.
//
// Growth sees the segment's own pieces and the skeletons of all three trees; vessels of other segments
// meet it only at the border, where the trees as a whole are looked through afterwards.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/liver/vessel_tree.hpp"
#include "sim/liver/trees/capsule_index.hpp"
#include "sim/liver/trees/mask.hpp"
#include "sim/liver/trees/subtree.hpp"
#include "sim/numerics/random/philox.hpp"

namespace cellroute::liver {

/// A skeleton's piece as an obstacle.
struct Obstacle {
  TreeKind tree;
  std::int32_t segment;  // in the skeleton
  Capsule capsule;
};

class Territory {
 public:
  /// @param couinaud 1 to 8; @param cells its voxels in the grid. All references must outlive it.
  Territory(const LiverAnatomy& anatomy, const Mask& mask, int couinaud, std::vector<std::int64_t> cells,
            double clearance, std::uint64_t seed);

  /// Sets a tree's segmental branch: its last piece, number `segment` of the skeleton.
  void plant(TreeKind tree, const Point& start, const Point& end, double gamma, std::int32_t segment);
  /// New radii of the skeleton, whose pieces may have changed too. Subtrees take theirs with
  /// `set_root_radius`.
  void set_obstacles(std::vector<Obstacle> obstacles);
  /// Grows a tree to a number of terminals.
  /// @return false when it finds no room
  bool grow(TreeKind tree, std::int32_t terminals);
  /// Takes a piece away with all beyond it, and makes the bend that is left straight if that is free.
  void prune(TreeKind tree, std::int32_t piece);
  /// Radii from the root's, and vessels found by where they are now.
  void refresh();

  Subtree& tree(TreeKind kind) { return trees_[static_cast<std::size_t>(kind)]; }
  const Subtree& tree(TreeKind kind) const { return trees_[static_cast<std::size_t>(kind)]; }
  std::int32_t voxels() const { return static_cast<std::int32_t>(cells_.size()); }
  int couinaud() const { return couinaud_; }

 private:
  struct Near {
    double distance2;
    std::int32_t piece;
  };

  void reindex();
  void index_piece(std::size_t k, std::int32_t piece);
  bool nearest(std::size_t k, const Point& tip, double least, double apart);
  bool sprouts_at(std::size_t k, const Point& tip);
  bool fits(std::size_t k, const Sprout& sprout);
  bool free(std::size_t k, const Capsule& vessel, const std::array<std::int32_t, 6>& neighbours);
  bool part(const Capsule& a, const Capsule& b) const;
  Point draw(std::size_t k, std::int32_t& cell);
  double spacing() const;

  const LiverAnatomy* anatomy_;
  const Mask* mask_;
  int couinaud_;
  std::vector<std::int64_t> cells_;
  double widen_;  // [1] sums of radii times this must fit
  std::uint64_t seed_;
  Point low_{}, high_{};

  std::array<Subtree, tree_kinds> trees_;
  std::array<CapsuleIndex, tree_kinds> index_;
  std::array<std::int32_t, tree_kinds> own_segment_{};  // each tree's piece 0 in its skeleton
  std::array<std::int32_t, tree_kinds> indexed_{};      // terminals when radii and index were last refreshed
  std::array<std::uint64_t, tree_kinds> drawn_{};
  std::array<std::vector<std::uint8_t>, tree_kinds> taken_;  // [voxels] a terminal lies in it
  std::vector<Obstacle> obstacles_;
  CapsuleIndex obstacle_index_;

  std::uint32_t now_ = 0;  // the current search
  std::vector<Near> near_;
  std::vector<Sprout> sprouts_;
};

}  // namespace cellroute::liver
