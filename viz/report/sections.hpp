// The sections of a report, each from the evidence to HTML; empty where there is nothing to say.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/report/evidence.hpp"

namespace cellroute::viz {

/// What every section speaks of.
struct Matter {
  const Evidence& evidence;
  std::vector<results::Subject> subjects;
  std::vector<std::string> names;
  double time = 0;  // [s]
};

std::string case_section(const Matter& matter);        // who, what, how much
std::string route_section(const Matter& matter);       // the table and the plots
std::string label_section(const Matter& matter);       // what an imager sees against where living cells are
std::string pressure_section(const Matter& matter);    // portal pressure and stop rules
std::string sample_section(const Matter& matter);      // sweeps, what decides, claims
std::string picture_section(const Matter& matter);     // resolved livers and lobules
std::string validation_section(const Matter& matter);  // predictions beside measurements
std::string balance_section(const Matter& matter);     // mass balance
std::string assumption_section(const Matter& matter);  // parameters without a published value, and the others
std::string provenance_section(const Matter& matter);  // what was run, with what

}  // namespace cellroute::viz
