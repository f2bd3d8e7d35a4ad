// Growth in rounds that double the terminals. After each the trees are looked at as a whole: radii, what
// they will be at the end, and which vessels have grown into each other; the smaller one is then taken
// away and grown anew.
#include "sim/liver/trees/grow.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>

#include "sim/liver/trees/apportion.hpp"
#include "sim/liver/trees/collisions.hpp"
#include "sim/liver/trees/radii.hpp"
#include "sim/liver/trees/skeleton.hpp"
#include "sim/liver/trees/territory.hpp"
#include "sim/liver/trees/voxel_terminals.hpp"

namespace cellroute::liver {

namespace {

constexpr const char* remedy =
    "fewer terminals, or thinner vessels by less flow or a larger pressure drop, would fit";
constexpr int last_rounds = 60;  // of taking away and growing anew
constexpr std::uint64_t skeletons_tried = 10;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

class Growth {
 public:
  Growth(const LiverAnatomy& anatomy, const TreePlan& plan)
      : anatomy_(anatomy), plan_(plan), mask_(anatomy), voxels_(anatomy) {
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      wanted_[k] = apportion(plan.terminals[k], voxels_);
      expected_[k] = first_guess(k);
    }
  }

  std::array<VesselTree, tree_kinds> trees() {
    for (std::uint64_t attempt = 0; attempt < skeletons_tried; ++attempt) {
      place(attempt);
      if (!grown()) continue;
      for (VesselTree& tree : trees_) assign_voxels(anatomy_, tree);
      return std::move(trees_);
    }
    throw TreeError(problems_);
  }

 private:
  /// Where a segment of the assembled trees comes from; couinaud 0: the skeleton.
  struct Origin {
    int couinaud = 0;
    std::int32_t piece = 0;
  };

  static std::string millimetres(double metres) {
    const std::string digits = std::to_string(std::round(metres * 1e4) / 10);
    return digits.substr(0, digits.find('.') + 2) + " mm";
  }

  std::string trunks() const {
    return millimetres(expected_[0]) + ", " + millimetres(expected_[1]) + " and " +
           millimetres(expected_[2]) + " radius (hepatic artery, portal vein, hepatic vein)";
  }

  /// As if a symmetric tree of this many terminals with half the liver's width as its first vessel. Later
  /// attempts know better.
  double first_guess(std::size_t k) const {
    const double length = 0.5 * std::cbrt(anatomy_.volume());
    const double alone = std::sqrt(
        std::sqrt(8 * plan_.viscosity / std::numbers::pi * length * plan_.flow[k] / plan_.pressure_drop[k]));
    return alone * widening(1, plan_.terminals[k], plan_.murray_exponent[k]);
  }

  void place(std::uint64_t attempt) {
    std::optional<std::array<Skeleton, tree_kinds>> placed;
    for (const double share : {2.0, 1.0, 0.0}) {  // roomier if possible
      placed = place_skeletons(anatomy_, mask_, voxels_, expected_, plan_.murray_exponent,
                               share * plan_.clearance, plan_.seed + 1000003 * attempt);
      if (placed) break;
    }
    if (!placed) {
      throw TreeError(
          {"no way was found through this liver for the named branches of three trees with trunks of " +
           trunks() + " (" + remedy + ")"});
    }
    skeletons_ = std::move(*placed);
    territories_.clear();
    for (int s = 1; s <= couinaud_segments; ++s) {
      const auto& cells = voxels_.cells[static_cast<std::size_t>(s - 1)];
      if (cells.empty()) continue;
      Territory& territory = territories_.emplace_back(anatomy_, mask_, s, cells, plan_.clearance,
                                                       plan_.seed + 1000003 * attempt);
      for (std::size_t k = 0; k < tree_kinds; ++k) {
        const VesselTree& tree = skeletons_[k].tree;
        const std::int32_t tip = skeletons_[k].tip[static_cast<std::size_t>(s - 1)];
        const auto at = static_cast<std::size_t>(tip);
        territory.plant(tree.kind, tree.start(at), tree.end[at], tree.murray_exponent, tip);
        territory.tree(tree.kind).set_root_radius(tree.radius[at]);
      }
    }
    // The largest first: threads then end at about the same time.
    order_.resize(territories_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return territories_[a].voxels() > territories_[b].voxels();
    });
    trees_ = {skeletons_[0].tree, skeletons_[1].tree, skeletons_[2].tree};
    set_obstacles();
  }

