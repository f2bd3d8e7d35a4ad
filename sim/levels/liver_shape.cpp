#include "sim/levels/liver_shape.hpp"

#include <cmath>

#include "models/liver/parametric_liver.hpp"
#include "models/liver/viscosity.hpp"
#include "sim/images/label_image.hpp"
#include "sim/liver/anatomy/import.hpp"
#include "sim/liver/trees/voxel_terminals.hpp"
#include "sim/results/read_trees.hpp"

namespace cellroute::levels {
namespace {

namespace c = circulation;

std::vector<std::uint16_t> labels_of(const std::vector<int>& numbers) {
  return {numbers.begin(), numbers.end()};
}

LiverAnatomy imported(const LiverMask& mask, double spacing) {
  liver::SegmentationPlan plan;
  plan.liver = labels_of(mask.liver);
  for (std::size_t s = 0; s < mask.segments.size(); ++s) plan.segments[s] = labels_of(mask.segments[s]);
  plan.spacing = spacing;
  plan.portal_hilum = mask.portal_hilum;
  plan.arterial_hilum = mask.arterial_hilum;
  plan.caval_outlet = mask.caval_outlet;
  return liver::anatomy_from(images::read_label_image(mask.file), plan);
}

/// Trees of a file, with the voxels of this liver hung on their terminals.
std::array<VesselTree, tree_kinds> stored_trees(const std::string& file, const LiverAnatomy& anatomy) {
  std::array<VesselTree, tree_kinds> trees = results::read_trees(file);
  for (VesselTree& tree : trees)
    if (tree.terminal_of_voxel.size() != anatomy.voxels.size()) liver::assign_voxels(anatomy, tree);
  return trees;
}

}  // namespace

double liver_spacing(const scenario::Scenario& scenario) {
  const LiverNumerics& numerics = scenario.liver->numerics;
  if (numerics.spacing > 0) return numerics.spacing;
  return std::cbrt(scenario.body.parameters.liver.volume / numerics.voxels);
}

liver::TreePlan tree_plan(const scenario::Scenario& scenario, const c::Resting& resting) {
  const LiverVessels& vessels = scenario.body.parameters.liver.vessels;
  const LiverNumerics& numerics = scenario.liver->numerics;
  liver::TreePlan plan;
  const VesselTreeLaw* laws[tree_kinds] = {&vessels.artery, &vessels.portal, &vessels.veins};
  const auto& p = resting.state.pressure;
  const auto& q = resting.state.flow;
  const double portal = q[c::flow_of(0, c::venule)], arterial = q[c::flow_of(0, c::arteriole)];
  const double flow[tree_kinds] = {arterial, portal, arterial + portal};
  const double drop[tree_kinds] = {arterial * resting.network.arteriolar_resistance[0],
                                   p[c::portal] - p[c::first_sinusoid], p[c::first_sinusoid] - p[c::hepatic]};
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    plan.terminals[t] = numerics.terminals;
    plan.murray_exponent[t] = laws[t]->murray_exponent;
    plan.flow[t] = flow[t];
    plan.pressure_drop[t] = laws[t]->drop_share * drop[t];
  }
  // In the wide vessels, which hold most of the blood; each segment's own viscosity follows from its width.
  plan.viscosity =
      vessels.plasma_viscosity * relative_viscosity(ViscosityLaw::in_vivo, 1e-3, vessels.haematocrit);
  plan.seed = numerics.seed;
  return plan;
}

LiverShapes::Shape LiverShapes::shape_of(const scenario::Scenario& scenario) {
  return {scenario.body.parameters.liver.volume, liver_spacing(scenario), scenario.liver->numerics.mask};
}

const LiverAnatomy& LiverShapes::anatomy(const scenario::Scenario& scenario) {
  const Shape wanted = shape_of(scenario);
  if (shape_ != wanted) {
    shape_.reset();
    anatomy_ = wanted.mask ? imported(*wanted.mask, wanted.spacing)
                           : parametric_liver(wanted.volume, wanted.spacing);
    shape_ = wanted;
  }
  return anatomy_;
}

const std::array<VesselTree, tree_kinds>& LiverShapes::trees(const scenario::Scenario& scenario,
                                                             const c::Resting& resting) {
  const LiverAnatomy& in = anatomy(scenario);
  Trees wanted{*shape_, scenario.liver->numerics.trees, {}};
  if (wanted.file.empty()) wanted.plan = tree_plan(scenario, resting);
  if (planned_ != wanted) {
    planned_.reset();
    trees_ = wanted.file.empty() ? liver::grow_trees(in, *wanted.plan) : stored_trees(wanted.file, in);
    planned_ = std::move(wanted);
  }
  return trees_;
}

}  // namespace cellroute::levels
