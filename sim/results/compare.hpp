// Records side by side: a table for the terminal, and every number as CSV.
#pragma once

#include <string>
#include <vector>

#include "sim/results/panel.hpp"

namespace cellroute::results {

/// Two values count as alike when they differ by less than this share of the larger one, or by less
/// than `margin_of_dose`. A convention for the sentence under the table, not a confidence interval.
inline constexpr double margin_of_larger = 0.10;
inline constexpr double margin_of_dose = 0.001;

/// Gives each record its letters: of its route (HA, PV, IV) when the routes differ, else A, B, C.
std::vector<Subject> name_subjects(const std::vector<Record>& records);

/// The comparison as people read it, 100 columns wide.
std::string compare_table(const std::vector<Subject>& subjects);

/// The parameters whose values differ between the subjects, with the values; "" when none does.
std::string parameter_differences(const std::vector<Subject>& subjects);

/// What the table shows, in words, computed from the numbers.
std::string reading(const std::vector<Subject>& subjects);

/// quantity,organ,time_s,unit, then one column for each subject.
std::string compare_csv(const std::vector<Subject>& subjects);

/// The route of a record in words: "hepatic artery, proper", or "2 infusions: ...".
std::string route_words(const Record& record);

}  // namespace cellroute::results
