// Many voxels: what enters is held, lost or left; responses; neighbours; the same bits however it is run.
#include <omp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <numeric>

#include "sim/liver/coupling/sdirk2.hpp"
#include "sim/liver/transport/voxel_cells.hpp"
#include "tests/liver/transport_case.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::liver;
using namespace cellroute::testing;

constexpr std::size_t carriers = 3;

/// A liver of uneven voxels with inflows that change from step to step.
struct Run {
  Run(std::array<int, 3> size, double lateral, const LiverCells& cells)
      : liver(perfused_liver(size, 2e-3, lateral)), voxels(cells, liver.anatomy, liver.trees, true) {
    backwards = voxels.set_flow(liver.flow);
  }

  VoxelInflow inflow(unsigned step, double dt) {
    for (std::size_t tree = 0; tree < 2; ++tree) {
      in[tree].resize(liver.trees[tree].terminals.size() * carriers);
      for (std::size_t i = 0; i < in[tree].size(); ++i)
        in[tree][i] =
            dt * scattered(40 + static_cast<unsigned>(tree), 1000 * step + static_cast<unsigned>(i), 0, 300);
    }
    return {in[1], in[0]};
  }
  VoxelLabel label() const {
    VoxelLabel all;
    all.on_cell[0] = all.on_cell[1] = on_cell;
    all.on_dead = 2e-6;
    all.retained_share = 0.7;
    all.retained_leak = 1e-2;
    all.uptake = 1e-4;
    return all;
  }
  void step(unsigned number, double dt) {
    const VoxelLabel with = label();
    const VoxelSums& sums = voxels.step(dt, inflow(number, dt), &with);
    for (std::size_t k = 0; k < carriers; ++k) {
      entered[k] += sums.entered[k];
      left[k] += sums.left[k];
      for (int place = 0; place < sums.places; ++place)
        lost[k] += sums.lost[sums.index(0, place, static_cast<int>(k))];
    }
    label_in += sums.dead_label_lost + sums.label_lost + sums.label_taken;
    label_out += sums.label_debris + sums.label_freed;
  }
  double held(int segment, std::size_t k) const {
    const VoxelSums& sums = voxels.sums();
    double all = 0;
    for (int place = 0; place < sums.places; ++place)
      for (int state = 0; state < cell_states; ++state) {
        if (state == lodged && k + 1 < carriers) continue;  // those dead are lost already
        all += sums.held[sums.index(segment, place, state, static_cast<int>(k))];
      }
    return all;
  }
  double inside_state(std::vector<double>& to) {
    to.clear();
    voxels.visit([&](std::span<const double> part) { to.insert(to.end(), part.begin(), part.end()); });
    return to.back();
  }

  SmallLiver liver;
  std::vector<double> on_cell{1e-6, 3e-6};
  VoxelCells voxels;
  std::array<std::vector<double>, 2> in;
  double backwards = 0, label_in = 0, label_out = 0;
  std::vector<double> entered = std::vector<double>(carriers, 0.0), left = entered, lost = entered;
};

}  // namespace

TEST_CASE("Entered cells are held, lost or left, and label likewise, for steps of any length") {
  for (const double lateral : {0.0, 1.0}) {
    Run run({7, 6, 5}, lateral, small_cells());
    CHECK(run.backwards == 0);
    for (unsigned step = 0; step < 60; ++step) {
      run.step(step, std::pow(10.0, scattered(1, step, -2, 4)));
      const VoxelSums& sums = run.voxels.sums();
      for (std::size_t k = 0; k < carriers; ++k) {
        REQUIRE(run.held(0, k) + run.lost[k] + run.left[k] == Approx(run.entered[k]).epsilon(1e-12));
        double by_segment = 0, by_terminal = 0;
        for (int segment = 1; segment <= 8; ++segment) by_segment += run.held(segment, k);
        CHECK(by_segment == Approx(run.held(0, k)).epsilon(1e-12));
        for (std::size_t i = k; i < run.voxels.left().size(); i += carriers)
          by_terminal += run.voxels.left()[i];
        CHECK(by_terminal == Approx(sums.left[k]).epsilon(1e-12));
        const double sent = std::accumulate(run.in[0].begin(), run.in[0].end(), 0.0) +
                            std::accumulate(run.in[1].begin(), run.in[1].end(), 0.0);
        CHECK(sums.entered[0] + sums.entered[1] + sums.entered[2] == Approx(sent).epsilon(1e-12));
      }
      const double label = std::accumulate(sums.lodged_label.begin(), sums.lodged_label.begin() + 6, 0.0) +
                           sums.retained_label[0];
      REQUIRE(label + run.label_out == Approx(run.label_in).epsilon(1e-12));
    }
  }
}

