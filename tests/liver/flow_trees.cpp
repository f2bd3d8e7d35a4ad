// Trees whose resistance, volume and pressures are known in closed form.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

/// Portal blood through one tree and voxels of the given conductances, the artery shut by its voxels.
struct PortalLiver {
  Case parts;
  double sinusoids = 0;  // [Pa s/m3] of all voxels side by side

  PortalLiver(LiverAnatomy liver, const SymmetricTree& law, double viscosity) {
    const std::size_t n = liver.voxels.size();
    parts.liver = std::move(liver);
    parts.vessels = {manifold(TreeKind::hepatic_artery, n),
                     symmetric(TreeKind::portal_vein, law, viscosity, n),
                     manifold(TreeKind::hepatic_vein, n)};
  }

  LiverPerfusion solve(const PerTree& ports, double per_volume) {
    liver::LiverFlow flow = parts.flow();
    flow.set_uniform_voxels({0, per_volume, 2 * per_volume});
    const FlowReport report = flow.solve({1e-13, 1000});
    CHECK(report.converged);
    sinusoids = 1.5 / (per_volume * flow.volume());
    whole = 1 / flow.three_port().portal_vein;
    return flow.perfusion(ports);
  }
  double whole = 0;
};

TEST_CASE("T1: one tube in front of a voxel drops the pressure by Poiseuille's law") {
  const SymmetricTree tube{1e-3, 10e-3, 3, 1, 1};
  PortalLiver liver(whole_box({1, 1, 1}, 1e-2), tube, 3.5e-3);
  const LiverPerfusion p = liver.solve({0, 1000, 0}, 1e-2);
  const double drop = 1000 - p.segment_pressure[1][0], flow = p.port_flow[1];
  CHECK(drop / flow == Approx(8.912676813146e7).epsilon(1e-12));
  CHECK(liver.whole == Approx(8.912676813146e7 + liver.sinusoids).epsilon(1e-12));
  CHECK(1e-6 * (liver.whole - liver.sinusoids) == Approx(89.1268).epsilon(1e-6));
}

TEST_CASE("T2: in a symmetric tree of Murray's every generation drops as much and blood takes N V0/Q") {
  const int generations = 12;
  const SymmetricTree law{4e-3, 30e-3, 3, std::pow(2.0, -1.0 / 3), generations};
  PortalLiver liver(whole_box({16, 16, 8}, 5e-3), law, 3.5e-3);
  const LiverPerfusion p = liver.solve(resting_ports, 1e-4);
  const Vessels& tree = liver.parts.vessels[1];
  const double root = tree.resistance[0], q = p.port_flow[1];
  CHECK(liver.whole - liver.sinusoids == Approx(generations * root).epsilon(1e-11));
  CHECK(
      q ==
      Approx((resting_ports[1] - resting_ports[2]) / (generations * root + liver.sinusoids)).epsilon(1e-12));
  double worst_drop = 0, worst_transit = 0;
  std::vector<double> arrival(tree.tree.size());
  for (std::size_t s = 0; s < tree.tree.size(); ++s) {
    const bool first = s == 0;
    const auto before = static_cast<std::size_t>(first ? 0 : tree.tree.parent[s]);
    const double above = first ? resting_ports[1] : p.segment_pressure[1][before];
    worst_drop = std::max(worst_drop, std::fabs((above - p.segment_pressure[1][s]) / (q * root) - 1));
    arrival[s] = (first ? 0 : arrival[before]) +
                 tube_volume(tree.tree.radius[s], tree.length[s]) / p.segment_flow[1][s];
  }
  const double transit = generations * tube_volume(law.root_radius, law.root_length) / q;
  for (const std::int32_t t : tree.tree.terminals) {
    worst_transit = std::max(worst_transit, std::fabs(arrival[static_cast<std::size_t>(t)] / transit - 1));
  }
  CHECK(worst_drop < 1e-10);  // a drop is a small difference of pressures
  CHECK(worst_transit < 1e-12);
}

