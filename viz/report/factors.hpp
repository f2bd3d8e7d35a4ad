// The sampled parameters of a sweep beside a number of each of its rows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "viz/views/sweep_data.hpp"

namespace cellroute::viz {

/// A sampled parameter.
struct Factor {
  std::string path, about, source, unit;
  double low = 0, high = 0;  // 5 and 95 % of its sampled values, SI
};

/// Calls `take` with every sampled parameter and its values in `rows` of the table, SI.
/// @throws results::FileError
void each_factor(const Sweep& sweep, const std::vector<std::size_t>& rows,
                 const std::function<void(Factor factor, const std::vector<double>& values)>& take);

/// What a parameter stands for, and of what: "liver terminal arterioles: loss of living cells in this organ".
std::string factor_name(const Factor& one);

/// A sampled range in the clinic's units: "0.3 to 12.9 %".
std::string range_words(const Factor& one);

/// One value of it, likewise: "12.9 %".
std::string value_words(const Factor& one, double value);

/// Ranks from 0; equal values share the middle of theirs.
std::vector<double> ranks(const std::vector<double>& values);

/// Pearson's; of ranks it is Spearman's. 0 where either does not vary.
double correlation(const std::vector<double>& a, const std::vector<double>& b);

/// Rank correlations below this are chance: four standard errors of independent ranks, which of 250
/// parameters that matter to nothing one exceeds in 1.6 % of all samples.
double noise(std::size_t patients);

/// Share of the values below `value`, those equal to it counting for half; NaN without values.
double percentile(const std::vector<double>& values, double value);

}  // namespace cellroute::viz
