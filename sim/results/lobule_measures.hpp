// What is read off a lobule: shares by zone, state and entry. No text.
#pragma once

#include <string>
#include <vector>

#include "sim/lobule/reading.hpp"
#include "sim/results/record.hpp"

namespace cellroute::results {

/// Index of the output time [s] in the lobule's series, or -1.
int time_index(const LobuleRecord& lobule, double time);

/// One of the states of a zone, over the classes of living cells [cell/m3].
double living_in_state(const LobuleRecord& lobule, std::size_t zone, lobule::Table lobule::CellSeries::*state,
                       int time);

/// Living cells of a zone in blood and in every state [cell/m3].
double living(const LobuleRecord& lobule, std::size_t zone, int time);

/// Share of the living cells of the three zones that are in this one [1]; NaN when there are none.
double zone_share(const LobuleRecord& lobule, std::size_t zone, int time);

/// A column of the balance, over the classes of living cells [cell/m3].
double living_total(const LobuleRecord& lobule, lobule::Table lobule::Balance::*column, int time);

/// Cells alive at infusion that entered over the run [cell/m3]: by any way, or by one entry.
double living_entered(const LobuleRecord& lobule);
double living_entered(const LobuleRecord& lobule, std::size_t entry);

/// Living cells of a zone in the whole territory, share of the dose of the body [1].
double dose_share(const Record& record, std::size_t zone, int lobule_time);

using lobule::FirstPassMean;

/// Cells [cell/m3] of each class that entered by an entry, dead ones counted as 0; of every entry when
/// none came by this one.
std::vector<double> class_mix(const LobuleRecord& lobule, std::size_t entry);

/// Of the cells that come in by `entry` in the given mix of classes; NaN where no blood enters.
FirstPassMean first_pass_mean(const LobuleRecord& lobule, std::size_t entry, const std::vector<double>& mix);
FirstPassMean first_pass_mean(const LobuleRecord& lobule, std::size_t entry);

/// Mean diameter [m] of single cells and clumps in a mix of classes, each class by its median.
double mean_diameter(const LobuleRecord& lobule, const std::vector<double>& mix);

/// |entered - present - lost - left| over the dose, the worst over the times of one class.
double class_residual(const LobuleRecord& lobule, int size_class);

/// The lobule's sums are exact but for rounding.
inline constexpr double lobule_imbalance_allowed = 1e-12;

/// What the balance of a lobule says against it; "" when it holds.
std::string broken_balance(const lobule::Balance& balance);

}  // namespace cellroute::results
