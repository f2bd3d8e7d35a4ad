// The implicit sweep: exact laws on streamlines, balance, sign, bits, and equality with a plain loop.
#include "sim/numerics/transport/sweep.hpp"

#include <omp.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/numerics/transport/order.hpp"
#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;
using testing::column;
using testing::random_flow;
using testing::Uniform;

namespace {

std::vector<double> random_field(std::size_t n, double scale, std::uint64_t seed) {
  Uniform uniform(seed);
  std::vector<double> field(n);
  for (double& x : field) x = uniform() < 0.3 ? 0 : scale * uniform();
  return field;
}

/// A case with everything in it. The sink is strong in places: exp(-S/F) spans many decades.
struct Case {
  Carrier carrier;
  int species = 3;
  std::vector<double> before, sink, source;
  double dt;

  Case(const Grid& grid, double step, std::uint64_t seed) : carrier(random_flow(grid, 2, 3, seed)), dt(step) {
    const std::size_t n = grid.size() * 3;
    before = random_field(n, 5, seed + 1);
    sink = random_field(n, 0.3, seed + 2);
    source = random_field(n, 1e-2, seed + 3);
    for (std::size_t i = 0; i < n; ++i) source[i] += 7 * carrier.inflow[i % grid.size()];
  }
  SweepInput input() const { return {dt, before, sink, source, true}; }
};

const Grid flat = {{33, 29, 1}, {1, 2, 1}, {false, true, false}};
const Grid deep = {{13, 11, 12}, {1, 1, 2}, {true, false, true}};
const double forever = std::numeric_limits<double>::infinity();

/// The same equations, cell after cell in the order of levels.
std::vector<double> plain(const Case& wanted, bool fitted) {
  const FlowOrder order = order_by_flow(wanted.carrier);
  const std::size_t cells = wanted.carrier.grid.size();
  std::vector<double> c(wanted.before.size());
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t p = 0; p < cells; ++p) {
      const std::size_t at = k * cells + static_cast<std::size_t>(order.cell[p]);
      const double storage = wanted.carrier.pore_volume[at % cells] / wanted.dt,
                   W = order.leaving[p] + storage;
      double reaching = wanted.source[at] + (storage > 0 ? storage * wanted.before[at] : 0);
      for (int f = order.first_feed[p]; f < order.first_feed[p + 1]; ++f)
        reaching += order.feed_flux[f] * c[k * cells + static_cast<std::size_t>(order.feed[f])];
      c[at] =
          fitted ? reaching / (W + W * std::expm1(wanted.sink[at] / W)) : reaching / (W + wanted.sink[at]);
    }
  return c;
}

struct Zones {
  double total, share[3];
};

/// Inflow from R to r_c in n shells, arrest along the way by `sink_of(outer, inner)` for a flow of 1.
template <class Sink>
Zones radial(int n, double R, double r_c, Sink sink_of) {
  std::vector<double> volume(n), sink(n), source(n, 0), c(n), arrested(n);
  for (int i = 0; i < n; ++i) {
    const double outer = R - (R - r_c) * i / n, inner = R - (R - r_c) * (i + 1) / n;
    volume[i] = (outer * outer - inner * inner) / (R * R - r_c * r_c);
    sink[i] = sink_of(outer, inner);
  }
  source[0] = 1;
  Sweep sweep(column(volume, R - r_c, 1));
  sweep.step(1, {forever, {}, sink, source, true}, c, arrested);
  Zones zones = {};
  for (int i = 0; i < n; ++i) zones.share[3 * i / n] += arrested[i];
  zones.total = zones.share[0] + zones.share[1] + zones.share[2];
  return zones;
}

}  // namespace

