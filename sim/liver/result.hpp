// What a liver simulation hands over: plain numbers in SI, no solver types.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/perfusion.hpp"

namespace cellroute::liver {

/// Cells of one Couinaud segment at the output times, all populations together [cell], and label [1].
struct SegmentSeries {
  std::string name;  // segment_1 ...
  int voxels = 0;
  double volume = 0;                          // [m3]
  double portal_flow = 0, arterial_flow = 0;  // [m3/s] at rest
  std::vector<double> living, circulating, trapped, adherent, homed, lodged_dead, lost, label;
};

/// One tree as it stands at rest.
struct TreeSummary {
  std::string name;
  int segments = 0, terminals = 0;
  double volume = 0;         // [m3]
  double root_radius = 0;    // [m]
  double flow = 0;           // [m3/s]
  double pressure_drop = 0;  // [Pa] root to terminals, mean by flow
  double drop_cv = 0;        // [1] spread of that between terminals, by flow
  double mean_transit = 0;   // [s] by flow
  double transit_cv2 = 0;    // [1] by flow
  // By Strahler's orders (trees/statistics.hpp). 0 orders: not known, as in older files.
  int orders = 0;
  double branching_ratio = 0, length_ratio = 0, diameter_ratio = 0;  // [1] NaN for fewer than two orders
};

/// What spreads transit times through the liver, at rest: variances over the square of the sinusoids' mean.
struct TransitSpread {
  double sinusoid_mean = 0;  // [s] blood of the sinusoids over flow
  double trees = 0;          // [1] portal (by flow with arterial) and venous ways
  double perfusion = 0;      // [1] voxels with more or less flow
  double sinusoids = 0;      // [1] of the tanks in use
  double organ = 0;          // [1] wanted of all together
};

/// At the beginning of the step that ends at each output time.
struct LiverHemodynamics {
  std::vector<double> arterial_pressure, pulmonary_artery_pressure, portal_pressure, sinusoidal_pressure,
      hepatic_vein_pressure;                                                    // [Pa]
  std::vector<double> portal_flow, arterial_flow, collateral_flow, shunt_flow;  // [m3/s]
  std::vector<double> plugged_lung, plugged_liver, most_plugged_voxel;          // [1]
  double peak_portal_pressure = 0, peak_portal_time = 0, peak_pulmonary_pressure = 0;
  double worst_residual = 0;  // of the circulation outside the liver
};

struct LiverBalance {
  double worst_cells =
      0;  // largest |infused - living - lost| of a population at an output time, over the dose
  double worst_dead = 0;
  double worst_label = 0;
  double lowest = 0;  // [1] smallest state met, over the dose
};

struct LiverWork {
  long steps = 0, flow_solves = 0, flow_iterations = 0;
  double worst_change =
      0;  // [1] the largest difference of a step to its embedded first order, over the living
};

struct LiverResult {
  std::vector<double> times;  // [s]
  std::array<SegmentSeries, couinaud_segments> segments;
  std::array<TreeSummary, tree_kinds> trees;
  StarConductance resting_star;       // [m3/(Pa s)]
  StarConductance voxels_per_volume;  // [m3/(Pa s) per m3]
  TransitSpread transit;
  LiverHemodynamics hemodynamics;
  LiverBalance balance;
  std::array<int, 3> cells{};
  double spacing = 0;  // [m]
  double volume = 0;   // [m3]
  std::vector<std::string> notes;
  LiverWork work;
};

}  // namespace cellroute::liver
