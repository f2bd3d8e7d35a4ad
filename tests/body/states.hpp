// Cases and random states that reach every corner of the right-hand side.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "sim/body/compile.hpp"

namespace testing {

/// A case, compiled, with a time in each of its segments.
struct Corner {
  std::string name;
  cellroute::BodyCase body_case;
  cellroute::body::CompiledCase compiled;
  int segment;
  double t;
  const std::vector<double>& coefficients() const { return compiled.segments[segment].coefficients; }
  const cellroute::body::LayoutView& layout() const { return compiled.layout->view(); }
};

/// One and two territories, with and without depots, during infusions (also against the flow) and
/// after, with clumps, label that leaks and two cohorts.
/// @param size_classes of the product
std::vector<Corner> corners(int size_classes);

/// Every state positive; each bed is nearly free, half full, saturated (g = 0) or plugged.
std::vector<double> random_state(const Corner& corner, std::mt19937_64& random);

}  // namespace testing
