// What is measured on trees, on those whose answer is known.
#include <catch2/catch.hpp>
#include <numeric>

#include "models/liver/murray.hpp"
#include "models/liver/poiseuille.hpp"
#include "sim/liver/at_rest.hpp"
#include "sim/liver/transport/tree_transit.hpp"
#include "sim/liver/trees/radii.hpp"
#include "sim/liver/trees/statistics.hpp"
#include "tests/liver/trees_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;

namespace {

/// Every vessel divides into two equal ones; only lengths matter, so all lie on a line.
VesselTree symmetric(const SymmetricTree& form) {
  VesselTree tree;
  tree.murray_exponent = form.gamma;
  for (int g = 0, first = 0; g < form.generations; first += 1 << g, ++g) {
    for (int i = 0; i < 1 << g; ++i) {
      tree.parent.push_back(g == 0 ? -1 : (first + i - 1) / 2);
      const double before = g == 0 ? 0 : tree.end[static_cast<std::size_t>(tree.parent.back())][0];
      tree.end.push_back({before + form.length(g), 0, 0});
      tree.radius.push_back(form.radius(g));
      if (g + 1 == form.generations) tree.terminals.push_back(first + i);
    }
  }
  return tree;
}

}  // namespace

TEST_CASE("a symmetric tree has the orders, ratios and volume of its closed form") {
  const SymmetricTree form{6e-3, 60e-3, 2.7, 0.8, 9};
  const liver::TreeStatistics t = liver::statistics(symmetric(form), 2e-5);
  REQUIRE(t.orders.size() == 9);
  for (int order = 1; order <= 9; ++order) {
    const liver::StrahlerOrder& o = t.orders[static_cast<std::size_t>(order - 1)];
    CHECK(o.order == order);
    CHECK(o.vessels == 1 << (9 - order));
    CHECK(o.mean_length == Approx(form.length(9 - order)).epsilon(1e-12));
    CHECK(o.mean_radius == Approx(form.radius(9 - order)).epsilon(1e-12));
  }
  CHECK(t.branching_ratio == Approx(2).epsilon(1e-12));
  CHECK(t.length_ratio == Approx(1 / 0.8).epsilon(1e-12));
  CHECK(t.radius_ratio == Approx(std::pow(2, 1 / 2.7)).epsilon(1e-12));
  CHECK(t.volume == Approx(tube_volume(6e-3, 60e-3) * form.volume_ratio()).epsilon(1e-12));
  CHECK(t.mean_transit == Approx(t.volume / 2e-5).epsilon(1e-12));
  CHECK(t.transit_cv2 < 1e-20);
}

TEST_CASE("A tree's summary has the ratios by Strahler's orders of a binary tree") {
  const SymmetricTree form{6e-3, 60e-3, 2.7, 0.8, 9};
  VesselTree tree = symmetric(form);
  tree.kind = TreeKind::portal_vein;
  LiverPerfusion flow;
  const std::vector<double> share = liver::flow_shares(tree);
  flow.port_flow[1] = 2e-5;
  for (std::size_t s = 0; s < tree.size(); ++s) {
    flow.segment_flow[1].push_back(2e-5 * share[s]);
    flow.segment_pressure[1].push_back(0);
  }
  const liver::TreeSummary one = liver::summary_of(tree, liver::segment_volumes(tree), flow);
  CHECK(one.orders == 9);
  CHECK(one.branching_ratio == Approx(2).epsilon(1e-12));
  CHECK(one.length_ratio == Approx(1 / 0.8).epsilon(1e-12));
  CHECK(one.diameter_ratio == Approx(std::pow(2, 1 / 2.7)).epsilon(1e-12));
}

TEST_CASE("radii set for a flow and a drop are the symmetric tree's, whatever they were") {
  const SymmetricTree form{6e-3, 60e-3, 3, std::cbrt(0.5), 8};
  VesselTree tree = symmetric(form);
  const std::vector<double> wanted = tree.radius;
  std::fill(tree.radius.begin(), tree.radius.end(), 0.0);
  const double drop = 2e-5 * poiseuille_resistance(6e-3, 60e-3, 3.5e-3) * form.resistance_ratio();
  liver::set_radii(tree, 2e-5, drop, 3.5e-3);
  for (std::size_t s = 0; s < tree.size(); ++s) CHECK(tree.radius[s] == Approx(wanted[s]).epsilon(1e-12));
}

TEST_CASE("Strahler orders of a lopsided tree, and vessels that run through several joints") {
  // A trunk 0 with side branches 1 and 3 and an end that forks: orders by hand.
  //   0 -> 1 (terminal), 2;  2 -> 3 (terminal), 4;  4 -> 5, 6 (terminals)
  VesselTree tree;
  tree.parent = {-1, 0, 0, 2, 2, 4, 4};
  tree.terminals = {1, 3, 5, 6};
  tree.end = {{1, 0, 0}, {1, 2, 0}, {2, 0, 0}, {2, 2, 0}, {3, 0, 0}, {3, 3, 0}, {3, 0, 3}};
  tree.radius = {3, 1, 2, 1, 1, 1, 1};
  CHECK(liver::strahler_orders(tree) == std::vector<int>{2, 1, 2, 1, 2, 1, 1});
  const liver::TreeStatistics t = liver::statistics(tree, 1);
  REQUIRE(t.orders.size() == 2);
  CHECK(t.orders[0].vessels == 4);
  CHECK(t.orders[0].mean_length == Approx((2 + 2 + 3 + 3) / 4.0));
  CHECK(t.orders[1].vessels == 1);
  CHECK(t.orders[1].mean_length == Approx(3));
  CHECK(t.orders[1].mean_radius == Approx(2));
  CHECK(t.branching_ratio == Approx(4));
  CHECK(t.length_ratio == Approx(1.2));
}

TEST_CASE("T6: mean transit is volume over flow in a grown tree") {
  const liver::TreePlan plan = adult_plan(300);
  const Trees trees = liver::grow_trees(adult_liver(), plan);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const liver::TreeStatistics t = liver::statistics(trees[k], plan.flow[k]);
    CHECK(t.mean_transit == Approx(t.volume / plan.flow[k]).epsilon(1e-12));
    CHECK(t.transit_cv2 > 0.01);
    std::int64_t of_order_1 = t.orders[0].vessels;
    CHECK(of_order_1 == 300);

    const std::vector<double> share = liver::flow_shares(trees[k]);
    CHECK(share[0] == 1);

    // The viscosity the trees were grown with gives one pressure; a law of diameter spreads it.
    const auto same = liver::spread(
        liver::pressure_drops(trees[k], liver::resistances(trees[k], plan.viscosity), plan.flow[k]));
    CHECK(same.mean == Approx(plan.pressure_drop[k]).epsilon(1e-10));
    CHECK(same.most - same.least < 1e-10 * same.mean);
    const auto law = liver::spread(liver::pressure_drops(
        trees[k], liver::resistances(trees[k], ViscosityLaw::in_vivo, 1.2e-3, 0.45), plan.flow[k]));
    CHECK(law.most > 1.001 * law.least);
  }
}

TEST_CASE("one segment through a viscosity law is Poiseuille's with the law's viscosity") {
  VesselTree tree;
  tree.parent = {-1};
  tree.end = {{1e-3, 0, 0}};
  tree.radius = {50e-6};
  tree.terminals = {0};
  const auto r = liver::resistances(tree, ViscosityLaw::in_vitro, 1.2e-3, 0.45);
  CHECK(r[0] == Approx(poiseuille_resistance(50e-6, 1e-3, 1.2e-3 * 2.44263)).epsilon(1e-5));
}
