// T1-T3: a tube, and symmetric trees against their closed forms; the trees' pressures are also
// solved as conductance networks by the elimination the integrator uses.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/liver/murray.hpp"
#include "models/liver/poiseuille.hpp"
#include "sim/numerics/lanes.hpp"
#include "sim/numerics/sparse_lu.hpp"

using cellroute::SymmetricTree;

namespace {

constexpr double mu = 3.5e-3;

/// Root inlet imposed at flow Q, leaves at pressure 0: pressure of every node but the leaves.
struct SolvedTree {
  std::vector<double> pressure;  // breadth first: node 0 is the inlet, node i ends tube i - 1
  double flow_error = 0;         // largest imbalance of a node over Q
  std::vector<double> drops;     // of the first tube of each generation
};

cellroute::numerics::LuPlan binary_plan(int nodes) {
  std::vector<std::pair<int, int>> pattern;
  for (int node = 1; node < nodes; ++node) {
    const int parent = node == 1 ? 0 : node / 2;
    pattern.emplace_back(parent, node);
    pattern.emplace_back(node, parent);
  }
  return {nodes, pattern};
}

SolvedTree solve(const SymmetricTree& tree, double Q) {
  const int tubes = (1 << tree.generations) - 1,
            inner = 1 << (tree.generations - 1);  // leaves carry no unknown
  // Tube i runs from the end of its parent (node parent + 1) to node i + 1; node 0 is the inlet.
  const auto start_of = [](int tube) { return tube == 0 ? 0 : (tube - 1) / 2 + 1; };
  std::vector<double> G(tubes);
  for (int i = 0; i < tubes; ++i) {
    const int generation = static_cast<int>(std::log2(i + 1));
    G[i] = 1 / cellroute::poiseuille_resistance(tree.radius(generation), tree.length(generation), mu);
  }
  static const cellroute::numerics::LuPlan plan =
      binary_plan(inner);  // every tree here has twelve generations
  REQUIRE(plan.size() == inner);
  std::vector<double> a(plan.entries(), 0.0), b(inner, 0.0);
  for (int i = 0; i < tubes; ++i) {
    const int from = start_of(i), to = i + 1;
    a[plan.slot(from, from)] += G[i];
    if (to >= inner) continue;
    a[plan.slot(to, to)] += G[i];
    a[plan.slot(from, to)] -= G[i];
    a[plan.slot(to, from)] -= G[i];
  }
  b[0] = Q;
  cellroute::numerics::lu_factor(cellroute::numerics::LuView(plan), a.data());
  cellroute::numerics::lu_solve(cellroute::numerics::LuView(plan), a.data(), b.data());
  SolvedTree solved{b, 0, {}};
  std::vector<double> net(inner, 0.0);
  net[0] = Q;
  for (int i = 0; i < tubes; ++i) {
    const int from = start_of(i), to = i + 1;
    const double drop = b[from] - (to < inner ? b[to] : 0);
    net[from] -= G[i] * drop;
    if (to < inner) net[to] += G[i] * drop;
    if (((i + 1) & i) == 0) solved.drops.push_back(drop);
  }
  for (const double rest : net) solved.flow_error = std::max(solved.flow_error, std::fabs(rest) / Q);
  return solved;
}

void check_tree(double gamma, double lam, double resistance, double volume, double digits) {
  const SymmetricTree tree{6e-3, 60e-3, gamma, lam, 12};
  CHECK(tree.resistance_ratio() == Approx(resistance).epsilon(digits));
  if (volume > 0) CHECK(tree.volume_ratio() == Approx(volume).epsilon(digits));
  const double R0 = cellroute::poiseuille_resistance(6e-3, 60e-3, mu),
               V0 = cellroute::tube_volume(6e-3, 60e-3);
  double R = 0, V = 0;
  for (int g = 0; g < 12; ++g) {
    const double tubes = std::pow(2, g);
    R += cellroute::poiseuille_resistance(tree.radius(g), tree.length(g), mu) / tubes;
    V += cellroute::tube_volume(tree.radius(g), tree.length(g)) * tubes;
  }
  CHECK(R / R0 == Approx(tree.resistance_ratio()).epsilon(1e-12));
  CHECK(V / V0 == Approx(tree.volume_ratio()).epsilon(1e-12));
  const double Q = 1e-6;
  const SolvedTree solved = solve(tree, Q);
  CHECK(solved.pressure[0] / (R0 * Q) == Approx(tree.resistance_ratio()).epsilon(1e-12));
  CHECK(solved.flow_error < 1e-12);
}

}  // namespace

TEST_CASE("T1: the resistance of a tube is Poiseuille's") {
  CHECK(cellroute::poiseuille_resistance(1e-3, 1e-2, mu) == Approx(8.912676813146e7).epsilon(1e-12));
  CHECK(cellroute::poiseuille_resistance(1e-3, 1e-2, mu) * 1e-6 == Approx(89.1268).epsilon(1e-6));
}

TEST_CASE("T2: a symmetric Murray tree has N times the root's resistance and volume, equal drops") {
  check_tree(3, std::cbrt(0.5), 12, 12, 1e-12);
  const SymmetricTree tree{6e-3, 60e-3, 3, std::cbrt(0.5), 12};
  const double R0 = cellroute::poiseuille_resistance(6e-3, 60e-3, mu);
  const SolvedTree solved = solve(tree, 1e-6);
  REQUIRE(solved.drops.size() == 12);
  for (const double drop : solved.drops) CHECK(drop == Approx(R0 * 1e-6).epsilon(1e-12));
  for (int g = 0; g < 12; ++g) {
    const double volume = cellroute::tube_volume(tree.radius(g), tree.length(g)) * std::pow(2, g);
    CHECK(volume == Approx(cellroute::tube_volume(6e-3, 60e-3)).epsilon(1e-12));
  }
  // Transit N V0/Q: each generation holds V0.
  CHECK(tree.volume_ratio() * cellroute::tube_volume(6e-3, 60e-3) / 1e-6 ==
        Approx(12 * cellroute::tube_volume(6e-3, 60e-3) / 1e-6).epsilon(1e-12));
}

TEST_CASE("T3: symmetric trees of other exponents and lengths") {
  check_tree(3, 0.8, 12.5379406452013, 0, 1e-12);
  check_tree(2.7, std::cbrt(0.5), 22.4601268663781, 9.1905075018525, 1e-12);
}

TEST_CASE("daughters of a bifurcation share the parent's r^gamma") {
  for (const double gamma : {2.0, 2.7, 3.0}) {
    const double a = cellroute::daughter_radius(2e-3, 0.7, gamma),
                 b = cellroute::daughter_radius(2e-3, 0.3, gamma);
    CHECK(std::pow(a, gamma) + std::pow(b, gamma) == Approx(std::pow(2e-3, gamma)).epsilon(1e-13));
  }
}
