// How the parts of summary.txt are laid out, and the parts that only some runs have.
#pragma once

#include <string>
#include <vector>

#include "sim/results/record.hpp"

namespace cellroute::results {

/// "Patient      healthy human; ..." with further lines indented.
std::string summary_entry(const std::string& name, const std::string& text);
std::string summary_heading(const std::string& text);
/// Sentences across the page.
std::string summary_text(const std::string& text);

/// The resolved liver: grid, segments over time, trees, spread of transit times. `times` [s] are those shown.
/// Empty when the record has no liver.
std::string liver_summary(const Record& record, const std::vector<double>& times);

/// The resolved lobule: grid, zones, cells, first pass, flow, balance. `times` [s] are those shown.
/// Empty when the record has no lobule.
std::string lobule_summary(const Record& record, const std::vector<double>& times);

/// What the first pass does to cells of each entry, and why portal and arterial entry differ.
std::string entry_reading(const Record& record);

/// The zones of the body level against those of the lobule.
std::string lobule_against_body(const Record& record, const std::vector<double>& times);

}  // namespace cellroute::results