TEST_CASE("A sweep gives what a plain loop in the order of flow gives") {
  for (const Grid& grid : {flat, deep})
    for (const double dt : {1.0, 50.0, forever})
      for (const bool fitted : {true, false}) {
        const Case wanted(grid, dt, 11);
        SweepInput input = wanted.input();
        input.fitted = fitted;
        std::vector<double> c(wanted.before.size());
        Sweep(wanted.carrier).step(3, input, c);
        const std::vector<double> expected = plain(wanted, fitted);
        double worst = 0;
        for (std::size_t i = 0; i < c.size(); ++i)
          worst = std::max(worst, std::fabs(c[i] - expected[i]) / (expected[i] + 1e-200));
        CHECK(worst < 1e-12);
      }
}

TEST_CASE("Segments cover every cell once, and a level reads earlier levels alone") {
  for (const Grid& grid : {flat, deep, Grid{{300, 40, 1}, {1, 1, 1}, {true, true, false}}}) {
    const Carrier carrier = random_flow(grid, 0, 3, 5);
    const FlowOrder order = order_by_flow(carrier);
    const Segments segments = cut_segments(carrier);
    std::vector<int> segment_of(grid.size(), -1), level_of(grid.size(), -1);
    for (int l = 0; l < segments.levels(); ++l)
      for (int s = segments.level[l]; s < segments.level[l + 1]; ++s)
        for (int i = 0; i < segments.list[s].length; ++i) {
          const int c = segments.list[s].first + i;
          REQUIRE(segment_of[c] == -1);
          segment_of[c] = s;
          level_of[c] = l;
        }
    bool good = true;
    for (std::size_t p = 0; p < grid.size(); ++p) {
      const int c = order.cell[p];
      good = good && level_of[c] >= 0;
      for (int f = order.first_feed[p]; f < order.first_feed[p + 1]; ++f) {
        const int from = order.feed[f];
        const bool beside = segment_of[from] == segment_of[c] && std::abs(from - c) == 1;
        good = good && (beside || level_of[from] < level_of[c]);
      }
    }
    CHECK(good);
    CHECK(static_cast<double>(grid.size()) / static_cast<double>(segments.list.size()) > 3);
  }
}

TEST_CASE("What enters is stored, arrested or leaves, and nothing turns negative") {
  for (const Grid& grid : {flat, deep})
    for (const double dt : {0.1, 20.0, forever}) {
      const Case wanted(grid, dt, 23);
      std::vector<double> c(wanted.before.size()), arrested(c.size());
      Sweep sweep(wanted.carrier);
      const auto balances = sweep.step(3, wanted.input(), c, arrested);
      for (int k = 0; k < 3; ++k) {
        const SweepBalance& b = balances[k];
        const std::size_t cells = grid.size(), offset = k * cells;
        double inside = 0, caught = 0;
        for (std::size_t i = 0; i < cells; ++i) {
          if (!std::isinf(dt)) inside += wanted.carrier.pore_volume[i] / dt * wanted.before[offset + i];
          caught += arrested[offset + i];
        }
        CHECK(b.arrested == Approx(caught).epsilon(1e-13));
        CHECK(std::fabs(b.source - b.stored - b.arrested - b.left) < 1e-13 * (b.source + inside));
      }
      CHECK(*std::min_element(c.begin(), c.end()) >= 0);
      CHECK(*std::min_element(arrested.begin(), arrested.end()) >= 0);
    }
}

TEST_CASE("A sweep may overwrite what was before") {
  const Case wanted(flat, 2.0, 31);
  std::vector<double> c(wanted.before.size()), inplace = wanted.before;
  Sweep sweep(wanted.carrier);
  sweep.step(3, wanted.input(), c);
  SweepInput input = wanted.input();
  input.before = inplace;
  sweep.step(3, input, inplace);
  CHECK(c == inplace);
}

