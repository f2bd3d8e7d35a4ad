// Sums along the tree, parents before children or the other way round.
#include "sim/liver/trees/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/liver/poiseuille.hpp"
#include "sim/liver/trees/radii.hpp"

namespace cellroute::liver {

namespace {

/// e^|slope| of ln y over the order.
template <class Value>
double ratio(const std::vector<StrahlerOrder>& orders, Value&& value) {
  const auto n = static_cast<double>(orders.size());
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const StrahlerOrder& o : orders) {
    const double log = std::log(value(o));
    x += o.order;
    y += log;
    xx += static_cast<double>(o.order) * o.order;
    xy += o.order * log;
  }
  return std::exp(std::fabs((n * xy - x * y) / (n * xx - x * x)));
}

std::vector<StrahlerOrder> summary(const VesselTree& tree, const std::vector<int>& order) {
  std::vector<StrahlerOrder> orders(static_cast<std::size_t>(order[0]));
  const std::vector<double> length = lengths(tree);
  std::vector<double> vessel_length(tree.size(), 0),
      vessel_width(tree.size(), 0);  // summed to the vessel's first
  for (std::size_t s = tree.size(); s-- > 0;) {
    vessel_length[s] += length[s];
    vessel_width[s] += length[s] * tree.radius[s];
    const std::int32_t parent = tree.parent[s];
    if (parent >= 0 && order[static_cast<std::size_t>(parent)] == order[s]) {
      vessel_length[static_cast<std::size_t>(parent)] += vessel_length[s];
      vessel_width[static_cast<std::size_t>(parent)] += vessel_width[s];
      continue;
    }
    StrahlerOrder& o = orders[static_cast<std::size_t>(order[s] - 1)];
    ++o.vessels;
    o.mean_length += vessel_length[s];
    o.mean_radius += vessel_width[s] / vessel_length[s];
  }
  for (std::size_t i = 0; i < orders.size(); ++i) {
    orders[i].order = static_cast<int>(i) + 1;
    orders[i].mean_length /= static_cast<double>(orders[i].vessels);
    orders[i].mean_radius /= static_cast<double>(orders[i].vessels);
  }
  return orders;
}

}  // namespace

std::vector<double> sums_from_root(const VesselTree& tree, std::vector<double> of_segments) {
  for (std::size_t s = 0; s < tree.size(); ++s)
    if (tree.parent[s] >= 0) of_segments[s] += of_segments[static_cast<std::size_t>(tree.parent[s])];
  return of_segments;
}

std::vector<double> at_terminals(const VesselTree& tree, std::span<const double> of_segments) {
  std::vector<double> values;
  values.reserve(tree.terminals.size());
  for (const std::int32_t t : tree.terminals) values.push_back(of_segments[static_cast<std::size_t>(t)]);
  return values;
}

std::vector<int> strahler_orders(const VesselTree& tree) {
  std::vector<int> order(tree.size(), 0),
      ties(tree.size(), 0);  // largest of the children's, how many have it
  for (std::size_t s = tree.size(); s-- > 0;) {
    order[s] = order[s] == 0 ? 1 : order[s] + (ties[s] > 1 ? 1 : 0);
    if (tree.parent[s] < 0) continue;
    const auto parent = static_cast<std::size_t>(tree.parent[s]);
    if (order[s] > order[parent]) {
      order[parent] = order[s];
      ties[parent] = 1;
    } else if (order[s] == order[parent]) {
      ++ties[parent];
    }
  }
  return order;
}

std::vector<double> flow_shares(const VesselTree& tree) {
  const std::vector<std::int32_t> beyond = terminals_beyond(tree);
  std::vector<double> share(tree.size());
  for (std::size_t s = 0; s < share.size(); ++s) {
    share[s] = beyond[s] / static_cast<double>(tree.terminals.size());
  }
  return share;
}

std::vector<double> transit_times(const VesselTree& tree, double flow) {
  const std::vector<double> share = flow_shares(tree), length = lengths(tree);
  std::vector<double> time(tree.size());
  for (std::size_t s = 0; s < time.size(); ++s)
    time[s] = tube_volume(tree.radius[s], length[s]) / (flow * share[s]);
  return at_terminals(tree, sums_from_root(tree, std::move(time)));
}

TreeStatistics statistics(const VesselTree& tree, double flow) {
  TreeStatistics t;
  t.orders = summary(tree, strahler_orders(tree));
  t.branching_ratio = ratio(t.orders, [](const StrahlerOrder& o) { return static_cast<double>(o.vessels); });
  t.length_ratio = ratio(t.orders, [](const StrahlerOrder& o) { return o.mean_length; });
  t.radius_ratio = ratio(t.orders, [](const StrahlerOrder& o) { return o.mean_radius; });
  const std::vector<double> length = lengths(tree);
  for (std::size_t s = 0; s < tree.size(); ++s) t.volume += tube_volume(tree.radius[s], length[s]);
  const Spread transit = spread(transit_times(tree, flow));
  t.mean_transit = transit.mean;
  t.transit_cv2 = transit.sd * transit.sd / (transit.mean * transit.mean);
  return t;
}

std::vector<double> resistances(const VesselTree& tree, double viscosity) {
  std::vector<double> resistance = lengths(tree);
  for (std::size_t s = 0; s < tree.size(); ++s) {
    resistance[s] = poiseuille_resistance(tree.radius[s], resistance[s], viscosity);
  }
  return resistance;
}

std::vector<double> resistances(const VesselTree& tree, ViscosityLaw law, double plasma_viscosity,
                                double haematocrit) {
  std::vector<double> resistance = resistances(tree, plasma_viscosity);
  for (std::size_t s = 0; s < tree.size(); ++s) {
    resistance[s] *= relative_viscosity(law, 2 * tree.radius[s], haematocrit);
  }
  return resistance;
}

std::vector<double> pressure_drops(const VesselTree& tree, std::span<const double> resistance, double flow) {
  const std::vector<double> share = flow_shares(tree);
  std::vector<double> drop(tree.size());
  for (std::size_t s = 0; s < drop.size(); ++s) drop[s] = resistance[s] * flow * share[s];
  return at_terminals(tree, sums_from_root(tree, std::move(drop)));
}

Spread spread(std::span<const double> values) {
  Spread s;
  if (values.empty()) return s;
  s.least = s.most = values[0];
  for (const double v : values) {
    s.mean += v;
    s.least = std::min(s.least, v);
    s.most = std::max(s.most, v);
  }
  const auto n = static_cast<double>(values.size());
  s.mean /= n;
  for (const double v : values) s.sd += (v - s.mean) * (v - s.mean);
  s.sd = std::sqrt(s.sd / n);
  return s;
}

}  // namespace cellroute::liver
