// Three zones, periportal, midzonal and pericentral, cut from a coordinate that runs from 0 to 1.
#pragma once

#include <array>
#include <span>

namespace cellroute {

/// Values of the coordinate at which the midzonal and the pericentral zone begin.
using ZoneBounds = std::array<double, 2>;

inline constexpr ZoneBounds equal_thirds{1.0 / 3.0, 2.0 / 3.0};

/// Shares of a small volume in the three zones when its coordinate is spread evenly over
/// coordinate -+ spread; they sum to 1 exactly as far as rounding allows.
std::array<double, 3> zone_shares(double coordinate, double spread, const ZoneBounds& bounds);

/// Bounds that give each zone a third of the total weight, for weights at least 0 spread evenly over
/// coordinate -+ spread. The three spans are equally long; the result does not depend on their order
/// beyond rounding.
ZoneBounds equal_weights(std::span<const double> coordinate, std::span<const double> spread,
                         std::span<const double> weight);

/// The transit-time coordinate: time since entry over time from entry to exit; both [s], at least 0.
double transit_coordinate(double age, double remaining);

}  // namespace cellroute
