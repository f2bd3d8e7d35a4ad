// The dispersion tensor on a grid: consistent, monotone, conservative, and the same in every direction.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/numerics/transport/dispersion.hpp"
#include "sim/numerics/transport/implicit_solver.hpp"
#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;

namespace {

constexpr double pi = 3.14159265358979323846;

Grid square(int n, bool periodic, double length = 1) {
  return {{n, n, 1}, {length / n, length / n, 0.3}, {periodic, periodic, false}};
}

/// Eigenvalue `along` in the direction of an angle in the plane, `across` normal to it.
SymmetricTensor in_plane(double along, double across, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  return {
      along * c * c + across * s * s, along * s * s + across * c * c, across, (along - across) * c * s, 0, 0};
}

SymmetricTensor random_tensor(testing::Uniform& uniform, double ratio) {
  double n[3] = {uniform() - 0.5, uniform() - 0.5, uniform() - 0.5};
  const double length = std::sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
  for (double& x : n) x /= length;
  const double more = ratio - 1;
  return {1 + more * n[0] * n[0], 1 + more * n[1] * n[1], 1 + more * n[2] * n[2],
          more * n[0] * n[1],     more * n[0] * n[2],     more * n[1] * n[2]};
}

/// sum over links of conductance (u_c - u_n), for every cell.
std::vector<double> disperse(const Links& links, const std::vector<double>& u) {
  std::vector<double> out(u.size(), 0);
  for (std::size_t c = 0; c < u.size(); ++c)
    for (int e = links.start[c]; e < links.start[c + 1]; ++e)
      out[c] += links.conductance[e] * (u[c] - u[static_cast<std::size_t>(links.cell[e])]);
  return out;
}

Exchange exchange(const Links& links) {
  Exchange x{{}, links.start, links.cell, links.conductance, {}};
  x.order.resize(links.start.size() - 1);
  std::iota(x.order.begin(), x.order.end(), 0);
  x.away.assign(x.order.size(), 0);
  for (std::size_t e = 0; e < x.from.size(); ++e) x.away[x.from[e]] += x.rate[e];
  return x;
}

/// A smooth tensor whose direction turns by more than a right angle over the unit square.
SymmetricTensor turning(double x, double y, double ratio) {
  const double size = 1 + 0.3 * std::sin(2 * pi * y);
  return in_plane(size * ratio, size, 0.37 + std::sin(2 * pi * x) * std::cos(2 * pi * y));
}

double wave(double x, double y) {
  return std::sin(2 * pi * x) * std::cos(2 * pi * y) + 0.5 * std::cos(2 * pi * x);
}

/// D grad(wave), component 0 or 1.
double flux(int axis, double x, double y, double ratio) {
  const SymmetricTensor D = turning(x, y, ratio);
  const double ux = 2 * pi * (std::cos(2 * pi * x) * std::cos(2 * pi * y) - 0.5 * std::sin(2 * pi * x));
  const double uy = -2 * pi * std::sin(2 * pi * x) * std::sin(2 * pi * y);
  return axis == 0 ? D[0] * ux + D[3] * uy : D[3] * ux + D[1] * uy;
}

/// div(D grad wave) by central differences of order 8 (error below 1e-8 of the value at this step).
double divergence(double x, double y, double ratio) {
  constexpr double weight[4] = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280}, h = 2e-3;
  double sum = 0;
  for (int k = 1; k <= 4; ++k)
    sum += weight[k - 1] * (flux(0, x + k * h, y, ratio) - flux(0, x - k * h, y, ratio) +
                            flux(1, x, y + k * h, ratio) - flux(1, x, y - k * h, ratio));
  return sum / h;
}

