// What a whole liver does: uniform perfusion, occlusion, embolisation, reversal.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

const StarConductance usual{1e-6, 6e-5, 8e-5};  // per volume [m3/(Pa s) per m3]

double sum(const std::vector<double>& numbers) {
  double total = 0;
  for (const double x : numbers) total += x;
  return total;
}

TEST_CASE("Symmetric trees perfuse every voxel alike, and the star is that of trees and voxels in series") {
  Case c;
  c.liver = whole_box({16, 16, 8}, 5e-3);
  const std::size_t n = c.liver.voxels.size();
  const SymmetricTree artery{2e-3, 30e-3, 3, 0.8, 9}, portal{5e-3, 40e-3, 2.7, 0.75, 8},
      vein{6e-3, 40e-3, 3, 0.8, 10};
  c.vessels = {symmetric(TreeKind::hepatic_artery, artery, 3.5e-3, n),
               symmetric(TreeKind::portal_vein, portal, 3.5e-3, n),
               symmetric(TreeKind::hepatic_vein, vein, 3.5e-3, n)};
  // Voxels side by side mix, or do not: where all are alike it makes no difference.
  for (const double mobility : {0.0, 1e-11}) {
    liver::LiverFlow flow = c.flow();
    flow.set_uniform_voxels(usual);
    flow.set_interlobular(mobility);
    REQUIRE(flow.solve({1e-12, 1000}).converged);
    const double volume = c.liver.volume();
    const StarConductance star = flow.star();
    CHECK(1 / star.arterial ==
          Approx(artery.resistance_ratio() * c.vessels[0].resistance[0] + 1 / (usual.arterial * volume))
              .epsilon(1e-9));
    CHECK(1 / star.portal ==
          Approx(portal.resistance_ratio() * c.vessels[1].resistance[0] + 1 / (usual.portal * volume))
              .epsilon(1e-9));
    CHECK(1 / star.venous ==
          Approx(vein.resistance_ratio() * c.vessels[2].resistance[0] + 1 / (usual.venous * volume))
              .epsilon(1e-9));
    const LiverPerfusion p = flow.perfusion(resting_ports);
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      const auto [least, most] = std::minmax_element(p.voxel_flow[k].begin(), p.voxel_flow[k].end());
      CHECK(*least > 0);
      CHECK(*most / *least == Approx(1).epsilon(1e-9));
      CHECK(sum(p.voxel_flow[k]) == Approx(p.port_flow[k]).epsilon(1e-12));
    }
    CHECK(p.port_flow[0] + p.port_flow[1] == Approx(p.port_flow[2]).epsilon(1e-13));
  }
}

/// Random trees, uniform voxels, and the same with those in the lower half of x obstructed.
struct Occlusion {
  ThreePort before, after;
  LiverPerfusion flow_before, flow_after;
  std::vector<char> obstructed;
};

Occlusion obstruct(double mobility, double left) {
  const Case c = random_case(ellipsoid({20, 16, 12}, 8e-3), {60, 90, 70}, 17);
  const std::size_t n = c.liver.voxels.size();
  liver::LiverFlow flow = c.flow();
  flow.set_interlobular(mobility);
  Occlusion result;
  FieldPerTree g;
  const double volume = c.liver.grid.voxel_volume();
  g[0].assign(n, usual.arterial * volume);
  g[1].assign(n, usual.portal * volume);
  g[2].assign(n, usual.venous * volume);
  flow.set_voxels(g[0], g[1], g[2]);
  REQUIRE(flow.solve({1e-12, 1000}).converged);
  result.before = flow.three_port();
  result.flow_before = flow.perfusion(resting_ports);
  for (std::size_t v = 0; v < n; ++v) {
    result.obstructed.push_back(c.liver.grid.place(static_cast<std::size_t>(c.liver.voxels[v]))[0] < 10);
    if (result.obstructed[v]) g[2][v] *= left;
  }
  flow.set_voxels(g[0], g[1], g[2]);
  REQUIRE(flow.solve({1e-12, 1000}).converged);
  result.after = flow.three_port();
  result.flow_after = flow.perfusion(resting_ports);
  return result;
}

TEST_CASE("Obstructed sinusoids turn the flow away and raise the liver's resistance") {
  for (const double mobility : {0.0, 2e-11}) {
    CAPTURE(mobility);
    const Occlusion o = obstruct(mobility, 0.1);
    CHECK(o.after.portal_vein < o.before.portal_vein);
    CHECK(o.after.artery_vein < o.before.artery_vein);
    double there_before = 0, there = 0, elsewhere_before = 0, elsewhere = 0;
    for (std::size_t v = 0; v < o.obstructed.size(); ++v) {
      (o.obstructed[v] ? there_before : elsewhere_before) += o.flow_before.voxel_flow[2][v];
      (o.obstructed[v] ? there : elsewhere) += o.flow_after.voxel_flow[2][v];
    }
    CHECK(there < 0.5 * there_before);
    CHECK(elsewhere > 1.005 * elsewhere_before);
    CHECK(there + elsewhere < there_before + elsewhere_before);
  }
}

