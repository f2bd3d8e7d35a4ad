// Scenarios written in a test, resolved against the shipped library.
#pragma once

#include <string>
#include <vector>

#include "sim/body/simulate.hpp"
#include "sim/scenario/scenario.hpp"

namespace testing {

inline constexpr double minute = 60, hour = 3600, day = 86400, um = 1e-6, mmHg = 133.322387415, mL = 1e-6;

/// The keys of a scenario in flow style. Missing keys get the plainest choice.
struct Written {
  std::string species = "human", condition = "healthy", product = "umbilical_cord_msc", label = "none",
              host = "allogeneic";
  std::string regimen = "[{route: peripheral_vein, cells: 1e8, over: 20 min}]";
  std::string horizon = "24 h", times = "[24 h]";
  std::string levels = "[body]";
  std::string more;  // further lines, as they are
};

/// @throws scenario::InputError with every mistake
cellroute::scenario::Scenario read(const Written& written, const std::vector<std::string>& overrides = {});
cellroute::scenario::Scenario read_file(const std::string& path_in_tree);
inline cellroute::BodyCase body_case(const Written& written, const std::vector<std::string>& overrides = {}) {
  return read(written, overrides).body;
}

/// Every file of configs/scenarios.
std::vector<std::string> example_scenarios();

const cellroute::body::OrganSeries& organ(const cellroute::body::BodyResult& result, const std::string& name);
/// Living cells of an organ over the living cells infused until then; label over the label infused.
double living_share(const cellroute::body::BodyResult& result, const std::string& organ_name, int time);
double label_share(const cellroute::body::BodyResult& result, const std::string& organ_name, int time);

/// Every number of a result, for comparing bits.
std::vector<double> flatten(const cellroute::body::BodyResult& result);
bool same_bits(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace testing
