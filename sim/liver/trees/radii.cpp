// Reduced resistances from the terminals to the root, then radii from the root to the terminals.
#include "sim/liver/trees/radii.hpp"

#include <cmath>
#include <numbers>

#include "models/liver/bifurcation.hpp"
#include "sim/liver/trees/geometry.hpp"

namespace cellroute::liver {

std::vector<std::int32_t> terminals_beyond(const VesselTree& tree) {
  std::vector<std::int32_t> beyond(tree.size(), 0);
  for (const std::int32_t t : tree.terminals) beyond[static_cast<std::size_t>(t)] = 1;
  for (std::size_t s = tree.size(); s-- > 1;) beyond[static_cast<std::size_t>(tree.parent[s])] += beyond[s];
  return beyond;
}

std::vector<double> lengths(const VesselTree& tree) {
  std::vector<double> length(tree.size());
  for (std::size_t s = 0; s < tree.size(); ++s) length[s] = distance(tree.start(s), tree.end[s]);
  return length;
}

void set_radii(VesselTree& tree, double flow, double drop, double viscosity) {
  const std::vector<std::int32_t> beyond = terminals_beyond(tree);
  // Reduced resistance in units of 8 mu/pi: a length. First what lies beyond a segment, then with itself.
  std::vector<double> reduced = lengths(tree), ratio(tree.size(), 1.0);
  std::vector<std::int32_t> sibling(tree.size(), -1);  // a segment's first child, until its second is met
  for (std::size_t s = tree.size(); s-- > 1;) {
    const auto parent = static_cast<std::size_t>(tree.parent[s]);
    if (sibling[parent] < 0) {
      sibling[parent] = static_cast<std::int32_t>(s);
      // An only child keeps the parent's radius; if a second comes, this is undone below.
      reduced[parent] += reduced[s];
      continue;
    }
    const auto other = static_cast<std::size_t>(sibling[parent]);
    reduced[parent] = distance(tree.start(parent), tree.end[parent]);
    const BifurcationRatios r =
        bifurcation_ratios(beyond[s], reduced[s], beyond[other], reduced[other], tree.murray_exponent);
    ratio[s] = r.first;
    ratio[other] = r.second;
    reduced[parent] += r.joined(reduced[s], reduced[other]);
  }
  tree.radius.assign(tree.size(), 0);
  tree.radius[0] = std::sqrt(std::sqrt(8 * viscosity / std::numbers::pi * reduced[0] * flow / drop));
  for (std::size_t s = 1; s < tree.size(); ++s) {
    tree.radius[s] = tree.radius[static_cast<std::size_t>(tree.parent[s])] * ratio[s];
  }
}

double widening(double from, double to, double gamma) {
  const double x = std::cbrt(0.5) * std::pow(2.0, 4 / gamma - 1);
  const auto resistance = [&](double terminals) {
    const double generations = std::log2(terminals) + 1;
    return std::fabs(x - 1) < 1e-9 ? generations : (1 - std::pow(x, generations)) / (1 - x);
  };
  return std::sqrt(std::sqrt(resistance(to) / resistance(from)));
}

}  // namespace cellroute::liver
