// Growth of one terminal after the other: a free place, the joint that costs least and fits.
#include "sim/liver/trees/territory.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellroute::liver {

namespace {

constexpr std::size_t neighbours_tried = 8;  // pieces near a new terminal that are weighed
constexpr int places_tried = 4000;           // before there is no room for a terminal
constexpr int places_at_a_distance = 40;     // tries before the distances kept shrink
constexpr double vessel_distance = 0.35;     // [1] of the terminals' mean spacing: from the tree so far
constexpr double terminal_distance = 0.75;   // [1] likewise, with those of this round: between terminals
constexpr double shrinking = 0.85;           // [1] of those distances, each time
constexpr int few_terminals = 16;            // a tree as small as this that is stuck begins anew
constexpr int anew_at_most = 10;             // times
constexpr double refreshing = 1.5;           // growth after which radii and index are renewed

double square(double x) { return x * x; }

}  // namespace

Territory::Territory(const LiverAnatomy& anatomy, const Mask& mask, int couinaud,
                     std::vector<std::int64_t> cells, double clearance, std::uint64_t seed)
    : anatomy_(&anatomy),
      mask_(&mask),
      couinaud_(couinaud),
      cells_(std::move(cells)),
      widen_(1 + clearance),
      seed_(seed) {
  const double half = anatomy.grid.spacing / 2;
  low_ = high_ = anatomy.grid.centre(static_cast<std::size_t>(cells_[0]));
  for (const std::int64_t cell : cells_) {
    const Point centre = anatomy.grid.centre(static_cast<std::size_t>(cell));
    for (std::size_t d = 0; d < 3; ++d) {
      low_[d] = std::min(low_[d], centre[d] - half);
      high_[d] = std::max(high_[d], centre[d] + half);
    }
  }
  for (auto& taken : taken_) taken.assign(cells_.size(), 0);
}

void Territory::plant(TreeKind tree, const Point& start, const Point& end, double gamma,
                      std::int32_t segment) {
  const auto k = static_cast<std::size_t>(tree);
  trees_[k] = Subtree(start, end, gamma);
  own_segment_[k] = segment;
  std::fill(taken_[k].begin(), taken_[k].end(), std::uint8_t{0});
}

void Territory::set_obstacles(std::vector<Obstacle> obstacles) {
  obstacles_.clear();
  for (const Obstacle& o : obstacles) {
    if (own_segment_[static_cast<std::size_t>(o.tree)] != o.segment) obstacles_.push_back(o);
  }
}

double Territory::spacing() const {
  const double volume = static_cast<double>(cells_.size()) * anatomy_->grid.voxel_volume();
  std::int32_t most = 1;
  for (const Subtree& tree : trees_) most = std::max(most, tree.terminals());
  return std::cbrt(volume / most);
}

void Territory::refresh() {
  for (Subtree& tree : trees_) tree.spread_radii();
  reindex();
}

void Territory::reindex() {
  const double cell = 0.7 * spacing();
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    index_[k] = CapsuleIndex(low_, high_, cell);
    indexed_[k] = trees_[k].terminals();
    for (std::int32_t p = 0; p < trees_[k].numbers(); ++p) {
      if (trees_[k].place(p).exists) index_piece(k, p);
    }
  }
  obstacle_index_ = CapsuleIndex(low_, high_, cell);
  for (std::size_t o = 0; o < obstacles_.size(); ++o) {
    obstacle_index_.insert(static_cast<std::int32_t>(o), obstacles_[o].capsule);
  }
}

void Territory::index_piece(std::size_t k, std::int32_t piece) {
  index_[k].insert(piece, trees_[k].capsule(piece));
}

/// The pieces of the tree nearest to a point, nearest first, in `near_`.
/// @return false when one is nearer than `least` or a terminal's end nearer than `apart` [m]
bool Territory::nearest(std::size_t k, const Point& tip, double least, double apart) {
  near_.clear();
  ++now_;
  Subtree& tree = trees_[k];
  double reach = 1.07 * index_[k].cell();
  for (int ring = 0; ring <= index_[k].widest(); ring = 2 * ring + 1, reach *= 2) {
    const bool far = index_[k].near({tip, tip, reach}, [&](std::int32_t p) {
      Place& place = tree.place(p);
      if (place.stamp == now_ || !place.exists) return true;
      place.stamp = now_;
      const double d2 = squared_distance(tip, place.start, place.end);
      near_.push_back({d2, p});
      if (place.terminal && squared_distance(tip, place.end) < apart * apart) return false;
      return d2 >= least * least;
    });
    if (!far) return false;
    if (near_.size() >= neighbours_tried || near_.size() > static_cast<std::size_t>(tree.terminals())) break;
  }
  const auto kept = std::min(near_.size(), neighbours_tried);
  std::partial_sort(near_.begin(), near_.begin() + static_cast<std::ptrdiff_t>(kept), near_.end(),
                    [](const Near& a, const Near& b) {
                      return std::pair(a.distance2, a.piece) < std::pair(b.distance2, b.piece);
                    });
  near_.resize(kept);
  return !near_.empty();
}

