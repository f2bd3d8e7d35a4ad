#include "viz/report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"

namespace cellroute::viz {
namespace {

constexpr double rounding = 1e-6;  // what is nearer to 0 is the rounding of a run

}  // namespace

int decimals_of(const std::vector<double>& values, int most) {
  double largest = 0, smallest = INFINITY;
  for (const double value : values) {
    if (!std::isfinite(value) || std::fabs(value) < rounding) continue;
    largest = std::max(largest, std::fabs(value));
    smallest = std::min(smallest, std::fabs(value));
  }
  if (largest == 0) return std::min(2, most);
  int decimals = 2 - static_cast<int>(std::floor(std::log10(largest)));
  if (smallest < 0.5 * std::pow(10.0, -decimals)) ++decimals;
  return std::clamp(decimals, 0, most);
}

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return results::number(value);
  const double size = std::fabs(value);
  if (size >= 1e5) return results::number(value);
  if (size < rounding) return fmt::format("{:.{}f}", 0.0, decimals);
  const double last = std::pow(10.0, -decimals);
  if (size < 0.5 * last)
    return fmt::format("{}{:.{}f}", value > 0 ? "<" : "", value > 0 ? last : 0.0, decimals);
  return fmt::format("{:.{}f}", value, decimals);
}

std::vector<std::string> fixed(const std::vector<double>& values, int most) {
  const int decimals = decimals_of(values, most);
  std::vector<std::string> all;
  for (const double value : values) all.push_back(fixed(value, decimals));
  return all;
}

std::vector<std::string> percents(const std::vector<double>& shares) {
  const bool small = std::any_of(shares.begin(), shares.end(), [](double share) {
    return std::fabs(share) < 0.01 && 100 * std::fabs(share) >= rounding;
  });
  std::vector<std::string> all;
  for (const double share : shares) all.push_back(fixed(100 * share, small ? 2 : 1));
  return all;
}

}  // namespace cellroute::viz