TEST_CASE("T3: symmetric trees of other exponents and lengths resist as the geometric series says") {
  const double third = std::pow(2.0, -1.0 / 3);
  const auto ratio = [](double gamma, double length_ratio) {
    const SymmetricTree law{4e-3, 30e-3, gamma, length_ratio, 12};
    PortalLiver liver(whole_box({16, 16, 8}, 5e-3), law, 3.5e-3);
    // Sinusoids that resist little, so that little is subtracted.
    liver.solve(resting_ports, 1);
    return (liver.whole - liver.sinusoids) / liver.parts.vessels[1].resistance[0];
  };
  CHECK(ratio(3, 0.8) == Approx(12.5379406452013).epsilon(1e-12));
  CHECK(ratio(2.7, third) == Approx(22.4601268663781).epsilon(1e-12));
}

TEST_CASE("T5: where every path drops the same, terminals have one pressure and flows as their voxels") {
  Case parts;
  parts.liver = ellipsoid({20, 16, 12}, 5e-3);
  const std::size_t n = parts.liver.voxels.size();
  parts.vessels = {manifold(TreeKind::hepatic_artery, n),
                   random_tree(TreeKind::portal_vein, parts.liver, 150, 11),
                   manifold(TreeKind::hepatic_vein, n)};
  Vessels& portal = parts.vessels[1];
  // Pressures that fall from 1 at the root by a random part of what is left, to 0 at terminals; resistances
  // follow from the flows wanted, which are the voxels behind.
  const std::size_t segments = portal.tree.size();
  std::vector<double> flow(segments, 0), pressure(segments);
  for (const std::int32_t t : portal.tree.terminal_of_voxel) {
    for (std::int32_t s = portal.tree.terminals[static_cast<std::size_t>(t)]; s >= 0;
         s = portal.tree.parent[static_cast<std::size_t>(s)]) {
      flow[static_cast<std::size_t>(s)] += 1;
    }
  }
  const std::vector<double> left = random_numbers(segments, 0.5, 0.95, 12);
  const double unit = 100 / (1e-5 / static_cast<double>(n));  // 100 Pa for a flow of 1e-5 m3/s
  for (std::size_t s = 0; s < segments; ++s) {
    const double above = s == 0 ? 1 : pressure[static_cast<std::size_t>(portal.tree.parent[s])];
    pressure[s] = above * left[s];
  }
  for (const std::int32_t t : portal.tree.terminals) pressure[static_cast<std::size_t>(t)] = 0;
  for (std::size_t s = 0; s < segments; ++s) {
    const double above = s == 0 ? 1 : pressure[static_cast<std::size_t>(portal.tree.parent[s])];
    portal.resistance[s] = unit * (above - pressure[s]) / flow[s];
  }
  liver::LiverFlow whole = parts.flow();
  whole.set_uniform_voxels({0, 1e-4, 1e-4});
  REQUIRE(whole.solve({1e-13, 1000}).converged);
  const LiverPerfusion p = whole.perfusion(resting_ports);
  const double each = p.port_flow[1] / static_cast<double>(n);
  double spread = 0, share = 0, balance = 0;
  const auto first = static_cast<std::size_t>(portal.tree.terminals[0]);
  for (const std::int32_t t : portal.tree.terminals) {
    const double drop = resting_ports[1] - p.segment_pressure[1][static_cast<std::size_t>(t)];
    spread = std::max(spread, std::fabs(drop / (resting_ports[1] - p.segment_pressure[1][first]) - 1));
  }
  std::vector<double> behind(segments, 0);
  for (std::size_t s = segments; s-- > 1;)
    behind[static_cast<std::size_t>(portal.tree.parent[s])] += p.segment_flow[1][s];
  for (std::size_t s = 0; s < segments; ++s) {
    share = std::max(share, std::fabs(p.segment_flow[1][s] / (each * flow[s]) - 1));
    if (behind[s] != 0) balance = std::max(balance, std::fabs(behind[s] / p.segment_flow[1][s] - 1));
  }
  CHECK(spread < 1e-10);
  CHECK(share < 1e-10);
  CHECK(balance < 1e-12);
}

}  // namespace
