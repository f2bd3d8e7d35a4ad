// A cell product is a population: diameters, deformability, adhesion, release, loss, viability.
#pragma once

#include "models/parameter.hpp"

namespace cellroute {

/// Log-normal diameters, cut into classes of equal probability.
struct Diameter {
  double median = unset;        // [m]
  double geometric_sd = unset;  // [1]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("median", self.median, Spec{"m", 1e-8, 2e-3, "Median diameter in suspension."});
    visit("geometric_sd", self.geometric_sd,
          Spec{"1", 1, 3, "Geometric standard deviation of the diameters; 1 is a single size."});
  }
};

/// Clumps of `cells` cells travel and block as one particle of diameter d cells^(1/3).
struct Aggregates {
  double share = unset;  // [1]
  double cells = unset;  // [cell]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("share", self.share, Spec{"1", 0, 1, "Share of the dose (in cells) that comes in clumps."});
    visit("cells", self.cells, Spec{"cell", 1, 1e5, "Cells in one clump."});
  }
};

struct Adhesion {
  double filter_coefficient = unset;  // [1/m]
  double rate = unset;                // [1/s]
  double trapped_rate = unset;        // [1/s]
  double detachment_rate = unset;     // [1/s]
  double migration_rate = unset;      // [1/s]
  double force_sensitivity = unset;   // [1/N]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("filter_coefficient", self.filter_coefficient,
          Spec{"1/m", 0, 1e6, "lambda: adhesion of passing cells per length of vessel."});
    visit("rate", self.rate, Spec{"1/s", 0, 1e3, "kappa: adhesion of circulating cells per time."});
    visit("trapped_rate", self.trapped_rate, Spec{"1/s", 0, 1, "k_adh: a trapped cell becomes adherent."});
    visit("detachment_rate", self.detachment_rate,
          Spec{"1/s", 0, 1, "k_off: an adherent cell returns to the blood."});
    visit("migration_rate", self.migration_rate,
          Spec{"1/s", 0, 1, "k_mig: an adherent cell leaves the vessel and is homed."});
    visit(
        "force_sensitivity", self.force_sensitivity,
        Spec{"1/N", 0, 1e12,
             "1/F_b in k_off exp(F/F_b), F the pull of the blood on an adherent cell in the resolved lobule; "
             "0 leaves k_off as it is."});
  }
};

/// Trapped cells return to the blood at two speeds,
///     k = k_0 (beta d/m)^-q    for beta d/m > 1, and k_0 below,
/// where m is the bed's constriction diameter.
struct Release {
  double fast_share = unset;  // [1]
  double fast_rate = unset;   // [1/s]
  double slow_rate = unset;   // [1/s]
  double exponent = unset;    // [1]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("fast_share", self.fast_share, Spec{"1", 0, 1, "Share of trapped cells that release fast."});
    visit("fast_rate", self.fast_rate,
          Spec{"1/s", 0, 10, "Fast release rate of a cell as wide as the constriction."});
    visit("slow_rate", self.slow_rate,
          Spec{"1/s", 0, 10, "Slow release rate of a cell as wide as the constriction."});
    visit("exponent", self.exponent, Spec{"1", 0, 60, "q: how steeply release falls with beta d/m above 1."});
  }
};

/// Factors on every loss rate for where the cells come from.
struct HostFactors {
  double autologous = unset;
  double syngeneic = unset;
  double allogeneic = unset;
  double xenogeneic = unset;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("autologous", self.autologous, Spec{"1", 0, 1e3, "Loss of the patient's own cells."});
    visit("syngeneic", self.syngeneic, Spec{"1", 0, 1e3, "Loss of cells of the same inbred strain."});
    visit("allogeneic", self.allogeneic, Spec{"1", 0, 1e3, "Loss of cells of another individual."});
    visit("xenogeneic", self.xenogeneic, Spec{"1", 0, 1e3, "Loss of cells of another species."});
  }
};

/// Rates at which living cells are lost in the product's reference organ and host.
struct Loss {
  double circulating = unset;   // [1/s]
  double trapped = unset;       // [1/s]
  double adherent = unset;      // [1/s]
  double homed = unset;         // [1/s]
  double lodged_share = unset;  // [1]
  HostFactors host;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("circulating", self.circulating, Spec{"1/s", 0, 1, "Loss of circulating cells."});
    visit("trapped", self.trapped, Spec{"1/s", 0, 1, "Loss of trapped cells."});
    visit("adherent", self.adherent, Spec{"1/s", 0, 1, "Loss of adherent cells."});
    visit("homed", self.homed, Spec{"1/s", 0, 1, "Loss of homed cells."});
    visit("lodged_share", self.lodged_share,
          Spec{"1", 0, 1, "Share of the cells lost in a tissue that stay lodged there, dead."});
    visit("host", self.host, "Factors on every loss rate for the relation of product and host.");
  }
};

struct Product {
  Diameter diameter;
  double deformability = unset;       // [1]
  double dead_deformability = unset;  // [1]
  double viable_fraction = unset;     // [1]
  double plugging_weight = unset;     // [1]
  Aggregates aggregates;
  Adhesion adhesion;
  Release release;
  Loss loss;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("diameter", self.diameter, "Diameters in suspension.");
    visit(
        "deformability", self.deformability,
        Spec{"1", 0.05, 2, "beta: effective over free diameter in a constriction; a rigid particle has 1."});
    visit("dead_deformability", self.dead_deformability, Spec{"1", 0.05, 2, "beta of a dead cell."});
    visit("viable_fraction", self.viable_fraction, Spec{"1", 0, 1, "Share of the dose alive at infusion."});
    visit("plugging_weight", self.plugging_weight,
          Spec{"1", 0, 100, "w: vessels one lodged particle blocks."});
    visit("aggregates", self.aggregates, "Clumps in the suspension.");
    visit("adhesion", self.adhesion, "Adhesion, detachment and migration in the reference bed.");
    visit("release", self.release, "Return of trapped cells to the blood.");
    visit("loss", self.loss, "Loss of living cells.");
  }
};

}  // namespace cellroute
