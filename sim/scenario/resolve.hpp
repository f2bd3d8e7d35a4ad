// Layers laid over each other: one value for every parameter, with its source.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/layers.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::scenario {

/// Later layers win; a scale multiplies what lies below it, and its range with it. Reports values
/// outside the declared range (at the entry that set them last). Modifiers that change nothing are
/// named in `notes`. `asked` is the place that named the layers; without it some could not be
/// read, and scales of nothing and parameters that no layer sets are not reported.
std::vector<ResolvedValue> resolve(const Declared& tree, const std::vector<Layer>& layers,
                                   const std::optional<Diagnostic>& asked, std::vector<Diagnostic>& problems,
                                   std::vector<std::string>& notes);

/// Copies resolved values into a parameter struct with the same declaration.
template <class Struct>
void assign(const std::vector<ResolvedValue>& values, Struct& target) {
  std::size_t i = 0;
  for_each_parameter(target, [&](const std::string& path, double& number, const Spec&) {
    while (i < values.size() && values[i].path != path) ++i;
    if (i < values.size()) number = values[i].value;
  });
}

}  // namespace cellroute::scenario
