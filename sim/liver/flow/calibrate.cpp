// Newton on the three resistances per voxel: the star's legs are nearly linear in them.
#include "sim/liver/flow/calibrate.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace cellroute::liver {
namespace {

constexpr double reach = 1e-10;
constexpr double solved_to = 1e-12;  // well within reach
constexpr int most_steps = 60;

PerTree legs(const StarConductance& s) { return {1 / s.arterial, 1 / s.portal, 1 / s.venous}; }

StarConductance conductances(const PerTree& resistance) {
  return {1 / resistance[0], 1 / resistance[1], 1 / resistance[2]};
}

/// Change of the star's resistances with that of the triangle's conductances: R_a = G_pv/(sum of products).
PerTree change(const ThreePort& g, const ThreePort& d) {
  const double ap = g.artery_portal, av = g.artery_vein, pv = g.portal_vein;
  const double sum = ap * av + ap * pv + av * pv;
  const double dsum = d.artery_portal * (av + pv) + d.artery_vein * (ap + pv) + d.portal_vein * (ap + av);
  const auto leg = [&](double opposite, double d_opposite) {
    return d_opposite / sum - opposite * dsum / (sum * sum);
  };
  return {leg(pv, d.portal_vein), leg(av, d.artery_vein), leg(ap, d.artery_portal)};
}

std::string in_words(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

[[noreturn]] void too_narrow(std::size_t k, double tree, double target) {
  throw std::domain_error(std::string(tree_names[k]) + ": the tree alone resists " + in_words(tree) +
                          " Pa s/m3 and the whole, with the voxels behind it, is to resist " +
                          in_words(target) + " Pa s/m3: wider vessels or a lower pressure drop are needed");
}

}  // namespace

Calibration calibrate(LiverFlow& flow, const StarConductance& target, const FlowOptions& options) {
  FlowOptions closely = options;
  closely.tolerance = std::min(options.tolerance, solved_to);
  const PerTree goal = legs(target);
  for (const double r : goal) {
    if (!(r > 0) || !std::isfinite(r)) {
      throw std::domain_error("every leg of the liver's star needs a conductance above 0");
    }
  }
  const PerTree trees = flow.tree_resistance();
  const double volume = flow.volume();
  PerTree voxels;  // resistance of all voxels side by side
  for (std::size_t k = 0; k < tree_kinds; ++k) voxels[k] = std::max(goal[k] - trees[k], 1e-3 * goal[k]);
  Calibration result;
  for (;; ++result.newton_steps) {
    const StarConductance now = conductances(voxels);
    result.per_volume = {now.arterial / volume, now.portal / volume, now.venous / volume};
    flow.set_uniform_voxels(result.per_volume);
    flow.solve(closely);
    const ThreePort whole = flow.three_port();
    const PerTree reached = legs(star(whole));
    result.error = 0;
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      result.error = std::max(result.error, std::fabs(reached[k] / goal[k] - 1));
    }
    if (result.error <= reach) return result;
    if (result.newton_steps == most_steps || !std::isfinite(result.error)) break;
    const ThreePortSensitivity sensitivity = flow.sensitivity();
    Eigen::Matrix3d slope;
    Eigen::Vector3d miss;
    for (int k = 0; k < tree_kinds; ++k) {
      const PerTree column = change(whole, sensitivity[static_cast<std::size_t>(k)]);
      // Resistances are the inverse of the factor that the sensitivity is for.
      for (int row = 0; row < tree_kinds; ++row) slope(row, k) = -column[row] / voxels[k];
      miss(k) = goal[k] - reached[k];
    }
    const Eigen::Vector3d step = slope.partialPivLu().solve(miss);
    for (std::size_t k = 0; k < tree_kinds; ++k) {
      const double wanted = voxels[k] + step(static_cast<int>(k));
      voxels[k] = std::max(wanted, 0.1 * voxels[k]);
      if (voxels[k] < 1e-9 * goal[k]) too_narrow(k, trees[k], goal[k]);
    }
  }
  throw std::runtime_error("the voxels' conductances could not be calibrated: after " +
                           std::to_string(result.newton_steps) + " steps a leg of the liver is still " +
                           in_words(100 * result.error) + " % from its target");
}

}  // namespace cellroute::liver
