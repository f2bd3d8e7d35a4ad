// Numbers of a table, those of a row written alike: so many decimals that the largest has three digits.
#pragma once

#include <string>
#include <vector>

namespace cellroute::viz {

/// Decimals for a row: the largest value shows three digits, and one more where the smallest above 0 would
/// show none. At most `most`.
int decimals_of(const std::vector<double>& values, int most = 4);

/// With these decimals: 60.0; less than half of the last is `<0.1` above 0, and else `0.0`.
/// `-` where there is no number; a power of ten from 1e5 on.
std::string fixed(double value, int decimals);

/// A row's values, written alike.
std::vector<std::string> fixed(const std::vector<double>& values, int most = 4);

/// Shares [1] in per cent, written alike: one decimal, or two where one is below 1 %.
std::vector<std::string> percents(const std::vector<double>& shares);

}  // namespace cellroute::viz
