// What a vascular bed does to cells that pass through it: sieve, sites, adhesion, loss, clearance.
#pragma once

#include "models/cells/sieve.hpp"
#include "models/parameter.hpp"

namespace cellroute {

struct Tissue {
  Sieve capillary;
  double paths = unset;                    // [count]
  double trap_sites_per_path = unset;      // [1]
  double adhesion_sites_per_path = unset;  // [cell]
  double path_length = unset;              // [m]
  double plugging_exponent = unset;        // [1]
  double ligand = unset;                   // [1]
  double loss_factor = unset;              // [1]
  double clearance = unset;                // [1/s]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("capillary", self.capillary, "The sieve that stops cells in one pass.");
    visit("paths", self.paths, Spec{"count", 1, 1e14, "Parallel vessels of the bed (N_paths)."});
    visit("trap_sites_per_path", self.trap_sites_per_path,
          Spec{"1", 1, 1e4, "Sites in one vessel that can hold a trapped cell (N_sites / N_paths)."});
    visit("adhesion_sites_per_path", self.adhesion_sites_per_path,
          Spec{"cell", 1e-3, 1e6, "Sites in one vessel that can hold an adherent cell."});
    visit("path_length", self.path_length,
          Spec{"m", 1e-6, 1, "Length of one vessel, over which the filter coefficient acts."});
    visit("plugging_exponent", self.plugging_exponent,
          Spec{"1", 0, 10, "m in R = R0 (1 - f)^-m for a plugged fraction f; 0 switches the feedback off."});
    visit("ligand", self.ligand,
          Spec{"1", 0, 1e3, "Adhesion of the bed relative to the product's reference bed."});
    visit("loss_factor", self.loss_factor,
          Spec{"1", 0, 1e3, "Loss of living cells in this organ relative to the product's reference rate."});
    visit("clearance", self.clearance,
          Spec{"1/s", 0, 1, "Rate at which the organ's macrophages clear lodged dead cells."});
  }
};

}  // namespace cellroute