/// Two vessels from a common joint must have parted where they end.
bool Territory::part(const Capsule& a, const Capsule& b) const {
  const double apart = square(widen_ * (a.radius + b.radius));
  return squared_distance(a.b, b.a, b.b) > apart && squared_distance(b.b, a.a, a.b) > apart;
}

/// Is nothing in the way of a vessel of tree k but its neighbours, which are looked at by themselves?
bool Territory::free(std::size_t k, const Capsule& vessel, const std::array<std::int32_t, 6>& neighbours) {
  Capsule wide = vessel;
  wide.radius = 1.2 * widen_ * vessel.radius;  // radii may have grown since the index was made
  for (std::size_t other = 0; other < tree_kinds; ++other) {
    ++now_;
    Subtree& tree = trees_[other];
    const bool clear = index_[other].near(wide, [&](std::int32_t p) {
      Place& there = tree.place(p);
      if (there.stamp == now_ || !there.exists) return true;
      there.stamp = now_;
      if (other == k && std::find(neighbours.begin(), neighbours.end(), p) != neighbours.end()) return true;
      return squared_distance(vessel.a, vessel.b, there.start, there.end) >
             square(widen_ * (vessel.radius + there.radius));
    });
    if (!clear) return false;
  }
  return obstacle_index_.near(wide, [&](std::int32_t o) {
    const Capsule& there = obstacles_[static_cast<std::size_t>(o)].capsule;
    return squared_distance(vessel.a, vessel.b, there.a, there.b) >
           square(widen_ * (vessel.radius + there.radius));
  });
}

bool Territory::fits(std::size_t k, const Sprout& s) {
  const Subtree& tree = trees_[k];
  const Piece& piece = tree[s.at];
  const Point start = tree.place(s.at).start, end = tree.place(s.at).end;
  if (!mask_->inside(s.joint, s.tip, couinaud_)) return false;
  const Capsule grown{s.joint, s.tip, s.radius};
  if (!s.split) {
    const Capsule back{s.joint, start, s.upper_radius};
    if (!part(grown, back)) return false;
    if (piece.child[0] >= 0 && !part(grown, tree.capsule(piece.child[0]))) return false;
    return free(k, grown, {s.at, piece.child[0], piece.child[1], -1, -1, -1});
  }
  if (!mask_->inside(start, s.joint, couinaud_) || !mask_->inside(s.joint, end, couinaud_)) return false;
  const Capsule upper{start, s.joint, s.upper_radius}, back{s.joint, start, s.upper_radius};
  const Capsule lower{s.joint, end, s.lower_radius}, up{end, s.joint, s.lower_radius};
  if (!part(grown, back) || !part(grown, lower) || !part(lower, back)) return false;
  const Capsule before = tree.capsule(piece.parent);
  if (!part(upper, {before.b, before.a, before.radius})) return false;
  const std::int32_t sibling = tree.sibling(s.at);
  if (sibling >= 0 && !part(upper, tree.capsule(sibling))) return false;
  for (const std::int32_t c : piece.child) {
    if (c >= 0 && !part(up, tree.capsule(c))) return false;
  }
  return free(k, grown, {s.at, -1, -1, -1, -1, -1}) &&
         free(k, upper, {s.at, piece.parent, sibling, -1, -1, -1}) &&
         free(k, lower, {s.at, piece.child[0], piece.child[1], -1, -1, -1});
}

Point Territory::draw(std::size_t k, std::int32_t& cell) {
  const numerics::Philox random(seed_, static_cast<std::uint64_t>(couinaud_) * tree_kinds + k);
  const std::uint64_t n = 4 * drawn_[k]++;
  cell = std::min(voxels() - 1, static_cast<std::int32_t>(random.uniform(n) * voxels()));
  Point p = anatomy_->grid.centre(static_cast<std::size_t>(cells_[static_cast<std::size_t>(cell)]));
  for (std::size_t d = 0; d < 3; ++d) p[d] += (random.uniform(n + 1 + d) - 0.5) * anatomy_->grid.spacing;
  return p;
}

