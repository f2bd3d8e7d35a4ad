// An organ with one bed: its blood, its share of the cardiac output, its tissue.
#pragma once

#include "models/cells/tissue.hpp"
#include "models/parameter.hpp"

namespace cellroute {

struct Organ {
  double flow_fraction = unset;      // [1]
  double resistance_factor = unset;  // [1]
  double blood_volume = unset;       // [m3]
  double debris_extraction = unset;  // [1]
  Tissue tissue;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("flow_fraction", self.flow_fraction,
          Spec{"1", 0, 1, "Share of the healthy species' cardiac output."});
    visit(
        "resistance_factor", self.resistance_factor,
        Spec{"1", 1e-3, 1e3, "Vascular resistance of the condition over that of health (below 1: dilated)."});
    visit("blood_volume", self.blood_volume, Spec{"m3", 1e-12, 1e-2, "Blood in the organ's vessels."});
    visit("debris_extraction", self.debris_extraction,
          Spec{"1", 0, 1, "Share of passing label debris taken up by the organ's macrophages."});
    visit("tissue", self.tissue, "The capillary bed.");
  }
};

/// The lung carries the whole cardiac output; a part may bypass its capillaries.
struct Lung {
  double shunt_fraction = unset;     // [1]
  double resistance_factor = unset;  // [1]
  double blood_volume = unset;       // [m3]
  double debris_extraction = unset;  // [1]
  Tissue tissue;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("shunt_fraction", self.shunt_fraction,
          Spec{"1", 0, 0.9, "Intrapulmonary shunt: share of the cardiac output past the capillaries."});
    visit("resistance_factor", self.resistance_factor,
          Spec{"1", 1e-3, 1e3, "Pulmonary vascular resistance of the condition over that of health."});
    visit("blood_volume", self.blood_volume, Spec{"m3", 1e-12, 1e-2, "Blood in the pulmonary capillaries."});
    visit("debris_extraction", self.debris_extraction,
          Spec{"1", 0, 1, "Share of passing label debris taken up by the organ's macrophages."});
    visit("tissue", self.tissue, "The capillary bed.");
  }
};

}  // namespace cellroute
