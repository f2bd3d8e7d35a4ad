// Zones cut from a coordinate: shares of a cell, and bounds of equal weight by bisection.
#include "models/lobule/zones.hpp"

#include <algorithm>
#include <cstddef>

namespace cellroute {

namespace {

/// Share of the interval coordinate -+ spread that lies below `bound`.
double share_below(double coordinate, double spread, double bound) {
  if (coordinate + spread <= bound) return 1;
  if (coordinate - spread >= bound) return 0;
  return spread > 0 ? (bound - (coordinate - spread)) / (2 * spread) : 0;
}

double weight_below(std::span<const double> coordinate, std::span<const double> spread,
                    std::span<const double> weight, double bound) {
  double sum = 0;
  for (std::size_t c = 0; c < weight.size(); ++c)
    sum += weight[c] * share_below(coordinate[c], spread[c], bound);
  return sum;
}

}  // namespace

std::array<double, 3> zone_shares(double coordinate, double spread, const ZoneBounds& bounds) {
  const double first = share_below(coordinate, spread, bounds[0]);
  const double second = share_below(coordinate, spread, bounds[1]);
  return {first, second - first, 1 - second};
}

ZoneBounds equal_weights(std::span<const double> coordinate, std::span<const double> spread,
                         std::span<const double> weight) {
  double total = 0;
  for (const double value : weight) total += value;
  ZoneBounds bounds{};
  for (std::size_t zone = 0; zone < 2; ++zone) {
    double low = 0;
    double high = 1;
    for (int halving = 0; halving < 40; ++halving) {  // 1e-12 of the range
      const double middle = 0.5 * (low + high);
      const bool below = weight_below(coordinate, spread, weight, middle) * 3 < total * (1.0 + zone);
      (below ? low : high) = middle;
    }
    bounds[zone] = 0.5 * (low + high);
  }
  return bounds;
}

double transit_coordinate(double age, double remaining) {
  const double whole = age + remaining;
  return whole > 0 ? std::clamp(age / whole, 0.0, 1.0) : 0.0;
}

}  // namespace cellroute