/// Weighs the sprouts to a tip and adds the cheapest that fits.
bool Territory::sprouts_at(std::size_t k, const Point& tip) {
  Subtree& tree = trees_[k];
  sprouts_.clear();
  for (const Near& near : near_) {
    const Piece& piece = tree[near.piece];
    Sprout s;
    s.at = near.piece;
    s.tip = tip;
    if (near.piece != 0) {
      s.joint = tree.best_joint(near.piece, tip);
      tree.weigh(s);
      sprouts_.push_back(s);
    }
    const bool only_child = piece.child[0] >= 0 && piece.child[1] < 0;
    if (only_child || (near.piece == 0 && piece.child[0] < 0)) {
      s.split = false;
      s.joint = tree.place(near.piece).end;
      tree.weigh(s);
      sprouts_.push_back(s);
    }
  }
  std::sort(sprouts_.begin(), sprouts_.end(), [](const Sprout& a, const Sprout& b) {
    return std::pair(a.cost, std::pair(a.at, a.split)) < std::pair(b.cost, std::pair(b.at, b.split));
  });
  for (const Sprout& best : sprouts_) {
    Sprout s = best;
    const Point middle = between(tree.place(s.at).start, tree.place(s.at).end, 0.5);
    for (int pull = 0; pull <= (s.split ? 2 : 0); ++pull) {  // towards the middle, away from other joints
      if (pull > 0) {
        s.joint = between(best.joint, between(middle, tip, 0.15), 0.4 * pull);
        tree.weigh(s);
      }
      if (!fits(k, s)) continue;
      const std::int32_t grown = tree.add(s);
      index_piece(k, grown);
      index_piece(k, tree[grown].parent);
      if (s.split) index_piece(k, s.at);
      return true;
    }
  }
  return false;
}

bool Territory::grow(TreeKind kind, std::int32_t terminals) {
  const auto k = static_cast<std::size_t>(kind);
  Subtree& tree = trees_[k];
  int begun_anew = 0;
  while (tree.terminals() < terminals) {
    if (tree.terminals() > refreshing * indexed_[k] + 4) refresh();
    const double volume = static_cast<double>(cells_.size()) * anatomy_->grid.voxel_volume();
    const double least = vessel_distance * std::cbrt(volume / (tree.terminals() + 1)),
                 apart = terminal_distance * std::cbrt(volume / terminals);
    double shrunk = 1;
    bool grown = false;
    for (int place = 1; place <= places_tried && !grown; ++place) {
      if (place % places_at_a_distance == 0) shrunk *= shrinking;
      std::int32_t cell = 0;
      const Point tip = draw(k, cell);
      if (taken_[k][static_cast<std::size_t>(cell)] != 0) continue;
      if (!nearest(k, tip, shrunk * least, shrunk * apart)) continue;
      grown = sprouts_at(k, tip);
      if (grown) taken_[k][static_cast<std::size_t>(cell)] = 1;
    }
    if (grown) continue;
    // A few large vessels may have walled themselves in: they can begin anew.
    if (tree.terminals() > few_terminals || ++begun_anew > anew_at_most) return false;
    prune(kind, 0);
  }
  return true;
}

void Territory::prune(TreeKind kind, std::int32_t piece) {
  const auto k = static_cast<std::size_t>(kind);
  Subtree& tree = trees_[k];
  std::vector<Point> gone;
  const std::int32_t bend = tree.remove(piece, gone);
  for (const Point& tip : gone) {
    const auto at = std::lower_bound(cells_.begin(), cells_.end(), mask_->cell_at(tip));
    taken_[k][static_cast<std::size_t>(at - cells_.begin())] = 0;
  }
  if (bend < 0) return;
  const std::int32_t child = tree[bend].child[0], sibling = tree.sibling(bend), parent = tree[bend].parent;
  const Piece& below = tree[child];
  const Capsule straight{tree.place(bend).start, tree.place(child).end, tree.place(bend).radius};
  if (!mask_->inside(straight.a, straight.b, couinaud_)) return;
  const Capsule before = tree.capsule(parent), up{straight.b, straight.a, straight.radius};
  if (!part(straight, {before.b, before.a, before.radius})) return;
  if (sibling >= 0 && !part(straight, tree.capsule(sibling))) return;
  for (const std::int32_t c : below.child) {
    if (c >= 0 && !part(up, tree.capsule(c))) return;
  }
  if (!free(k, straight, {bend, child, parent, sibling, below.child[0], below.child[1]})) return;
  tree.straighten(bend);
  index_piece(k, child);
}

}  // namespace cellroute::liver
