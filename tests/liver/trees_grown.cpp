// T5 and what else must hold in grown trees: laws at every joint, names, room, one liver for three trees.
#include <catch2/catch.hpp>
#include <map>
#include <numbers>
#include <set>

#include "sim/liver/trees/mask.hpp"
#include "sim/numerics/threads.hpp"
#include "tests/liver/trees_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using liver::grow_trees;
using liver::TreePlan;

namespace {

const Trees& grown_trees() {
  static const Trees trees = grow_trees(adult_liver(), adult_plan(many));
  return trees;
}

/// Flows from the leaves up and pressures from the root down, by Poiseuille with the radii as they are.
void check_laws(const VesselTree& tree, double flow, double drop, double viscosity) {
  std::vector<double> q(tree.size(), 0), below(tree.size(), 0), p(tree.size());
  std::vector<int> children(tree.size(), 0);
  for (std::size_t s = tree.size(); s-- > 0;) {
    if (children[s] == 0) q[s] = flow / static_cast<double>(tree.terminals.size());
    if (tree.parent[s] < 0) continue;
    const auto parent = static_cast<std::size_t>(tree.parent[s]);
    REQUIRE(parent < s);
    ++children[parent];
    q[parent] += q[s];
    below[parent] += std::pow(tree.radius[s], tree.murray_exponent);
  }
  CHECK(q[0] == Approx(flow).epsilon(1e-10));
  double murray = 0, least = 1e300, most = -1e300;
  std::size_t terminals = 0;
  for (std::size_t s = 0; s < tree.size(); ++s) {
    const Point a = tree.start(s), b = tree.end[s];
    const double length = std::hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    p[s] = (tree.parent[s] < 0 ? 0 : p[static_cast<std::size_t>(tree.parent[s])]) -
           8 * viscosity * length * q[s] / (std::numbers::pi * std::pow(tree.radius[s], 4));
    if (children[s] == 0) {
      REQUIRE(terminals < tree.terminals.size());
      CHECK(tree.terminals[terminals++] == static_cast<std::int32_t>(s));
      least = std::min(least, -p[s]);
      most = std::max(most, -p[s]);
    } else {
      REQUIRE(children[s] <= 2);
      murray = std::max(murray, std::fabs(below[s] / std::pow(tree.radius[s], tree.murray_exponent) - 1));
    }
  }
  CHECK(terminals == tree.terminals.size());
  CHECK(murray < 1e-10);
  CHECK(std::fabs(least / drop - 1) < 1e-10);
  CHECK(std::fabs(most / drop - 1) < 1e-10);
}

}  // namespace

TEST_CASE("T5: grown trees balance flow, keep Murray's law and end at one pressure") {
  const TreePlan plan = adult_plan(many);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    CAPTURE(tree_names[k]);
    const VesselTree& tree = grown_trees()[k];
    CHECK(static_cast<std::size_t>(tree.kind) == k);
    CHECK(tree.terminals.size() == static_cast<std::size_t>(many));
    check_laws(tree, plan.flow[k], plan.pressure_drop[k], plan.viscosity);
  }
}

TEST_CASE("T5: other Murray exponents keep the laws too") {
  TreePlan plan = adult_plan(300);
  plan.murray_exponent = {2, 2.55, 2.7};
  const Trees trees = grow_trees(adult_liver(), plan);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    CHECK(trees[k].murray_exponent == plan.murray_exponent[k]);
    check_laws(trees[k], plan.flow[k], plan.pressure_drop[k], plan.viscosity);
  }
  CHECK(touching_pairs(trees).empty());
}

