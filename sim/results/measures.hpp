// What is read off a record: shares by organ and time, exposures, pressures. No text.
#pragma once

#include <string>
#include <vector>

#include "sim/results/record.hpp"

namespace cellroute::results {

/// Index of the output time [s] among times, or in the record, or -1.
int time_index(const std::vector<double>& times, double time);
int time_index(const Record& record, double time);

/// The organ by name, or null.
const body::OrganSeries* find_organ(const Record& record, const std::string& name);

/// Living cells of an organ, share of the dose (living and dead) [1].
double living_share(const Record& record, const body::OrganSeries& organ, int time);

/// [d] living cell-days over cells of the dose.
double days_per_cell(const Record& record, double living_time);

/// [d] of the whole body, over cells of the dose.
double body_days_per_cell(const Record& record);

/// Cell time in the liver's sinusoids weighted by Kupffer density, per cell of the dose [d].
double kupffer_days_per_cell(const Record& record);

/// Share of the living cells of the liver's three zones that are in this one [1]; NaN when there are none.
double zone_share(const Record& record, std::size_t zone, int time);

double peak_rise(const Record& record);             // [Pa] highest portal pressure above rest
double largest(const std::vector<double>& series);  // NaN when empty
long assumptions(const Record& record);             // parameters without a published value

/// |infused - living - lost| over the dose, the worst over the times of one class.
double class_residual(const Record& record, int size_class);

/// infused minus every pool, share of the label infused, at one time.
double label_residual(const Record& record, int time);

/// Imbalances beyond this are no rounding: the run cannot be trusted (runs reach 1e-14 to 1e-12).
inline constexpr double imbalance_allowed = 1e-9;

/// What the balance of a run says against it; "" when it holds.
std::string broken_balance(const body::Balance& balance);

}  // namespace cellroute::results
