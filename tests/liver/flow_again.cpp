// Solving again: from the last solution, and from one that was put back.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

TEST_CASE("A solution close to the last is found in fewer iterations, and is the one found from nothing") {
  const Case c = random_case(ellipsoid({20, 16, 12}, 8e-3), {30, 40, 20}, 81);
  const std::size_t n = c.liver.voxels.size();
  for (const double mobility : {0.0, 1e-11}) {
    CAPTURE(mobility);
    FieldPerTree g;
    for (std::size_t k = 0; k < tree_kinds; ++k) g[k] = random_numbers(n, 1e-11, 1e-10, 90 + k);
    liver::LiverFlow again = c.flow(), fresh = c.flow();
    for (liver::LiverFlow* flow : {&again, &fresh}) flow->set_interlobular(mobility);
    again.set_voxels(g[0], g[1], g[2]);
    again.solve();
    for (std::size_t v = 0; v < n; v += 3) g[2][v] *= 1 - 1e-5;
    again.set_voxels(g[0], g[1], g[2]);
    fresh.set_voxels(g[0], g[1], g[2]);
    const FlowReport second = again.solve(), first = fresh.solve();
    CHECK(second.converged);
    CHECK(second.iterations < 0.75 * first.iterations);
    CHECK(again.three_port().portal_vein == Approx(fresh.three_port().portal_vein).epsilon(1e-9));
  }
}

TEST_CASE("Solutions that are put back give the same flows, and the same next solution, bit for bit") {
  const Case c = random_case(ellipsoid({20, 16, 12}, 8e-3), {30, 40, 20}, 83);
  const std::size_t n = c.liver.voxels.size();
  for (const double mobility : {0.0, 1e-11, 1e-8}) {
    CAPTURE(mobility);
    FieldPerTree g;
    for (std::size_t k = 0; k < tree_kinds; ++k) g[k] = random_numbers(n, 1e-11, 1e-10, 90 + k);
    liver::LiverFlow kept = c.flow(), built_anew = c.flow();
    for (liver::LiverFlow* flow : {&kept, &built_anew}) {
      flow->set_interlobular(mobility);
      flow->close_branch(TreeKind::portal_vein, 3);
    }
    kept.set_voxels(g[0], g[1], g[2]);
    kept.solve();
    for (double& conductance : g[1]) conductance *= 0.9;  // so that the solution depends on what came before
    kept.set_voxels(g[0], g[1], g[2]);
    kept.solve();
    std::vector<double> file;
    kept.visit([&](std::span<double> part) { file.insert(file.end(), part.begin(), part.end()); });
    auto at = file.begin();
    built_anew.visit([&](std::span<double> part) {
      for (double& x : part) x = *at++;
    });
    built_anew.set_voxels(g[0], g[1], g[2]);
    built_anew.restored();
    const auto same = [&] {
      const LiverPerfusion a = kept.perfusion(resting_ports), b = built_anew.perfusion(resting_ports);
      return a.port_flow == b.port_flow && a.voxel_pressure == b.voxel_pressure &&
             a.voxel_flow == b.voxel_flow && a.segment_pressure == b.segment_pressure &&
             a.segment_flow == b.segment_flow && a.lateral_flow == b.lateral_flow &&
             kept.three_port().portal_vein == built_anew.three_port().portal_vein;
    };
    CHECK(same());
    for (double& conductance : g[0]) conductance *= 0.9;
    for (liver::LiverFlow* flow : {&kept, &built_anew}) {
      flow->set_voxels(g[0], g[1], g[2]);
      flow->solve();
    }
    CHECK(same());
  }
}

}  // namespace
