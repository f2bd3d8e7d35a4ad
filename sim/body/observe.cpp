#include "sim/body/observe.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "models/circulation/stop_rules.hpp"
#include "sim/body/balance.hpp"
#include "sim/body/kernel.hpp"
#include "sim/body/sinusoid_inflow.hpp"

namespace cellroute::body {

namespace c = circulation;

namespace {

void shape(CellSeries& cells, int classes, std::size_t times) {
  for (Table* table : {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed, &cells.depot,
                       &cells.lodged_dead, &cells.lost}) {
    table->classes = classes;
    table->data.assign(times * classes, 0.0);
  }
}

/// The entries of one time, for all classes.
double* at(Table& table, std::size_t time) { return table.data.data() + time * table.classes; }

void add(Table& table, std::size_t time, const double* cells) {
  double* sum = at(table, time);
  for (int k = 0; k < table.classes; ++k) sum[k] += cells[k];
}

void add_tissue(CellSeries& cells, const LayoutView& v, std::size_t time, int bed, const double* y) {
  add(cells.trapped, time, y + v.in_tissue(bed, trapped_fast, 0));
  add(cells.trapped, time, y + v.in_tissue(bed, trapped_slow, 0));
  add(cells.adherent, time, y + v.in_tissue(bed, adherent, 0));
  add(cells.homed, time, y + v.in_tissue(bed, homed, 0));
  add(cells.lodged_dead, time, y + v.in_tissue(bed, lodged, 0));
}

void read_cells(BodyResult& result, const LayoutView& v, std::size_t time, const double* y) {
  for (int n = 0; n < v.nodes; ++n)
    add(result.organs[v.organ_of_node[n]].cells.circulating, time, y + v.circulating(n, 0));
  for (int b = 0; b < v.beds; ++b) {
    add_tissue(result.organs[v.organ_of_bed[b]].cells, v, time, b, y);
    if (v.zone_of_bed[b] < 0) continue;
    CellSeries& zone = result.zones[v.zone_of_bed[b]].cells;
    add_tissue(zone, v, time, b, y);
    add(zone.circulating, time, y + v.circulating(v.node_of_bed[b], 0));
  }
  if (v.depots > 0) {
    add(result.organs[c::spleen].cells.depot, time, y + v.in_depot(spleen_depot, 0));
    add(result.organs[liver_organ].cells.depot, time, y + v.in_depot(liver_depot, 0));
  }
  for (int o = 0; o < organ_count; ++o) add(result.organs[o].cells.lost, time, y + v.lost_in(o, 0));
}

void read_label(BodyResult& result, const CompiledCase& compiled, std::size_t time, double t, const double* y,
                std::vector<double>& scratch) {
  const LayoutView& v = compiled.layout->view();
  const std::vector<double>& x = compiled.segments.front().coefficients;
  const double kept = std::exp(-compiled.label_decay * t);
  std::vector<double>& each = scratch;
  each.resize(v.populations);
  double age = 1, age_since = -1;  // populations of one infusion are of one age
  for (int k = 0; k < v.populations; ++k) {
    const double since = std::max(0.0, t - x[v.label_time + k]);
    if (since != age_since) age = std::exp(-x[v.leak] * since);
    age_since = since;
    each[k] = kept * x[v.label_per_cell + k] * age;
  }
  for (int o = 0; o < organ_count; ++o) {
    CellSeries& cells = result.organs[o].cells;
    double label = 0;
    for (int k = 0; k < v.populations; ++k) {
      const double living = at(cells.circulating, time)[k] + at(cells.trapped, time)[k] +
                            at(cells.adherent, time)[k] + at(cells.homed, time)[k] + at(cells.depot, time)[k];
      label += each[k] * living;
    }
    result.organs[o].label.living[time] = label;
  }
  // Dead cells of the dose that still circulate, or wait at a puncture, show where they are.
  const double dead_each = kept * x[v.dead_label_per_cell];
  for (int n = 0; n < v.nodes; ++n)
    result.organs[v.organ_of_node[n]].label.lodged[time] += dead_each * y[v.circulating(n, v.populations)];
  if (v.depots > 0) {
    result.organs[c::spleen].label.lodged[time] += dead_each * y[v.in_depot(spleen_depot, v.populations)];
    result.organs[liver_organ].label.lodged[time] += dead_each * y[v.in_depot(liver_depot, v.populations)];
  }
  for (int b = 0; b < v.beds; ++b)
    result.organs[v.organ_of_bed[b]].label.lodged[time] += kept * y[v.label_lodged + b];
  for (int o = 0; o < tissue_organs; ++o)
    result.organs[o].label.retained[time] = kept * y[v.label_retained + o];
}

std::array<std::vector<double>*, 14> series_of(Hemodynamics& h) {
  return {&h.arterial_pressure,     &h.pulmonary_artery_pressure,
          &h.portal_pressure,       &h.sinusoidal_pressure,
          &h.hepatic_vein_pressure, &h.hvpg,
          &h.portal_flow,           &h.arterial_flow,
          &h.collateral_flow,       &h.shunt_flow,
          &h.plugged_lung,          &h.plugged_sinusoids,
          &h.plugged_venules,       &h.plugged_arterioles};
}

std::array<std::vector<double>*, 13> series_of(Balance& b) {
  return {&b.dead_infused, &b.dead_present, &b.dead_cleared, &b.label_infused, &b.on_living,
          &b.on_lodged,    &b.retained,     &b.debris,       &b.free,          &b.bound,
          &b.excreted,     &b.depot,        &b.decayed};
}

void empty(std::vector<double>& series, std::size_t to_come) {
  series.clear();
  series.reserve(to_come);
}

/// All that follows from the steady circulation at one time.
void read_circulation(BodyResult& result, const CompiledCase& compiled, const Equations<double>& equations,
                      double t, const double* y) {
  Hemodynamics& h = result.hemodynamics;
  const LayoutView& v = compiled.layout->view();
  const Segment* segment = &compiled.segments.back();
  for (const Segment& one : compiled.segments) {
    if (t <= one.stop) {
      segment = &one;
      break;
    }
  }
  Surroundings<double> s;
  equations.surroundings(segment->coefficients.data(), y, s, nullptr);
  read_inflow(result.sinusoid_inflow, v, segment->coefficients.data(), s, y);
  const auto& p = s.circulation.pressure;
  const auto& q = s.circulation.flow;
  double sinusoid = p[c::first_sinusoid], arteriole_plug = 0, venule_plug = 0, sinusoid_plug = 0;
  for (int territory = 0; territory < v.territories; ++territory) {
    sinusoid = std::max(sinusoid, p[c::first_sinusoid + territory]);
    arteriole_plug = std::max(arteriole_plug, s.plugging[c::bed_of(territory, c::arterioles)]);
    venule_plug = std::max(venule_plug, s.plugging[c::bed_of(territory, c::venules)]);
    for (int z = 0; z < c::zones; ++z)
      sinusoid_plug = std::max(sinusoid_plug, s.plugging[c::bed_of(territory, c::zone1 + z)]);
  }
  const auto share = [](double plugging) { return -std::expm1(-plugging); };
  h.arterial_pressure.push_back(p[c::arterial]);
  h.pulmonary_artery_pressure.push_back(s.circulation.pulmonary_artery);
  h.portal_pressure.push_back(p[c::portal]);
  h.sinusoidal_pressure.push_back(sinusoid);
  h.hepatic_vein_pressure.push_back(p[c::hepatic]);
  h.hvpg.push_back(sinusoid - p[c::hepatic]);
  h.portal_flow.push_back(q[c::portal_trunk]);
  h.arterial_flow.push_back(q[c::hepatic_artery]);
  h.collateral_flow.push_back(q[c::portal_collateral] + q[c::splenic_collateral]);
  h.shunt_flow.push_back(q[c::portal_shunt] + q[c::arteriovenous_shunt]);
  h.plugged_lung.push_back(share(s.plugging[c::lung]));
  h.plugged_sinusoids.push_back(share(sinusoid_plug));
  h.plugged_venules.push_back(share(venule_plug));
  h.plugged_arterioles.push_back(share(arteriole_plug));
}

void judge(BodyResult& result, const BodyCase& body_case, const CompiledCase& compiled) {
  for (const c::StopRuleLimit& rule : c::stop_rules()) {
    double value = 0;
    switch (rule.quantity) {
      case c::Quantity::portal_rise:
        value = result.hemodynamics.peak_portal_pressure - result.baseline.portal_pressure;
        break;
      case c::Quantity::tissue_volume:
        value = compiled.tissue_volume / body_case.parameters.circulation.body_mass;
        break;
      case c::Quantity::packed_volume:
        value = compiled.tissue_volume;
        break;
    }
    result.stop_rules.push_back({rule.name, rule.source, value, rule.limit, rule.unit, value > rule.limit});
  }
}

void add_notes(BodyResult& result, const BodyCase& body_case, const CompiledCase& compiled,
               const RawEnd& raw) {
  char text[256];
  result.notes.push_back(
      body_case.closure
          ? "extraction in the liver: from the resolved lobule, table " + body_case.closure->fingerprint() +
                ", at the resting flow; four well-mixed zone tanks carry it"
          : "extraction in the liver: sieve and four well-mixed zone tanks (no resolved lobule table)");
  if (compiled.resting.closure_to_rest != 0) {
    std::snprintf(text, sizeof text,
                  "organ flows summed to %.3f %% of cardiac output; the difference was given to rest",
                  100 * (1 - compiled.resting.closure_to_rest));
    result.notes.push_back(text);
  }
  const std::pair<Monitor, const char*> beds[] = {{most_plugged_lung, "lung"},
                                                  {most_plugged_sinusoids, "a sinusoidal zone"},
                                                  {most_plugged_venules, "portal venules"},
                                                  {most_plugged_arterioles, "terminal arterioles"}};
  for (const auto& [monitor, name] : beds) {
    const double plugged = -std::expm1(-raw.monitors[monitor]);
    if (plugged > 0.99) {
      std::snprintf(text, sizeof text,
                    "%s: %.2f %% of the vessels plugged; above 99 %% the resistance law is an extrapolation",
                    name, 100 * plugged);
      result.notes.push_back(text);
    }
  }
}

}  // namespace

Observer::Observer(const BodyCase& body_case, const CompiledCase& compiled, const Watch& watch,
                   BodyResult& result)
    : body_case_(&body_case), compiled_(&compiled), watch_(watch), result_(&result) {
  const LayoutView& v = compiled.layout->view();
  if (watch.circulation) equations_.emplace(v);
  result.times = compiled.output_times;
  result.dose = compiled.dose;
  result.labelled_cells = compiled.labelled_cells;
  result.notes.clear();
  result.stop_rules.clear();
  result.classes.clear();
  const std::size_t times = result.times.size(), cells = watch.cells ? times : 0,
                    label = watch.label ? times : 0;
  for (int k = 0; k < v.populations; ++k) {
    const Population& one = compiled.populations[k];
    result.classes.push_back(
        {one.median_diameter, one.cells_per_particle, compiled.infused(k, body_case.horizon)});
  }
  result.organs.resize(organ_count);
  for (int o = 0; o < organ_count; ++o) {
    OrganSeries& organ = result.organs[o];
    organ.name = organ_names[o];
    shape(organ.cells, v.populations, cells);
    for (auto* series : {&organ.label.living, &organ.label.lodged, &organ.label.retained})
      series->assign(label, 0.0);
  }
  for (int z = 0; z < report_zones; ++z) {
    result.zones[z].name = zone_names[z];
    shape(result.zones[z].cells, v.populations, cells);
  }
  const std::size_t flows = watch.circulation ? times : 0, terms = watch.balance ? times : 0;
  result.sinusoid_inflow = sinusoid_inflow(compiled);
  for (SinusoidInflow& inflow : result.sinusoid_inflow) {
    for (Table* table : {&inflow.portal, &inflow.arterial, &inflow.central})
      table->data.reserve(flows * table->classes);
    for (auto* series : {&inflow.portal_flow, &inflow.arterial_flow, &inflow.outflow}) series->reserve(flows);
  }
  for (auto* series : series_of(result.hemodynamics)) empty(*series, flows);
  Balance& b = result.balance;
  b.worst_cells = b.worst_dead = b.worst_label = 0;
  for (Table* table : {&b.infused, &b.living, &b.lost}) empty(table->data, terms * v.populations);
  for (auto* series : series_of(b)) empty(*series, terms);
}

void Observer::take(const double* y) {
  const LayoutView& v = compiled_->layout->view();
  BodyResult& result = *result_;
  const double t = result.times[taken_];
  if (watch_.cells) read_cells(result, v, taken_, y);
  if (watch_.cells && watch_.label) read_label(result, *compiled_, taken_, t, y, scratch_);
  if (watch_.circulation) read_circulation(result, *compiled_, *equations_, t, y);
  if (watch_.balance) take_balance(result.balance, *compiled_, t, y);
  ++taken_;
}

void Observer::finish(const RawEnd& raw) {
  const CompiledCase& compiled = *compiled_;
  const LayoutView& v = compiled.layout->view();
  BodyResult& result = *result_;
  const std::size_t times = result.times.size();
  if (taken_ < times) {  // it failed on the way: nothing is known from here on
    const std::vector<double> nothing(v.states, 0.0);
    while (taken_ < times) take(nothing.data());
  }
  for (int o = 0; o < organ_count; ++o) result.organs[o].living_time = raw.last[v.living_time + o];
  for (int z = 0; z < report_zones; ++z) {
    result.zones[z].living_time = raw.last[v.zone_time + z];
    result.zones[z].kupffer_contact = raw.last[v.kupffer_time + z];
  }
  take_balance_end(result.balance, compiled, body_case_->horizon, raw.last.data());
  result.balance.lowest_state = raw.monitors[lowest_share] / compiled.dose;

  const auto& rest = compiled.resting.state;
  result.baseline = {compiled.resting.network.cardiac_output,
                     rest.pressure[c::arterial],
                     rest.pressure[c::portal],
                     rest.pressure[c::first_sinusoid] - rest.pressure[c::hepatic],
                     rest.flow[c::portal_trunk],
                     rest.flow[c::hepatic_artery],
                     compiled.resting.closure_to_rest};
  Hemodynamics& h = result.hemodynamics;
  h.peak_portal_pressure = raw.monitors[peak_portal_pressure];
  h.peak_portal_time = raw.monitors[peak_portal_time];
  h.peak_pulmonary_pressure = raw.monitors[peak_pulmonary_pressure];
  for (std::size_t i = 0; i < h.portal_pressure.size(); ++i) {
    if (h.portal_pressure[i] > h.peak_portal_pressure) {
      h.peak_portal_pressure = h.portal_pressure[i];
      h.peak_portal_time = result.times[i];
    }
    h.peak_pulmonary_pressure = std::max(h.peak_pulmonary_pressure, h.pulmonary_artery_pressure[i]);
  }
  h.worst_residual = raw.monitors[worst_imbalance];
  judge(result, *body_case_, compiled);
  add_notes(result, *body_case_, compiled, raw);
  result.work = {raw.effort.steps, raw.effort.rejected, raw.effort.evaluations};
}

}  // namespace cellroute::body
