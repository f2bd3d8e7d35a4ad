// The circulation outside the liver: what is imposed, and the blood that is not in an organ.
#pragma once

#include "models/parameter.hpp"

namespace cellroute {

struct Circulation {
  double body_mass = unset;                  // [kg]
  double cardiac_output = unset;             // [m3/s]
  double cardiac_output_factor = unset;      // [1]
  double mean_arterial_pressure = unset;     // [Pa]
  double right_atrial_pressure = unset;      // [Pa]
  double left_atrial_pressure = unset;       // [Pa]
  double pulmonary_artery_pressure = unset;  // [Pa]
  double venous_volume = unset;              // [m3]
  double arterial_volume = unset;            // [m3]
  double splenic_vein_volume = unset;        // [m3]
  double mesenteric_vein_volume = unset;     // [m3]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("body_mass", self.body_mass, Spec{"kg", 1e-3, 1e3, "Body mass."});
    visit("cardiac_output", self.cardiac_output,
          Spec{"m3/s", 1e-9, 1e-2, "Cardiac output of the healthy species; sets the organs' resistances."});
    visit("cardiac_output_factor", self.cardiac_output_factor,
          Spec{"1", 0.1, 5, "Cardiac output of the condition over that of health."});
    visit("mean_arterial_pressure", self.mean_arterial_pressure,
          Spec{"Pa", 1e3, 5e4,
               "Mean arterial pressure of the healthy species; in any other state it is an output."});
    visit("right_atrial_pressure", self.right_atrial_pressure,
          Spec{"Pa", -1e3, 6e3, "Right-atrial pressure, imposed."});
    visit("left_atrial_pressure", self.left_atrial_pressure, Spec{"Pa", -1e3, 8e3, "Left-atrial pressure."});
    visit("pulmonary_artery_pressure", self.pulmonary_artery_pressure,
          Spec{"Pa", 1e2, 2e4, "Mean pulmonary arterial pressure of the healthy species."});
    visit("venous_volume", self.venous_volume,
          Spec{"m3", 1e-9, 1e-2, "Blood in systemic veins, right heart and pulmonary arteries."});
    visit("arterial_volume", self.arterial_volume,
          Spec{"m3", 1e-9, 1e-2, "Blood in pulmonary veins, left heart and systemic arteries."});
    visit("splenic_vein_volume", self.splenic_vein_volume,
          Spec{"m3", 1e-11, 1e-3, "Blood in the splenic vein."});
    visit("mesenteric_vein_volume", self.mesenteric_vein_volume,
          Spec{"m3", 1e-11, 1e-2, "Blood in mesenteric veins and the confluence, where collaterals leave."});
  }
};

}  // namespace cellroute