TEST_CASE(
    "What reaches the sinusoids is what entered less what vessels before them hold or lost, by segment") {
  for (const double lateral : {0.0, 1.0}) {
    Run run({7, 6, 5}, lateral, small_cells());
    run.voxels.watch_sinusoids();
    const int places = static_cast<int>(small_cells().beds.size()) + 1;
    const std::vector<int> before[2] = {{LiverCells::arterioles, places - 1}, {LiverCells::venules}};
    double entered[2][9][carriers] = {}, reached[2][9][carriers] = {}, lost[2][9][carriers] = {};
    for (unsigned step = 0; step < 40; ++step) {
      const double dt = std::pow(10.0, scattered(1, step, -2, 4));
      run.step(step, dt);
      const VoxelSums& sums = run.voxels.sums();
      REQUIRE(sums.reached.size() == 9 * 2 * 2 * carriers);
      for (std::size_t tree = 0; tree < 2; ++tree) {
        const auto& terminal = run.liver.trees[tree].terminal_of_voxel;
        std::vector<double> flow(run.liver.trees[tree].terminals.size(), 0.0);
        for (std::size_t v = 0; v < terminal.size(); ++v)
          flow[static_cast<std::size_t>(terminal[v])] += run.liver.flow.voxel_flow[tree][v];
        for (std::size_t v = 0; v < terminal.size(); ++v) {
          const auto t = static_cast<std::size_t>(terminal[v]);
          const auto s = run.liver.anatomy.segment[static_cast<std::size_t>(run.liver.anatomy.voxels[v])];
          for (std::size_t k = 0; k < carriers; ++k)
            entered[tree][s][k] +=
                run.liver.flow.voxel_flow[tree][v] / flow[t] * run.in[tree][t * carriers + k];
        }
        double whole[2][carriers] = {};
        for (int s = 1; s <= 8; ++s)
          for (std::size_t k = 0; k < carriers; ++k) {
            const std::size_t entry = 1 - tree;  // portal first
            const auto at = [&](int segment, std::size_t kind) {
              return sums
                  .reached[((static_cast<std::size_t>(segment) * 2 + entry) * 2 + kind) * carriers + k];
            };
            reached[tree][s][k] += at(s, 0);
            double held = 0;
            for (const int place : before[tree]) {
              lost[tree][s][k] += sums.lost[sums.index(s, place, static_cast<int>(k))];
              for (int state = 0; state < cell_states; ++state)
                if (state != lodged || k + 1 == carriers)
                  held += sums.held[sums.index(s, place, state, static_cast<int>(k))];
            }
            REQUIRE(reached[tree][s][k] + lost[tree][s][k] + held ==
                    Approx(entered[tree][s][k]).epsilon(1e-12).margin(1e-12));
            CHECK(at(s, 1) >= 0);
            for (const std::size_t kind : {0, 1}) whole[kind][k] += at(s, kind);
            if (s < 8) continue;
            for (const std::size_t kind : {0, 1})
              CHECK(at(0, kind) == Approx(whole[kind][k]).epsilon(1e-13).margin(1e-300));
          }
      }
    }
  }
}

