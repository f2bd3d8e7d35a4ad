// The multigrid solver and Eigen's sparse Cholesky on the same systems.
#include <Eigen/SparseCholesky>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "tests/numerics/multigrid_fields.hpp"

using namespace cellroute::numerics;
using cellroute::testing::Noise;

namespace {

struct Problem {
  Grid grid;
  Faces face;
  std::vector<double> sink, source;
};

Problem problem(std::array<int, 3> cells, std::array<bool, 3> periodic, std::array<double, 3> spacing,
                const std::function<std::vector<double>(const Grid&)>& field) {
  Problem p;
  p.grid = {cells, spacing, periodic};
  const std::vector<double> k = field(p.grid);
  p.face = conductances(p.grid, k, k, k);
  Noise noise(11);
  p.source.resize(p.grid.size());
  for (double& s : p.source) s = noise() - 0.5;
  return p;
}

/// Direct solution: the first cell of every closed region is held, then region means are taken off.
std::vector<double> direct(const Problem& p, const Regions& regions) {
  const auto n = static_cast<int>(p.grid.size());
  std::vector<double> mean(regions.list.size());
  for (int c = 0; c < n; ++c) mean[regions.of_cell[c]] += p.source[c];
  for (std::size_t r = 0; r < mean.size(); ++r) {
    mean[r] = regions.list[r].closed ? mean[r] / static_cast<double>(regions.list[r].cells) : 0;
  }
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd b(n);
  for (int c = 0; c < n; ++c) {
    b[c] = p.source[c] - mean[regions.of_cell[c]];
    const Region& region = regions.list[regions.of_cell[c]];
    if (region.closed && region.first_cell == static_cast<std::size_t>(c)) entries.emplace_back(c, c, 1.0);
    if (!p.sink.empty()) entries.emplace_back(c, c, p.sink[c]);
  }
  const auto& cells = p.grid.cells;
  for (int k = 0; k < cells[2]; ++k) {
    for (int j = 0; j < cells[1]; ++j) {
      for (int i = 0; i < cells[0]; ++i) {
        const auto c = static_cast<int>(p.grid.index(i, j, k));
        const int next[3] = {static_cast<int>(p.grid.index((i + 1) % cells[0], j, k)),
                             static_cast<int>(p.grid.index(i, (j + 1) % cells[1], k)),
                             static_cast<int>(p.grid.index(i, j, (k + 1) % cells[2]))};
        for (int a = 0; a < 3; ++a) {
          const double t = p.face[a][c];
          if (t == 0 || next[a] == c) continue;
          entries.emplace_back(c, c, t);
          entries.emplace_back(next[a], next[a], t);
          entries.emplace_back(c, next[a], -t);
          entries.emplace_back(next[a], c, -t);
        }
      }
    }
  }
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factors(matrix);
  REQUIRE(factors.info() == Eigen::Success);
  const Eigen::VectorXd solution = factors.solve(b);
  std::vector<double> x(solution.data(), solution.data() + n);
  std::fill(mean.begin(), mean.end(), 0.0);
  for (int c = 0; c < n; ++c) mean[regions.of_cell[c]] += x[c];
  for (int c = 0; c < n; ++c) {
    const Region& region = regions.list[regions.of_cell[c]];
    if (region.closed) x[c] -= mean[regions.of_cell[c]] / static_cast<double>(region.cells);
  }
  return x;
}

void agree(const Problem& p) {
  DiffusionSolver solver(p.grid, p.face, p.sink);
  std::vector<double> x(p.grid.size());
  const SolveReport report = solver.solve(p.source, x, {1e-12, 100});
  CAPTURE(p.grid.cells, p.grid.periodic, report.iterations, report.residual);
  CHECK(report.residual < 1e-10);
  const std::vector<double> exact = direct(p, solver.regions());
  double size = 0, worst = 0;
  for (std::size_t c = 0; c < x.size(); ++c) {
    size = std::max(size, std::fabs(exact[c]));
    worst = std::max(worst, std::fabs(x[c] - exact[c]));
  }
  CHECK(worst < 1e-7 * size);
}

std::vector<double> channels(const Grid& grid) { return cellroute::testing::channel_field(grid, 1e4, 0.1); }
std::vector<double> noise(const Grid& grid) { return cellroute::testing::noise_field(grid, 1e4); }

}  // namespace

