// Implicit transport in flows that wind: balance, positivity, order, the sweep's limit, and the same bits.
#include "sim/numerics/transport/implicit.hpp"

#include <omp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/numerics/transport/implicit_moments.hpp"
#include "sim/numerics/transport/order.hpp"
#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;

namespace {

constexpr double pi = 3.14159265358979323846;

std::vector<Carrier> winding_flows() {
  return {testing::random_flow({{40, 30, 1}, {1, 0.7, 0.4}, {false, true, false}}, 3, 3, 11),
          testing::random_flow({{14, 12, 9}, {1, 0.7, 1.4}, {true, false, false}}, 2, 4, 12)};
}

double total(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

/// Sinks of `species` from none to one that takes nearly all within a cell.
std::vector<double> sinks(const Carrier& carrier, int species, std::uint64_t seed) {
  testing::Uniform uniform(seed);
  std::vector<double> sink;
  for (int k = 0; k < species; ++k)
    for (std::size_t c = 0; c < carrier.grid.size(); ++c)
      sink.push_back(k == 0 ? 0 : uniform() * std::pow(10.0, k - 4));
  return sink;
}

std::vector<double> repeat(const std::vector<double>& x, int times) {
  std::vector<double> all;
  for (int k = 0; k < times; ++k) all.insert(all.end(), x.begin(), x.end());
  return all;
}

}  // namespace

TEST_CASE("What enters is what leaves, is arrested and is stored; nothing is negative") {
  const int species = 6;
  for (const Carrier& carrier : winding_flows()) {
    const std::vector<double> sink = sinks(carrier, species, 4), source = repeat(carrier.inflow, species);
    for (const DispersionLaw law : {DispersionLaw{}, {1, 0.1, 0}, {20, 2, 0.3}}) {
      ImplicitTransport transport(carrier, law);
      std::vector<double> c(sink.size(), 0);
      const double turnover = total(carrier.pore_volume) / total(carrier.inflow);
      for (const double dt : {1e-3, 0.1, 10.0, 0.0}) {  // in turnovers; the last is steady
        const ImplicitReport r = dt > 0 ? transport.step(dt * turnover, sink, source, c, c)
                                        : transport.solve_steady(sink, source, c);
        for (int k = 0; k < species; ++k) {
          INFO("species " << k << " dt " << dt << " alpha " << law.longitudinal);
          CHECK(std::fabs(r.entered[k] - r.left[k] - r.arrested[k] - r.stored[k]) < 1e-12 * r.entered[k]);
          CHECK(r.solver.residual[k] <= 1e-10);
          CHECK(std::fabs(r.solver.corrected[k]) < 1e-7);
        }
        CHECK(*std::min_element(c.begin(), c.end()) >= 0);
      }
      // Without a sink the steady state is what comes in, everywhere blood passes.
      for (std::size_t i = 0; i < carrier.grid.size(); ++i) CHECK(c[i] == Approx(1).epsilon(1e-6));
    }
  }
}

TEST_CASE("Without dispersion a steady solve is the sweep in flow order with exact decay") {
  for (const Carrier& carrier : winding_flows()) {
    const std::size_t cells = carrier.grid.size();
    const std::vector<double> sink = sinks(carrier, 4, 9), source = repeat(carrier.inflow, 4);
    std::vector<double> c(sink.size(), 0);
    ImplicitTransport transport(carrier);
    transport.solve_steady(sink, source, c, {.tolerance = 1e-13});
    const FlowOrder order = order_by_flow(carrier);
    double worst = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      std::vector<double> swept(cells, 0);
      for (std::size_t p = 0; p < cells; ++p) {
        const int cell = order.cell[p];
        double in = source[k * cells + cell];
        for (int f = order.first_feed[p]; f < order.first_feed[p + 1]; ++f)
          in += order.feed_flux[f] * swept[order.feed[f]];
        const double F = order.leaving[p];
        swept[cell] = F > 0 ? in / (F * std::exp(sink[k * cells + cell] / F)) : 0;
        worst = std::max(worst, std::fabs(swept[cell] - c[k * cells + cell]));
      }
    }
    CHECK(worst < 1e-11);
  }
}

