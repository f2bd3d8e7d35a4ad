#include "sim/levels/reads.hpp"

namespace cellroute::levels {

bool reads(const scenario::Scenario& scenario, std::string_view path) {
  if (path.starts_with("liver.vessels.")) return scenario.liver.has_value();
  if (path.starts_with("lobule.")) return scenario.lobule || scenario.body.closure;
  return true;
}

}  // namespace cellroute::levels
