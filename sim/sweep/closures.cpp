#include "sim/sweep/closures.hpp"

#include "sim/scenario/closure_file.hpp"

namespace cellroute::sweep {

const Target* breaks_closure(const Plan& plan, const std::vector<const Target*>& varied) {
  for (const Template& one : plan.templates) {
    if (!one.scenario.body.closure) continue;
    const std::string before = scenario::closure_fingerprint(one.scenario.body.parameters);
    for (const Target* target : varied) {
      BodyCase other = one.scenario.body;
      const double value = target->get(other);
      target->set(other, value == 0 ? 1e-3 : value * 1.01);
      if (scenario::closure_fingerprint(other.parameters) != before) return target;
    }
  }
  return nullptr;
}

}  // namespace cellroute::sweep
