// The label an imager sees, which is not the cells.
//
// Label per cell scales with d^power. A living cell leaks label at one rate in every state, so the
// label of a living cell is a known function of the time since labelling; a dead lodged cell keeps
// its label until it is cleared. Of the cleared label, the organ's macrophages retain a share r;
// the rest is debris in blood, taken up by liver, spleen and marrow (clearance Q E). Free label is
// excreted by the kidneys or bound by tissue. Equations (L1)-(L7) are in docs/equations.md.
#pragma once

#include "models/parameter.hpp"

namespace cellroute {

struct Label {
  double diameter_power = unset;       // [1]
  double labelled_fraction = unset;    // [1]
  double unbound_fraction = unset;     // [1]
  double leak_rate = unset;            // [1/s]
  double retained_share = unset;       // [1]
  double retained_leak_rate = unset;   // [1/s]
  double excretion_rate = unset;       // [1/s]
  double tissue_binding_rate = unset;  // [1/s]
  double half_life = unset;            // [s]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("diameter_power", self.diameter_power,
          Spec{"1", 0, 3, "Label of a cell scales with its diameter to this power (2 surface, 3 volume)."});
    visit("labelled_fraction", self.labelled_fraction,
          Spec{"1", 0, 1, "Share of the dose that carries label."});
    visit("unbound_fraction", self.unbound_fraction,
          Spec{"1", 0, 1, "Share of the infused label that is not in cells."});
    visit("leak_rate", self.leak_rate, Spec{"1/s", 0, 1, "Rate at which a living cell loses label."});
    visit("retained_share", self.retained_share,
          Spec{"1", 0, 1, "r: share of the label of a cleared dead cell kept by the organ's macrophages."});
    visit("retained_leak_rate", self.retained_leak_rate,
          Spec{"1/s", 0, 1, "Rate at which macrophages give label back to the blood as free label."});
    visit("excretion_rate", self.excretion_rate, Spec{"1/s", 0, 1, "Rate of renal excretion of free label."});
    visit("tissue_binding_rate", self.tissue_binding_rate,
          Spec{"1/s", 0, 1, "Rate at which tissue binds free label."});
    visit("half_life", self.half_life, Spec{"s", 1, 1e30, "Physical half-life; 1e30 s for a stable label."});
  }
};

}  // namespace cellroute
