// The blood of a block at one time: its flow, and the transport it makes.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "models/lobule/inflow.hpp"
#include "sim/lobule/kinetics.hpp"

namespace cellroute::lobule {

class Perfused {
 public:
  /// @param perfusion that `flow` was solved for
  /// @param transport by this flow, when it is already there
  Perfused(const Block& block, const Places& places, const LobuleDispersion& dispersion, Flow flow,
           const Perfusion& perfusion, std::unique_ptr<numerics::ImplicitTransport> transport = nullptr);

  const Flow& flow() const { return flow_; }
  const Perfusion& perfusion() const { return perfusion_; }
  const Encounter& encounter() const { return encounter_; }
  numerics::ImplicitTransport& transport() { return *transport_; }

  /// Whether blood enters here.
  bool enters(LobuleEntry entry) const { return inflow_[static_cast<std::size_t>(entry)] > 0; }
  /// The entry itself, or where most blood enters when none does here: cells come with blood.
  LobuleEntry open_entry(LobuleEntry entry) const;

  /// Adds `rate` [cell/s] entering with the blood of an entry to a field.
  /// @pre enters(entry)
  void enter(LobuleEntry entry, double rate, std::span<double> field) const;

  /// Blood volume over flow [s].
  double mean_transit() const { return mean_transit_; }

 private:
  Perfusion perfusion_;
  Flow flow_;
  std::array<double, lobule_entries> inflow_{};  // [m3/s]
  Encounter encounter_;
  std::unique_ptr<numerics::ImplicitTransport> transport_;
  double mean_transit_ = 0;
};

numerics::DispersionLaw dispersion_law(const LobuleDispersion& dispersion);

}  // namespace cellroute::lobule
