#include "sim/liver/perfused.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/liver/branch.hpp"
#include "sim/liver/flow/calibrate.hpp"
#include "sim/liver/trees/statistics.hpp"

namespace cellroute::liver {
namespace {

namespace c = circulation;

/// Of blood among the sinusoids of neighbouring voxels [Pa s]: the lobule's (docs/equations.md, U2).
constexpr double sinusoid_viscosity = 3.5e-3;
/// Far below what lets a new flow be asked for; nodes balance to rounding whatever it is.
constexpr double flow_residual = 1e-8;
/// What all voxels change alike changes portal pressure, and is followed so much closer than a single one.
constexpr double all_together = 0.05;
/// Trees that hardly resist give every voxel the flow of its volume.
constexpr double without_resistance = 1e-9;

StarConductance star_of(const c::Network<double>& network) {
  return {1 / network.arteriolar_resistance[0], network.venules[0], 1 / network.sinusoidal_resistance[0]};
}

}  // namespace

std::int32_t find_branch(const VesselTree& tree, const std::string& name) {
  std::string known;
  for (const NamedBranch& branch : tree.named) {
    if (branch.name == name) return branch.segment;
    known += (known.empty() ? "`" : ", `") + branch.name + "`";
  }
  throw LiverError(std::string("the ") + tree_names[static_cast<std::size_t>(tree.kind)] +
                   " has no branch `" + name + "`; it has " + known);
}

Perfused::Perfused(const LiverCase& liver_case)
    : case_(liver_case), flow_(liver_case.anatomy, liver_case.trees) {
  const LiverVessels& vessels = case_.vessels;
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    std::vector<double> resistance =
        resistances(case_.trees[t], ViscosityLaw::in_vivo, vessels.plasma_viscosity, vessels.haematocrit);
    if (!case_.numerics.heterogeneity)
      for (double& one : resistance) one *= without_resistance;
    flow_.set_resistances(static_cast<TreeKind>(t), resistance);
  }
  if (case_.numerics.heterogeneity)
    flow_.set_interlobular(vessels.interlobular_permeability / sinusoid_viscosity);
  resting_ = star_of(case_.around.resting);
  try {
    per_volume_ = calibrate(flow_, resting_).per_volume;
  } catch (const std::domain_error& error) {
    throw LiverError(error.what());
  }
  const std::size_t voxels = case_.anatomy.voxels.size();
  for (auto* open : {&open_.arterial, &open_.portal, &open_.venous}) open->assign(voxels, 1.0);
  for (const std::string& one : case_.numerics.embolised) {
    const auto branch = branch_of_tree(one);
    if (!branch) throw LiverError("`" + one + "` is no branch; write it as `portal_vein.right`");
    const std::int32_t segment =
        find_branch(case_.trees[static_cast<std::size_t>(branch->tree)], branch->name);
    if (segment == 0) throw LiverError("`" + one + "` is the whole tree: close a branch of it");
    flow_.close_branch(branch->tree, segment);
  }
  solve();
  at(case_.around.resting_state);
}

void Perfused::solve() {
  FlowOptions options;
  options.tolerance = flow_residual;
  const FlowReport report = flow_.solve(options);
  if (!report.converged) throw SimulationError("the flow through trees and voxels does not converge");
  counts_[0] += 1;
  counts_[1] += report.iterations;
  star_ = flow_.star();
}

void Perfused::set_voxels() {
  const double volume = case_.anatomy.grid.voxel_volume();
  std::array<std::vector<double>, 3> g;
  const double each[3] = {per_volume_.arterial * volume, per_volume_.portal * volume,
                          per_volume_.venous * volume};
  const std::vector<double>* open[3] = {&open_.arterial, &open_.portal, &open_.venous};
  for (std::size_t i = 0; i < 3; ++i) {
    g[i].reserve(open[i]->size());
    for (const double share : *open[i]) g[i].push_back(each[i] * share);
  }
  flow_.set_voxels(g[0], g[1], g[2]);
}

c::Network<double> Perfused::in_body(c::Network<double> network) const {
  network.arteriolar_resistance[0] = 1 / star_.arterial;
  network.venules[0] = star_.portal;
  network.sinusoidal_resistance[0] = 1 / star_.venous;
  return network;
}

void Perfused::follow(const VoxelOpenness& openness) {
  if (!case_.numerics.plugging) return;
  const double most = case_.stepping.flow_tolerance;
  const auto moved = [most](const std::vector<double>& now, const std::vector<double>& then) {
    double sum = 0, sum_then = 0;
    for (std::size_t v = 0; v < now.size(); ++v) {
      if (std::fabs(now[v] - then[v]) > most * then[v]) return true;
      sum += now[v];
      sum_then += then[v];
    }
    return std::fabs(sum - sum_then) > all_together * most * sum_then;
  };
  if (!moved(openness.arterial, open_.arterial) && !moved(openness.portal, open_.portal) &&
      !moved(openness.venous, open_.venous))
    return;
  open_ = openness;
  set_voxels();
  solve();
}

const LiverPerfusion& Perfused::at(const c::State<double>& state) {
  // The star's legs meet at the pressure of the body's sinusoids, which gives the artery's port behind the
  // tone.
  const double sinusoid = state.pressure[c::first_sinusoid];
  const double artery = sinusoid + state.flow[c::flow_of(0, c::arteriole)] / star_.arterial;
  flow_.perfusion({artery, state.pressure[c::portal], state.pressure[c::hepatic]}, perfusion_);
  return perfusion_;
}

void Perfused::visit(StateVisitor& visitor) {
  for (auto* part : {&open_.arterial, &open_.portal, &open_.venous, &counts_}) visitor(*part);
  flow_.visit([&visitor](std::span<double> part) { visitor(part); });
  // Of the last step's beginning: after follow() it is another solution's.
  LiverPerfusion& p = perfusion_;
  for (auto* ports : {&p.port_pressure, &p.port_flow}) visitor(std::span<double>(*ports));
  for (auto* field : {&p.segment_flow, &p.segment_pressure, &p.voxel_flow, &p.lateral_flow})
    for (std::vector<double>& part : *field) visitor(part);
  visitor(p.voxel_pressure);
  visitor(std::span<double>(&p.imbalance, 1));
}

void Perfused::restored() {
  set_voxels();
  flow_.restored();
  star_ = flow_.star();
}

}  // namespace cellroute::liver
