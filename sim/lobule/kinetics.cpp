#include "sim/lobule/kinetics.hpp"

#include <algorithm>
#include <array>

#include "sim/lobule/pulled_step.hpp"
#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {

namespace {

/// Lowest and highest settling rate over ligand 1, of all places.
std::array<double, 2> settling_range(const Places& places, const FreeSites& free) {
  const std::size_t n = places.settling.size();
  const double high =
      ordered_max(n, 0.0, [&](std::size_t c) { return places.settling[c] * free.adhesion[c]; });
  const double low =
      -ordered_max(n, -infinity, [&](std::size_t c) { return -places.settling[c] * free.adhesion[c]; });
  return {low, high};
}

}  // namespace

Encounter make_encounter(const Block& block, const Places& places, const Flow& flow) {
  const std::size_t n = block.grid.size();
  const double volume = block.grid.volume();
  Encounter met;
  for (const double steepness : flow.steepness)
    met.wall_shear.push_back(steepness * places.sinusoid_width / 4);
  for (auto* field : {&met.strained_length, &met.stuck_length, &met.stuck_time}) field->resize(n);
  for (std::size_t c = 0; c < n; ++c) {
    met.strained_length[c] = volume * flow.speed[c] * block.straining[c];
    met.stuck_length[c] = volume * flow.speed[c] * places.ligand[c];
    met.stuck_time[c] = block.pore_volume[c] * places.ligand[c];
  }
  return met;
}

Kinetics::Kinetics(const Block& block, const Places& places, std::vector<LocalRates> rates)
    : cells_(block.grid.size()),
      rates_(std::move(rates)),
      blood_(block.pore_volume),
      places_(places),
      sink_(cells_ * rates_.size()),
      source_(cells_ * rates_.size()),
      arrested_(cells_ * rates_.size()) {}

FreeSites Kinetics::free_sites(const Cells& state) const {
  FreeSites free{std::vector<double>(cells_), std::vector<double>(cells_)};
#pragma omp parallel for schedule(static) if (cells_ > worth_sharing)
  for (std::size_t c = 0; c < cells_; ++c) {
    double occupied = 0, stuck = 0;
    for (std::size_t k = 0; k < rates_.size(); ++k) {
      const std::size_t i = k * cells_ + c;
      occupied += rates_[k].weight * (state.fast[i] + state.slow[i] + state.lodged[i]);
      stuck += state.adherent[i];
    }
    free.trap[c] = std::max(0.0, 1 - occupied / places_.trap_sites[c]);
    free.adhesion[c] = std::max(0.0, 1 - stuck / places_.adhesion_sites[c]);
  }
  return free;
}

double Kinetics::fastest_detachment(int k, const Encounter& met) const {
  if (!(rates_[k].pull > 0)) return rates_[k].detachment;
  return ordered_max(cells_, 0.0, [&](std::size_t c) { return detachment(k, c, met); });
}

double Kinetics::longest_step(const FreeSites& free) const {
  const auto [low, high] = settling_range(places_, free);
  double longest = infinity;
  for (const LocalRates& r : rates_)
    longest = std::min(longest, StepTable::longest_step(r.settling * low, r.settling * high));
  return longest;
}

