// The axes of a sweep file: what each value of an axis does to the scenario.
#pragma once

#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

/// What one value of an axis of words changes in the scenario file.
struct Overlay {
  std::vector<scenario::Member> keys;  // replaced; `set` is laid over the scenario's own
  std::string route, catheter;         // of every infusion, when not empty
  std::optional<scenario::Node> modifiers;
};

struct ReadAxis {
  Axis axis;
  std::vector<Overlay> overlays;  // of an axis of words
};

/// The axes in the order of rows, whatever the order in the file: cases and other words, then targets as
/// declared.
std::vector<ReadAxis> read_axes(const scenario::Node& axes, std::vector<scenario::Diagnostic>& problems);

/// A scenario file with one value of an axis in place.
scenario::Node laid_over(scenario::Node scenario, const Overlay& overlay);

}  // namespace cellroute::sweep
