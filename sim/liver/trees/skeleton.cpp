// Nodes are tried at their wanted place, then ever farther around it; a tree that gets stuck starts anew.
#include "sim/liver/trees/skeleton.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <string>

#include "models/liver/murray.hpp"
#include "models/liver/poiseuille.hpp"
#include "sim/liver/trees/geometry.hpp"
#include "sim/numerics/random/philox.hpp"

namespace cellroute::liver {

namespace {

using Group = std::bitset<couinaud_segments + 1>;  // by Couinaud number

/// A branch by name; `after` is the branch it starts from. A branch without a name continues that one.
struct Branch {
  const char* name;
  int after;
  std::vector<int> segments;
};

/// The caudate is fed from the left branch and drained into the last piece of the veins.
const std::vector<Branch> supply = {
    {"trunk", -1, {1, 2, 3, 4, 5, 6, 7, 8}},
    {"right", 0, {5, 6, 7, 8}},
    {"left", 0, {1, 2, 3, 4}},
    {"right_anterior", 1, {5, 8}},
    {"right_posterior", 1, {6, 7}},
    {"", 2, {2, 3, 4}},
    {"left_medial", 5, {4}},
    {"left_lateral", 5, {2, 3}},
    {"segment_1", 2, {1}},
    {"segment_4", 6, {4}},
    {"segment_5", 3, {5}},
    {"segment_8", 3, {8}},
    {"segment_6", 4, {6}},
    {"segment_7", 4, {7}},
    {"segment_2", 7, {2}},
    {"segment_3", 7, {3}},
};
const std::vector<Branch> drainage = {
    {"trunk", -1, {1, 2, 3, 4, 5, 6, 7, 8}},
    {"", 0, {2, 3, 4, 5, 6, 7, 8}},
    {"right", 1, {5, 6, 7, 8}},
    {"left", 1, {2, 3, 4}},
    {"right_anterior", 2, {5, 8}},
    {"right_posterior", 2, {6, 7}},
    {"left_medial", 3, {4}},
    {"left_lateral", 3, {2, 3}},
    {"segment_1", 0, {1}},
    {"segment_4", 6, {4}},
    {"segment_5", 4, {5}},
    {"segment_8", 4, {8}},
    {"segment_6", 5, {6}},
    {"segment_7", 5, {7}},
    {"segment_2", 7, {2}},
    {"segment_3", 7, {3}},
};

constexpr int places_tried = 500;  // for one node
constexpr int bends_tried = 8;     // of each place that cannot be reached straight
constexpr int fresh_starts = 60;
constexpr int skeletons_compared = 8;  // the one with the least volume is taken
constexpr double trunk_share = 0.25;   // of the way from the root to the middle of what is supplied
constexpr double branch_share = 0.45;  // likewise from a division to the next
constexpr double tip_share = 0.5;      // of the way from the middle of a segment to its border

class Placing {
 public:
  Placing(const LiverAnatomy& anatomy, const Mask& mask, const SegmentVoxels& voxels, double clearance,
          std::uint64_t seed)
      : anatomy_(anatomy), mask_(mask), voxels_(voxels), widen_(1 + clearance), random_(seed, 1000) {}

  /// @param farthest [1] nodes may leave the place where they are wanted by this much of the liver's width
  std::optional<Skeleton> place(TreeKind kind, double root_radius, double gamma, double farthest,
                                const std::vector<Skeleton>& others) {
    others_ = &others;
    around_ = farthest * std::cbrt(anatomy_.volume());
    Skeleton s;
    s.tip.fill(-1);
    s.tree.kind = kind;
    s.tree.murray_exponent = gamma;
    const std::optional<Point> root = root_of(kind, root_radius);
    if (!root) return {};
    s.tree.root = *root;
    const auto& branches = kind == TreeKind::hepatic_vein ? drainage : supply;
    std::vector<std::int32_t> last(branches.size(), -1);  // each branch's last piece
    for (std::size_t b = 0; b < branches.size(); ++b) {
      Group group;
      for (const int segment : branches[b].segments)
        group[static_cast<std::size_t>(segment)] = !cells(segment).empty();
      if (group.none()) continue;
      const std::int32_t parent =
          branches[b].after < 0 ? -1 : last[static_cast<std::size_t>(branches[b].after)];
      const auto first = static_cast<std::int32_t>(s.tree.size());
      const bool leaf = std::string(branches[b].name).starts_with("segment");
      const double radius = daughter_radius(root_radius, share(group), gamma);
      if (!extend(s.tree, parent, radius, group, leaf)) return {};
      last[b] = static_cast<std::int32_t>(s.tree.size()) - 1;
      if (*branches[b].name != 0) s.tree.named.push_back({branches[b].name, first});
      if (leaf) s.tip[static_cast<std::size_t>(branches[b].segments[0] - 1)] = last[b];
    }
    return s;
  }

