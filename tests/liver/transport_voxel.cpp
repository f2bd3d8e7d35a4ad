// One voxel against the same equations written out; its steady state against a closed form.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/liver/coupling/sdirk2.hpp"
#include "sim/liver/transport/voxel_cells.hpp"
#include "tests/liver/transport_case.hpp"
#include "tests/liver/transport_reference.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::liver;
using namespace cellroute::testing;

/// One voxel and what enters it.
struct OneVoxel {
  explicit OneVoxel(const LiverCells& cells)
      : liver(perfused_liver({1, 1, 1}, 1e-3, 0)), voxel(cells, liver.anatomy, liver.trees, true) {
    voxel.set_flow(liver.flow);
    forcing.arterial_flow = liver.flow.voxel_flow[0][0];
    forcing.portal_flow = liver.flow.voxel_flow[1][0];
    forcing.volume = liver.anatomy.volume();
    forcing.arterial = {3, 2, 0.5};
    forcing.portal = {4, 6, 1};
    forcing.label_at_start = {1e-3, 3e-3};
    forcing.leak = 0.02;
    forcing.on_dead = 2e-3;
    forcing.retained_share = 0.7;
    forcing.retained_leak = 0.01;
    forcing.uptake = 1e-4;
  }

  /// Steps of `dt` from `start` on; the totals of what moved add up in `lost`, `left`, `moved`.
  void run(double start, double duration, int steps) {
    const double dt = duration / steps;
    std::vector<double> in[2], on[2];
    for (int tree = 0; tree < 2; ++tree) {
      in[tree].assign(liver.trees[static_cast<std::size_t>(tree)].terminals.size() * 3, 0.0);
      const auto terminal =
          static_cast<std::size_t>(liver.trees[static_cast<std::size_t>(tree)].terminal_of_voxel[0]);
      for (std::size_t k = 0; k < 3; ++k)
        in[tree][3 * terminal + k] = dt * (tree == 0 ? forcing.arterial : forcing.portal)[k];
    }
    for (int step = 0; step < steps; ++step) {
      VoxelLabel label;
      for (int i = 0; i < 2; ++i) {
        on[i] = forcing.label_at_start;
        for (double& x : on[i]) x *= std::exp(-forcing.leak * (start + dt * (step + sdirk2::time[i])));
        label.on_cell[i] = on[i];
      }
      label.on_dead = forcing.on_dead;
      label.retained_share = forcing.retained_share;
      label.retained_leak = forcing.retained_leak;
      label.uptake = forcing.uptake;
      const VoxelSums& sums = voxel.step(dt, {in[1], in[0]}, &label);
      for (std::size_t i = 0; i < lost.size(); ++i) lost[i] += sums.lost[i];
      for (std::size_t k = 0; k < 3; ++k) left[k] += sums.left[k];
      const double now[] = {sums.label_lost, sums.dead_label_lost, sums.label_debris, sums.label_freed};
      for (std::size_t i = 0; i < 4; ++i) moved[i] += now[i];
    }
  }

  SmallLiver liver;
  VoxelCells voxel;
  VoxelForcing forcing;
  std::vector<double> lost = std::vector<double>(7 * 3, 0.0), left = std::vector<double>(3, 0.0),
                      moved = std::vector<double>(4, 0.0);
};

/// The largest difference, over the largest number of its kind.
double difference(const OneVoxel& one, const ReferenceVoxel& exact) {
  const VoxelSums& sums = one.voxel.sums();
  double cells = 0, label = 0, scale = 0;
  const auto compare = [&](double a, double b) {
    cells = std::max(cells, std::fabs(a - b));
    scale = std::max(scale, std::fabs(b));
  };
  for (int b = 0; b < 6; ++b)
    for (int state = 0; state < 6; ++state)
      for (int k = 0; k < 3; ++k) compare(sums.held[sums.index(0, b, state, k)], exact.held(b, state, k));
  for (int k = 0; k < 3; ++k) {
    compare(sums.held[sums.index(0, 6, 0, k)], exact.space(k));
    compare(one.left[static_cast<std::size_t>(k)], exact.left(k));
    for (int b = 0; b <= 6; ++b) compare(one.lost[static_cast<std::size_t>(3 * b + k)], exact.lost(b, k));
  }
  double label_scale = 0;
  const auto compare_label = [&](double a, double b) {
    label = std::max(label, std::fabs(a - b));
    label_scale = std::max(label_scale, std::fabs(b));
  };
  for (int b = 0; b < 6; ++b)
    compare_label(sums.lodged_label[static_cast<std::size_t>(b)], exact.lodged_label(b));
  compare_label(sums.retained_label[0], exact.retained_label());
  for (int i = 0; i < 4; ++i) compare_label(one.moved[static_cast<std::size_t>(i)], exact.moved(i));
  return std::max(cells / scale, label / label_scale);
}

}  // namespace

