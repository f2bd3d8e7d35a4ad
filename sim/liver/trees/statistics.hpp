// What is measured on a tree: Strahler orders, volume, transit times, pressures at the terminals.
#pragma once

#include <span>
#include <vector>

#include "models/liver/vessel_tree.hpp"
#include "models/liver/viscosity.hpp"

namespace cellroute::liver {

/// Strahler: terminals have order 1; a segment one more than its children when both have the same order,
/// else the larger of theirs. A vessel is a chain of segments of one order.
struct StrahlerOrder {
  int order = 1;
  std::int64_t vessels = 0;
  double mean_length = 0;  // [m] of vessels
  double mean_radius = 0;  // [m] of vessels, each its own mean over its length
};

struct TreeStatistics {
  std::vector<StrahlerOrder> orders;  // from 1
  // By least squares on the logarithms over all orders; NaN for fewer than two orders.
  double branching_ratio = 0;  // [1] vessels of an order over those of the next higher
  double length_ratio = 0;     // [1] mean length of an order over that of the next lower
  double radius_ratio = 0;     // [1] likewise of radii
  double volume = 0;           // [m3]
  double mean_transit = 0;     // [s] root to terminals at equal terminal flows: volume over flow
  double transit_cv2 = 0;      // [1] variance over squared mean of the terminals' transit times
};

/// Sums of numbers by segment over the way from the root to the far end of each.
std::vector<double> sums_from_root(const VesselTree& tree, std::vector<double> of_segments);
/// Of numbers by segment those of the terminals, in the order of `terminals`.
std::vector<double> at_terminals(const VesselTree& tree, std::span<const double> of_segments);

/// Order of each segment.
std::vector<int> strahler_orders(const VesselTree& tree);

/// @param flow [m3/s] through the root
TreeStatistics statistics(const VesselTree& tree, double flow);

/// Share of the root's flow in each segment, for equal flows of all terminals.
std::vector<double> flow_shares(const VesselTree& tree);

/// Transit time [s] from the root to each terminal (in the order of `terminals`): the sum of volume over
/// flow on its path.
std::vector<double> transit_times(const VesselTree& tree, double flow);

/// Resistance [Pa s/m3] of each segment at one viscosity [Pa s] for all, or by a law.
/// @param plasma_viscosity [Pa s], @param haematocrit [1] discharge
std::vector<double> resistances(const VesselTree& tree, double viscosity);
std::vector<double> resistances(const VesselTree& tree, ViscosityLaw law, double plasma_viscosity,
                                double haematocrit);

/// Pressure lost [Pa] from the root to each terminal at equal terminal flows.
std::vector<double> pressure_drops(const VesselTree& tree, std::span<const double> resistance, double flow);

struct Spread {
  double mean = 0, sd = 0, least = 0, most = 0;
};
Spread spread(std::span<const double> values);

}  // namespace cellroute::liver
