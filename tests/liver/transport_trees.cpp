// Cells along the vessel trees: exact delays, nothing lost.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/liver/phase_separation.hpp"
#include "sim/liver/transport/tree_collect.hpp"
#include "sim/liver/transport/tree_transit.hpp"
#include "tests/liver/transport_case.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::liver;
using namespace cellroute::testing;

constexpr double root_flow = 1e-6;

/// T_j = sum V_e/Q_e along the way to each terminal, read off the tree by itself.
std::vector<double> delays(const VesselTree& tree, const std::vector<double>& volume,
                           const std::vector<double>& flow) {
  std::vector<double> all;
  for (const std::int32_t terminal : tree.terminals) {
    double t = 0;
    for (std::int32_t s = terminal; s >= 0; s = tree.parent[static_cast<std::size_t>(s)])
      t += volume[static_cast<std::size_t>(s)] / flow[static_cast<std::size_t>(s)];
    all.push_back(t);
  }
  return all;
}

double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

}  // namespace

TEST_CASE("T6: a pulse arrives at every terminal after the sum of V/Q, whatever the steps") {
  const VesselTree tree = uneven_tree(TreeKind::portal_vein, 37, 3);
  const std::vector<double> volume = segment_volumes(tree), flow = uneven_flow(tree, root_flow, 5);
  const std::vector<double> delay = delays(tree, volume, flow);
  TreeTransit transit(tree, volume, {0.0, 0.0});
  transit.set_flow(flow);
  const double pulse = 0.37, rate = 1000;
  std::vector<double> arrived(tree.terminals.size() * 2), so_far(tree.terminals.size(), 0.0);
  double t = 0, worst = 0, first_moment = 0;
  for (unsigned step = 0; t < 2 * *std::max_element(delay.begin(), delay.end()) + 2; ++step) {
    const double dt = t < pulse ? pulse / 3 : scattered(11, step, 0.01, 0.5);
    const std::vector<double> root = {t < 0.9 * pulse ? rate : 0, 0};
    std::vector<double> known(arrived.size()), unit(arrived.size());
    transit.arriving(dt, {}, known);
    transit.unit_response(dt, unit);
    transit.advance(dt, {}, root, arrived);
    t += dt;
    for (std::size_t j = 0; j < so_far.size(); ++j) {
      so_far[j] += arrived[2 * j];
      const double share = flow[static_cast<std::size_t>(tree.terminals[j])] / flow[0];
      const double exact = rate * share * std::clamp(t - delay[j], 0.0, pulse);
      worst = std::max(worst, std::fabs(so_far[j] - exact) / (rate * pulse));
      CHECK(std::fabs(known[2 * j] + root[0] * unit[2 * j] - arrived[2 * j]) < 1e-12 * rate * pulse);
      REQUIRE(arrived[2 * j + 1] == 0);
    }
  }
  INFO("worst share of the dose that is early or late: " << worst);
  CHECK(worst < 1e-12);
  for (std::size_t j = 0; j < so_far.size(); ++j) first_moment += so_far[j] * delay[j];
  CHECK(first_moment / (rate * pulse) == Approx(sum(volume) / root_flow).epsilon(1e-12));
  CHECK(transit.inside()[0] == Approx(0).margin(1e-12 * rate * pulse));
}