TEST_CASE("D4: the mean transit time is pore volume over flow in any geometry, to rounding") {
  for (const Carrier& carrier : winding_flows()) {
    const double exact = total(carrier.pore_volume) / total(carrier.inflow);
    for (const DispersionLaw law : {DispersionLaw{}, {3, 0.3, 0.01}}) {
      const TransitMoments t = transit_moments(carrier, law, {}, {}, nullptr, {.tolerance = 1e-12});
      CHECK(t.mean == Approx(exact).epsilon(1e-12));
      CHECK(t.cv2 > 0);
      // The same mean seen from the inlets, and the same sum of ages and of remaining times.
      double from_inlets = 0, ages = 0, remaining = 0;
      for (std::size_t c = 0; c < t.age.size(); ++c) {
        from_inlets += carrier.inflow[c] * t.remaining[c];
        ages += carrier.pore_volume[c] * t.age[c];
        remaining += carrier.pore_volume[c] * t.remaining[c];
      }
      CHECK(from_inlets / total(carrier.inflow) == Approx(exact).epsilon(1e-12));
      CHECK(ages == Approx(remaining).epsilon(1e-8));
      CHECK(*std::min_element(t.age.begin(), t.age.end()) >= 0);
    }
    // The age of what leaves from one inlet, against its remaining time there.
    std::vector<double> one(carrier.grid.size(), 0);
    const auto inlet =
        std::max_element(carrier.inflow.begin(), carrier.inflow.end()) - carrier.inflow.begin();
    one[static_cast<std::size_t>(inlet)] = 2;
    const TransitMoments t = transit_moments(carrier, {3, 0.3, 0.01}, one, {}, nullptr, {.tolerance = 1e-12});
    CHECK(t.mean == Approx(t.remaining[static_cast<std::size_t>(inlet)]).epsilon(1e-8));
  }
}

namespace {

/// Uniform flow (0.8, 0.6) through a unit square, by wells along its rim.
Carrier oblique_flow(int n) {
  const double h = 1.0 / n, qx = 0.8, qy = 0.6;
  Carrier carrier;
  carrier.grid = {{n, n, 1}, {h, h, 1}, {false, false, false}};
  const std::size_t cells = carrier.grid.size();
  for (auto& faces : carrier.flux) faces.assign(cells, 0);
  carrier.inflow.assign(cells, 0);
  carrier.outflow.assign(cells, 0);
  carrier.pore_volume.assign(cells, h * h);
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const std::size_t cell = carrier.grid.index(i, j, 0);
      carrier.flux[0][cell] = i + 1 < n ? qx * h : 0;
      carrier.flux[1][cell] = j + 1 < n ? qy * h : 0;
      carrier.inflow[cell] = (i == 0 ? qx * h : 0) + (j == 0 ? qy * h : 0);
      carrier.outflow[cell] = (i + 1 == n ? qx * h : 0) + (j + 1 == n ? qy * h : 0);
    }
  }
  return carrier;
}

/// Error of a manufactured steady state, c = 2 + sin^2 sin^2, with dispersion of ratio 10 and a uniform
/// sink.
double oblique_error(int n, double alpha) {
  const double h = 1.0 / n, qx = 0.8, qy = 0.6, rate = 3;
  const Carrier carrier = oblique_flow(n);
  const std::size_t cells = carrier.grid.size();
  std::vector<double> source(cells), exact(cells), c(cells, 2);
  const double D[3] = {alpha * (0.1 + 0.9 * qx * qx), alpha * (0.1 + 0.9 * qy * qy), alpha * 0.9 * qx * qy};
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const std::size_t cell = carrier.grid.index(i, j, 0);
      const double x = pi * (i + 0.5) * h, y = pi * (j + 0.5) * h;
      const double sx = std::sin(x) * std::sin(x), sy = std::sin(y) * std::sin(y);
      const double dx = pi * std::sin(2 * x), dy = pi * std::sin(2 * y);
      const double dxx = 2 * pi * pi * std::cos(2 * x), dyy = 2 * pi * pi * std::cos(2 * y);
      exact[cell] = 2 + sx * sy;
      const double spread = D[0] * dxx * sy + D[1] * sx * dyy + 2 * D[2] * dx * dy;
      source[cell] =
          2 * carrier.inflow[cell] + h * h * (qx * dx * sy + qy * sx * dy - spread + rate * exact[cell]);
    }
  }
  ImplicitTransport transport(carrier, {alpha, 0.1 * alpha, 0});
  transport.solve_steady(std::vector<double>(cells, rate * h * h), source, c);
  double square = 0;
  for (std::size_t i = 0; i < cells; ++i) square += (c[i] - exact[i]) * (c[i] - exact[i]);
  return std::sqrt(square) * h;
}

}  // namespace