/// Error in the 2-norm of u - div(D grad u) = f on a periodic square, solved.
double manufactured_error(int n, double ratio) {
  const Grid grid = square(n, true);
  std::vector<SymmetricTensor> D;
  std::vector<double> f, exact;
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const double x = (i + 0.5) / n, y = (j + 0.5) / n;
      D.push_back(turning(x, y, ratio));
      exact.push_back(wave(x, y));
      f.push_back((wave(x, y) - divergence(x, y, ratio)) * grid.volume());
    }
  }
  ExchangeSolver solver(grid, exchange(dispersion_links(grid, dispersion_stencils(grid, D))));
  const std::vector<double> leave(grid.size(), grid.volume());
  std::vector<double> u(grid.size(), 0);
  solver.solve(leave, f, u, {.tolerance = 1e-6});
  double square = 0;
  for (std::size_t c = 0; c < u.size(); ++c) square += (u[c] - exact[c]) * (u[c] - exact[c]);
  return std::sqrt(square) / n;
}

}  // namespace

TEST_CASE("Selling's formula gives back the tensor with weights that are not negative") {
  testing::Uniform uniform(5);
  double worst = 0;
  for (const double ratio : {1.0, 3.0, 10.0, 100.0, 1000.0}) {
    for (int trial = 0; trial < 200; ++trial) {
      const SymmetricTensor D = random_tensor(uniform, ratio);
      for (const std::array<bool, 3> active :
           {std::array{true, true, true}, {true, true, false}, {false, true, true}, {true, false, true}}) {
        const Selling s = selling(D, active);
        CHECK(s.terms == (active[0] && active[1] && active[2] ? 6 : 3));
        SymmetricTensor back{};
        for (int k = 0; k < s.terms; ++k) {
          const auto& e = s.offset[k];
          CHECK(s.weight[k] >= 0);
          for (int a = 0; a < 3; ++a) {
            back[a] += s.weight[k] * e[a] * e[a];
            CHECK((active[a] || e[a] == 0));
          }
          back[3] += s.weight[k] * e[0] * e[1];
          back[4] += s.weight[k] * e[0] * e[2];
          back[5] += s.weight[k] * e[1] * e[2];
        }
        const bool on[6] = {active[0],
                            active[1],
                            active[2],
                            active[0] && active[1],
                            active[0] && active[2],
                            active[1] && active[2]};
        for (int entry = 0; entry < 6; ++entry)
          worst = std::max(worst, std::fabs(back[entry] - (on[entry] ? D[entry] : 0)) / ratio);
      }
    }
  }
  CHECK(worst < 1e-13);
}

TEST_CASE("A tensor with the axes of the grid gives the stencil of five or seven points") {
  const Grid grid{{5, 6, 7}, {1, 2, 0.5}, {false, false, false}};
  const std::vector<SymmetricTensor> D(grid.size(), {3, 5, 7, 0, 0, 0});
  const Links links = dispersion_links(grid, dispersion_stencils(grid, D));
  const std::size_t c = grid.index(2, 3, 4);
  REQUIRE(links.start[c + 1] - links.start[c] == 6);
  const std::size_t stride[3] = {1, 5, 30};
  for (int axis = 0; axis < 3; ++axis) {
    for (const std::size_t n : {c - stride[axis], c + stride[axis]}) {
      const auto begin = links.cell.begin() + links.start[c], end = links.cell.begin() + links.start[c + 1];
      const auto at = std::find(begin, end, static_cast<int>(n));
      REQUIRE(at != end);
      CHECK(links.conductance[static_cast<std::size_t>(at - links.cell.begin())] ==
            Approx(D[0][axis] * grid.face_area(axis) / grid.spacing[axis]).epsilon(1e-14));
    }
  }
}

TEST_CASE("Dispersion with a smooth tensor that turns is of second order") {
  for (const double ratio : {10.0, 100.0}) {
    const int n = ratio < 50 ? 48 : 96;  // the longer the offsets, the finer the grid has to be
    const double coarse = manufactured_error(n, ratio), fine = manufactured_error(2 * n, ratio);
    const double order = std::log2(coarse / fine);
    INFO("ratio " << ratio << ": error " << coarse << " and " << fine << ", order " << order);
    CHECK(order > 1.8);
    CHECK(fine < 1e-2);
  }
}