TEST_CASE("What leaves is the line in the unknown inflow that was said before the step") {
  for (const double lateral : {0.0, 1.0}) {
    Run run({6, 5, 5}, lateral, small_cells());
    for (unsigned step = 0; step < 5; ++step) run.step(step, 1.5);
    for (const double dt : {0.3, 40.0}) {
      std::vector<double> unit[2], arrives(run.liver.trees[2].terminals.size());
      for (std::size_t tree = 0; tree < 2; ++tree)
        for (std::size_t i = 0; i < run.liver.trees[tree].terminals.size() * carriers; ++i)
          unit[tree].push_back(dt * scattered(50, static_cast<unsigned>(i), 0, 0.1));
      for (std::size_t i = 0; i < arrives.size(); ++i)
        arrives[i] = scattered(51, static_cast<unsigned>(i), 0, 1);
      const VoxelInflow known = run.inflow(99, dt);
      const VoxelResponse line = run.voxels.respond(dt, known, unit[0], unit[1], arrives);
      const double rate[2][carriers] = {{120, 310, 70}, {400, 20, 90}};
      for (std::size_t tree = 0; tree < 2; ++tree)
        for (std::size_t i = 0; i < unit[tree].size(); ++i)
          run.in[tree][i] += rate[tree][i % carriers] * unit[tree][i];
      const VoxelLabel with = run.label();
      run.voxels.step(dt, {run.in[1], run.in[0]}, &with);
      for (std::size_t k = 0; k < carriers; ++k) {
        double left = 0;
        for (std::size_t t = 0; t < arrives.size(); ++t)
          left += arrives[t] * run.voxels.left()[t * carriers + k];
        CHECK(line.left[k] + rate[0][k] * line.arterial_gain[k] + rate[1][k] * line.portal_gain[k] ==
              Approx(left).epsilon(1e-12));
        CHECK(line.arterial_gain[k] > 0);
        CHECK(line.portal_gain[k] > 0);
      }
    }
  }
}

TEST_CASE("Neighbours exchange cells as blood does: evenly mixed inflow stays evenly mixed") {
  // Tracers that nothing stops, in the same concentration wherever blood enters: so they leave everywhere.
  LiverCells cells = small_cells(1e12);
  for (LiverBed& bed : cells.beds) {
    bed.extraction = {0, 0};
    bed.filter = bed.kappa = bed.loss_circulating = bed.clearance = bed.dead_extraction = 0;
  }
  cells.arterial_space_loss = 0;
  Run run({6, 6, 6}, 1, cells);
  const double concentration = 1e9, dt = 500;
  for (std::size_t tree = 0; tree < 2; ++tree) {
    run.in[tree].assign(run.liver.trees[tree].terminals.size() * carriers, 0.0);
    for (std::size_t v = 0; v < run.voxels.voxels(); ++v) {
      const auto t = static_cast<std::size_t>(run.liver.trees[tree].terminal_of_voxel[v]);
      run.in[tree][t * carriers] += dt * concentration * run.liver.flow.voxel_flow[tree][v];
    }
  }
  for (int step = 0; step < 60; ++step) run.voxels.step(dt, {run.in[1], run.in[0]});
  const std::vector<double> weight{1, 0, 0};
  std::vector<double> tank(run.voxels.voxels(), 0.0);
  run.voxels.add_cells(weight, 1u << circulating, 1u << 2, tank);
  for (const double held : tank)
    REQUIRE(held == Approx(concentration * cells.beds[2].blood * 8e-9).epsilon(1e-9));
}