TEST_CASE("T6: a change of flow while cells are on their way moves their arrival and loses none") {
  // One tube: a parcel leaves when the blood that entered after it is the tube's volume.
  VesselTree tube;
  tube.end = {{0.1, 0, 0}};
  tube.parent = {-1};
  tube.radius = {1e-3};
  tube.terminals = {0};
  const double volume = segment_volumes(tube)[0];
  TreeTransit transit(tube, {volume}, {0.0});
  std::vector<double> arrived(1);
  const auto advance = [&](double flow, double dt, double rate) {
    transit.set_flow(std::vector<double>{flow});
    transit.advance(dt, {}, std::vector<double>{rate}, arrived);
    return arrived[0];
  };
  CHECK(advance(volume, 0.25, 100) == 0);                           // 25 cells in the first quarter
  CHECK(advance(volume / 2, 1, 0) == 0);                            // half of the way more
  CHECK(advance(0, 5, 0) == 0);                                     // stands still
  CHECK(advance(2 * volume, 0.125, 0) == Approx(0).margin(1e-13));  // the front is at the end now
  CHECK(advance(4 * volume, 1.0 / 32, 0) == Approx(12.5).epsilon(1e-12));
  CHECK(advance(volume, 10, 0) == Approx(12.5).epsilon(1e-12));

  // A tree whose flows change all the time, unevenly, a branch of which closes and opens again.
  const VesselTree tree = uneven_tree(TreeKind::portal_vein, 25, 8);
  TreeTransit many(tree, segment_volumes(tree), {0.0, 1e-2});
  std::vector<double> cells(tree.terminals.size() * 2), entered(2, 0.0), out(2, 0.0);
  for (unsigned step = 0; step < 200; ++step) {
    std::vector<double> flow = uneven_flow(tree, root_flow * scattered(1, step, 0.5, 2), step);
    if (step % 20 > 10) {  // the first terminal, and what it takes from its parents
      const auto closed = static_cast<std::size_t>(tree.terminals[0]);
      const double q = flow[closed];
      for (std::int32_t s = tree.terminals[0]; s >= 0; s = tree.parent[static_cast<std::size_t>(s)])
        flow[static_cast<std::size_t>(s)] -= q;
      flow[closed] = 0;
    }
    many.set_flow(flow);
    const double dt = scattered(2, step, 0.01, 0.3);
    const std::vector<double> rate = {scattered(3, step, 0, 10), step < 100 ? 5.0 : 0.0};
    many.advance(dt, {}, rate, cells);
    for (std::size_t k = 0; k < 2; ++k) {
      entered[k] += rate[k] * dt;
      for (std::size_t j = 0; j < tree.terminals.size(); ++j) out[k] += cells[2 * j + k];
    }
    for (std::size_t k = 0; k < 2; ++k)
      REQUIRE(many.inside()[k] + out[k] + many.lost()[k] == Approx(entered[k]).epsilon(1e-12));
  }
  CHECK(many.lost()[0] == 0);
  CHECK(many.lost()[1] > 0);
  CHECK(*std::min_element(cells.begin(), cells.end()) > -1e-12 * entered[0]);
}

TEST_CASE("Loss on the way follows the transit time") {
  VesselTree tube;
  tube.end = {{0.1, 0, 0}};
  tube.parent = {-1};
  tube.radius = {1e-3};
  tube.terminals = {0};
  const double volume = segment_volumes(tube)[0], transit_time = 2.7, loss = 0.05;
  const auto error = [&](double dt) {
    TreeTransit transit(tube, {volume}, {loss});
    transit.set_flow(std::vector<double>{volume / transit_time});
    std::vector<double> cells(1);
    double last = 0;
    for (double t = 0; t < 20; t += dt) {
      transit.advance(dt, {}, std::vector<double>{1.0}, cells);
      last = cells[0] / dt;
    }
    return std::fabs(last - std::exp(-loss * transit_time));
  };
  CHECK(error(0.5) < 1e-3);
  CHECK(error(0.1) < 1e-4);
}