TEST_CASE("every vessel stays inside the liver, and each branch ends in the segment it is named after") {
  const LiverAnatomy& anatomy = adult_liver();
  const liver::Mask mask(anatomy);
  for (const VesselTree& tree : grown_trees()) {
    CAPTURE(tree_names[static_cast<std::size_t>(tree.kind)]);
    int outside = 0;
    for (std::size_t s = 0; s < tree.size(); ++s) {
      const Point a = tree.start(s), b = tree.end[s];
      for (int i = 0; i <= 40; ++i) {  // points along it, not the walk from voxel to voxel it was grown with
        const double t = i / 40.0;
        outside += mask.segment_at(
                       {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])}) == 0;
      }
    }
    CHECK(outside == 0);

    std::map<std::string, std::int32_t> named;
    for (const NamedBranch& b : tree.named) named[b.name] = b.segment;
    REQUIRE(named.size() == 15);
    CHECK(named["trunk"] == 0);
    // Which named branches lie between a segmental branch and the root.
    const auto way = [&](std::int32_t s) {
      std::set<std::string> names;
      for (; s >= 0; s = tree.parent[static_cast<std::size_t>(s)]) {
        for (const auto& [name, first] : named) {
          if (first == s) names.insert(name);
        }
      }
      return names;
    };
    using Names = std::set<std::string>;
    CHECK(way(named["segment_2"]) == Names{"trunk", "left", "left_lateral", "segment_2"});
    CHECK(way(named["segment_3"]) == Names{"trunk", "left", "left_lateral", "segment_3"});
    CHECK(way(named["segment_4"]) == Names{"trunk", "left", "left_medial", "segment_4"});
    CHECK(way(named["segment_5"]) == Names{"trunk", "right", "right_anterior", "segment_5"});
    CHECK(way(named["segment_6"]) == Names{"trunk", "right", "right_posterior", "segment_6"});
    CHECK(way(named["segment_7"]) == Names{"trunk", "right", "right_posterior", "segment_7"});
    CHECK(way(named["segment_8"]) == Names{"trunk", "right", "right_anterior", "segment_8"});
    const bool caval = tree.kind == TreeKind::hepatic_vein;  // the caudate drains straight into the trunk
    CHECK(way(named["segment_1"]) ==
          (caval ? Names{"trunk", "segment_1"} : Names{"trunk", "left", "segment_1"}));

    // All terminals beyond segment_n lie in Couinaud segment n, and there are no others.
    for (const std::int32_t t : tree.terminals) {
      const int couinaud = mask.segment_at(tree.end[static_cast<std::size_t>(t)]);
      CHECK(way(t).count("segment_" + std::to_string(couinaud)) == 1);
    }
  }
}

TEST_CASE("terminals are shared out by volume, and each voxel goes to the nearest of its segment") {
  const LiverAnatomy& anatomy = adult_liver();
  const liver::Mask mask(anatomy);
  const VesselTree& tree = grown_trees()[static_cast<std::size_t>(TreeKind::portal_vein)];
  std::array<double, 9> voxels{}, terminals{};
  for (const std::int32_t v : anatomy.voxels) ++voxels[anatomy.segment[static_cast<std::size_t>(v)]];
  std::vector<std::int64_t> home;
  for (const std::int32_t t : tree.terminals) {
    const Point& end = tree.end[static_cast<std::size_t>(t)];
    ++terminals[static_cast<std::size_t>(mask.segment_at(end))];
    home.push_back(mask.cell_at(end));
  }
  for (std::size_t s = 1; s <= 8; ++s) {
    CHECK(std::fabs(terminals[s] - many * voxels[s] / static_cast<double>(anatomy.voxels.size())) < 1);
  }
  REQUIRE(tree.terminal_of_voxel.size() == anatomy.voxels.size());
  std::vector<int> supplied(tree.terminals.size(), 0);
  for (std::size_t v = 0; v < anatomy.voxels.size(); ++v) {
    const std::int32_t owner = tree.terminal_of_voxel[v];
    REQUIRE(owner >= 0);
    REQUIRE(owner < many);
    ++supplied[static_cast<std::size_t>(owner)];
    const auto cell = static_cast<std::size_t>(anatomy.voxels[v]);
    REQUIRE(anatomy.segment[static_cast<std::size_t>(home[static_cast<std::size_t>(owner)])] ==
            anatomy.segment[cell]);
    if (v % 37 != 0 || home[static_cast<std::size_t>(owner)] == anatomy.voxels[v]) continue;
    const Point centre = anatomy.grid.centre(cell);
    const auto far = [&](std::size_t t) {
      const Point& e = tree.end[static_cast<std::size_t>(tree.terminals[t])];
      return std::hypot(e[0] - centre[0], e[1] - centre[1], e[2] - centre[2]);
    };
    const double mine = far(static_cast<std::size_t>(owner));
    bool nearer = false;
    for (std::size_t t = 0; t < static_cast<std::size_t>(many); ++t) {
      if (anatomy.segment[static_cast<std::size_t>(home[t])] == anatomy.segment[cell])
        nearer |= far(t) < mine;
    }
    CHECK_FALSE(nearer);
  }
  CHECK(*std::min_element(supplied.begin(), supplied.end()) >= 1);

  // Territories are more even than those of points at random, whose volumes have CV^2 = 0.18 (E. N. Gilbert,
  // Ann Math Stat 1962;33:958-972: 0.179 for Voronoi cells of Poisson points in space).
  const double mean = static_cast<double>(anatomy.voxels.size()) / many;
  double variance = 0;
  for (const int n : supplied) variance += (n - mean) * (n - mean) / many;
  CHECK(variance / (mean * mean) < 0.15);
}

