// The sections of a report, each from the evidence to HTML; empty where there is nothing to say.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/report/html.hpp"
#include "viz/report/pairs.hpp"

namespace cellroute::viz {

/// Where to look for a liver or lobule: a subject itself, or the resolved run of its case.
struct Inside {
  std::string name;
  const results::Record* record = nullptr;
  std::filesystem::path folder;
  bool own = true;  // a subject itself
};

/// What every section speaks of.
struct Matter {
  const Evidence& evidence;
  std::vector<results::Subject> subjects;
  std::vector<std::string> names;  // of the subjects, whole
  std::vector<std::string> heads;  // the same for columns: letters where there is no room
  std::vector<std::string> marks;  // the same for panels
  std::vector<Inside> inside;
  Paired paired;    // patients sampled alike for all subjects, if any
  double time = 0;  // [s]
};

std::string case_section(const Matter& matter);        // who, what, how much
std::string route_section(const Matter& matter);       // the table and the plot
std::string sample_section(const Matter& matter);      // sweeps, what decides, claims
std::string label_section(const Matter& matter);       // what an imager sees against where living cells are
std::string pressure_section(const Matter& matter);    // portal pressure and stop rules
std::string picture_section(const Matter& matter);     // resolved livers and lobules
std::string validation_section(const Matter& matter);  // predictions beside measurements, in a sentence
std::string balance_section(const Matter& matter);     // mass balance
std::string provenance_section(const Matter& matter);  // what was run, with what
std::string assumption_section(const Matter& matter);  // those that decide, and what the model left out

/// Time courses by route, what decides every metric, every validation, every parameter: folded on a screen.
std::string appendix(const Matter& matter);

/// Parameters in which the cases differ, and those that all share, for the appendix.
std::string parameter_tables(const Matter& matter);

/// The predictions of the validation, one by one, for the appendix.
std::string validation_table(const Matter& matter);

/// Why the one patient of the tables is not in the middle of the sample, for the subject that leads it; empty
/// where he is.
std::string why_apart(const Matter& matter);

/// A table with a column for each subject.
html::Table by_subject(const Matter& matter, const std::string& caption);

/// That table, in as many as a page has room for.
std::string in_parts(const html::Table& table);

}  // namespace cellroute::viz
