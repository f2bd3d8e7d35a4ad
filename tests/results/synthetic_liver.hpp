// A liver made up for tests: every number different, nothing simulated.
#pragma once

#include "sim/results/contract_liver.hpp"
#include "sim/results/record.hpp"

namespace cellroute::results::test {

/// Each of its numbers is another one.
class LiverMaker {
 public:
  LiverMaker(std::vector<double> times, const body::Hemodynamics& body)
      : times_(std::move(times)), body_(body) {}

  LiverRecord make() {
    LiverRecord made;
    LiverNumerics& numerics = made.numerics;
    numerics.spacing = 0.0035;
    numerics.voxels = 31000;
    numerics.terminals = 1500;
    numerics.tanks = SinusoidTanks::body;
    numerics.skimming = true;
    numerics.plugging = false;
    numerics.delay = false;
    numerics.embolised = {"portal_vein.right", "hepatic_artery.segment_4"};
    numerics.mask = LiverMask{"liver.nii.gz", {7, 9}, {}, Point{0.01, 0.02, -0.03}, {}, Point{0.1, 0.2, 0.3}};
    for (int s = 0; s < couinaud_segments; ++s)
      numerics.mask->segments[static_cast<std::size_t>(s)].assign(s == 2 ? 2 : 1, 20 + s);
    numerics.seed = 9876543210123456789ull;
    made.stepping = {2e-3, 0.25, 43200, 0.03};
    fill(made.result);
    return made;
  }

 private:
  double next(double step = 1) { return next_ += step; }
  std::vector<double> series(double step) {
    std::vector<double> values;
    for (std::size_t i = 0; i < times_.size(); ++i) values.push_back(next(step));
    return values;
  }

  void fill(liver::LiverResult& result) {
    result.times = times_;
    for (std::size_t s = 0; s < result.segments.size(); ++s) segment(result.segments[s], s);
    for (std::size_t t = 0; t < result.trees.size(); ++t) {
      auto& tree = result.trees[t];
      tree.name = tree_names[t];
      tree.segments = 2999 + static_cast<int>(t);
      tree.terminals = 1500 + static_cast<int>(t);
      tree.orders = 7 + static_cast<int>(t);
      for (double* number : {&tree.volume, &tree.root_radius, &tree.flow, &tree.pressure_drop, &tree.drop_cv,
                             &tree.mean_transit, &tree.transit_cv2, &tree.branching_ratio, &tree.length_ratio,
                             &tree.diameter_ratio})
        *number = 1e-4 * next();
    }
    result.resting_star = {1e-9 * next(), 1e-9 * next(), 1e-9 * next()};
    result.voxels_per_volume = {1e-6 * next(), 1e-6 * next(), 1e-6 * next()};
    result.transit = {8.5, 0.0625, 0.03125, 0.15625, 0.25};
    auto& flow = result.hemodynamics;
    take_circulation(flow, body_);
    flow.most_plugged_voxel = series(1e-4);
    result.balance = {1e-16, 2e-16, 3e-16, -4e-9};
    result.cells = {41, 31, 37};
    result.spacing = 0.00375;
    result.volume = 0.0015;
    result.notes = {"a note about the liver with \xc3\xa9"};
    result.work = {4711, 47, 471, 5e-4};
  }

  void segment(liver::SegmentSeries& one, std::size_t s) {
    one.name = segment_name(s);
    one.voxels = 3000 + static_cast<int>(s);
    one.volume = (s + 1) * 4e-5;
    one.portal_flow = (s + 2) * 4e-7;
    one.arterial_flow = (s + 3) * 1e-7;
    one.circulating = series(1.25);
    one.trapped = series(2.5);
    one.adherent = series(0.625);
    one.homed = series(1.25);
    one.lodged_dead = series(1.25);
    one.lost = series(1.25);
    one.label = series(0);
    for (double& share : one.label) share *= 1e-5 / static_cast<double>(s + 1);
    one.living = one.circulating;
    for (std::size_t t = 0; t < times_.size(); ++t)
      one.living[t] += one.trapped[t] + one.adherent[t] + one.homed[t];
  }

  std::vector<double> times_;
  const body::Hemodynamics& body_;
  double next_ = 1000;
};

/// A record with a liver on the body's own times.
inline Record with_liver(Record made) {
  made.liver = LiverMaker(made.body.times, made.body.hemodynamics).make();
  return made;
}

}  // namespace cellroute::results::test
