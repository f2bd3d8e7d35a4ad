// What is read off a lobule's result: living cells by zone and state, and what a first pass stops. Plain
// sums, so that summaries, tables and metrics say the same.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/parameter.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// [cell/m3] over the run, [entry][class].
using Entered = std::array<std::vector<double>, entries>;

inline constexpr std::array living_states{&CellSeries::circulating, &CellSeries::trapped,
                                          &CellSeries::adherent, &CellSeries::homed};

/// Index of the output time [s] in the series, or -1.
inline int time_index(const LobuleResult& result, double time) {
  for (std::size_t i = 0; i < result.times.size(); ++i)
    if (std::abs(result.times[i] - time) <= 1e-9 * std::max(1.0, time)) return static_cast<int>(i);
  return -1;
}

/// A table at a time over the classes of living cells.
inline double sum_of_living(const LobuleResult& result, const Table& table, int time) {
  double total = 0;
  for (int k = 0; k < table.classes; ++k)
    if (!result.classes[static_cast<std::size_t>(k)].dead)
      total += table.at(static_cast<std::size_t>(time), k);
  return total;
}

/// One of the states of a zone, over the classes of living cells [cell/m3].
inline double living_in_state(const LobuleResult& result, std::size_t zone, Table CellSeries::*state,
                              int time) {
  return sum_of_living(result, result.zones[zone].cells.*state, time);
}

/// Living cells of a zone in blood and in every state [cell/m3].
inline double living(const LobuleResult& result, std::size_t zone, int time) {
  double total = 0;
  for (auto state : living_states) total += living_in_state(result, zone, state, time);
  return total;
}

/// Cells alive at infusion that entered over the run [cell/m3]: by any way, or by one entry.
inline double living_entered(const LobuleResult& result) {
  double total = 0;
  for (const auto& each : result.classes) total += each.dead ? 0 : each.entered;
  return total;
}
inline double living_entered(const LobuleResult& result, const Entered& entered, std::size_t entry) {
  double total = 0;
  for (std::size_t k = 0; k < entered[entry].size(); ++k)
    total += result.classes[k].dead ? 0 : entered[entry][k];
  return total;
}

/// Cells [cell/m3] of each class that entered by an entry, dead ones counted as 0; of every entry when
/// none came by this one.
inline std::vector<double> class_mix(const LobuleResult& result, const Entered& entered, std::size_t entry) {
  const bool own = living_entered(result, entered, entry) > 0;
  std::vector<double> mix;
  for (std::size_t k = 0; k < result.classes.size(); ++k)
    mix.push_back(result.classes[k].dead ? 0 : own ? entered[entry][k] : result.classes[k].entered);
  return mix;
}

/// First-pass shares [1] of living cells: the mean over their classes, weighted by `mix`.
struct FirstPassMean {
  std::array<double, zones> trapped{}, adherent{};
  double lost = 0, passed = 0;
  double stopped(std::size_t zone) const { return trapped[zone] + adherent[zone]; }
  double extraction() const { return stopped(0) + stopped(1) + stopped(2); }
  double periportal() const { return stopped(0) / extraction(); }  // of those stopped; NaN when none is
};

/// Of the cells that come in by an entry in the given mix of classes; NaN where no blood enters.
inline FirstPassMean first_pass_mean(const FirstPass& pass, const std::vector<double>& mix) {
  const double total = std::accumulate(mix.begin(), mix.end(), 0.0);
  FirstPassMean mean;
  if (!pass.flows || !(total > 0)) {
    mean.trapped.fill(unset);
    mean.adherent.fill(unset);
    mean.lost = mean.passed = unset;
    return mean;
  }
  for (std::size_t k = 0; k < mix.size(); ++k) {
    const double weight = mix[k] / total;
    for (std::size_t z = 0; z < zones; ++z) {
      mean.trapped[z] += weight * pass.strained[k][z];
      mean.adherent[z] += weight * pass.stuck[k][z];
    }
    mean.lost += weight * pass.lost[k];
    mean.passed += weight * pass.passed[k];
  }
  return mean;
}

}  // namespace cellroute::lobule