TEST_CASE("Cells enter a branch through a catheter and reach its terminals alone") {
  const VesselTree tree = uneven_tree(TreeKind::hepatic_artery, 20, 4);
  const std::vector<double> volume = segment_volumes(tree), flow = uneven_flow(tree, root_flow, 2);
  const std::size_t branch = 2;
  TreeTransit transit(tree, volume, {0.0});
  transit.set_flow(flow);
  const BranchEntry entry{static_cast<std::int32_t>(branch), {50.0}};
  std::vector<double> cells(tree.terminals.size()), all(tree.terminals.size(), 0.0),
      known(tree.terminals.size());
  const double dt = 0.2;
  double entered = 0;
  for (int step = 0; step < 400; ++step) {
    const bool on = step < 5;
    const std::span<const BranchEntry> entries(&entry, on ? 1 : 0);
    transit.arriving(dt, entries, known);
    transit.advance(dt, entries, std::vector<double>{0.0}, cells);
    entered += on ? 50 * dt : 0;
    for (std::size_t j = 0; j < all.size(); ++j) {
      all[j] += cells[j];
      CHECK(known[j] == cells[j]);
    }
  }
  CHECK(sum(all) == Approx(entered).epsilon(1e-12));
  for (std::size_t j = 0; j < all.size(); ++j) {
    bool behind = false;
    for (std::int32_t s = tree.terminals[j]; s >= 0; s = tree.parent[static_cast<std::size_t>(s)])
      behind = behind || static_cast<std::size_t>(s) == branch;
    const double share = behind ? flow[static_cast<std::size_t>(tree.terminals[j])] / flow[branch] : 0;
    CHECK(all[j] == Approx(entered * share).margin(1e-12 * entered).epsilon(1e-12));
  }
  std::vector<double> closed(flow.size(), 0.0);
  transit.set_flow(closed);
  CHECK_THROWS_AS(transit.advance(dt, {&entry, 1}, std::vector<double>{0.0}, cells), std::domain_error);
}

TEST_CASE("Skimming sends each kind of cell by its own shares and keeps their number") {
  // The reference values of the red cells' law: 30 % of the flow, 20 um into 15 and 15, 10 um into 8 and 8.
  VesselTree fork;
  fork.end = {{0.01, 0, 0}, {0.02, 0.01, 0}, {0.02, -0.01, 0}};
  fork.parent = {-1, 0, 0};
  fork.radius = {1e-5, 0.75e-5, 0.75e-5};
  fork.terminals = {1, 2};
  TreeTransit transit(fork, segment_volumes(fork), {0.0, 0.0, 0.0});
  const double exact[] = {0.2546061333734, 0.2087119813169};
  transit.set_skimming([&](std::int32_t, std::span<const std::int32_t> children, std::span<double> share) {
    REQUIRE(children.size() == 2);
    CHECK(share[0] == Approx(0.3).epsilon(1e-14));
    share[0] = red_cell_share(0.3, 20e-6, 15e-6, 15e-6, 0.45);
    share[1] = red_cell_share(0.3, 10e-6, 8e-6, 8e-6, 0.45);
    for (std::size_t k = 0; k < 2; ++k) share[3 + k] = 1 - share[k];  // the third goes with the blood
  });
  transit.set_flow(std::vector<double>{1e-12, 0.3e-12, 0.7e-12});
  std::vector<double> cells(6), all(6, 0.0);
  for (int step = 0; step < 500; ++step) {
    transit.advance(1.0, {}, std::vector<double>(3, step < 10 ? 1.0 : 0.0), cells);
    for (std::size_t i = 0; i < 6; ++i) all[i] += cells[i];
  }
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK(all[k] == Approx(10 * exact[k]).epsilon(1e-10));
    CHECK(all[k] + all[3 + k] == Approx(10).epsilon(1e-12));
  }
  CHECK(all[2] == Approx(3).epsilon(1e-12));
}

TEST_CASE("T6: what leaves voxels together reaches the root after each terminal's delay") {
  const VesselTree tree = uneven_tree(TreeKind::hepatic_vein, 40, 6);
  const std::vector<double> volume = segment_volumes(tree), flow = uneven_flow(tree, root_flow, 9);
  const std::vector<double> delay = delays(tree, volume, flow);
  const std::size_t n = tree.terminals.size();
  TreeCollect collect(tree, volume, {0.0});
  collect.set_flow(flow);
  const double pulse = 0.8;
  std::vector<double> entering(n), arrived(1), known(1), share(n);
  double t = 0, so_far = 0, first_moment = 0, entered = 0;
  for (unsigned step = 0; t < 60; ++step) {
    const double dt = t < pulse ? pulse / 2 : scattered(4, step, 0.05, 1.5);
    for (std::size_t j = 0; j < n; ++j) entering[j] = t < 0.9 * pulse ? dt * static_cast<double>(1 + j) : 0;
    collect.arriving(dt, known);
    collect.same_step(dt, share);
    collect.advance(dt, entering, arrived);
    double at_once = 0;
    for (std::size_t j = 0; j < n; ++j) at_once += share[j] * entering[j];
    entered += sum(entering);
    CHECK(known[0] + at_once == Approx(arrived[0]).margin(1e-12 * entered));
    t += dt;
    so_far += arrived[0];
    double exact = 0;
    for (std::size_t j = 0; j < n; ++j)
      exact += static_cast<double>(1 + j) * std::clamp(t - delay[j], 0.0, pulse);
    REQUIRE(so_far == Approx(exact).margin(1e-11 * entered));
    REQUIRE(so_far + collect.inside()[0] == Approx(entered).epsilon(1e-12));
  }
  CHECK(collect.inside()[0] == 0);
  for (std::size_t j = 0; j < n; ++j)
    first_moment += flow[static_cast<std::size_t>(tree.terminals[j])] * delay[j];
  CHECK(first_moment == Approx(sum(volume)).epsilon(1e-12));
}

