// The sparse factorisation against Eigen's dense one, and its fill.

// lu_factor speaks the vocabulary of lanes.hpp, which therefore comes first.
// clang-format off
#include "sim/numerics/lanes.hpp"
#include "sim/numerics/sparse_lu.hpp"
// clang-format on

#include <Eigen/Dense>
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

using cellroute::numerics::LuPlan;
using cellroute::numerics::LuView;

namespace {

using Pattern = std::vector<std::pair<int, int>>;

/// A column-dominant M-matrix: what leaves a place arrives in others, plus sigma.
Eigen::MatrixXd m_matrix(int n, const Pattern& pattern, double sigma, std::mt19937_64& random) {
  std::uniform_real_distribution<double> exponent(-4, 4);
  Eigen::MatrixXd A = Eigen::MatrixXd::Zero(n, n);
  for (const auto& [row, column] : pattern) {
    const double rate = std::pow(10, exponent(random));
    A(row, column) -= rate;
    A(column, column) += rate;
  }
  A.diagonal().array() += sigma;
  return A;
}

Pattern random_pattern(int n, double density, std::mt19937_64& random) {
  std::uniform_real_distribution<double> chance(0, 1);
  Pattern pattern;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      if (i != j && chance(random) < density) pattern.emplace_back(i, j);
    }
  }
  return pattern;
}

std::vector<double> values(const LuPlan& plan, const Eigen::MatrixXd& A) {
  std::vector<double> a(plan.entries(), 0.0);
  for (int i = 0; i < plan.size(); ++i) {
    for (int j = 0; j < plan.size(); ++j) {
      if (plan.slot(i, j) >= 0) a[plan.slot(i, j)] = A(i, j);
    }
  }
  return a;
}

}  // namespace

TEST_CASE("random M-matrices are solved as Eigen solves them") {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 2 + trial % 38;
    const Pattern pattern = random_pattern(n, trial % 2 == 0 ? 0.08 : 0.3, random);
    const LuPlan plan(n, pattern);
    const Eigen::MatrixXd A = m_matrix(n, pattern, 1e-3, random);
    Eigen::VectorXd b = Eigen::VectorXd::Random(n);
    std::vector<double> a = values(plan, A), x(b.data(), b.data() + n);
    cellroute::numerics::lu_factor(LuView(plan), a.data());
    cellroute::numerics::lu_solve(LuView(plan), a.data(), x.data());
    const Eigen::VectorXd expected = A.fullPivLu().solve(b),
                          actual = Eigen::Map<Eigen::VectorXd>(x.data(), n);
    INFO("trial " << trial << ", n " << n);
    const double residual =
        (A * actual - b).cwiseAbs().maxCoeff() / (A.cwiseAbs() * actual.cwiseAbs()).maxCoeff();
    REQUIRE(residual < 1e-14);
    REQUIRE((actual - expected).norm() < 1e-9 * expected.norm());
  }
}

TEST_CASE("the plan holds every fill-in of its order and no other place") {
  std::mt19937_64 random(5);
  for (int trial = 0; trial < 40; ++trial) {
    const int n = 5 + trial % 25;
    const Pattern pattern = random_pattern(n, 0.12, random);
    const LuPlan plan(n, pattern);
    std::set<std::pair<int, int>> present(pattern.begin(), pattern.end());
    for (int i = 0; i < n; ++i) present.emplace(i, i);
    std::vector<char> done(n, 0);
    for (const LuPlan::Pivot& pivot : plan.pivots()) {
      const int k = pivot.unknown;
      done[k] = 1;
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
          if (!done[i] && !done[j] && present.count({i, k}) && present.count({k, j})) present.emplace(i, j);
        }
      }
    }
    REQUIRE(std::count(done.begin(), done.end(), 1) == n);
    int places = 0;
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        REQUIRE((plan.slot(i, j) >= 0) == (present.count({i, j}) > 0));
        places += plan.slot(i, j) >= 0;
      }
    }
    REQUIRE(places == plan.entries());
  }
}

TEST_CASE("chains and stars fill in nothing") {
  Pattern chain, star;
  for (int i = 1; i < 30; ++i) {
    chain.emplace_back(i, i - 1);
    chain.emplace_back(i - 1, i);
    star.emplace_back(0, i);
    star.emplace_back(i, 0);
  }
  CHECK(LuPlan(30, chain).entries() == 30 + 2 * 29);
  CHECK(LuPlan(30, star).entries() == 30 + 2 * 29);
}
