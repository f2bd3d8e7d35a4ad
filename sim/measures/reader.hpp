// Reading a measure from YAML:
//
//     {measure: living_share, region: [liver], time: 24 h}
//     {measure: label_share, region: [lung], time: 1 h, relative_to: {measure: label_share, region: [liver],
//     time: 1 h}}
#pragma once

#include <string>
#include <vector>

#include "sim/measures/measure.hpp"
#include "sim/scenario/reader.hpp"

namespace cellroute::measures {

/// A scenario that a measure may name.
struct KnownArm {
  std::string name;
  std::vector<double> times;  // its output times [s]; empty: any time goes
  bool lobule = true;         // whether it has the lobule level
};

/// The way out when a measure needs the lobule and the scenario runs the body alone.
inline constexpr const char* lobule_hint =
    "in a run or a sweep: write `levels: [body, lobule]` in its scenario";

/// The keys of a measure as the child `name` of another group.
scenario::Declared measure_keys(std::string name, std::string about);

/// The measure that `group`, read with measure_keys, stands for. Without `arm` it is of the only arm.
/// What is missing, or does not go together, is added to `problems`.
Measure read_measure(const scenario::Value& group, const std::vector<KnownArm>& arms,
                     std::vector<scenario::Diagnostic>& problems);

/// The SI unit of a measure's value.
std::string unit_of(const Measure& measure);

}  // namespace cellroute::measures