TEST_CASE("Hepatic veins lose no cell while flows change, and count those that die") {
  const VesselTree tree = uneven_tree(TreeKind::hepatic_vein, 12, 2);
  const std::size_t n = tree.terminals.size();
  TreeCollect collect(tree, segment_volumes(tree), {0.0, 0.02});
  std::vector<double> entering(2 * n), arrived(2), entered(2, 0.0), out(2, 0.0);
  for (unsigned step = 0; step < 300; ++step) {
    collect.set_flow(uneven_flow(tree, step % 50 == 49 ? 0 : root_flow * scattered(1, step, 0.3, 3), step));
    for (std::size_t i = 0; i < entering.size(); ++i)
      entering[i] = step < 200 ? scattered(5, step * 100 + static_cast<unsigned>(i), 0, 1) : 0;
    collect.advance(scattered(3, step, 0.01, 0.8), entering, arrived);
    for (std::size_t i = 0; i < entering.size(); ++i) entered[i % 2] += entering[i];
    for (std::size_t k = 0; k < 2; ++k) {
      out[k] += arrived[k];
      REQUIRE(out[k] + collect.inside()[k] + collect.lost()[k] == Approx(entered[k]).epsilon(1e-12));
    }
  }
  CHECK(collect.lost()[0] == 0);
  CHECK(collect.lost()[1] > 0);
}

TEST_CASE("Trees go on from a stored state with the same bits") {
  const VesselTree tree = uneven_tree(TreeKind::portal_vein, 15, 1);
  const std::vector<double> volume = segment_volumes(tree), loss = {1e-3, 0};
  TreeTransit transit(tree, volume, loss), other(tree, volume, loss);
  TreeCollect collect(tree, volume, loss), elsewhere(tree, volume, loss);
  std::vector<double> cells(2 * tree.terminals.size()), back(2), cells2(cells), back2(back);
  const auto run = [&](TreeTransit& a, TreeCollect& b, unsigned first, unsigned last, std::vector<double>& c,
                       std::vector<double>& d) {
    for (unsigned step = first; step < last; ++step) {
      a.set_flow(uneven_flow(tree, root_flow, step / 5));
      b.set_flow(uneven_flow(tree, root_flow, step / 5));
      a.advance(0.1, {}, std::vector<double>{1.0 * step, 2.0}, c);
      b.advance(0.1, c, d);
    }
  };
  run(transit, collect, 0, 40, cells, back);
  std::vector<std::vector<double>> stored;
  transit.visit([&](std::vector<double>& part) { stored.push_back(part); });
  collect.visit([&](std::vector<double>& part) { stored.push_back(part); });
  std::size_t next = 0;
  other.visit([&](std::vector<double>& part) { part = stored[next++]; });
  elsewhere.visit([&](std::vector<double>& part) { part = stored[next++]; });
  run(transit, collect, 40, 90, cells, back);
  run(other, elsewhere, 40, 90, cells2, back2);
  CHECK(cells == cells2);
  CHECK(back == back2);
  CHECK(transit.inside() == other.inside());
  CHECK(collect.inside() == elsewhere.inside());
}