TEST_CASE("A sweep has the same bits for one, two and four threads") {
  const int threads_before = omp_get_max_threads();
  // Wide levels, so that with one species the threads share out segments.
  const Grid wide = {{128, 96, 1}, {1, 1, 1}, {false, false, false}};
  Carrier rows;
  rows.grid = wide;
  for (auto& faces : rows.flux) faces.assign(wide.size(), 0);
  rows.inflow.assign(wide.size(), 0);
  rows.outflow = rows.inflow;
  rows.pore_volume.assign(wide.size(), 1);
  for (int j = 0; j < 96; ++j) {
    for (int i = 0; i + 1 < 128; ++i) rows.flux[0][wide.index(i, j, 0)] = 1 + j;
    rows.inflow[wide.index(0, j, 0)] = rows.outflow[wide.index(127, j, 0)] = 1 + j;
  }
  const std::vector<double> sink = random_field(wide.size(), 0.1, 3);
  const Case random({{24, 21, 26}, {1, 1, 2}, {true, false, true}}, 3.0, 37);
  std::vector<double> first, first_rows;
  double first_left = 0;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    std::vector<double> c(random.before.size()), along(wide.size());
    Sweep(random.carrier).step(3, random.input(), c);
    Sweep sweep(rows);
    const double left = sweep.step(1, {forever, {}, sink, rows.inflow, true}, along)[0].left;
    if (threads == 1) {
      first = c;
      first_rows = along;
      first_left = left;
    }
    CHECK(c == first);
    CHECK(along == first_rows);
    CHECK(left == first_left);
  }
  omp_set_num_threads(threads_before);
}

TEST_CASE("A7: the first-order deposition profile is exact at any resolution with the fitted sink") {
  const double lambda = 3 * (1 - 0.15) * 0.01 * 0.5 / (2 * 20e-6), length = 500e-6;
  CHECK(lambda == Approx(318.75).epsilon(1e-14));
  for (const int n : {1, 7, 100}) {
    const std::vector<double> volume(n, 0.15 * length / n), sink(n, lambda * length / n);
    std::vector<double> source(n, 0), c(n), arrested(n);
    source[0] = 1;
    Sweep sweep(column(volume, length, 1));
    sweep.step(1, {forever, {}, sink, source, true}, c, arrested);
    CHECK(c[n - 1] == Approx(0.852676545303).epsilon(1e-12));
    const int i = n / 2;
    const double from = length * i / n, to = length * (i + 1) / n;
    CHECK(arrested[i] == Approx(std::exp(-lambda * from) - std::exp(-lambda * to)).epsilon(1e-11));
  }
}

TEST_CASE("A7: the linear sink converges to the deposition profile at first order") {
  const double reached = std::exp(-0.159375);
  double error[2];
  for (int level = 0; level < 2; ++level) {
    const int n = 100 << level;
    const std::vector<double> volume(n, 1), sink(n, 0.159375 / n);
    std::vector<double> source(n, 0), c(n);
    source[0] = 1;
    Sweep sweep(column(volume, 1, 1));
    sweep.step(1, {forever, {}, sink, source, false}, c);
    error[level] = std::fabs(c[n - 1] - reached);
  }
  CHECK(std::log2(error[0] / error[1]) == Approx(1).margin(0.02));
}

TEST_CASE("D3: zone shares of arrest per length and per time in radial inflow") {
  const double R = 500, r_c = 30;
  // lambda* or Da, then total, periportal, midzonal and pericentral of the closed form.
  const double per_length[2][5] = {{1, 0.632121, 0.283469, 0.203114, 0.145538},
                                   {2, 0.864665, 0.486583, 0.249820, 0.128262}};
  const double per_time[2][5] = {{1, 0.632121, 0.411629, 0.166785, 0.053706},
                                 {2, 0.864665, 0.653820, 0.168445, 0.042399}};
  for (int row = 0; row < 2; ++row) {
    const double lambda = per_length[row][0] / (R - r_c), Da = per_time[row][0];
    const Zones length = radial(94, R, r_c, [&](double a, double b) { return lambda * (a - b); }),
                length3 = radial(93, R, r_c, [&](double a, double b) { return lambda * (a - b); }),
                time = radial(93, R, r_c,
                              [&](double a, double b) { return Da * (a * a - b * b) / (R * R - r_c * r_c); });
    CHECK(length.total == Approx(per_length[row][1]).margin(1e-6));  // thirds need not end on cells here
    CHECK(length3.total == Approx(per_length[row][1]).margin(1e-6));
    CHECK(time.total == Approx(per_time[row][1]).margin(1e-6));
    for (int z = 0; z < 3; ++z) {
      CHECK(length3.share[z] == Approx(per_length[row][2 + z]).margin(1e-6));
      CHECK(time.share[z] == Approx(per_time[row][2 + z]).margin(1e-6));
    }
  }
}

