#include "sim/results/lobule_record.hpp"

namespace cellroute::results {

LobuleRecord make_lobule_record(const LobuleCase& lobule_case, lobule::LobuleResult result,
                                Territory territory) {
  LobuleRecord record;
  record.territory = std::move(territory);
  record.numerics = lobule_case.numerics;
  record.stepping = lobule_case.stepping;
  const LobuleInflow& inflow = lobule_case.inflow;
  for (int e = 0; e < lobule::entries; ++e)
    for (std::size_t k = 0; k < inflow.classes.size(); ++k)
      record.entered[e].push_back(
          inflow.entered(static_cast<LobuleEntry>(e), static_cast<int>(k), lobule_case.horizon));
  record.result = std::move(result);
  return record;
}

}  // namespace cellroute::results
