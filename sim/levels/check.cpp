#include "sim/levels/check.hpp"

#include <fmt/format.h>

#include "sim/body/simulate.hpp"
#include "sim/levels/liver.hpp"
#include "sim/levels/surroundings.hpp"
#include "sim/lobule/check.hpp"
#include "sim/lobule/simulate.hpp"

namespace cellroute::levels {

std::vector<std::string> contradictions(const scenario::Scenario& scenario, double memory) {
  LiverShapes shapes;
  return contradictions(scenario, memory, shapes);
}

std::vector<std::string> contradictions(const scenario::Scenario& scenario, double memory,
                                        LiverShapes& shapes) {
  std::vector<std::string> found = body::check(scenario.body);
  if (scenario.liver && found.empty()) found = liver_contradictions(scenario, memory, shapes);
  if (!scenario.lobule || !found.empty()) return found;
  LobuleCase lobule_case = resting_lobule_case(scenario.body);
  lobule_case.numerics = scenario.lobule->numerics;
  lobule_case.stepping = scenario.lobule->stepping;
  for (const auto& more : {unfit_for_lobule(scenario.body), lobule::check(lobule_case)})
    found.insert(found.end(), more.begin(), more.end());
  if (!found.empty()) return found;
  const double needed = lobule::least_memory(lobule_case);
  if (needed > memory)
    found.push_back(
        fmt::format("the block of lobules would need at least {:.3g} GB of memory, of which this machine has "
                    "{:.3g}: take a larger spacing, fewer layers or fewer lobules",
                    needed * 1e-9, memory * 1e-9));
  return found;
}

}  // namespace cellroute::levels
