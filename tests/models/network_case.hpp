// Circulations for the network's tests: plain numbers, declared as made up.
#pragma once

#include "models/circulation/resting.hpp"
#include "models/parameters.hpp"

namespace testing {

constexpr double mmHg = 133.322387415;

/// Made-up circulation whose flows close exactly. Only what the network reads is set.
inline cellroute::Parameters made_up_circulation() {
  cellroute::Parameters p;
  p.circulation.body_mass = 70;
  p.circulation.cardiac_output = 1e-4;
  p.circulation.cardiac_output_factor = 1;
  p.circulation.mean_arterial_pressure = 90 * mmHg;
  p.circulation.right_atrial_pressure = 3 * mmHg;
  p.circulation.left_atrial_pressure = 8 * mmHg;
  p.circulation.pulmonary_artery_pressure = 14 * mmHg;
  p.lung.shunt_fraction = 0.02;
  p.lung.resistance_factor = 1;
  p.lung.tissue.plugging_exponent = 1;
  const double flows[8] = {0.04, 0.12, 0.19, 0.05, 0.34, 0.15, 0.04, 0.07};
  cellroute::Organ* organs[7] = {&p.heart, &p.brain, &p.kidney, &p.marrow, &p.rest, &p.gut, &p.spleen};
  for (int o = 0; o < 7; ++o) {
    organs[o]->flow_fraction = flows[o];
    organs[o]->resistance_factor = 1;
    organs[o]->tissue.plugging_exponent = 1 + 0.1 * o;
  }
  p.liver.arterial_flow_fraction = flows[7];
  p.liver.flow_fraction = 0.26;
  p.liver.arterial_resistance_factor = 1;
  p.liver.arteriolar_share = 0.4;
  p.liver.buffer_response = 0.25;
  p.liver.pressures.hvpg = 4 * mmHg;
  p.liver.pressures.presinusoidal_drop = 1.5 * mmHg;
  p.liver.pressures.splenic_vein_drop = 1 * mmHg;
  p.liver.pressures.hepatic_vein_drop = 1 * mmHg;
  p.liver.shunts = {0, 0, 0, 0, 0};
  for (cellroute::Tissue* bed : {&p.liver.sinusoids, &p.liver.portal_venules, &p.liver.terminal_arterioles}) {
    bed->plugging_exponent = 1.3;
  }
  return p;
}

/// The same in a state like cirrhosis: every shunt open, high pressures.
inline cellroute::Parameters made_up_cirrhosis() {
  cellroute::Parameters p = made_up_circulation();
  p.circulation.cardiac_output_factor = 1.2;
  p.rest.resistance_factor = 0.6;
  p.spleen.resistance_factor = 0.5;
  p.liver.pressures.hvpg = 18 * mmHg;
  p.liver.shunts = {0.3, 0.2, 0.36, 0.014, 0.1};
  p.liver.buffer_response = 0.1;
  return p;
}

}  // namespace testing