TEST_CASE("Multigrid agrees with Cholesky: any number of cells, walls and rings in any mix") {
  const std::array<std::array<int, 3>, 8> sizes = {
      {{37, 41, 1}, {64, 64, 1}, {1, 53, 1}, {2, 45, 1}, {13, 11, 17}, {16, 3, 24}, {2, 2, 31}, {19, 1, 23}}};
  for (const auto& cells : sizes) {
    for (int mix = 0; mix < 8; ++mix) {
      const std::array<bool, 3> periodic{(mix & 1) != 0, (mix & 2) != 0, (mix & 4) != 0};
      agree(problem(cells, periodic, {1, 1, 1}, mix % 2 == 0 ? channels : noise));
    }
  }
}

TEST_CASE("Multigrid agrees with Cholesky: flat, long and tall cells") {
  agree(problem({40, 40, 1}, {false, false, false}, {1, 20, 1}, channels));
  agree(problem({40, 40, 1}, {true, false, false}, {30, 1, 1}, noise));
  agree(problem({16, 15, 14}, {false, true, false}, {1, 1, 25}, channels));
  agree(problem({16, 15, 14}, {false, false, true}, {40, 1, 6}, noise));
}

TEST_CASE("Multigrid agrees with Cholesky: sinks, few and many, up to very strong") {
  for (const double strength : {1.0, 1e3, 1e6}) {
    for (const int every : {1, 97}) {
      Problem p = problem({31, 29, 1}, {false, true, false}, {1, 1, 1}, channels);
      p.sink.assign(p.grid.size(), 0);
      for (std::size_t c = 0; c < p.sink.size(); c += every) p.sink[c] = strength;
      agree(p);
    }
  }
}

TEST_CASE("Multigrid agrees with Cholesky: regions apart, open and closed, down to single cells") {
  Problem p = problem({30, 28, 1}, {false, false, false}, {1, 1, 1}, noise);
  for (int j = 0; j < 28; ++j) p.face[0][p.grid.index(12, j, 0)] = 0;  // two halves
  const auto cut_off = [&](int i, int j) {
    for (const std::size_t c : {p.grid.index(i, j, 0), p.grid.index(i - 1, j, 0)}) p.face[0][c] = 0;
    for (const std::size_t c : {p.grid.index(i, j, 0), p.grid.index(i, j - 1, 0)}) p.face[1][c] = 0;
  };
  cut_off(5, 5);
  cut_off(20, 20);
  p.sink.assign(p.grid.size(), 0);
  p.sink[p.grid.index(29, 3, 0)] = 0.5;  // the right half is open
  p.sink[p.grid.index(20, 20, 0)] = 2;   // and so is one of the single cells
  DiffusionSolver solver(p.grid, p.face, p.sink);
  const Regions& regions = solver.regions();
  REQUIRE(regions.list.size() == 4);
  CHECK(regions.list[0].closed);
  CHECK_FALSE(regions.list[1].closed);
  CHECK(regions.list[2].cells == 1);
  CHECK(regions.list[2].closed);
  CHECK_FALSE(regions.list[3].closed);
  agree(p);
}

TEST_CASE("Multigrid agrees with Cholesky: a third of all faces shut") {
  for (const std::array<int, 3> cells : {std::array{45, 44, 1}, std::array{13, 14, 12}}) {
    Problem p = problem(cells, {true, false, false}, {1, 1, 1}, noise);
    Noise shut(5);
    for (auto& axis : p.face) {
      for (double& t : axis) t = shut() < 0.35 ? 0 : t;
    }
    agree(p);
  }
}