TEST_CASE("In space the truncation error of a constant tensor is of second order") {
  testing::Uniform uniform(8);
  const SymmetricTensor D = random_tensor(uniform, 10);
  double error[2];
  for (const int level : {0, 1}) {
    const int n = 16 << level;
    const Grid grid{{n, n, n}, {1.0 / n, 1.0 / n, 1.0 / n}, {true, true, true}};
    std::vector<double> u, exact;
    for (int k = 0; k < n; ++k)
      for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) {
          // A plane wave: div(D grad u) = -(k.D k) u.
          u.push_back(std::sin(2 * pi * (i + 2.0 * j - k) / n));
          const double kDk = D[0] + 4 * D[1] + D[2] + 4 * D[3] - 2 * D[4] - 4 * D[5];
          exact.push_back(4 * pi * pi * kDk * u.back());
        }
    const std::vector<SymmetricTensor> tensor(grid.size(), D);
    const std::vector<double> out = disperse(dispersion_links(grid, dispersion_stencils(grid, tensor)), u);
    error[level] = 0;
    for (std::size_t c = 0; c < u.size(); ++c)
      error[level] = std::max(error[level], std::fabs(out[c] / grid.volume() - exact[c]));
  }
  INFO("errors " << error[0] << " " << error[1]);
  CHECK(std::log2(error[0] / error[1]) == Approx(2).margin(0.25));
}

TEST_CASE("A point release spreads by 2 D t in every direction, however the tensor lies on the grid") {
  const int n = 101, middle = 50;
  Grid grid = square(n, false, n);
  grid.spacing[1] = 0.7;
  for (const double degrees : {0.0, 17.0, 30.0, 45.0, 73.0, 110.0, 151.0}) {
    const double angle = degrees * pi / 180;
    const SymmetricTensor D = in_plane(10, 1, angle);
    const std::vector<SymmetricTensor> tensor(grid.size(), D);
    const Links links = dispersion_links(grid, dispersion_stencils(grid, tensor));
    std::vector<double> c(grid.size(), 0);
    c[grid.index(middle, middle, 0)] = 1;
    const double dt = 0.01 * grid.volume();
    const int steps = 10;
    double time = 0;
    for (int s = 0; s < steps; ++s, time += dt / grid.volume()) {
      const std::vector<double> out = disperse(links, c);
      for (std::size_t i = 0; i < c.size(); ++i) c[i] -= dt / grid.volume() * out[i] / grid.volume();
    }
    double xx = 0, yy = 0, xy = 0, total = 0;
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i) {
        const double x = (i - middle) * grid.spacing[0], y = (j - middle) * grid.spacing[1];
        const double amount = c[grid.index(i, j, 0)];
        CHECK(amount >= 0);
        total += amount;
        xx += amount * x * x;
        yy += amount * y * y;
        xy += amount * x * y;
      }
    CHECK(total == Approx(1).epsilon(1e-13));
    const double cs = std::cos(angle), sn = std::sin(angle);
    CHECK(cs * cs * xx + 2 * cs * sn * xy + sn * sn * yy == Approx(2 * 10 * time).epsilon(1e-10));
    CHECK(sn * sn * xx - 2 * cs * sn * xy + cs * cs * yy == Approx(2 * 1 * time).epsilon(1e-10));
  }
}

TEST_CASE("Dispersion of a random flow is symmetric, and a release stays positive and complete") {
  const Grid grid{{24, 20, 6}, {1, 1.5, 0.7}, {false, true, false}};
  const Carrier carrier = testing::random_flow(grid, 2, 4, 3);
  const Links links = dispersion_links(carrier, {2, 0.1, 0});
  for (int c = 0; c < static_cast<int>(grid.size()); ++c)
    for (int e = links.start[c]; e < links.start[c + 1]; ++e) {
      const int n = links.cell[e];
      const auto begin = links.cell.begin() + links.start[n], end = links.cell.begin() + links.start[n + 1];
      const auto back = std::find(begin, end, c);
      REQUIRE(back != end);
      REQUIRE(links.conductance[static_cast<std::size_t>(back - links.cell.begin())] == links.conductance[e]);
      REQUIRE(links.conductance[e] >= 0);
    }
  ExchangeSolver solver(grid, exchange(links));
  std::vector<double> c(grid.size(), 0), right(grid.size());
  c[grid.index(3, 4, 2)] = 1;
  double conductance = 0;
  for (const double w : links.conductance) conductance = std::max(conductance, w);
  for (const double dt : {1e-3, 0.1, 10.0, 1e4}) {  // in units of a cell's fastest exchange
    const std::vector<double> leave(grid.size(), conductance / dt);
    for (std::size_t i = 0; i < c.size(); ++i) right[i] = leave[i] * c[i];
    solver.solve(leave, right, c);
    CHECK(*std::min_element(c.begin(), c.end()) >= 0);
    CHECK(std::accumulate(c.begin(), c.end(), 0.0) == Approx(1).epsilon(1e-13));
  }
}