TEST_CASE("A voxel converges with order 2 to its equations, with sites filling up") {
  const LiverCells cells = small_cells();
  ReferenceVoxel exact(cells);
  OneVoxel setting(cells);
  const double duration = 12;
  exact.run(setting.forcing, 0, duration, 6000);
  // Sites do fill up: the free share has gone down by more than a tenth somewhere, in each kind.
  double least_trap = 1, least_adhesion = 1;
  for (int b = 0; b < 6; ++b) {
    const LiverBed& bed = cells.beds[static_cast<std::size_t>(b)];
    const double volume = setting.forcing.volume;
    const double occupied = exact.held(b, 1, 0) + exact.held(b, 2, 0) + exact.held(b, 5, 0);
    least_trap = std::min(least_trap, 1 - occupied / (bed.trap_sites * volume));
    least_adhesion = std::min(
        least_adhesion, 1 - (exact.held(b, 3, 0) + exact.held(b, 3, 1)) / (bed.adhesion_sites * volume));
  }
  CHECK(least_trap < 0.9);
  CHECK(least_adhesion < 0.9);
  CHECK(least_trap > 0.1);
  CHECK(least_adhesion > 0.1);

  std::vector<double> error;
  for (const int steps : {40, 80, 160, 320}) {
    OneVoxel one(cells);
    one.run(0, duration, steps);
    error.push_back(difference(one, exact));
  }
  for (std::size_t i = 1; i < error.size(); ++i) {
    const double order = std::log2(error[i - 1] / error[i]);
    INFO("error " << error[i - 1] << " -> " << error[i] << ", order " << order);
    if (i + 1 == error.size()) CHECK(order == Approx(2).margin(0.1));
    CHECK(order > 1.7);
  }
  CHECK(error.back() < 1e-4);
}

TEST_CASE("A voxel agrees with its equations to six digits where nothing fills up") {
  const LiverCells cells = small_cells(1e6);
  ReferenceVoxel exact(cells);
  OneVoxel one(cells);
  exact.run(one.forcing, 0, 3, 3000);
  one.run(0, 3, 3000);
  CHECK(difference(one, exact) < 1e-6);
}

TEST_CASE("Steady extraction of the chain equals its closed form") {
  // Nothing is given back and nothing fills up: each bed passes (1 - Em)(1 - f) q/(q + kappa + l) on.
  LiverCells cells = small_cells(1e12);
  for (LiverBed& bed : cells.beds) {
    bed.release_fast = bed.release_slow = {0, 0};
    bed.detach = 0;
  }
  OneVoxel one(cells);
  one.run(0, 20000, 400);
  one.left.assign(3, 0.0);
  one.run(20000, 500, 10);
  const double volume = one.forcing.volume, qa = one.forcing.arterial_flow, qp = one.forcing.portal_flow;
  for (const int k : {0, 1}) {
    const auto passes = [&](int b, double flow) {
      const LiverBed& bed = cells.beds[static_cast<std::size_t>(b)];
      const double q = flow / (bed.blood * volume);
      return (1 - bed.extraction[static_cast<std::size_t>(k)]) * (1 - bed.filter) * q /
             (q + bed.kappa + bed.loss_circulating);
    };
    double tanks = 1;
    for (int b = 2; b < 6; ++b) tanks *= passes(b, qa + qp);
    const double space = cells.arterial_space_flow * qa / (cells.arterial_space * volume);
    const double past = 1 - cells.arterial_space_flow +
                        cells.arterial_space_flow * space / (space + cells.arterial_space_loss);
    const auto kk = static_cast<std::size_t>(k);
    const double exact =
        tanks * (one.forcing.portal[kk] * passes(0, qp) + one.forcing.arterial[kk] * passes(1, qa) * past);
    CHECK(one.left[kk] / 500 == Approx(exact).epsilon(1e-9));
  }
}

TEST_CASE("An artery's cells take longer through a voxel than a portal vein's, by the arterial space (X3)") {
  LiverCells cells = small_cells(1e12);
  for (LiverBed& bed : cells.beds) {  // tracers: nothing stops or dies
    bed.extraction = {0, 0};
    bed.filter = bed.kappa = bed.loss_circulating = 0;
    bed.dead_extraction = bed.clearance = 0;
    bed.blood = bed.zone < 0 ? 0.01 : bed.blood;  // the same sieves on both sides
  }
  cells.arterial_space_loss = 0;
  const auto mean_time = [&](bool arterial) {
    OneVoxel one(cells);
    one.forcing.arterial = {arterial ? 1.0 : 0.0, 0, 0};
    one.forcing.portal = {arterial ? 0.0 : 1.0, 0, 0};
    one.forcing.arterial_flow = one.forcing.portal_flow;
    one.liver.flow.voxel_flow[0] = one.liver.flow.voxel_flow[1];
    one.liver.flow.voxel_flow[2] = {2 * one.forcing.portal_flow};
    one.voxel.set_flow(one.liver.flow);
    // At a steady inflow the mean transit time is what is held over the inflow, 1 cell/s.
    one.run(0, 4000, 200);
    double held = 0;
    for (int b = 0; b <= 6; ++b) held += one.voxel.sums().held[one.voxel.sums().index(0, b, 0, 0)];
    return held;
  };
  const double portal = mean_time(false), artery = mean_time(true);
  const double flow = perfused_liver({1, 1, 1}, 1e-3, 0).flow.voxel_flow[1][0], volume = 1e-9;
  CHECK(portal == Approx(0.01 * volume / flow + 0.15 * volume / (2 * flow)).epsilon(1e-9));
  // The share through the space stays there space/(share Q), so the mean grows by space/Q.
  CHECK(artery - portal == Approx(cells.arterial_space * volume / flow).epsilon(1e-9));
}
