// The whole system of nodes as one sparse matrix, solved by Cholesky factorisation: same pressures, same
// flows.
#include <Eigen/SparseCholesky>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

struct Voxels {
  FieldPerTree conductance;
  double mobility = 0;
};

/// Pressures of all segments' ends, tree by tree, then of all voxels. Closed segments: [tree][segment].
Eigen::VectorXd factorised(const Case& c, const Voxels& voxels, const PerTree& ports,
                           const std::array<std::vector<char>, tree_kinds>& closed) {
  std::array<int, tree_kinds + 1> offset{};
  for (std::size_t k = 0; k < tree_kinds; ++k)
    offset[k + 1] = offset[k] + static_cast<int>(c.vessels[k].tree.size());
  const int n = offset[tree_kinds] + static_cast<int>(c.liver.voxels.size());
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd source = Eigen::VectorXd::Zero(n);
  const auto join = [&](int a, int b, double g) {
    for (const auto& [i, j] : {std::pair{a, b}, std::pair{b, a}}) {
      entries.emplace_back(i, i, g);
      entries.emplace_back(i, j, -g);
    }
  };
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const VesselTree& tree = c.vessels[k].tree;
    for (std::size_t s = 0; s < tree.size(); ++s) {
      const double g = 1 / c.vessels[k].resistance[s];
      const int me = offset[k] + static_cast<int>(s);
      if (closed[k][s]) {
        entries.emplace_back(me, me, g);  // alone, at 0
      } else if (s == 0) {
        entries.emplace_back(me, me, g);
        source[me] += g * ports[k];
      } else {
        join(me, offset[k] + tree.parent[s], g);
      }
    }
    for (std::size_t v = 0; v < c.liver.voxels.size(); ++v) {
      const std::int32_t s = tree.terminals[static_cast<std::size_t>(tree.terminal_of_voxel[v])];
      if (closed[k][static_cast<std::size_t>(s)]) continue;
      join(offset[tree_kinds] + static_cast<int>(v), offset[k] + s, voxels.conductance[k][v]);
    }
  }
  if (voxels.mobility > 0) {
    for (std::size_t v = 0; v < c.liver.voxels.size(); ++v) {
      for (std::size_t w = v + 1; w < c.liver.voxels.size(); ++w) {
        const auto a = c.liver.grid.place(static_cast<std::size_t>(c.liver.voxels[v])),
                   b = c.liver.grid.place(static_cast<std::size_t>(c.liver.voxels[w]));
        if (std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]) != 1) continue;
        join(offset[tree_kinds] + static_cast<int>(v), offset[tree_kinds] + static_cast<int>(w),
             voxels.mobility * c.liver.grid.spacing);
      }
    }
  }
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver(matrix);
  REQUIRE(solver.info() == Eigen::Success);
  return solver.solve(source);
}

/// A segment and all behind it, in each tree.
std::array<std::vector<char>, tree_kinds> behind(const Case& c,
                                                 const std::array<std::int32_t, tree_kinds>& branch) {
  std::array<std::vector<char>, tree_kinds> closed;
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const VesselTree& tree = c.vessels[k].tree;
    closed[k].assign(tree.size(), 0);
    for (std::size_t s = 0; s < tree.size(); ++s) {
      closed[k][s] = static_cast<std::int32_t>(s) == branch[k] ||
                     (tree.parent[s] >= 0 && closed[k][static_cast<std::size_t>(tree.parent[s])]);
    }
  }
  return closed;
}

struct Difference {
  double pressure = 0, flow = 0;  // over the range of ports, over a voxel's mean inflow
  double balance = 0;             // of any node's flows, over the liver's inflow
};

