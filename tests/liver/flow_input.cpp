// What the flow refuses, and that it says why.
#include <catch2/catch.hpp>
#include <limits>

#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;
using Catch::Contains;

Case small() { return random_case(whole_box({4, 3, 2}, 1e-2), {3, 4, 5}, 71); }

TEST_CASE("Trees that are none, or do not reach every voxel, are refused") {
  Case c = small();
  VesselTree& portal = c.vessels[1].tree;
  SECTION("a parent after its child") {
    portal.parent[1] = 2;
    CHECK_THROWS_WITH(c.flow(), Contains("portal_vein") && Contains("does not come before"));
  }
  SECTION("a trunk with a parent") {
    portal.parent[0] = 0;
    CHECK_THROWS_WITH(c.flow(), Contains("trunk"));
  }
  SECTION("terminals that have children") {
    portal.terminals[0] = 0;
    CHECK_THROWS_WITH(c.flow(), Contains("segments without children"));
  }
  SECTION("a voxel without terminal") {
    portal.terminal_of_voxel[7] = -1;
    CHECK_THROWS_WITH(c.flow(), Contains("voxel 7 has no terminal"));
  }
  SECTION("terminals of another liver") {
    portal.terminal_of_voxel.pop_back();
    CHECK_THROWS_WITH(c.flow(), Contains("23 voxels") && Contains("24"));
  }
}

TEST_CASE("Numbers that no vessel has are refused") {
  const Case c = small();
  liver::LiverFlow flow = c.flow();
  const std::size_t n = c.liver.voxels.size();
  const std::vector<double> right(n, 1e-9);
  std::vector<double> wrong = right;
  wrong[5] = -1;
  CHECK_THROWS_WITH(flow.set_voxels(right, wrong, right), Contains("portal") && Contains("number 5"));
  wrong[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(flow.set_voxels(right, right, wrong), std::invalid_argument);
  wrong.pop_back();
  CHECK_THROWS_WITH(flow.set_voxels(wrong, right, right), Contains("23") && Contains("24"));
  CHECK_THROWS_AS(flow.set_resistances(TreeKind::hepatic_vein, right), std::invalid_argument);
  CHECK_THROWS_AS(flow.set_interlobular(-1.0), std::invalid_argument);
  CHECK_THROWS_WITH(flow.close_branch(TreeKind::hepatic_artery, 5),
                    Contains("hepatic_artery has no segment 5"));
  flow.set_voxels(right, right, right);
  CHECK_THROWS_AS(flow.three_port(), std::logic_error);
}

TEST_CASE("A liver with every way closed has no flow") {
  const Case c = small();
  liver::LiverFlow flow = c.flow();
  flow.set_uniform_voxels({1e-6, 1e-5, 1e-5});
  for (std::size_t k = 0; k < tree_kinds; ++k) flow.close_branch(static_cast<TreeKind>(k), 0);
  for (const double mobility : {0.0, 1e-6}) {
    flow.set_interlobular(mobility);
    CHECK(flow.solve().converged);
    const LiverPerfusion p = flow.perfusion(resting_ports);
    CHECK(p.port_flow == PerTree{});
    for (const double q : p.voxel_flow[1]) CHECK(q == 0);
    CHECK(flow.three_port().portal_vein == 0);
  }
}

}  // namespace
