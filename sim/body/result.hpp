// What a body simulation hands over: plain numbers in SI, no solver types.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace cellroute::body {

/// Numbers over (time, class), row-major: value(t, k) = data[t * classes + k].
struct Table {
  int classes = 0;
  std::vector<double> data;
  double at(int time, int k) const { return data[static_cast<std::size_t>(time) * classes + k]; }
  double sum(int time) const {
    double total = 0;
    for (int k = 0; k < classes; ++k) total += at(time, k);
    return total;
  }
};

/// Living cells of one organ or zone by state [cell], dead cells lodged in it, and what it lost.
struct CellSeries {
  Table circulating, trapped, adherent, homed;
  Table depot;        // living cells waiting at a puncture site
  Table lodged_dead;  // dead, still lodged
  Table lost;         // living cells lost here since the start
  double living(int time) const {
    return circulating.sum(time) + trapped.sum(time) + adherent.sum(time) + homed.sum(time) + depot.sum(time);
  }
};

/// Label of one organ over time, as a share of the label infused [1].
struct LabelSeries {
  std::vector<double> living, lodged, retained;  // on living cells, on dead lodged cells, in macrophages
  double total(int time) const { return living[time] + lodged[time] + retained[time]; }
};

struct OrganSeries {
  std::string name;  // lung, heart, brain, kidney, marrow, rest, gut, spleen, liver, blood
  CellSeries cells;
  LabelSeries label;
  double living_time = 0;  // [cell s] integral of living cells over the run
};

/// periportal, midzonal, pericentral, over both territories.
struct ZoneSeries {
  std::string name;
  CellSeries cells;
  double living_time = 0;      // [cell s]
  double kupffer_contact = 0;  // [cell s] weighted by Kupffer density
};

/// What reaches the sinusoids of one territory: the boundary of a resolved lobule.
struct SinusoidInflow {
  double blood_volume = 0;                                  // [m3] of sinusoidal blood
  std::vector<double> portal_flow, arterial_flow, outflow;  // [m3/s]; outflow below 0 is retrograde
  /// [cell/s] by entry, the dead of the dose in a last class; central: against the flow, or past a balloon
  Table portal, arterial, central;
};

/// Pressures [Pa] and flows [m3/s] over time.
struct Hemodynamics {
  std::vector<double> arterial_pressure, pulmonary_artery_pressure, portal_pressure, sinusoidal_pressure,
      hepatic_vein_pressure, hvpg;
  std::vector<double> portal_flow, arterial_flow, collateral_flow, shunt_flow;  // into the liver; past it
  std::vector<double> plugged_lung, plugged_sinusoids, plugged_venules,
      plugged_arterioles;  // share, largest bed
  double peak_portal_pressure = 0, peak_portal_time = 0, peak_pulmonary_pressure = 0;
  double worst_residual = 0;  // largest relative node imbalance met
};

/// Infused = living + lost for every class, and the label's balance, over (time, class) or time.
struct Balance {
  Table infused, living, lost;                                   // living cells [cell]
  std::vector<double> dead_infused, dead_present, dead_cleared;  // dead cells of the dose [cell]
  double worst_cells = 0;  // largest |infused - living - lost| / dose over classes and times
  double worst_dead = 0;
  // label, shares of the label infused over the whole regimen, decay-corrected
  std::vector<double> label_infused, on_living, on_lodged, retained, debris, free, bound, excreted, depot,
      decayed;
  double worst_label = 0;
  double lowest_state = 0;  // most negative state met, share of the dose
};

/// The resting state before any cell is infused.
struct Baseline {
  double cardiac_output = 0, arterial_pressure = 0, portal_pressure = 0, hvpg = 0, portal_flow = 0,
         arterial_flow = 0, closure_to_rest = 0;  // closure: share of cardiac output given to "rest"
};

/// A published limit, and whether the run crossed it.
struct StopRule {
  std::string name, source;
  double value = 0, limit = 0;  // SI
  std::string unit;
  bool crossed = false;
};

struct Work {
  long steps = 0, rejected = 0, evaluations = 0;
};

struct SizeClass {
  double median_diameter = 0;     // [m]
  double cells_per_particle = 1;  // aggregates
  double infused = 0;             // living cells over the regimen [cell]
};

struct BodyResult {
  std::vector<double> times;  // [s]
  std::vector<SizeClass> classes;
  double dose = 0;            // [cell] living + dead
  double labelled_cells = 0;  // [cell] of the dose that carry label
  std::vector<OrganSeries> organs;
  std::array<ZoneSeries, 3> zones;
  std::vector<SinusoidInflow> sinusoid_inflow;  // by territory, the catheterised one first
  Hemodynamics hemodynamics;
  Balance balance;
  Baseline baseline;
  std::vector<StopRule> stop_rules;
  std::vector<std::string> notes;  // what a reader must know: closure used, plugging above 0.99, ...
  Work work;
};

/// The time course between the output times too: for curves. Sums over size classes and states.
struct Curve {
  struct Organ {
    std::string name;
    std::vector<double> living;  // [cell]
    std::vector<double> label;   // [1] share of the label infused
  };
  std::vector<double> times;  // [s], ascending
  std::vector<Organ> organs;
  std::vector<double> portal_pressure;  // [Pa]
};

/// Which series a BodyResult is to hold; what is not watched stays empty. Dose, integrals over the run, the
/// baseline and the worst imbalances are always there. Peaks and the stop rules that rest on them look at the
/// output times too when the circulation is watched.
struct Watch {
  bool cells = true;        // organs and zones, cell by cell state
  bool label = true;        // of the organs; needs cells
  bool circulation = true;  // hemodynamics over time, and what reaches the sinusoids
  bool balance = true;      // the terms of the balances; without them the end alone is checked
};

}  // namespace cellroute::body