Difference compare(const Case& c, const Voxels& voxels, const std::array<std::int32_t, tree_kinds>& branch) {
  liver::LiverFlow flow = c.flow();
  flow.set_voxels(voxels.conductance[0], voxels.conductance[1], voxels.conductance[2]);
  flow.set_interlobular(voxels.mobility);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    if (branch[k] >= 0) flow.close_branch(static_cast<TreeKind>(k), branch[k]);
  }
  const FlowReport report = flow.solve({1e-12, 1000});
  CHECK(report.converged);
  CHECK(report.imbalance < 1e-10);
  const LiverPerfusion p = flow.perfusion(resting_ports);
  const auto closed = behind(c, branch);
  const Eigen::VectorXd x = factorised(c, voxels, resting_ports, closed);
  const std::size_t n = c.liver.voxels.size();
  const Eigen::Index first_voxel = x.size() - static_cast<Eigen::Index>(n);
  Difference d;
  const double range = resting_ports[0] - resting_ports[2], inflow = p.port_flow[0] + p.port_flow[1];
  Eigen::Index at = 0;
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const VesselTree& tree = c.vessels[k].tree;
    const double sign = k == 2 ? -1 : 1;
    std::vector<double> sum(tree.size(), 0);
    for (std::size_t v = 0; v < n; ++v) {
      const auto s =
          static_cast<std::size_t>(tree.terminals[static_cast<std::size_t>(tree.terminal_of_voxel[v])]);
      const double exact =
          closed[k][s]
              ? 0
              : sign * voxels.conductance[k][v] *
                    (x[at + static_cast<Eigen::Index>(s)] - x[first_voxel + static_cast<Eigen::Index>(v)]);
      d.flow = std::max(d.flow, std::fabs(p.voxel_flow[k][v] - exact) / inflow * static_cast<double>(n));
      sum[s] += p.voxel_flow[k][v];
    }
    for (std::size_t s = tree.size(); s-- > 0;) {
      if (!closed[k][s]) {
        d.pressure = std::max(
            d.pressure, std::fabs(p.segment_pressure[k][s] - x[at + static_cast<Eigen::Index>(s)]) / range);
      } else {
        CHECK(p.segment_flow[k][s] == 0);
      }
      d.balance = std::max(d.balance, std::fabs(p.segment_flow[k][s] - sum[s]) / inflow);
      if (s > 0) sum[static_cast<std::size_t>(tree.parent[s])] += p.segment_flow[k][s];
    }
    CHECK(p.port_flow[k] == p.segment_flow[k][0]);
    at += static_cast<Eigen::Index>(tree.size());
  }
  std::vector<double> left(n);
  for (std::size_t v = 0; v < n; ++v) {
    d.pressure = std::max(
        d.pressure, std::fabs(p.voxel_pressure[v] - x[first_voxel + static_cast<Eigen::Index>(v)]) / range);
    left[v] += p.voxel_flow[0][v] + p.voxel_flow[1][v] - p.voxel_flow[2][v];
  }
  if (voxels.mobility > 0) {
    const VoxelGrid& grid = c.liver.grid;
    for (std::size_t v = 0; v < n; ++v) {
      for (std::size_t a = 0; a < 3; ++a) {
        std::array<int, 3> to = grid.place(static_cast<std::size_t>(c.liver.voxels[v]));
        ++to[a];
        const auto cell =
            to[a] < grid.cells[a] ? static_cast<std::int32_t>(grid.index(to[0], to[1], to[2])) : -1;
        const auto w = std::find(c.liver.voxels.begin(), c.liver.voxels.end(), cell);
        if (w == c.liver.voxels.end()) {
          CHECK(p.lateral_flow[a][v] == 0);
          continue;
        }
        left[v] -= p.lateral_flow[a][v];
        left[static_cast<std::size_t>(w - c.liver.voxels.begin())] += p.lateral_flow[a][v];
      }
    }
  }
  for (const double l : left) d.balance = std::max(d.balance, std::fabs(l) / inflow);
  const PerTree port = flow.three_port().flows(resting_ports);
  for (std::size_t k = 0; k < tree_kinds; ++k)
    CHECK(port[k] == Approx(p.port_flow[k]).epsilon(1e-10).margin(1e-12 * inflow));
  return d;
}

/// Random resistances in a random case.
void compare_random(const std::array<int, tree_kinds>& terminals, double least,
                    const std::array<std::int32_t, tree_kinds>& branch) {
  Case c = random_case(ellipsoid({13, 11, 9}, 1e-2), terminals, 5);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    c.vessels[k].resistance = random_numbers(c.vessels[k].tree.size(), 1e6, 1e9, 20 + k);
  }
  Voxels voxels;
  const std::size_t n = c.liver.voxels.size();
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    voxels.conductance[k] = random_numbers(n, 1e-12, 1e-10, 30 + k);
    // Some ways are shut, none of the voxels altogether.
    for (std::size_t v = k; v < n; v += 7) voxels.conductance[k][v] *= least;
  }
  // No faces; and faces weaker and far stronger than the ways to the trees.
  for (const double mobility : {0.0, 1e-9, 1e-6}) {
    CAPTURE(mobility);
    voxels.mobility = mobility;
    const Difference d = compare(c, voxels, branch);
    CHECK(d.pressure < 1e-10);
    CHECK(d.flow < 1e-7);
    CHECK(d.balance < 1e-13);
  }
}

TEST_CASE("Trees and voxels of random resistances flow as a factorisation of the whole system says") {
  SECTION("a terminal for few voxels") { compare_random({40, 60, 50}, 1, {-1, -1, -1}); }
  SECTION("a terminal for many voxels") { compare_random({5, 8, 6}, 1, {-1, -1, -1}); }
  SECTION("some of them shut") { compare_random({5, 8, 6}, 0, {-1, -1, -1}); }
  SECTION("an arterial and a venous branch closed") {
    compare_random({40, 60, 50}, 1, {5, -1, 9});
    compare_random({5, 8, 6}, 1, {3, -1, 4});
  }
  SECTION("the portal trunk closed") {
    compare_random({40, 60, 50}, 1, {-1, 0, -1});
    compare_random({5, 8, 6}, 1, {-1, 0, -1});
  }
}

TEST_CASE("Voxels that join artery and portal vein nowhere but in the hepatic vein") {
  Case c = random_case(ellipsoid({13, 11, 9}, 1e-2), {5, 8, 6}, 6);
  const std::size_t n = c.liver.voxels.size();
  Voxels voxels;
  for (std::size_t k = 0; k < tree_kinds; ++k)
    voxels.conductance[k] = random_numbers(n, 1e-12, 1e-10, 40 + k);
  for (std::size_t v = 0; v < n; ++v) voxels.conductance[v % 2][v] = 0;
  const Difference d = compare(c, voxels, {-1, -1, -1});
  CHECK(d.pressure < 1e-10);
  CHECK(d.flow < 1e-7);
  CHECK(d.balance < 1e-13);
}

}  // namespace
