#include "sim/levels/liver_surroundings.hpp"

#include <fmt/format.h>

#include <cmath>

#include "models/therapy/route.hpp"

namespace cellroute::levels {
namespace {

namespace c = circulation;

/// The branch of a tree that a catheter is in, or nothing for the whole.
std::string branch_of(const Infusion& infusion) {
  const Catheter* catheter = find_catheter(*find_route(infusion.route), infusion.catheter);
  if (catheter == nullptr || catheter->territory == Territory::whole) return "";
  return std::string(catheter->name);
}

LiverBed bed_of(const body::CompiledCase& compiled, int b, double volume) {
  const body::LayoutView& v = compiled.layout->view();
  const std::vector<double>& x = compiled.segments.front().coefficients;
  const int node = v.node_of_bed[b], populations = v.populations;
  LiverBed bed;
  bed.blood = 1 / x[v.inverse_volume + node] / volume;
  bed.paths = 1 / x[v.inverse_paths + b] / volume;
  bed.trap_sites = 1 / x[v.inverse_trap_sites + b] / volume;
  bed.adhesion_sites = 1 / x[v.inverse_adhesion_sites + b] / volume;
  bed.filter = x[v.filter + b];
  bed.kappa = x[v.kappa + b];
  bed.adhere = x[v.adhere + b];
  bed.detach = x[v.detach + b];
  bed.migrate = x[v.migrate + b];
  bed.loss_circulating = x[v.loss_circulating + node];
  bed.loss_trapped = x[v.loss_trapped + b];
  bed.loss_adherent = x[v.loss_adherent + b];
  bed.loss_homed = x[v.loss_homed + b];
  bed.clearance = x[v.clearance + b];
  bed.plugging_exponent = compiled.resting.network.exponent[b];
  for (int k = 0; k < populations; ++k) {
    const int kb = b * v.class_stride + k;
    bed.extraction.push_back(x[v.extraction + kb]);
    bed.release_fast.push_back(x[v.release_fast + kb]);
    bed.release_slow.push_back(x[v.release_slow + kb]);
  }
  bed.dead_extraction = x[v.dead_extraction_in(b)];
  return bed;
}

LiverCells cells_of(const body::CompiledCase& compiled, const Liver& liver) {
  const body::LayoutView& v = compiled.layout->view();
  const std::vector<double>& x = compiled.segments.front().coefficients;
  LiverCells cells;
  cells.populations = v.populations;
  cells.fast_share = x[v.fast_share];
  cells.lodged_share = x[v.lodged_share];
  for (int k = 0; k < v.populations; ++k) cells.weight.push_back(x[v.weight + k]);
  cells.dead_weight = x[v.dead_weight];
  cells.arterial_space = liver.blood.arterial_space;
  cells.arterial_space_flow = x[v.arterial_space_flow];
  cells.arterial_space_loss =
      x[v.loss_circulating + v.node_of_bed[c::bed_of(0, c::venules)] + c::territory_beds];
  for (int which = 0; which < c::territory_beds; ++which) {
    const int b = c::bed_of(0, which);
    cells.beds.push_back(bed_of(compiled, b, liver.volume));
    cells.beds.back().zone = v.zone_of_bed[b];
    if (which >= c::zone1) cells.beds.back().path_share = c::zone_fraction[which - c::zone1];
  }
  return cells;
}

/// Nodes, edges and beds that are not the liver's tanks keep their numbers.
void add_compartments(Surroundings& around, const body::CompiledCase& compiled) {
  const body::LayoutView& v = compiled.layout->view();
  const std::vector<double>& x = compiled.segments.front().coefficients;
  const int compartments = v.node_of_bed[c::bed_of(0, 0)];
  for (int n = 0; n < compartments; ++n) {
    around.compartments.push_back(
        {1 / x[v.inverse_volume + n], x[v.loss_circulating + n], v.bed_of_node[n], v.organ_of_node[n]});
  }
  for (int b = 0; b < c::organ_beds; ++b) around.beds.push_back(bed_of(compiled, b, 1));
  for (int e = 0; e < v.edges; ++e) {
    const body::Edge& edge = v.edge[e];
    if (edge.from < compartments && edge.to < compartments)
      around.edges.push_back({edge.from, edge.to, edge.flow, edge.sign});
  }
  if (v.depots > 0)
    around.depots.push_back(
        {v.node_of_bed[c::spleen], x[v.washout + body::spleen_depot], x[v.depot_loss + body::spleen_depot]});
  around.artery = body::hepatic_artery_pool;
  around.portal = body::portal_vein_pool;
  around.vein = body::hepatic_vein_pool;
  around.organs = body::organ_count;
  around.liver_organ = body::liver_organ;
  around.resting = compiled.resting.network;
  around.resting_state = compiled.resting.state;
}

void add_label(Surroundings& around, const body::CompiledCase& compiled) {
  const body::LayoutView& v = compiled.layout->view();
  const std::vector<double>& x = compiled.segments.front().coefficients;
  LabelRates& label = around.label;
  label.leak = x[v.leak];
  label.retained_leak = x[v.retained_leak];
  label.excretion = x[v.excretion];
  label.binding = x[v.binding];
  label.retained_share = x[v.retained_share];
  for (int k = 0; k < v.populations; ++k) {
    label.per_cell.push_back(x[v.label_per_cell + k]);
    label.unbound.push_back(x[v.label_unbound + k]);
    label.start.push_back(x[v.label_time + k]);
  }
  label.dead_per_cell = x[v.dead_label_per_cell];
  label.dead_unbound = x[v.dead_label_unbound];
  for (int o = 0; o < body::tissue_organs; ++o) label.uptake.push_back(x[v.uptake + o]);
}

/// Rates [cell/s] by carrier of an infusion, as the body level enters them.
std::vector<double> rates_of(const Infusion& infusion, const Product& product,
                             const body::CompiledCase& compiled) {
  const bool cohorts = compiled.populations.back().cohort > 0;
  const double rate = infusion.cells / infusion.duration;
  std::vector<double> rates;
  for (const body::Population& one : compiled.populations)
    rates.push_back(cohorts && one.label_time != infusion.start ? 0
                                                                : rate * product.viable_fraction * one.share);
  rates.push_back(rate * (1 - product.viable_fraction));
  return rates;
}

void add_periods(Surroundings& around, const body::CompiledCase& compiled, const BodyCase& body_case) {
  const body::LayoutView& v = compiled.layout->view();
  const auto carriers = static_cast<std::size_t>(v.carriers);
  double begin = 0;
  for (const body::Segment& segment : compiled.segments) {
    DosePeriod period;
    period.stop = segment.stop;
    const std::vector<double>& x = segment.coefficients;
    period.network = *reinterpret_cast<const c::Network<double>*>(x.data() + v.network);
    period.dose.assign(around.compartments.size() * carriers, 0.0);
    period.depot_dose.assign(around.depots.size() * carriers, 0.0);
    for (int entry = 0; entry < body::entry_points; ++entry) {
      const int node = v.entry_node[entry];
      for (std::size_t k = 0; k < carriers; ++k) {
        const double rate = x[v.dose_at(entry, static_cast<int>(k))];
        if (rate == 0) continue;
        if (node >= 0)
          period.dose[static_cast<std::size_t>(node) * carriers + k] += rate;
        else if (entry == body::enter_spleen_depot)
          period.depot_dose[k] += rate;
      }
    }
    for (const Infusion& infusion : body_case.regimen) {
      const std::string branch = branch_of(infusion);
      if (branch.empty() || infusion.start >= segment.stop || infusion.start + infusion.duration <= begin)
        continue;
      BranchDose dose;
      dose.arterial = find_route(infusion.route)->entry == Entry::hepatic_artery;
      dose.branch = branch;
      dose.rate = rates_of(infusion, body_case.parameters.product, compiled);
      const auto node = static_cast<std::size_t>(dose.arterial ? around.artery : around.portal);
      for (std::size_t k = 0; k < carriers; ++k) {
        double& whole = period.dose[node * carriers + k];  // where the body would have put it
        whole -= dose.rate[k];
        if (std::fabs(whole) < 1e-9 * dose.rate[k]) whole = 0;
      }
      period.branches.push_back(std::move(dose));
    }
    around.periods.push_back(std::move(period));
    begin = segment.stop;
  }
}

}  // namespace

std::vector<std::string> unfit_for_liver(const BodyCase& body_case) {
  std::vector<std::string> problems;
  for (const Infusion& infusion : body_case.regimen) {
    const Entry entry = find_route(infusion.route)->entry;
    if (entry == Entry::liver_depot)
      problems.push_back(fmt::format(
          "the level `liver` cannot follow the route `{}`: its cells enter between the voxels' vessels",
          infusion.route));
    if (entry == Entry::hepatic_vein_wedge)
      problems.push_back(
          fmt::format("the level `liver` cannot follow the route `{}`: its hepatic veins carry cells towards "
                      "the heart only",
                      infusion.route));
    if (branch_of(infusion) == "segment")
      problems.push_back(
          "the catheter `segment` does not say which: the level `liver` has `segment_1` to `segment_8`");
  }
  if (body_case.closure)
    problems.push_back("`closure: lobule` belongs to the body's own liver; the level `liver` replaces that");
  return problems;
}

LiverSetting liver_setting(const BodyCase& body_case) {
  LiverSetting setting{body_case, {}, {}, {}};
  for (Infusion& infusion : setting.body_case.regimen) {
    if (branch_of(infusion).empty()) continue;
    infusion.catheter = find_route(infusion.route)->entry == Entry::hepatic_artery ? "proper" : "trunk";
  }
  setting.compiled = body::compile(setting.body_case);
  add_compartments(setting.surroundings, setting.compiled);
  add_label(setting.surroundings, setting.compiled);
  add_periods(setting.surroundings, setting.compiled, body_case);
  setting.cells = cells_of(setting.compiled, body_case.parameters.liver);
  return setting;
}

}  // namespace cellroute::levels