TEST_CASE("Oblique to the grid: second order where dispersion carries the exchange") {
  // At this angle the tensor alone has no link along y; without a floor the scheme would be upwind.
  const double coarse = oblique_error(32, 0.25), fine = oblique_error(64, 0.25);
  INFO("errors " << coarse << " " << fine);
  CHECK(std::log2(coarse / fine) == Approx(2).margin(0.15));
  CHECK(fine < 1e-3);
  // Almost no dispersion: upwind, first order, and stable all the same.
  const double rough = oblique_error(32, 1e-3), smooth = oblique_error(64, 1e-3);
  INFO("errors " << rough << " " << smooth);
  CHECK(std::log2(rough / smooth) > 0.8);
}

TEST_CASE("Species side by side are each what they are alone, and warm starts do not matter") {
  const Carrier carrier = winding_flows()[0];
  const std::size_t cells = carrier.grid.size();
  const int species = 9;
  testing::Uniform uniform(3);
  std::vector<double> sink, c(cells * species);
  for (std::size_t i = 0; i < cells * species; ++i)
    sink.push_back(1e-3 * uniform() * static_cast<double>(i / cells));
  for (double& x : c) x = uniform();
  ImplicitTransport transport(carrier, {2, 0.2, 0});
  transport.solve_steady(sink, repeat(carrier.inflow, species), c);
  for (std::size_t k = 0; k < species; ++k) {
    std::vector<double> alone(cells, 0);
    transport.solve_steady(std::span(sink).subspan(k * cells, cells), carrier.inflow, alone);
    for (std::size_t i = 0; i < cells; ++i) REQUIRE(c[k * cells + i] == Approx(alone[i]).epsilon(1e-7));
  }
}

TEST_CASE("One, two and four threads give the same bits") {
  const Carrier carrier = oblique_flow(185);  // more rows than one block
  const std::vector<double> sink = sinks(carrier, 2, 4), source = repeat(carrier.inflow, 2);
  const int threads = omp_get_max_threads();
  std::vector<double> first;
  for (const int count : {1, 2, 4}) {
    omp_set_num_threads(count);
    ImplicitTransport transport(carrier, {0.05, 0.005, 0});
    std::vector<double> c(sink.size(), 0);
    transport.solve_steady(sink, source, c, {.tolerance = 1e-3});
    if (first.empty()) first = c;
    CHECK(c == first);
  }
  omp_set_num_threads(threads);
}

TEST_CASE("What cannot be solved is refused") {
  const Carrier carrier = testing::column(std::vector<double>(6, 1.0), 6, 1);
  ImplicitTransport transport(carrier, {1, 0, 0});
  std::vector<double> c(6, 0), right(6, 0), sink(6, 0);
  CHECK_THROWS_AS(transport.step(0, sink, right, c, c), std::invalid_argument);
  CHECK_THROWS_AS(transport.solve_steady(std::vector<double>(5, 0), right, c), std::invalid_argument);
  sink[2] = -1;
  CHECK_THROWS_AS(transport.solve_steady(sink, carrier.inflow, c), std::invalid_argument);
  sink[2] = 0;
  const Carrier winding = winding_flows()[0];
  std::vector<double> w(winding.grid.size(), 0);
  ImplicitTransport too_exact(winding, {2, 0.2, 0});
  CHECK_THROWS_AS(too_exact.solve_steady(w, winding.inflow, w, {.tolerance = 1e-30}), std::runtime_error);
  Carrier still = carrier;
  still.flux[0].assign(6, 0);
  still.inflow.assign(6, 0);
  still.outflow.assign(6, 0);
  ImplicitTransport stagnant(still);
  CHECK_NOTHROW(stagnant.solve_steady(sink, right, c));
  right[3] = 1;
  CHECK_THROWS_AS(stagnant.solve_steady(sink, right, c), std::domain_error);
}