TEST_CASE("the same plan grows the same trees on any number of threads, another seed others") {
  const auto grown = [](int threads, std::uint64_t seed) {
    numerics::use_threads(threads);
    TreePlan plan = adult_plan(120);
    plan.seed = seed;
    return grow_trees(adult_liver(), plan);
  };
  const int before = numerics::threads_in_use();
  const Trees one = grown(1, 7), two = grown(2, 7), four = grown(4, 7), other = grown(2, 8);
  numerics::use_threads(before);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    for (const Trees* more : {&two, &four}) {
      CHECK(one[k].end == (*more)[k].end);
      CHECK(one[k].parent == (*more)[k].parent);
      CHECK(one[k].radius == (*more)[k].radius);
      CHECK(one[k].terminal_of_voxel == (*more)[k].terminal_of_voxel);
    }
    CHECK(one[k].end != other[k].end);
  }
}

TEST_CASE("trees grow where only some segments are, in a mouse, and with nearly a terminal for each voxel") {
  SECTION("the left liver alone") {
    LiverAnatomy left = adult_liver();
    left.voxels.clear();
    for (std::size_t c = 0; c < left.segment.size(); ++c) {
      if (left.segment[c] > 4) left.segment[c] = 0;
      if (left.segment[c] > 0) left.voxels.push_back(static_cast<std::int32_t>(c));
    }
    left.portal_hilum = left.grid.centre(nearest_voxel(left, left.portal_hilum));
    left.arterial_hilum = left.grid.centre(nearest_voxel(left, left.arterial_hilum));
    left.caval_outlet = left.grid.centre(nearest_voxel(left, left.caval_outlet));
    TreePlan plan = adult_plan(200);
    for (double& q : plan.flow) q *= 0.37;
    const Trees trees = grow_trees(left, plan);
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      check_laws(trees[k], plan.flow[k], plan.pressure_drop[k], plan.viscosity);
      for (const NamedBranch& b : trees[k].named) {
        CHECK(b.name.find("right") == std::string::npos);
        CHECK(b.name != "segment_5");
      }
    }
    CHECK(touching_pairs(trees).empty());
  }
  SECTION("a mouse's liver of 1.3 mL") {
    TreePlan plan = adult_plan(200);
    for (double& q : plan.flow) q *= 1e-3;
    CHECK(touching_pairs(grow_trees(parametric_liver(1.3e-6, 4e-4), plan)).empty());
  }
  SECTION("most of 1209 voxels with a terminal of their own") {
    const LiverAnatomy coarse = parametric_liver(1.209e-3, 1e-2);
    REQUIRE(coarse.voxels.size() == 1209);
    const Trees trees = grow_trees(coarse, adult_plan(many));
    CHECK(touching_pairs(trees).empty());
    for (const VesselTree& tree : trees) {
      const std::set<std::int32_t> supplied(tree.terminal_of_voxel.begin(), tree.terminal_of_voxel.end());
      CHECK(supplied.size() == static_cast<std::size_t>(many));
    }
  }
}
