// sensitivity.json: the sweep whose sensitivity it is, by the names that sweep.h5 has for the same.
#include <nlohmann/json.hpp>

#include "sim/results/version.hpp"
#include "sim/sweep/columns.hpp"
#include "sim/sweep/sensitivity/sensitivity.hpp"

namespace cellroute::sweep {

std::string sensitivity_json(const Plan& plan) {
  nlohmann::ordered_json said;
  said["file_type"] = "cellroute sensitivity";
  said["format_version"] = 1;
  said["program"] = "cellroute";
  said["program_version"] = results::program_version();
  said["program_commit"] = results::program_commit();
  said["title"] = plan.title;
  said["design"] = design_name(plan.sample.design);
  said["fingerprint"] = plan.fingerprint;
  said["seed"] = plan.seed;
  said["scenario_file"] = plan.scenario_file;
  said["overrides"] = plan.overrides;
  said["fingerprints"] = nlohmann::ordered_json::array();
  for (const auto& one : plan.templates) said["fingerprints"].push_back(one.scenario.fingerprint);
  return said.dump(2) + "\n";
}

}  // namespace cellroute::sweep
