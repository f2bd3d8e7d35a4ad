// What is wrong with a plan before anything grows.
#include <cmath>
#include <cstdio>
#include <set>

#include "sim/liver/trees/grow.hpp"
#include "sim/liver/trees/mask.hpp"

namespace cellroute::liver {

namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

}  // namespace

std::vector<std::string> contradictions(const LiverAnatomy& anatomy, const TreePlan& plan) {
  std::vector<std::string> problems;
  if (anatomy.voxels.empty()) return {"the liver has no voxels"};
  std::set<int> present;
  for (const std::int32_t cell : anatomy.voxels)
    present.insert(anatomy.segment[static_cast<std::size_t>(cell)]);
  if (*present.begin() < 1 || *present.rbegin() > couinaud_segments) {
    return {"a voxel of the liver belongs to none of the eight segments"};
  }
  const auto segments = static_cast<std::int32_t>(present.size());
  const auto voxels = static_cast<std::int64_t>(anatomy.voxels.size());
  const auto needs = [&](bool right, const std::string& what, double value, const std::string& range) {
    if (!right) problems.push_back(what + " is " + number(value) + "; it must be " + range);
  };
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const std::string tree = tree_names[k];
    const double gamma = plan.murray_exponent[k];
    needs(gamma >= 2 && gamma <= 3, tree + ": Murray exponent", gamma, "from 2 to 3");
    needs(plan.flow[k] > 0 && std::isfinite(plan.flow[k]), tree + ": flow [m3/s]", plan.flow[k], "above 0");
    needs(plan.pressure_drop[k] > 0 && std::isfinite(plan.pressure_drop[k]), tree + ": pressure drop [Pa]",
          plan.pressure_drop[k], "above 0");
    if (plan.terminals[k] > voxels) {
      problems.push_back(tree + ": " + std::to_string(plan.terminals[k]) +
                         " terminals are more than the liver's " + std::to_string(voxels) + " voxels of " +
                         number(anatomy.grid.spacing * 1e3) +
                         " mm (each terminal needs a voxel of its own; smaller voxels or fewer terminals)");
    } else if (plan.terminals[k] < segments) {
      problems.push_back(tree + ": " + std::to_string(plan.terminals[k]) +
                         " terminals are fewer than the liver's " + std::to_string(segments) + " segments");
    }
  }
  needs(plan.viscosity > 0 && std::isfinite(plan.viscosity), "viscosity [Pa s]", plan.viscosity, "above 0");
  needs(plan.clearance >= 0 && plan.clearance <= 1, "clearance", plan.clearance, "from 0 to 1");
  const Mask mask(anatomy);
  const std::pair<const char*, const Point*> hila[] = {{"portal hilum", &anatomy.portal_hilum},
                                                       {"arterial hilum", &anatomy.arterial_hilum},
                                                       {"caval outlet", &anatomy.caval_outlet}};
  for (const auto& [name, p] : hila) {
    if (mask.segment_at(*p) > 0) continue;
    problems.push_back("the " + std::string(name) + " at (" + number((*p)[0] * 1e3) + ", " +
                       number((*p)[1] * 1e3) + ", " + number((*p)[2] * 1e3) + ") mm lies outside the liver");
  }
  return problems;
}

}  // namespace cellroute::liver
