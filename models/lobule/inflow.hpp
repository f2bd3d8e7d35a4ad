// What reaches a lobule from the rest of the body: blood and cells by entry, over time.
//
// Everything is per volume of liver, so the same numbers serve a block of any size and compare with
// the body's: multiply by the liver's (or the catheterised territory's) volume to get its flows.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/cells/sieve.hpp"

namespace cellroute {

/// Where blood and cells enter. The central vein is an entry when blood runs backwards.
enum class LobuleEntry { portal, arterial, central };
inline constexpr int lobule_entries = 3;
inline constexpr std::array<const char*, lobule_entries> lobule_entry_names{"portal", "arterial", "central"};

/// Cells that share one extraction: a slice of the product's diameters, single or in clumps, living
/// or dead at infusion.
struct LobuleClass {
  DiameterSlice slice;            // of single cells
  double cells_per_particle = 1;  // aggregates
  bool dead = false;              // a passive population: strained and cleared, never adherent
};

/// Series over time, linear between the times given. A time given twice is a jump. Beyond the last
/// time the last values hold.
struct LobuleInflow {
  std::vector<double> times;  // [s], ascending, the first is 0
  /// [1/s] blood entering by the portal venules and by the terminal arterioles, per liver volume;
  /// below 0 it leaves there. What they leave over enters (below 0) or leaves by the central vein.
  std::vector<double> portal_flow, arterial_flow;
  std::vector<LobuleClass> classes;
  /// [cell/(s m3)] entering, by entry: cells[entry][time * classes + k], at least 0.
  std::array<std::vector<double>, lobule_entries> cells;
  std::vector<double> events;  // [s] starts and ends of infusions, which no step crosses

  /// Mean rate [cell/(s m3)] of a class by an entry over [from, to], exact for the series.
  double mean_rate(LobuleEntry entry, int k, double from, double to) const;
  /// Cells [cell/m3] of a class that have entered by an entry until t.
  double entered(LobuleEntry entry, int k, double t) const;
  /// Mean flow [1/s] over [from, to].
  double mean_portal_flow(double from, double to) const;
  double mean_arterial_flow(double from, double to) const;
};

/// What is wrong with a series, in words; empty when it can be used.
std::vector<std::string> contradictions(const LobuleInflow& inflow);

/// A constant inflow: flows [1/s] for ever and, for each class, cells [cell/m3] of liver entering by
/// `entry` evenly over [start, start + duration].
LobuleInflow constant_inflow(double portal_flow, double arterial_flow, std::vector<LobuleClass> classes,
                             LobuleEntry entry, const std::vector<double>& cells, double start,
                             double duration);

}  // namespace cellroute
