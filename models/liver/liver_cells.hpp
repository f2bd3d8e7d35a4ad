// What a piece of liver does to cells, per volume of liver: its beds and the numbers of the dose's
// populations. The equations are those of the whole body (docs/equations.md, sections 2 and 3).
#pragma once

#include <vector>

namespace cellroute {

/// A bed. Blood, paths and sites are per volume of what they belong to (per m3 of liver).
struct LiverBed {
  double blood = 0;           // [1] m3 of blood per m3
  double paths = 0;           // [1/m3]
  double trap_sites = 0;      // [1/m3]
  double adhesion_sites = 0;  // [cell/m3]
  double filter = 0;          // [1] 1 - exp(-lambda L)
  double kappa = 0;           // [1/s] adhesion of what circulates
  double adhere = 0;          // [1/s] adhesion of what is trapped
  double detach = 0;          // [1/s]
  double migrate = 0;         // [1/s]
  double loss_circulating = 0, loss_trapped = 0, loss_adherent = 0, loss_homed = 0;  // [1/s]
  double clearance = 0;                                                              // [1/s] of the dead
  double plugging_exponent = 0;                                                      // [1] m of (C1)
  std::vector<double> extraction;    // [1] by population: Em of (S2)
  std::vector<double> release_fast;  // [1/s] by population: k1
  std::vector<double> release_slow;  // [1/s] by population: k2
  double dead_extraction = 0;        // [1] of the dead of the dose
  double path_share = 0;             // [1] of a tank: its part of the sinusoids' way and resistance
  int zone = -1;                     // 0 periportal, 1 midzonal, 2 pericentral; -1: no sinusoids
};

/// The liver's beds and carriers: populations of living cells, then the dead of the dose.
struct LiverCells {
  static constexpr int venules = 0, arterioles = 1, first_tank = 2;  // in `beds`

  int populations = 0;
  std::vector<LiverBed> beds;      // venules, arterioles, then the sinusoid's tanks from periportal on
  double arterial_space = 0;       // [1] blood of the peribiliary space, m3 per m3
  double arterial_space_flow = 0;  // [1] share of the arterial flow through it
  double arterial_space_loss = 0;  // [1/s] of living cells in it
  double fast_share = 0;           // [1] phi: share of the trapped that is released fast
  double lodged_share = 0;         // [1] s: share of those dying in the tissue that stays lodged
  std::vector<double> weight;      // [1] by population: trap sites that a lodged cell takes
  double dead_weight = 0;          // [1] the same of the dead of the dose

  int carriers() const { return populations + 1; }
  int tanks() const { return static_cast<int>(beds.size()) - first_tank; }
};

}  // namespace cellroute
