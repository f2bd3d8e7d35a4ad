// A record made up for tests: consistent (it balances), every number different, nothing simulated.
#pragma once

#include "sim/results/record.hpp"

namespace cellroute::results::test {

struct Shape {
  int times = 3;
  int classes = 2;
};

inline body::Table fill(Shape shape, double& next) {
  body::Table table{shape.classes, {}};
  for (int i = 0; i < shape.times * shape.classes; ++i) table.data.push_back(next += 1.25);
  return table;
}

inline body::CellSeries cells(Shape shape, double& next) {
  return {fill(shape, next), fill(shape, next), fill(shape, next), fill(shape, next),
          fill(shape, next), fill(shape, next), fill(shape, next)};
}

inline std::vector<double> line(Shape shape, double& next, double step) {
  std::vector<double> values;
  for (int i = 0; i < shape.times; ++i) values.push_back(next += step);
  return values;
}

inline body::BodyResult body_result(Shape shape = {}) {
  body::BodyResult result;
  double next = 1000;
  double share = 0;
  for (int t = 0; t < shape.times; ++t) result.times.push_back(t == 0 ? 300 : 86400.0 * t);
  for (int k = 0; k < shape.classes; ++k) result.classes.push_back({(15 + k) * 1e-6, 1, 45000});
  result.dose = 1e5;
  for (const char* name : {"lung", "liver", "spleen", "blood"}) {
    body::OrganSeries organ;
    organ.name = name;
    organ.cells = cells(shape, next);
    organ.label = {line(shape, share, 1e-3), line(shape, share, 1e-3), line(shape, share, 1e-3)};
    organ.living_time = next * 86400;
    result.organs.push_back(organ);
  }
  const char* zones[] = {"periportal", "midzonal", "pericentral"};
  for (int z = 0; z < 3; ++z) {
    result.zones[z].name = zones[z];
    result.zones[z].cells = cells(shape, next);
    result.zones[z].living_time = next += 1;
    result.zones[z].kupffer_contact = next += 1;
  }
  auto& flow = result.hemodynamics;
  for (auto* series : {&flow.arterial_pressure, &flow.pulmonary_artery_pressure, &flow.portal_pressure,
                       &flow.sinusoidal_pressure, &flow.hepatic_vein_pressure, &flow.hvpg, &flow.portal_flow,
                       &flow.arterial_flow, &flow.collateral_flow, &flow.shunt_flow})
    *series = line(shape, next, 0.5);
  for (auto* series :
       {&flow.plugged_lung, &flow.plugged_sinusoids, &flow.plugged_venules, &flow.plugged_arterioles})
    *series = line(shape, share, 1e-3);
  flow.peak_portal_pressure = 2666.44774830;
  flow.peak_portal_time = 1200;
  flow.peak_pulmonary_pressure = 2000;
  flow.worst_residual = 3e-13;
  auto& balance = result.balance;
  balance.living = fill(shape, next);
  balance.lost = fill(shape, next);
  balance.infused = balance.living;
  for (std::size_t i = 0; i < balance.infused.data.size(); ++i)
    balance.infused.data[i] += balance.lost.data[i];
  for (auto* series : {&balance.dead_infused, &balance.dead_present, &balance.dead_cleared})
    *series = line(shape, next, 1);
  balance.label_infused = std::vector<double>(static_cast<std::size_t>(shape.times), 0.0);
  for (auto* series : {&balance.on_living, &balance.on_lodged, &balance.retained, &balance.debris,
                       &balance.free, &balance.bound, &balance.excreted, &balance.depot, &balance.decayed}) {
    *series = line(shape, share, 1e-3);
    for (int t = 0; t < shape.times; ++t)
      balance.label_infused[static_cast<std::size_t>(t)] += (*series)[static_cast<std::size_t>(t)];
  }
  balance.worst_cells = 2e-15;
  balance.worst_dead = 1e-15;
  balance.worst_label = 4e-16;
  balance.lowest_state = -1e-18;
  result.baseline = {1e-4, 12000, 2399.80297347, 1600, 1.5e-5, 6e-6, 0.0042};
  result.stop_rules = {
      {"portal pressure rise in islet infusion", "doi:10.0000/one", 266.6, 2451.66, "Pa", false},
      {"infused tissue volume per body mass", "doi:10.0000/two", 3e-7, 2.5e-7, "m3/kg", true}};
  result.notes = {"a note with \xc3\xa9, a comma and \"quotes\""};
  return result;
}

inline body::Curve curve(const body::BodyResult& body, int points) {
  body::Curve curve;
  double next = 500, share = 0;
  const Shape shape{points, 1};
  curve.times = line(shape, next, 60);
  curve.portal_pressure = line(shape, next, 0.5);
  for (const auto& organ : body.organs)
    curve.organs.push_back({organ.name, line(shape, next, 1.25), line(shape, share, 1e-3)});
  return curve;
}

inline Record record(Shape shape = {}) {
  Record made;
  made.provenance = {"cellroute", "0.1.0", "0123456789ab", "00112233445566778899aabbccddeeff",
                     18446744073709551615ull};
  Inputs& in = made.inputs;
  in.title = "A made-up record";
  in.species = "human";
  in.condition = "alcoholic_cirrhosis";
  in.product = "umbilical_cord_msc";
  in.label = "in111_oxine";
  in.host = "allogeneic";
  in.decay = "corrected";
  in.modifiers = {"hypoxic_preconditioning"};
  in.horizon = 864000;
  in.relative_tolerance = 1e-6;
  in.absolute_tolerance = 1e-8;
  in.text = "title: A made-up record\n";
  Infusion infusion;
  infusion.route = "hepatic_artery";
  infusion.catheter = "proper";
  infusion.cells = 1e5;
  infusion.duration = 1200;
  infusion.volume = 5e-5;
  in.regimen = {infusion};
  ParameterRow measured, assumed;
  measured.path = "lung.blood_volume";
  measured.value = 2.5e-4;
  measured.unit = "m3";
  measured.source = "doi:10.1038/psp.2012.3, Table 2";
  measured.layer = "species/human.yaml";
  assumed.path = "product.deformability";
  assumed.value = 0.62;
  assumed.unit = "1";
  assumed.source = "assumption";
  assumed.low = 0.4;
  assumed.high = 0.9;
  assumed.layer = "products/umbilical_cord_msc.yaml";
  in.parameters = {measured, assumed};
  made.body = body_result(shape);
  made.curve = curve(made.body, 13);
  return made;
}

}  // namespace cellroute::results::test