TEST_CASE("Nothing disperses through a wall or into a cell with dispersion off") {
  const Grid grid = square(20, false);
  const std::vector<SymmetricTensor> all(grid.size(), in_plane(10, 1, 0.6));
  Faces open;
  for (auto& faces : open) faces.assign(grid.size(), 1);
  for (int j = 0; j < 20; ++j) open[0][grid.index(9, j, 0)] = 0;  // between columns 9 and 10
  const Links walled = dispersion_links(grid, dispersion_stencils(grid, all), &open);
  std::vector<SymmetricTensor> masked = all;
  for (int j = 0; j < 20; ++j) masked[grid.index(9, j, 0)].fill(0);
  const Links lumen = dispersion_links(grid, dispersion_stencils(grid, masked));
  for (int c = 0; c < 400; ++c) {
    for (int e = walled.start[c]; e < walled.start[c + 1]; ++e)
      CHECK((c % 20 < 10) == (walled.cell[e] % 20 < 10));
    for (int e = lumen.start[c]; e < lumen.start[c + 1]; ++e) {
      CHECK(lumen.cell[e] % 20 != 9);
      CHECK((c % 20 < 9) == (lumen.cell[e] % 20 < 9));
    }
    if (c % 20 == 9) CHECK(lumen.start[c + 1] == lumen.start[c]);
  }
}

TEST_CASE("The tensor follows the flow, and is diagonal in cells with wells") {
  const double h = 0.5, q = 3;
  const Carrier carrier = testing::column(std::vector<double>(8, 0.2 * h), 8 * h, q);
  const auto tensor = dispersion_tensor(carrier, {2, 0.3, 5}, std::vector<double>{1, 1, 1, 0.5, 0, 1, 1, 1});
  const double along = 2 * q + 0.2 * 5, across = 0.3 * q + 0.2 * 5;
  for (const std::size_t c : {0, 1, 7}) {
    CHECK(tensor[c][0] == Approx(along).epsilon(1e-14));
    CHECK(tensor[c][1] == Approx(across).epsilon(1e-14));
    CHECK(tensor[c][3] == 0);
  }
  CHECK(tensor[3][0] == Approx(0.5 * along).epsilon(1e-14));
  CHECK(tensor[4][0] == 0);
}

TEST_CASE("Tensors that no stencil can hold are refused") {
  CHECK_THROWS_AS(selling(in_plane(1, 0, 0.3), {true, true, false}), std::domain_error);
  CHECK_THROWS_AS(selling({1, 1, 1, 2, 0, 0}, {true, true, false}), std::domain_error);
  CHECK_THROWS_AS(selling({-1, 1, 1, 0, 0, 0}, {true, true, false}), std::domain_error);
  const Carrier carrier = testing::column(std::vector<double>(8, 0.2), 8, 1);
  CHECK_THROWS_AS(dispersion_tensor(carrier, {-1, 0, 0}), std::invalid_argument);
  CHECK_THROWS_AS(dispersion_tensor(carrier, {1, 0, 0}, std::vector<double>(3, 1)), std::invalid_argument);
  CHECK_THROWS_AS(dispersion_tensor(carrier, {1, 0, 0}, std::vector<double>(8, -1)), std::invalid_argument);
}