TEST_CASE("X2: a column with the flow turned round is its mirror, bit for bit") {
  const int n = 61;
  Uniform uniform(9);
  std::vector<double> volume(n), sink(n), source(n, 0), before(n);
  for (int i = 0; i < n; ++i) {
    volume[i] = 1 + uniform();
    sink[i] = 0.1 * uniform();
    before[i] = uniform();
  }
  source[0] = 2;
  const auto reversed = [](std::vector<double> v) {
    std::reverse(v.begin(), v.end());
    return v;
  };
  for (const double dt : {0.7, forever}) {
    std::vector<double> c(n), mirror(n), arrested(n), mirror_arrested(n);
    Sweep(column(volume, 1, 3)).step(1, {dt, before, sink, source, true}, c, arrested);
    Sweep(column(reversed(volume), 1, -3))
        .step(1, {dt, reversed(before), reversed(sink), reversed(source), true}, mirror, mirror_arrested);
    CHECK(reversed(mirror) == c);
    CHECK(reversed(mirror_arrested) == arrested);
  }
}

TEST_CASE("Where nothing flows the fitted step is the exact decay in time, or the sink's balance") {
  Carrier still = column(std::vector<double>(3, 2.0), 1, 1);
  still.flux[0] = {0, 0, 0};
  still.inflow = still.outflow = {0, 0, 0};
  Sweep sweep(still);
  std::vector<double> before = {5, 6, 7}, sink = {0.1, 0, 3}, source = {2, 0, 1}, c(3), arrested(3);
  sweep.step(1, {4.0, before, sink, {}, true}, c, arrested);
  for (int i = 0; i < 3; ++i) CHECK(c[i] == Approx(before[i] * std::exp(-sink[i] * 4 / 2)).epsilon(1e-14));
  for (const bool fitted : {true, false}) {
    const SweepBalance b = sweep.step(1, {forever, before, sink, source, fitted}, c, arrested)[0];
    CHECK(c[0] == Approx(20));
    CHECK(c[1] == 0);
    CHECK(c[2] == Approx(1. / 3));
    CHECK(b.arrested == Approx(3));
  }
  source[1] = 1;
  CHECK_THROWS_WITH(sweep.step(1, {forever, {}, sink, source, true}, c),
                    Catch::Contains("no steady state: cells reach cell (1, 0, 0)"));
}

TEST_CASE("A sweep that cannot be is refused") {
  Sweep sweep(column(std::vector<double>(3, 2.0), 1, 1));
  std::vector<double> c(3), sink = {1, -1, 1}, shorter(2);
  CHECK_THROWS_WITH(sweep.step(1, {0.0, {}, {}, {}, true}, c), Catch::Contains("must be above 0"));
  CHECK_THROWS_WITH(sweep.step(1, {1.0, {}, sink, {}, true}, c),
                    Catch::Contains("sink of species 0 is negative"));
  CHECK_THROWS_WITH(sweep.step(1, {1.0, shorter, {}, {}, true}, c),
                    Catch::Contains("before has 2 numbers instead of 3"));
  Carrier ring = column(std::vector<double>(3, 2.0), 1, 1);
  ring.grid.periodic[0] = true;
  ring.flux[0] = {1, 1, 1};
  ring.inflow = ring.outflow = {0, 0, 0};
  CHECK_THROWS_WITH(Sweep(ring), Catch::Contains("blood runs in a circle through cell ("));
}
