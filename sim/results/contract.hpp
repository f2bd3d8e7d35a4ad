// The contract of result.h5, once: every dataset with its path, unit and meaning, bound to the member
// it holds. The writer, the reader and the contents list of `info` walk this declaration; contract.md
// is its page, and a test holds the two together.
//
// A visitor has
//     attribute(object, name, text or whole number)
//     number(path, caption, double)                  a scalar
//     text(path, caption, string)                    a scalar
//     texts(path, caption, vector of strings)
//     series(path, caption, vector of doubles)       over time
//     table(path, caption, Table)                    over (time, class)
//     column(path, caption, rows, member pointer)    one member of a list of structs
//     part(group, whether there is one)              whether a group that some files lack is to be visited
// and what contract_lobule.hpp asks for,
// and is const-correct: a writer visits a const Record, a reader fills one.
#pragma once

#include "sim/results/contract_liver.hpp"
#include "sim/results/contract_lobule.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/record.hpp"

namespace cellroute::results {

inline constexpr std::string_view file_type = "cellroute body result";
inline constexpr std::uint64_t format_version = 1;

template <class Cells, class Visit>
void describe_cells(const std::string& at, Cells& cells, Visit& visit) {
  visit.table(at + "/circulating", {"cell", "living cells circulating in the blood"}, cells.circulating);
  visit.table(at + "/trapped", {"cell", "living cells trapped in narrow vessels"}, cells.trapped);
  visit.table(at + "/adherent", {"cell", "living cells adherent to the vessel wall"}, cells.adherent);
  visit.table(at + "/homed", {"cell", "living cells homed outside the vessels"}, cells.homed);
  visit.table(at + "/depot", {"cell", "living cells waiting in a puncture depot"}, cells.depot);
  visit.table(at + "/lodged_dead", {"cell", "dead cells still lodged"}, cells.lodged_dead);
  visit.table(at + "/lost", {"cell", "living cells lost here since the start"}, cells.lost);
}

template <class Organ, class Visit>
void describe_organ(Organ& organ, Visit& visit) {
  const std::string at = "/body/" + organ.name;
  describe_cells(at, organ.cells, visit);
  visit.number(at + "/living_time", {"cell s", "time integral of living cells over the run"},
               organ.living_time);
  visit.series(at + "/label/living", {"1", "share of the infused label on living cells"}, organ.label.living);
  visit.series(at + "/label/lodged", {"1", "share of the infused label on dead lodged cells"},
               organ.label.lodged);
  visit.series(at + "/label/retained", {"1", "share of the infused label kept by macrophages"},
               organ.label.retained);
}

template <class Zone, class Visit>
void describe_zone(Zone& zone, Visit& visit) {
  const std::string at = "/body/liver/zones/" + zone.name;
  describe_cells(at, zone.cells, visit);
  visit.number(at + "/living_time", {"cell s", "time integral of living cells over the run"},
               zone.living_time);
  visit.number(at + "/kupffer_contact", {"cell s", "living-cell time weighted by Kupffer cell density"},
               zone.kupffer_contact);
}

template <class Flow, class Visit>
void describe_hemodynamics(Flow& flow, Visit& visit) {
  const std::string at = "/hemodynamics/";
  visit.series(at + "arterial_pressure", {"Pa", "mean arterial pressure"}, flow.arterial_pressure);
  visit.series(at + "pulmonary_artery_pressure", {"Pa", "mean pulmonary arterial pressure"},
               flow.pulmonary_artery_pressure);
  visit.series(at + "portal_pressure", {"Pa", "portal venous pressure"}, flow.portal_pressure);
  visit.series(at + "sinusoidal_pressure", {"Pa", "pressure at the sinusoids' inlet"},
               flow.sinusoidal_pressure);
  visit.series(at + "hepatic_vein_pressure", {"Pa", "free hepatic venous pressure"},
               flow.hepatic_vein_pressure);
  visit.series(at + "hvpg", {"Pa", "hepatic venous pressure gradient"}, flow.hvpg);
  visit.series(at + "portal_flow", {"m3/s", "portal flow into the liver"}, flow.portal_flow);
  visit.series(at + "arterial_flow", {"m3/s", "hepatic arterial flow"}, flow.arterial_flow);
  visit.series(at + "collateral_flow", {"m3/s", "flow of extrahepatic portosystemic collaterals"},
               flow.collateral_flow);
  visit.series(at + "shunt_flow", {"m3/s", "flow of intrahepatic shunts past the sinusoids"},
               flow.shunt_flow);
  visit.series(at + "plugged_lung", {"1", "plugged share of lung capillaries"}, flow.plugged_lung);
  visit.series(at + "plugged_sinusoids", {"1", "plugged share of sinusoids, worst zone"},
               flow.plugged_sinusoids);
  visit.series(at + "plugged_venules", {"1", "plugged share of portal venules, worst territory"},
               flow.plugged_venules);
  visit.series(at + "plugged_arterioles", {"1", "plugged share of terminal arterioles, worst territory"},
               flow.plugged_arterioles);
  visit.number(at + "peak_portal_pressure", {"Pa", "highest portal pressure of the run"},
               flow.peak_portal_pressure);
  visit.number(at + "peak_portal_time", {"s", "time of the highest portal pressure"}, flow.peak_portal_time);
  visit.number(at + "peak_pulmonary_pressure", {"Pa", "highest pulmonary arterial pressure of the run"},
               flow.peak_pulmonary_pressure);
  visit.number(at + "worst_residual", {"1", "largest relative imbalance of flow at a node"},
               flow.worst_residual);
}

template <class Base, class Visit>
void describe_baseline(Base& base, Visit& visit) {
  const std::string at = "/hemodynamics/rest/";
  visit.number(at + "cardiac_output", {"m3/s", "cardiac output before the first infusion"},
               base.cardiac_output);
  visit.number(at + "arterial_pressure", {"Pa", "mean arterial pressure before the first infusion"},
               base.arterial_pressure);
  visit.number(at + "portal_pressure", {"Pa", "portal pressure before the first infusion"},
               base.portal_pressure);
  visit.number(at + "hvpg", {"Pa", "hepatic venous pressure gradient before the first infusion"}, base.hvpg);
  visit.number(at + "portal_flow", {"m3/s", "portal flow before the first infusion"}, base.portal_flow);
  visit.number(at + "arterial_flow", {"m3/s", "hepatic arterial flow before the first infusion"},
               base.arterial_flow);
  visit.number(at + "closure_to_rest", {"1", "share of cardiac output given to the rest to close the flows"},
               base.closure_to_rest);
}

template <class Sheet, class Visit>
void describe_balance(Sheet& balance, Visit& visit) {
  const std::string at = "/balance/";
  visit.table(at + "infused", {"cell", "living cells infused so far"}, balance.infused);
  visit.table(at + "living", {"cell", "living cells in the body"}, balance.living);
  visit.table(at + "lost", {"cell", "living cells lost so far"}, balance.lost);
  visit.series(at + "dead_infused", {"cell", "dead cells infused so far"}, balance.dead_infused);
  visit.series(at + "dead_present", {"cell", "dead cells of the dose still present"}, balance.dead_present);
  visit.series(at + "dead_cleared", {"cell", "dead cells of the dose cleared"}, balance.dead_cleared);
  visit.number(at + "worst_cells", {"1", "largest infused - living - lost of a class, over the dose"},
               balance.worst_cells);
  visit.number(at + "worst_dead", {"1", "largest imbalance of dead cells over the dose"}, balance.worst_dead);
  const std::string label = "/balance/label/";
  visit.series(label + "infused", {"1", "share of the label infused so far"}, balance.label_infused);
  visit.series(label + "on_living", {"1", "share of the label on living cells"}, balance.on_living);
  visit.series(label + "on_lodged", {"1", "share of the label on dead lodged cells"}, balance.on_lodged);
  visit.series(label + "retained", {"1", "share of the label kept by macrophages"}, balance.retained);
  visit.series(label + "debris", {"1", "share of the label on debris in blood"}, balance.debris);
  visit.series(label + "free", {"1", "share of the label free in blood"}, balance.free);
  visit.series(label + "bound", {"1", "share of the label bound by tissue"}, balance.bound);
  visit.series(label + "excreted", {"1", "share of the label excreted"}, balance.excreted);
  visit.series(label + "depot", {"1", "share of the label in puncture depots"}, balance.depot);
  visit.series(label + "decayed", {"1", "share of the label decayed"}, balance.decayed);
  visit.number(at + "worst_label", {"1", "largest imbalance of the label, share of the label infused"},
               balance.worst_label);
  visit.number(at + "lowest_state", {"1", "most negative state met, share of the dose"},
               balance.lowest_state);
}

template <class In, class Visit>
void describe_inputs(In& inputs, Visit& visit) {
  const std::string group = "/scenario";
  visit.attribute(group, "title", inputs.title);
  visit.attribute(group, "species", inputs.species);
  visit.attribute(group, "condition", inputs.condition);
  visit.attribute(group, "product", inputs.product);
  visit.attribute(group, "label", inputs.label);
  visit.attribute(group, "host", inputs.host);
  visit.attribute(group, "decay", inputs.decay);
  visit.texts(group + "/modifiers", {"none", "modifiers of the product, in order"}, inputs.modifiers);
  visit.number(group + "/horizon", {"s", "length of the run"}, inputs.horizon);
  visit.number(group + "/relative_tolerance", {"1", "error allowed, relative to a state"},
               inputs.relative_tolerance);
  visit.number(group + "/absolute_tolerance", {"1", "error allowed, relative to the dose"},
               inputs.absolute_tolerance);
  visit.text(group + "/input", {"none", "the scenario file, verbatim"}, inputs.text);
  const std::string regimen = group + "/regimen/";
  visit.column(regimen + "route", {"none", "route of the infusion"}, inputs.regimen, &Infusion::route);
  visit.column(regimen + "catheter", {"none", "catheter position"}, inputs.regimen, &Infusion::catheter);
  visit.column(regimen + "cells", {"cell", "cells infused, living and dead"}, inputs.regimen,
               &Infusion::cells);
  visit.column(regimen + "at", {"s", "start of the infusion"}, inputs.regimen, &Infusion::start);
  visit.column(regimen + "over", {"s", "duration of the infusion"}, inputs.regimen, &Infusion::duration);
  visit.column(regimen + "volume", {"m3", "volume of the infusate"}, inputs.regimen, &Infusion::volume);
  visit.column(regimen + "washout", {"1/s", "washout rate of a puncture's depot"}, inputs.regimen,
               &Infusion::washout);
  const std::string at = group + "/parameters/";
  auto& rows = inputs.parameters;
  visit.column(at + "path", {"none", "path of the parameter"}, rows, &ParameterRow::path);
  visit.column(at + "value", {"none", "value in its SI unit, row by row"}, rows, &ParameterRow::value);
  visit.column(at + "unit", {"none", "SI unit of value, low and high"}, rows, &ParameterRow::unit);
  visit.column(at + "source", {"none", "where the value comes from"}, rows, &ParameterRow::source);
  visit.column(at + "low", {"none", "lower end of its range; NaN: none given"}, rows, &ParameterRow::low);
  visit.column(at + "high", {"none", "upper end of its range; NaN: none given"}, rows, &ParameterRow::high);
  visit.column(at + "cv", {"1", "coefficient of variation; NaN: none given"}, rows, &ParameterRow::cv);
  visit.column(at + "distribution", {"none", "distribution when sampled; empty: none given"}, rows,
               &ParameterRow::distribution);
  visit.column(at + "layer", {"none", "library file or scenario that set it last"}, rows,
               &ParameterRow::layer);
}

template <class Result, class Visit>
void describe_body(Result& body, Visit& visit) {
  visit.series("/body/time", {"s", "time since the start"}, body.times);
  visit.number("/body/dose", {"cell", "cells of the regimen, living and dead"}, body.dose);
  using body::SizeClass;
  const std::string classes = "/body/classes/";
  visit.column(classes + "median_diameter", {"m", "median diameter of the size class"}, body.classes,
               &SizeClass::median_diameter);
  visit.column(classes + "cells_per_particle", {"cell", "cells in one clump; 1: single cells"}, body.classes,
               &SizeClass::cells_per_particle);
  visit.column(classes + "infused", {"cell", "living cells of the class in the regimen"}, body.classes,
               &SizeClass::infused);
  visit.column("/body/organs", {"none", "names of the organs, in order"}, body.organs,
               &body::OrganSeries::name);
  for (auto& organ : body.organs) describe_organ(organ, visit);
  visit.column("/body/liver/zone_names", {"none", "names of the liver's zones, from the portal side"},
               body.zones, &body::ZoneSeries::name);
  for (auto& zone : body.zones) describe_zone(zone, visit);
  describe_hemodynamics(body.hemodynamics, visit);
  describe_baseline(body.baseline, visit);
  describe_balance(body.balance, visit);
  using body::StopRule;
  const std::string rules = "/stop_rules/";
  visit.column(rules + "name", {"none", "published limit"}, body.stop_rules, &StopRule::name);
  visit.column(rules + "source", {"none", "where the limit was published"}, body.stop_rules,
               &StopRule::source);
  visit.column(rules + "value", {"none", "value reached, in its SI unit"}, body.stop_rules, &StopRule::value);
  visit.column(rules + "limit", {"none", "limit, in its SI unit"}, body.stop_rules, &StopRule::limit);
  visit.column(rules + "unit", {"none", "SI unit of value and limit"}, body.stop_rules, &StopRule::unit);
  visit.column(rules + "crossed", {"1", "1 where the limit was crossed"}, body.stop_rules,
               &StopRule::crossed);
  visit.texts("/notes", {"none", "what a reader must know"}, body.notes);
}

template <class Any, class Visit>
void describe_curve(Any& record, Visit& visit) {
  auto& curve = *record.curve;
  visit.series("/curve/time", {"s", "time since the start, between the output times too"}, curve.times);
  visit.series("/curve/portal_pressure", {"Pa", "portal venous pressure"}, curve.portal_pressure);
  if constexpr (!std::is_const_v<Any>)
    for (const auto& organ : record.body.organs) curve.organs.push_back({organ.name, {}, {}});
  for (auto& organ : curve.organs) {
    visit.series("/curve/" + organ.name + "/living", {"cell", "living cells"}, organ.living);
    visit.series("/curve/" + organ.name + "/label", {"1", "share of the infused label"}, organ.label);
  }
}

/// The whole file below the root's file type and format version.
template <class Any, class Visit>
void describe(Any& record, Visit& visit) {
  auto& provenance = record.provenance;
  visit.attribute("/", "program", provenance.program);
  visit.attribute("/", "program_version", provenance.version);
  visit.attribute("/", "program_commit", provenance.commit);
  visit.attribute("/", "fingerprint", provenance.fingerprint);
  visit.attribute("/", "seed", provenance.seed);
  describe_inputs(record.inputs, visit);
  describe_body(record.body, visit);
  if (visit.part("/curve", record.curve.has_value())) {
    if constexpr (!std::is_const_v<Any>) record.curve.emplace();
    describe_curve(record, visit);
  }
  if (visit.part("/liver", record.liver.has_value())) {
    if constexpr (!std::is_const_v<Any>) record.liver.emplace();
    describe_liver_settings(*record.liver, visit);
    describe_liver_result(*record.liver, visit);
    if constexpr (!std::is_const_v<Any>)
      take_circulation(record.liver->result.hemodynamics, record.body.hemodynamics);
  }
  if (visit.part("/lobule", record.lobule.has_value())) {
    if constexpr (!std::is_const_v<Any>) record.lobule.emplace();
    describe_lobule_settings(*record.lobule, visit);
    describe_lobule_result(*record.lobule, visit);
  }
}

}  // namespace cellroute::results