  /// @return false when this skeleton does not serve: `problems_` says why, `expected_` has been learnt
  bool grown() {
    std::int32_t most = 1;
    for (const auto& wanted : wanted_) most = std::max(most, *std::max_element(wanted.begin(), wanted.end()));
    int doublings = 0;
    while ((most >> doublings) > 2) ++doublings;
    for (int round = doublings; round > -last_rounds; --round) {
      if (!grow(std::max(round, 0))) return false;
      assemble(round > 0);
      if (!clear_up()) return false;
      if (round <= 0 && touching_ == 0) return true;
      set_obstacles();
    }
    problems_ = {std::to_string(touching_) + " pairs of vessels cannot be kept apart (" + remedy + ")"};
    return false;
  }

  /// @return false when a segment has no room
  bool grow(int halvings) {
    const auto count = static_cast<std::int64_t>(order_.size());
    std::vector<std::uint8_t> full(order_.size() * tree_kinds, 0);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t i = 0; i < count; ++i) {
      Territory& territory = territories_[order_[static_cast<std::size_t>(i)]];
      const auto s = static_cast<std::size_t>(territory.couinaud() - 1);
      for (const TreeKind kind : {TreeKind::portal_vein, TreeKind::hepatic_vein, TreeKind::hepatic_artery}) {
        const auto k = static_cast<std::size_t>(kind);
        const std::int32_t target = ((wanted_[k][s] - 1) >> halvings) + 1;
        if (!territory.grow(kind, target)) full[static_cast<std::size_t>(i) * tree_kinds + k] = 1;
      }
    }
    problems_.clear();
    for (std::size_t i = 0; i < full.size(); ++i) {
      if (full[i] == 0) continue;
      const Territory& territory = territories_[order_[i / tree_kinds]];
      const std::size_t k = i % tree_kinds;
      const std::int32_t have = territory.tree(static_cast<TreeKind>(k)).terminals();
      const std::int32_t wanted = wanted_[k][static_cast<std::size_t>(territory.couinaud() - 1)];
      problems_.push_back(std::string(tree_names[k]) + ": segment " + std::to_string(territory.couinaud()) +
                          " has no room for more than " + std::to_string(have) + " of " +
                          std::to_string(wanted) + " terminals (" + remedy + ")");
    }
    return problems_.empty();
  }

  /// The trees as they are now, with radii: those expected at the end, or the true ones.
  void assemble(bool expected) {
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      VesselTree& tree = trees_[k];
      tree = skeletons_[k].tree;
      origin_[k].assign(tree.size(), Origin{});
      for (const Territory& territory : territories_) append(k, territory);
      tree.terminals.clear();
      std::vector<std::uint8_t> inner(tree.size(), 0);
      for (const std::int32_t p : tree.parent) {
        if (p >= 0) inner[static_cast<std::size_t>(p)] = 1;
      }
      for (std::size_t s = 0; s < tree.size(); ++s) {
        if (inner[s] == 0) tree.terminals.push_back(static_cast<std::int32_t>(s));
      }
      set_radii(tree, plan_.flow[k], plan_.pressure_drop[k], plan_.viscosity);
      if (expected) {
        const double wider = widening(static_cast<double>(tree.terminals.size()), plan_.terminals[k],
                                      plan_.murray_exponent[k]);
        for (double& r : tree.radius) r *= wider;
      }
      expected_[k] = tree.radius[0];
    }
  }

  void append(std::size_t k, const Territory& territory) {
    VesselTree& tree = trees_[k];
    const Subtree& grown = territory.tree(tree.kind);
    const std::int32_t tip = skeletons_[k].tip[static_cast<std::size_t>(territory.couinaud() - 1)];
    std::vector<std::pair<std::int32_t, std::int32_t>> queue{{0, tip}};  // piece, its place in the tree
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const auto [piece, place] = queue[i];
      for (const std::int32_t c : grown[piece].child) {
        if (c < 0) continue;
        queue.emplace_back(c, static_cast<std::int32_t>(tree.size()));
        tree.end.push_back(grown.place(c).end);
        tree.parent.push_back(place);
        tree.radius.push_back(0);
        origin_[k].push_back({territory.couinaud(), c});
      }
    }
  }

  /// Skeleton and roots of the subtrees with the radii of the assembled trees.
  void set_obstacles() {
    std::vector<Obstacle> obstacles;
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      const VesselTree& tree = skeletons_[k].tree;
      for (std::size_t s = 0; s < tree.size(); ++s) {
        obstacles.push_back(
            {tree.kind, static_cast<std::int32_t>(s), {tree.start(s), tree.end[s], trees_[k].radius[s]}});
      }
    }
    for (Territory& territory : territories_) {
      territory.set_obstacles(obstacles);
      for (std::size_t k = 0; k < tree_kinds; ++k) {
        const std::int32_t tip = skeletons_[k].tip[static_cast<std::size_t>(territory.couinaud() - 1)];
        territory.tree(static_cast<TreeKind>(k))
            .set_root_radius(trees_[k].radius[static_cast<std::size_t>(tip)]);
      }
      territory.refresh();
    }
  }

  bool grown_segment(const VesselName& v) const { return origin_of(v).couinaud > 0; }
  const Origin& origin_of(const VesselName& v) const {
    return origin_[static_cast<std::size_t>(v.tree)][static_cast<std::size_t>(v.segment)];
  }

  /// Takes the smaller of any two vessels that touch away.
  /// @return false when both belong to skeletons
  bool clear_up() {
    const std::vector<Collision> found = collisions(trees_);
    touching_ = found.size();
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      beyond_[k] = terminals_beyond(trees_[k]);
      children_[k].assign(trees_[k].size(), {-1, -1});
      for (std::size_t s = 1; s < trees_[k].size(); ++s) {
        auto& child = children_[k][static_cast<std::size_t>(trees_[k].parent[s])];
        child[child[0] < 0 ? 0 : 1] = static_cast<std::int32_t>(s);
      }
    }
    std::vector<VesselName> doomed;
    for (const Collision& c : found) {
      const std::optional<VesselName> one = smaller(c);
      if (!one) {
        problems_ = {"the named branches of the three trees cannot be kept apart: their trunks are of " +
                     trunks() + " (" + remedy + ")"};
        return false;
      }
      doomed.push_back(*one);
    }
    for (const VesselName& v : doomed) {
      const Origin& from = origin_of(v);
      for (Territory& territory : territories_) {
        if (territory.couinaud() == from.couinaud && territory.tree(v.tree).place(from.piece).exists) {
          territory.prune(v.tree, from.piece);
        }
      }
    }
    return true;
  }

  /// Of the vessels that can go, the one with the fewest terminals beyond.
  std::optional<VesselName> least(std::initializer_list<VesselName> vessels) const {
    std::optional<VesselName> best;
    const auto beyond = [&](const VesselName& v) {
      return beyond_[static_cast<std::size_t>(v.tree)][static_cast<std::size_t>(v.segment)];
    };
    for (const VesselName& v : vessels) {
      if (v.segment >= 0 && grown_segment(v) && (!best || beyond(v) < beyond(*best))) best = v;
    }
    return best;
  }

  std::optional<VesselName> smaller(const Collision& c) const {
    VesselName a = c.first, b = c.second;  // a child has the higher number
    const auto k = static_cast<std::size_t>(b.tree);
    if (a.tree == b.tree && trees_[k].parent[static_cast<std::size_t>(b.segment)] == a.segment) {
      // One of the two is too short: a daughter goes, of the child or of its parent.
      const auto& own = children_[k][static_cast<std::size_t>(b.segment)];
      const auto& both = children_[k][static_cast<std::size_t>(a.segment)];
      if (own[1] < 0) return least({{b.tree, both[0]}, {b.tree, both[1]}});
      return least({{b.tree, own[0]}, {b.tree, own[1]}, {b.tree, both[0]}, {b.tree, both[1]}});
    }
    return least({b, a});
  }

  const LiverAnatomy& anatomy_;
  const TreePlan& plan_;
  Mask mask_;
  SegmentVoxels voxels_;
  std::array<std::array<std::int32_t, couinaud_segments>, tree_kinds> wanted_{};
  std::array<double, tree_kinds> expected_{};  // [m] root radii
  std::array<Skeleton, tree_kinds> skeletons_;
  std::vector<Territory> territories_;
  std::vector<std::size_t> order_;

  std::array<VesselTree, tree_kinds> trees_;
  std::array<std::vector<Origin>, tree_kinds> origin_;
  std::array<std::vector<std::int32_t>, tree_kinds> beyond_;
  std::array<std::vector<std::array<std::int32_t, 2>>, tree_kinds> children_;
  std::size_t touching_ = 0;
  std::vector<std::string> problems_;
};

}  // namespace

TreeError::TreeError(std::vector<std::string> found)
    : std::runtime_error(joined(found)), problems(std::move(found)) {}

std::array<VesselTree, tree_kinds> grow_trees(const LiverAnatomy& anatomy, const TreePlan& plan) {
  const std::vector<std::string> problems = contradictions(anatomy, plan);
  if (!problems.empty()) throw TreeError(problems);
  return Growth(anatomy, plan).trees();
}

}  // namespace cellroute::liver
