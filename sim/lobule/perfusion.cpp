#include "sim/lobule/perfusion.hpp"

#include <algorithm>
#include <utility>

#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {

numerics::DispersionLaw dispersion_law(const LobuleDispersion& dispersion) {
  return {dispersion.longitudinal, dispersion.longitudinal * dispersion.transverse_ratio,
          dispersion.molecular};
}

Perfused::Perfused(const Block& block, const Places& places, const LobuleDispersion& dispersion, Flow flow,
                   const Perfusion& perfusion, std::unique_ptr<numerics::ImplicitTransport> transport)
    : perfusion_(perfusion),
      flow_(std::move(flow)),
      encounter_(make_encounter(block, places, flow_)),
      transport_(std::move(transport)) {
  if (!transport_)
    transport_ = std::make_unique<numerics::ImplicitTransport>(flow_.carrier, dispersion_law(dispersion));
  const std::size_t n = block.grid.size();
  for (int e = 0; e < lobule_entries; ++e)
    inflow_[e] = ordered_sum(n, [&](std::size_t c) { return flow_.inflow[e][c]; });
  mean_transit_ = ordered_sum(n, [&](std::size_t c) { return block.pore_volume[c]; }) / flow_.through;
}

LobuleEntry Perfused::open_entry(LobuleEntry entry) const {
  if (enters(entry)) return entry;
  return static_cast<LobuleEntry>(std::max_element(inflow_.begin(), inflow_.end()) - inflow_.begin());
}

void Perfused::enter(LobuleEntry entry, double rate, std::span<double> field) const {
  const auto e = static_cast<std::size_t>(entry);
  const std::vector<double>& inflow = flow_.inflow[e];
  const double per_flow = rate / inflow_[e];
  for (std::size_t c = 0; c < inflow.size(); ++c) field[c] += per_flow * inflow[c];
}

}  // namespace cellroute::lobule