 private:
  const std::vector<std::int64_t>& cells(int segment) const {
    return voxels_.cells[static_cast<std::size_t>(segment - 1)];
  }
  double share(const Group& group) const {
    double count = 0;
    for (int s = 1; s <= couinaud_segments; ++s) {
      if (group[static_cast<std::size_t>(s)]) count += static_cast<double>(cells(s).size());
    }
    return count / static_cast<double>(anatomy_.voxels.size());
  }

  /// The hilum, or the voxel nearest to it where the trunk is clear of the others.
  std::optional<Point> root_of(TreeKind kind, double radius) const {
    const Point wanted = kind == TreeKind::portal_vein      ? anatomy_.portal_hilum
                         : kind == TreeKind::hepatic_artery ? anatomy_.arterial_hilum
                                                            : anatomy_.caval_outlet;
    const auto clear = [&](const Point& p) { return apart({p, p, radius}, nullptr, -1); };
    if (clear(wanted)) return wanted;
    std::optional<Point> best;
    double least = 0;
    for (const std::int32_t cell : anatomy_.voxels) {
      const Point p = anatomy_.grid.centre(static_cast<std::size_t>(cell));
      const double d = squared_distance(p, wanted);
      if ((!best || d < least) && clear(p)) {
        best = p;
        least = d;
      }
    }
    return best;
  }

  /// Adds a branch of one straight piece, or of two where the end is not in sight.
  bool extend(VesselTree& tree, std::int32_t parent, double radius, const Group& group, bool leaf) {
    const Point from = parent < 0 ? tree.root : tree.end[static_cast<std::size_t>(parent)];
    const int only = leaf ? segment_of(group) : 0;
    Point wanted = leaf ? tip_of(only, from) : towards(from, group, parent < 0 ? trunk_share : branch_share);
    // What follows starts at the end and must part from what was before: room for two vessels as wide.
    const double shortest = 2.2 * widen_ * radius, length = distance(from, wanted);
    if (length < shortest && length > 0) wanted = between(from, wanted, shortest / length);
    for (int place = 0; place < places_tried; ++place) {
      const double spread = around_ * square(static_cast<double>(place) / places_tried);
      const Point end = jitter(wanted, spread);
      if (distance(from, end) < shortest) continue;
      if (mask_.segment_at(end) == 0 || (leaf && !tip_fits(end, radius, only, place < places_tried / 2)))
        continue;
      if (straight(tree, parent, from, end, radius)) {
        append(tree, parent, end, radius);
        return true;
      }
      for (int bend = 0; bend < bends_tried; ++bend) {
        const Point middle = jitter(between(from, end, 0.5), 0.4 * distance(from, end));
        if (!straight(tree, parent, from, middle, radius)) continue;
        append(tree, parent, middle, radius);
        const auto piece = static_cast<std::int32_t>(tree.size()) - 1;
        if (straight(tree, piece, middle, end, radius)) {
          append(tree, piece, end, radius);
          return true;
        }
        tree.end.pop_back();
        tree.parent.pop_back();
        tree.radius.pop_back();
      }
    }
    return false;
  }

  static double square(double x) { return x * x; }
  static int segment_of(const Group& group) {
    int segment = 1;
    while (!group[static_cast<std::size_t>(segment)]) ++segment;
    return segment;
  }

  Point jitter(const Point& p, double spread) {
    Point q = p;
    for (double& x : q) x += spread * (2 * random_.uniform(drawn_++) - 1);
    return q;
  }

  Point towards(const Point& from, const Group& group, double way) const {
    Point middle{};
    double count = 0;
    for (int s = 1; s <= couinaud_segments; ++s) {
      if (!group[static_cast<std::size_t>(s)]) continue;
      const auto n = static_cast<double>(cells(s).size());
      for (std::size_t d = 0; d < 3; ++d)
        middle[d] += n * voxels_.centroid[static_cast<std::size_t>(s - 1)][d];
      count += n;
    }
    for (double& x : middle) x /= count;
    return between(from, middle, way);
  }

  /// Where a segmental branch should end: between the segment's middle and where the branch enters.
  Point tip_of(int segment, const Point& from) const {
    const Point& middle = voxels_.centroid[static_cast<std::size_t>(segment - 1)];
    const int steps = 200;
    for (int i = 0; i < steps; ++i) {
      const Point p = between(from, middle, static_cast<double>(i) / steps);
      if (mask_.segment_at(p) == segment) return between(middle, p, tip_share);
    }
    return middle;
  }