TEST_CASE("Fields of voxels add up to the sums, and place and state can be chosen") {
  Run run({9, 4, 3}, 0, small_cells());
  for (unsigned step = 0; step < 6; ++step) run.step(step, 3);
  const VoxelSums& sums = run.voxels.sums();
  std::vector<double> all(run.voxels.voxels(), 0.0);
  const auto total = [&] { return std::accumulate(all.begin(), all.end(), 0.0); };
  for (int place = 0; place < sums.places; ++place)
    for (int state = 0; state < cell_states; ++state) {
      std::fill(all.begin(), all.end(), 0.0);
      run.voxels.add_cells(std::vector<double>{1, 10, 100}, 1u << state, 1u << place, all);
      double exact = 0;
      for (int k = 0; k < 3; ++k) exact += std::pow(10.0, k) * sums.held[sums.index(0, place, state, k)];
      CHECK(total() == Approx(exact).epsilon(1e-12).margin(1e-12));
    }
  std::fill(all.begin(), all.end(), 0.0);
  run.voxels.add_lodged_label(0x3f, all);
  CHECK(
      total() ==
      Approx(std::accumulate(sums.lodged_label.begin(), sums.lodged_label.begin() + 6, 0.0)).epsilon(1e-12));
  std::fill(all.begin(), all.end(), 0.0);
  run.voxels.add_retained_label(all);
  CHECK(total() == Approx(sums.retained_label[0]).epsilon(1e-12));
  // By segment: the field of one segment's voxels is that segment's sum.
  std::fill(all.begin(), all.end(), 0.0);
  run.voxels.add_cells(std::vector<double>{1, 0, 0}, 1u << adherent, 1u << 3, all);
  for (int segment = 1; segment <= 8; ++segment) {
    double here = 0;
    for (std::size_t v = 0; v < all.size(); ++v)
      if (run.liver.anatomy.segment[v] == segment) here += all[v];
    CHECK(here == Approx(sums.held[sums.index(segment, 3, adherent, 0)]).epsilon(1e-12).margin(1e-12));
  }
}

TEST_CASE("The step's embedded error is the difference to its first-order method") {
  // With nothing held at the start, dead cells in the venules: dC/dt = j - q C with j and q known.
  LiverCells cells = small_cells(1e12);
  for (LiverBed& bed : cells.beds) bed.dead_extraction = bed.clearance = 0;
  Run run({1, 1, 1}, 0, cells);
  const double dt = 0.7, j = 5;
  run.in[0].assign(run.liver.trees[0].terminals.size() * carriers, 0.0);
  run.in[1].assign(run.liver.trees[1].terminals.size() * carriers, 0.0);
  run.in[1][static_cast<std::size_t>(run.liver.trees[1].terminal_of_voxel[0]) * carriers + 2] = dt * j;
  const VoxelSums& sums = run.voxels.step(dt, {run.in[1], run.in[0]});
  const double q = run.liver.flow.voxel_flow[1][0] / (cells.beds[0].blood * 8e-9), g = sdirk2::gamma;
  const double y1 = g * dt * j / (1 + g * dt * q), f1 = j - q * y1;
  const double y2 = ((1 - g) * dt * f1 + g * dt * j) / (1 + g * dt * q);
  CHECK(sums.held[sums.index(0, 0, circulating, 2)] == Approx(y2).epsilon(1e-13));
  CHECK(sums.error[sums.index(0, 0, circulating, 2)] == Approx(y2 - dt * f1).epsilon(1e-12));
}

TEST_CASE("Openness of the beds follows what is lodged in them") {
  Run run({2, 1, 1}, 0, small_cells());
  for (unsigned step = 0; step < 20; ++step) run.step(step, 5);
  const LiverCells cells = small_cells();
  std::vector<double> s(2);
  const auto plugging = [&](int bed) {
    std::fill(s.begin(), s.end(), 0.0);
    run.voxels.add_cells(std::vector<double>{1, 0.5, 0.8},
                         1u << trapped_fast | 1u << trapped_slow | 1u << lodged, 1u << bed, s);
    return s[1] / (cells.beds[static_cast<std::size_t>(bed)].paths * 8e-9);
  };
  const VoxelOpenness& open = run.voxels.openness();
  CHECK(open.portal[1] == Approx(std::exp(-plugging(0))).epsilon(1e-12));
  CHECK(open.arterial[1] == Approx(std::exp(-plugging(1))).epsilon(1e-12));
  double resistance = 0;
  for (int b = 2; b < 6; ++b)
    resistance += cells.beds[static_cast<std::size_t>(b)].blood / 0.15 * std::exp(plugging(b));
  CHECK(open.venous[1] == Approx(1 / resistance).epsilon(1e-12));
  CHECK(open.venous[1] < 0.999);
}