numerics::ImplicitReport Kinetics::step(numerics::ImplicitTransport& transport, const Encounter& met,
                                        const FreeSites& free, double dt, std::span<const double> entering,
                                        const Cells& before, Cells& after,
                                        const numerics::ExchangeOptions& options) {
  const auto [low, high] = settling_range(places_, free);
  std::vector<StepTable> tables;
  for (const LocalRates& r : rates_) tables.emplace_back(r, dt, r.settling * low, r.settling * high);

  // Either kind of gains fills g and gives what does not depend on the settling rate.
  const auto released_by_table = [&](int k) {
    return [&table = tables[k]](std::size_t, double a, auto& g) -> const FixedGains& {
      table.read<first_released, padded_gains>(a, g);
      return table.fixed();
    };
  };
  const auto kept_by_table = [&](int k) {
    return [&table = tables[k]](std::size_t, double a, auto& g) -> const FixedGains& {
      table.read<0, first_released>(a, g);
      return table.fixed();
    };
  };
  const auto pulled = [&](int k) {
    return [&, k](std::size_t c, double a, auto& g) {
      const PulledStep exact = pulled_step(rates_[k], dt, a, detachment(k, c, met));
      g = exact.gain;
      return exact.fixed;
    };
  };

  const auto drive = [&](int k, const auto& gains_at) {
    const double settling = rates_[k].settling;
    const std::size_t first = k * cells_;
#pragma omp parallel for schedule(static) if (cells_ > worth_sharing)
    for (std::size_t c = 0; c < cells_; ++c) {
      const std::size_t i = first + c;
      std::array<double, padded_gains> g;
      const FixedGains& fixed = gains_at(c, settling * places_.settling[c] * free.adhesion[c], g);
      const Sinks s = sinks(k, c, met, free.trap[c], free.adhesion[c]);
      sink_[i] = s.strained * (1 - g[strained_blood]) + s.stuck * (1 - fixed.stuck_blood) + s.lost;
      const double released = g[fast_blood] * before.fast[i] + g[slow_blood] * before.slow[i] +
                              fixed.adherent_blood * before.adherent[i];
      source_[i] = entering[i] + released / dt;
    }
  };
  for (int k = 0; k < classes(); ++k)
    rates_[k].pull > 0 ? drive(k, pulled(k)) : drive(k, released_by_table(k));
  const numerics::ImplicitReport report =
      transport.step(dt, sink_, source_, before.blood, after.blood, options);
  const std::span<const double> taken = transport.fitted();  // S' [m3/s]

  const auto settle = [&](int k, const auto& gains_at) {
    long broken = 0;
    const double settling = rates_[k].settling;
    const std::size_t first = k * cells_;
// Whole numbers: any order of the sum will do.
#pragma omp parallel for schedule(static) reduction(+ : broken) if (cells_ > worth_sharing)
    for (std::size_t c = 0; c < cells_; ++c) {
      const std::size_t i = first + c;
      std::array<double, padded_gains> g;
      const FixedGains& f = gains_at(c, settling * places_.settling[c] * free.adhesion[c], g);
      const Sinks s = sinks(k, c, met, free.trap[c], free.adhesion[c]);
      const double cleared = sink_[i] > 0 ? taken[i] / sink_[i] * after.blood[i] * dt : 0;  // [cell s/m3]
      const double trapped = s.strained * cleared, stuck = s.stuck * cleared;
      const double fast = before.fast[i], slow = before.slow[i], adhering = before.adherent[i],
                   home = before.homed[i], dead = before.lodged[i];
      arrested_[i] = trapped + stuck;
      after.fast[i] = g[fast_fast] * fast + g[strained_fast] * trapped;
      after.slow[i] = g[slow_slow] * slow + g[strained_slow] * trapped;
      after.adherent[i] = g[fast_adherent] * fast + g[slow_adherent] * slow + f.adherent_adherent * adhering +
                          g[strained_adherent] * trapped + f.stuck_adherent * stuck;
      after.homed[i] = g[fast_homed] * fast + g[slow_homed] * slow + f.adherent_homed * adhering +
                       f.homed_homed * home + g[strained_homed] * trapped + f.stuck_homed * stuck;
      after.lodged[i] = g[fast_lodged] * fast + g[slow_lodged] * slow + f.adherent_lodged * adhering +
                        f.homed_lodged * home + f.lodged_lodged * dead + g[strained_lodged] * trapped +
                        f.stuck_lodged * stuck;
      after.lost[i] = before.lost[i] + s.lost * cleared + g[fast_lost] * fast + g[slow_lost] * slow +
                      f.adherent_lost * adhering + f.homed_lost * home + f.lodged_lost * dead +
                      g[strained_lost] * trapped + f.stuck_lost * stuck;
      // A comparison with NaN is false, so NaN is broken.
      for (const auto* field : {&after.blood, &after.fast, &after.slow, &after.adherent, &after.homed,
                                &after.lodged, &after.lost})
        broken += !((*field)[i] >= 0 && (*field)[i] < infinity);
    }
    return broken;
  };
  long broken = 0;
  for (int k = 0; k < classes(); ++k)
    broken += rates_[k].pull > 0 ? settle(k, pulled(k)) : settle(k, kept_by_table(k));
  sound_ = broken == 0;
  return report;
}

}  // namespace cellroute::lobule