  bool tip_fits(const Point& tip, double radius, int segment, bool whole) const {
    if (mask_.segment_at(tip) != segment) return false;
    for (std::size_t d = 0; whole && d < 3; ++d) {
      for (const double side : {-radius, radius}) {
        Point p = tip;
        p[d] += side;
        if (mask_.segment_at(p) != segment) return false;
      }
    }
    return true;
  }

  static void append(VesselTree& tree, std::int32_t parent, const Point& end, double radius) {
    tree.end.push_back(end);
    tree.parent.push_back(parent);
    tree.radius.push_back(radius);
  }

  static Capsule capsule(const VesselTree& tree, std::size_t s) {
    return {tree.start(s), tree.end[s], tree.radius[s]};
  }

  bool straight(const VesselTree& tree, std::int32_t parent, const Point& from, const Point& end,
                double radius) const {
    return mask_.inside(from, end, 0) && apart({from, end, radius}, &tree, parent);
  }

  /// Clear of all other trees, and of its own but for parent and siblings, from which it must part.
  bool apart(const Capsule& c, const VesselTree* own, std::int32_t parent) const {
    for (const Skeleton& other : *others_) {
      for (std::size_t s = 0; s < other.tree.size(); ++s) {
        const Capsule there = capsule(other.tree, s);
        if (squared_distance(c.a, c.b, there.a, there.b) <= square(widen_ * (c.radius + there.radius)))
          return false;
      }
    }
    if (own == nullptr) return true;
    for (std::size_t s = 0; s < own->size(); ++s) {
      Capsule there = capsule(*own, s);
      const double least = square(widen_ * (c.radius + there.radius));
      const bool is_parent = static_cast<std::int32_t>(s) == parent;
      if (is_parent || own->parent[s] == parent) {
        if (is_parent) std::swap(there.a, there.b);
        if (squared_distance(c.b, there.a, there.b) <= least || squared_distance(there.b, c.a, c.b) <= least)
          return false;
      } else if (squared_distance(c.a, c.b, there.a, there.b) <= least) {
        return false;
      }
    }
    return true;
  }

  const LiverAnatomy& anatomy_;
  const Mask& mask_;
  const SegmentVoxels& voxels_;
  const std::vector<Skeleton>* others_ = nullptr;
  double widen_;
  double around_ = 0;  // [m]
  numerics::Philox random_;
  std::uint64_t drawn_ = 0;
};

}  // namespace

SegmentVoxels::SegmentVoxels(const LiverAnatomy& anatomy) {
  for (const std::int32_t cell : anatomy.voxels) {
    const auto s = static_cast<std::size_t>(anatomy.segment[static_cast<std::size_t>(cell)] - 1);
    cells[s].push_back(cell);
    const Point p = anatomy.grid.centre(static_cast<std::size_t>(cell));
    for (std::size_t d = 0; d < 3; ++d) centroid[s][d] += p[d];
  }
  for (std::size_t s = 0; s < couinaud_segments; ++s) {
    for (double& x : centroid[s]) x /= std::max<double>(1, static_cast<double>(cells[s].size()));
  }
}

std::optional<std::array<Skeleton, tree_kinds>> place_skeletons(
    const LiverAnatomy& anatomy, const Mask& mask, const SegmentVoxels& voxels,
    const std::array<double, tree_kinds>& root_radius, const std::array<double, tree_kinds>& murray_exponent,
    double clearance, std::uint64_t seed) {
  Placing placing(anatomy, mask, voxels, clearance, seed);
  std::optional<std::array<Skeleton, tree_kinds>> best;
  double least = 0;
  int compared = 0;
  for (int start = 0; start < fresh_starts && compared < skeletons_compared; ++start) {
    const double farthest = 0.15 + 0.35 * start / fresh_starts;
    std::vector<Skeleton> placed;
    double volume = 0;
    for (const TreeKind kind : {TreeKind::portal_vein, TreeKind::hepatic_vein, TreeKind::hepatic_artery}) {
      const auto k = static_cast<std::size_t>(kind);
      auto skeleton = placing.place(kind, root_radius[k], murray_exponent[k], farthest, placed);
      if (!skeleton) break;
      for (std::size_t s = 0; s < skeleton->tree.size(); ++s) {
        volume +=
            tube_volume(skeleton->tree.radius[s], distance(skeleton->tree.start(s), skeleton->tree.end[s]));
      }
      placed.push_back(std::move(*skeleton));
    }
    if (placed.size() < tree_kinds) continue;
    ++compared;
    if (best && volume >= least) continue;
    least = volume;
    best.emplace();
    for (Skeleton& s : placed) (*best)[static_cast<std::size_t>(s.tree.kind)] = std::move(s);
  }
  return best;
}

}  // namespace cellroute::liver
