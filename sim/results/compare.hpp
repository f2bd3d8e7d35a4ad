// Records side by side: a table for the terminal, and every number as CSV.
#pragma once

#include <string>
#include <vector>

#include "sim/results/panel.hpp"
#include "sim/results/subjects.hpp"

namespace cellroute::results {

/// Two values count as alike when they differ by less than this share of the larger one, or by less
/// than `margin_of_dose`. A convention for the sentence under the table, not a confidence interval.
inline constexpr double margin_of_larger = 0.10;
inline constexpr double margin_of_dose = 0.001;

/// The comparison as people read it, 100 columns wide.
std::string compare_table(const std::vector<Subject>& subjects);

/// A parameter of which not all subjects have the same value; null where one has no such parameter.
struct ParameterDifference {
  std::string path;
  std::vector<const ParameterRow*> rows;  // of the subjects
};
/// By path.
std::vector<ParameterDifference> differing_parameters(const std::vector<Subject>& subjects);

/// The same in a few lines with the values, or only their number; "" when none differs.
std::string parameter_differences(const std::vector<Subject>& subjects);

/// What the table shows, in words, computed from the numbers.
std::string reading(const std::vector<Subject>& subjects);

/// quantity,organ,time_s,unit, then one column for each subject.
std::string compare_csv(const std::vector<Subject>& subjects);

}  // namespace cellroute::results