TEST_CASE("Voxels have the same bits for any number of threads, either instruction set, and when resumed") {
#ifdef CELLROUTE_SANITIZED
  const std::array<int, 3> size = {16, 12, 11};  // still enough to be shared by threads
#else
  const std::array<int, 3> size = {17, 16, 15};
#endif
  const int before = omp_get_max_threads();
  std::vector<double> reference, state;
  std::vector<double> sums, reached;
  for (const double lateral : {0.0, 1.0}) {
    for (int variant = 0; variant < 3; ++variant) {
      omp_set_num_threads(variant == 1 ? 3 : 1);
      if (variant == 2) setenv("CELLROUTE_INSTRUCTION_SET", "base", 1);
      Run run(size, lateral, small_cells());
      unsetenv("CELLROUTE_INSTRUCTION_SET");
      run.voxels.watch_sinusoids();  // which changes nothing else: the resumed one is not watched
      for (unsigned step = 0; step < 4; ++step) run.step(step, 2.0 + step);
      run.inside_state(state);
      if (variant == 0) {
        reference = state;
        sums = run.voxels.sums().held;
        reached = run.voxels.sums().reached;
        // Resumed after these steps on other voxels, the next step has the same bits.
        Run resumed(size, lateral, small_cells());
        std::size_t next = 0;
        resumed.voxels.visit([&](std::span<double> part) {
          std::copy_n(state.begin() + static_cast<std::ptrdiff_t>(next), part.size(), part.begin());
          next += part.size();
        });
        run.step(9, 1.0);
        resumed.step(9, 1.0);
        CHECK(run.voxels.sums().held == resumed.voxels.sums().held);
        CHECK(run.voxels.sums().left == resumed.voxels.sums().left);
        continue;
      }
      CHECK(std::memcmp(state.data(), reference.data(), sizeof(double) * state.size()) == 0);
      CHECK(run.voxels.sums().held == sums);
      CHECK(run.voxels.sums().reached == reached);
    }
  }
  omp_set_num_threads(before);
}

TEST_CASE("Steps of a size that resolves the blood turn no number of cells negative") {
  Run run({4, 4, 4}, 0, small_cells());
  double entered = 0;
  for (unsigned step = 0; step < 400; ++step) {
    const double dt = step < 200 ? 0.1 : 0.25;
    run.voxels.step(dt, step < 200 ? run.inflow(step, dt) : (run.inflow(step, 0.0)));
    for (const double n : run.voxels.sums().entered) entered += n;
    CHECK(run.voxels.sums().lowest > -1e-12 * entered);
  }
  CHECK(entered > 0);
}

TEST_CASE("Voxels refuse what does not fit, in words") {
  const SmallLiver liver = perfused_liver({2, 2, 2}, 1e-3, 0);
  LiverCells cells = small_cells();
  cells.beds[3].extraction.pop_back();
  CHECK_THROWS_WITH(VoxelCells(cells, liver.anatomy, liver.trees, false), Catch::Contains("extraction"));
  cells = small_cells();
  cells.beds[0].paths = 0;
  CHECK_THROWS_WITH(VoxelCells(cells, liver.anatomy, liver.trees, false), Catch::Contains("paths"));
  auto trees = liver.trees;
  trees[1].terminal_of_voxel.assign(8, 0);
  CHECK_THROWS_WITH(VoxelCells(small_cells(), liver.anatomy, trees, false),
                    Catch::Contains("portal_vein has terminals without a voxel"));
  VoxelCells voxels(small_cells(), liver.anatomy, liver.trees, false);
  CHECK_THROWS_AS(voxels.step(1, {}), std::invalid_argument);
}
