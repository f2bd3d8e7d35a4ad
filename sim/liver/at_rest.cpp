#include "sim/liver/at_rest.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "sim/liver/trees/statistics.hpp"

namespace cellroute::liver {
namespace {

constexpr double least_pool = 0.05;  // of the body's blood in a trunk: what is left to mix beside a tree

/// Mean and variance, weighted by flow.
struct Ways {
  double mean = 0, variance = 0;
};
Ways ways_of(std::span<const double> time, std::span<const double> flow) {
  double sum = 0, first = 0, second = 0;
  for (std::size_t i = 0; i < time.size(); ++i) {
    if (!(flow[i] > 0) || !std::isfinite(time[i])) continue;
    sum += flow[i];
    first += flow[i] * time[i];
    second += flow[i] * time[i] * time[i];
  }
  if (sum == 0) return {};
  const double mean = first / sum;
  return {mean, std::max(0.0, second / sum - mean * mean)};
}

/// Times from the root to the terminals.
Ways transit_of(const VesselTree& tree, const std::vector<double>& volume, const std::vector<double>& flow) {
  return ways_of(at_terminals(tree, times_from_root(tree, volume, flow)), at_terminals(tree, flow));
}

}  // namespace

std::vector<double> times_from_root(const VesselTree& tree, const std::vector<double>& volume,
                                    const std::vector<double>& flow) {
  std::vector<double> time(tree.size());
  for (std::size_t s = 0; s < time.size(); ++s) time[s] = volume[s] / std::fabs(flow[s]);
  return sums_from_root(tree, std::move(time));
}

TreeSummary summary_of(const VesselTree& tree, const std::vector<double>& volume,
                       const LiverPerfusion& flow) {
  const auto t = static_cast<std::size_t>(tree.kind);
  TreeSummary one;
  one.name = tree_names[t];
  one.segments = static_cast<int>(tree.size());
  one.terminals = static_cast<int>(tree.terminals.size());
  one.volume = std::accumulate(volume.begin(), volume.end(), 0.0);
  one.root_radius = tree.radius[0];
  one.flow = flow.port_flow[t];
  std::vector<double> drops = at_terminals(tree, flow.segment_pressure[t]);
  for (double& drop : drops) drop = std::fabs(flow.port_pressure[t] - drop);
  const Ways drop = ways_of(drops, at_terminals(tree, flow.segment_flow[t])),
             way = transit_of(tree, volume, flow.segment_flow[t]);
  one.pressure_drop = drop.mean;
  one.drop_cv = drop.mean > 0 ? std::sqrt(drop.variance) / drop.mean : 0;
  one.mean_transit = way.mean;
  one.transit_cv2 = way.mean > 0 ? way.variance / (way.mean * way.mean) : 0;
  const TreeStatistics by_order = statistics(tree, one.flow);
  one.orders = static_cast<int>(by_order.orders.size());
  one.branching_ratio = by_order.branching_ratio;
  one.length_ratio = by_order.length_ratio;
  one.diameter_ratio = by_order.radius_ratio;
  return one;
}

TransitSpread spread_of(const LiverCase& liver_case,
                        const std::array<std::vector<double>, tree_kinds>& volumes,
                        const LiverPerfusion& flow) {
  TransitSpread spread;
  double blood = 0;
  for (std::size_t b = LiverCells::first_tank; b < liver_case.cells.beds.size(); ++b)
    blood += liver_case.cells.beds[b].blood;
  blood *= liver_case.anatomy.grid.voxel_volume();
  std::vector<double> time, inflow;
  for (std::size_t v = 0; v < liver_case.anatomy.voxels.size(); ++v) {
    inflow.push_back(flow.voxel_flow[2][v]);
    time.push_back(inflow.back() > 0 ? blood / inflow.back() : 0);
  }
  const Ways sinusoid = ways_of(time, inflow);
  spread.sinusoid_mean = sinusoid.mean;
  const double square = sinusoid.mean * sinusoid.mean;
  spread.perfusion = sinusoid.variance / square;
  double variance[tree_kinds];
  for (std::size_t t = 0; t < tree_kinds; ++t)
    variance[t] = transit_of(liver_case.trees[t], volumes[t], flow.segment_flow[t]).variance;
  const double arterial = flow.port_flow[0] / (flow.port_flow[0] + flow.port_flow[1]);
  spread.trees = (arterial * variance[0] + (1 - arterial) * variance[1] + variance[2]) / square;
  spread.organ = liver_case.organ_cv2;
  return spread;
}

void take_trees_out(Surroundings& around, const std::array<TreeSummary, tree_kinds>& trees,
                    std::vector<std::string>& notes) {
  const int port[tree_kinds] = {around.artery, around.portal, around.vein};
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    double& pool = around.compartments[static_cast<std::size_t>(port[t])].volume;
    const double rest = pool - trees[t].volume;
    if (rest < least_pool * pool)
      notes.push_back(std::string("the tree of the ") + trees[t].name + " holds " +
                      std::to_string(trees[t].volume * 1e6) + " mL of blood, the body's trunks " +
                      std::to_string(pool * 1e6) + " mL: a twentieth of these stays mixed beside it");
    pool = std::max(rest, least_pool * pool);
  }
}

}  // namespace cellroute::liver