TEST_CASE("Through faces between voxels blood leaves obstructed ones sideways") {
  const Occlusion o = obstruct(2e-11, 0);
  double trapped = 0, entered = 0;
  for (std::size_t v = 0; v < o.obstructed.size(); ++v) {
    if (!o.obstructed[v]) continue;
    trapped = std::max(trapped, std::fabs(o.flow_after.voxel_flow[2][v]));
    entered += o.flow_after.voxel_flow[0][v] + o.flow_after.voxel_flow[1][v];
  }
  CHECK(trapped == 0);
  CHECK(entered > 0.01 * o.flow_after.port_flow[1]);
  // Without faces an obstructed voxel only lets the artery feed the portal vein.
  const Occlusion alone = obstruct(0, 0);
  entered = 0;
  for (std::size_t v = 0; v < alone.obstructed.size(); ++v) {
    if (alone.obstructed[v]) entered += alone.flow_after.voxel_flow[0][v] + alone.flow_after.voxel_flow[1][v];
  }
  CHECK(std::fabs(entered) < 1e-12 * alone.flow_after.port_flow[1]);
  CHECK(*std::min_element(alone.flow_after.voxel_flow[1].begin(), alone.flow_after.voxel_flow[1].end()) < 0);
}

TEST_CASE("The territory of an embolised branch gets nothing by that tree, the rest more") {
  const Case c = random_case(ellipsoid({20, 16, 12}, 8e-3), {60, 90, 70}, 23);
  liver::LiverFlow flow = c.flow();
  flow.set_uniform_voxels(usual);
  REQUIRE(flow.solve({1e-12, 1000}).converged);
  const ThreePort open = flow.three_port();
  const LiverPerfusion before = flow.perfusion(resting_ports);
  const VesselTree& portal = c.vessels[1].tree;
  std::int32_t branch = 1;
  while (portal.parent[static_cast<std::size_t>(branch)] != 0) ++branch;
  flow.close_branch(TreeKind::portal_vein, branch);
  REQUIRE(flow.solve({1e-12, 1000}).converged);
  const LiverPerfusion after = flow.perfusion(resting_ports);
  std::size_t territory = 0, less = 0, by_artery = 0;
  double portal_there = 0;
  for (std::size_t v = 0; v < c.liver.voxels.size(); ++v) {
    std::int32_t s = portal.terminals[static_cast<std::size_t>(portal.terminal_of_voxel[v])];
    while (s > branch) s = portal.parent[static_cast<std::size_t>(s)];
    if (s == branch) {
      ++territory;
      portal_there = std::max(portal_there, std::fabs(after.voxel_flow[1][v]));
      by_artery += after.voxel_flow[0][v] > before.voxel_flow[0][v];
    } else {
      less += after.voxel_flow[1][v] < before.voxel_flow[1][v];
    }
  }
  CHECK(territory > c.liver.voxels.size() / 5);
  CHECK(portal_there == 0);
  CHECK(after.segment_flow[1][static_cast<std::size_t>(branch)] == 0);
  CHECK(by_artery == territory);  // the sinusoids' pressure has fallen there
  CHECK(less == 0);
  CHECK(flow.three_port().portal_vein < open.portal_vein);
  flow.open_all_branches();
  REQUIRE(flow.solve({1e-12, 1000}).converged);
  CHECK(flow.three_port().portal_vein == Approx(open.portal_vein).epsilon(1e-11));
}

TEST_CASE("With the ports' pressures the other way round every flow is") {
  const Case c = random_case(ellipsoid({14, 12, 10}, 8e-3), {30, 40, 50}, 29);
  liver::LiverFlow flow = c.flow();
  flow.set_uniform_voxels(usual);
  flow.set_interlobular(1e-11);
  REQUIRE(flow.solve({1e-12, 1000}).converged);
  const PerTree there{2000, 1000, 0}, back{0, 1000, 2000};
  const LiverPerfusion a = flow.perfusion(there), b = flow.perfusion(back);
  CHECK(b.port_flow[2] < 0);
  double worst = 0;
  for (std::size_t v = 0; v < c.liver.voxels.size(); ++v) {
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      worst = std::max(worst, std::fabs(a.voxel_flow[k][v] + b.voxel_flow[k][v]) / a.port_flow[2]);
    }
  }
  CHECK(worst < 1e-13);
}

}  // namespace
