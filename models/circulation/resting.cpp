#include "models/circulation/resting.hpp"

#include <cmath>
#include <cstdio>

namespace cellroute::circulation {

namespace {

constexpr double closure_tolerance = 0.01;  // of cardiac output

double systemic_sum(const Parameters& p) {
  return p.heart.flow_fraction + p.brain.flow_fraction + p.kidney.flow_fraction + p.marrow.flow_fraction +
         p.rest.flow_fraction + p.gut.flow_fraction + p.spleen.flow_fraction + p.liver.arterial_flow_fraction;
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%", 100 * share);
  return text;
}

}  // namespace

std::vector<std::string> check_closure(const Parameters& p) {
  std::vector<std::string> problems;
  const double total = systemic_sum(p);
  if (std::fabs(total - 1) > closure_tolerance) {
    problems.push_back(
        "organ flows do not close: heart + brain + kidney + marrow + rest + gut + spleen + hepatic artery "
        "= " +
        percent(total) + " of cardiac output (at most 1 % may be missing or in excess)");
  }
  const double hepatic = p.gut.flow_fraction + p.spleen.flow_fraction + p.liver.arterial_flow_fraction;
  if (std::fabs(hepatic - p.liver.flow_fraction) > closure_tolerance) {
    problems.push_back("hepatic flows do not close: gut " + percent(p.gut.flow_fraction) + " + spleen " +
                       percent(p.spleen.flow_fraction) + " + hepatic artery " +
                       percent(p.liver.arterial_flow_fraction) + " against a total liver flow of " +
                       percent(p.liver.flow_fraction) + " (portal tributaries must sum to the portal flow)");
  }
  return problems;
}

Resting resting_state(const Parameters& p, const std::vector<double>& shares) {
  Resting resting;
  Network<double>& net = resting.network;
  const Circulation& body = p.circulation;
  const Liver& liver = p.liver;
  const double co = body.cardiac_output * body.cardiac_output_factor;
  const double ra = body.right_atrial_pressure;
  const double p_hepatic = ra + liver.pressures.hepatic_vein_drop;
  const double p_sinusoid = p_hepatic + liver.pressures.hvpg;
  const double p_portal = p_sinusoid + liver.pressures.presinusoidal_drop;
  const double p_splenic = p_portal + liver.pressures.splenic_vein_drop;

  net.cardiac_output = co;
  net.right_atrial = ra;
  net.left_atrial = body.left_atrial_pressure;
  resting.closure_to_rest = 1 - systemic_sum(p);

  const auto healthy = [&](double fraction, double outlet, double factor) {
    return fraction * body.cardiac_output / (body.mean_arterial_pressure - outlet) / factor;
  };
  const Organ* organs[5] = {&p.heart, &p.brain, &p.kidney, &p.marrow, &p.rest};
  double sum = 0, weighted = 0;
  for (int o = 0; o < 5; ++o) {
    const double extra = o == 4 ? resting.closure_to_rest : 0;
    net.organ[o] = healthy(organs[o]->flow_fraction + extra, ra, organs[o]->resistance_factor);
    sum += net.organ[o];
    weighted += net.organ[o] * ra;
  }
  net.gut = healthy(p.gut.flow_fraction, p_portal, p.gut.resistance_factor);
  net.spleen = healthy(p.spleen.flow_fraction, p_splenic, p.spleen.resistance_factor);
  const double artery = healthy(liver.arterial_flow_fraction, p_sinusoid, liver.arterial_resistance_factor);
  sum += net.gut + net.spleen + artery;
  weighted += net.gut * p_portal + net.spleen * p_splenic + artery * p_sinusoid;
  const double p_arterial = (co + weighted) / sum;  // (C3)

  // Flows of the resting state, then each conductance as flow over drop.
  const double q_gut = net.gut * (p_arterial - p_portal), q_spleen = net.spleen * (p_arterial - p_splenic);
  const double q_artery = artery * (p_arterial - p_sinusoid);
  const double q_splenic_collateral = liver.shunts.splenic_collateral * q_spleen;
  const double q_spleno_portal = q_spleen - q_splenic_collateral;
  const double q_collateral = liver.shunts.portal_collateral * (q_gut + q_spleno_portal);
  const double q_portal = q_gut + q_spleno_portal - q_collateral;
  // Together they must leave something for the sinusoids.
  const double past =
      liver.shunts.intrahepatic_portal + liver.shunts.tips * (1 - liver.shunts.intrahepatic_portal);
  const double q_shunt = past * q_portal;
  const double q_venules = q_portal - q_shunt;
  const double q_av = liver.shunts.arteriovenous * q_artery;
  const double q_arterioles = q_artery - q_av;

  net.splenic_collateral = q_splenic_collateral / (p_splenic - ra);
  net.spleno_portal = q_spleno_portal / (p_splenic - p_portal);
  net.portal_collateral = q_collateral / (p_portal - ra);
  net.portal_shunt = q_shunt / (p_portal - p_hepatic);
  net.arteriovenous_shunt = q_av / (p_arterial - p_hepatic);
  net.hepatic_vein = (q_shunt + q_av + q_venules + q_arterioles) / liver.pressures.hepatic_vein_drop;
  for (int t = 0; t < max_territories; ++t) {
    const double share = t < static_cast<int>(shares.size()) ? shares[t] : 1;
    const double resistance = (p_arterial - p_sinusoid) / (share * q_arterioles);
    net.tone_resistance[t] = resistance * (1 - liver.arteriolar_share);
    net.arteriolar_resistance[t] = resistance * liver.arteriolar_share;
    net.venules[t] = share * q_venules / liver.pressures.presinusoidal_drop;
    net.sinusoidal_resistance[t] = liver.pressures.hvpg / (share * (q_venules + q_arterioles));
    net.outlet_open[t] = 1;
    net.source_sinusoid[t] = 0;
  }
  net.source_portal = net.source_confluence = net.source_splenic = 0;
  net.buffer = liver.buffer_response;
  net.arterial_reference = q_artery;
  net.portal_reference = q_venules;

  const double pulmonary = body.cardiac_output /
                           (body.pulmonary_artery_pressure - body.left_atrial_pressure) /
                           p.lung.resistance_factor;
  net.lung = pulmonary * (1 - p.lung.shunt_fraction);
  net.lung_shunt = pulmonary * p.lung.shunt_fraction;

  net.start[arterial] = p_arterial;
  net.start[splenic] = p_splenic;
  net.start[portal] = p_portal;
  net.start[hepatic] = p_hepatic;
  for (int t = 0; t < max_territories; ++t) net.start[first_sinusoid + t] = p_sinusoid;

  const Tissue* tissues[organ_beds] = {&p.lung.tissue,   &p.heart.tissue, &p.brain.tissue, &p.kidney.tissue,
                                       &p.marrow.tissue, &p.rest.tissue,  &p.gut.tissue,   &p.spleen.tissue};
  for (int b = 0; b < organ_beds; ++b) net.exponent[b] = tissues[b]->plugging_exponent;
  for (int t = 0; t < max_territories; ++t) {
    net.exponent[bed_of(t, venules)] = liver.portal_venules.plugging_exponent;
    net.exponent[bed_of(t, arterioles)] = liver.terminal_arterioles.plugging_exponent;
    for (int z = 0; z < zones; ++z) net.exponent[bed_of(t, zone1 + z)] = liver.sinusoids.plugging_exponent;
  }

  const double none[max_beds] = {};
  if (shares.size() > 1) {
    solve<2>(net, none, resting.state, static_cast<double*>(nullptr));
  } else {
    solve<1>(net, none, resting.state, static_cast<double*>(nullptr));
  }
  return resting;
}

}  // namespace cellroute::circulation
