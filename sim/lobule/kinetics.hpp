// One time step of all classes: transport through the block and local kinetics, as one linear system
// at given free sites.
//
// Over a step of length dt the free sites are held. Cells released during the step are then known: those
// that were trapped or adherent at its start come as a source, and of those that are arrested during the
// step a known share rho comes back within it. So the blood's implicit step (sim/numerics/transport)
// takes
//
//     sink S (1 - rho),     source b + (cells released)/dt,
//
// its arrest S' c dt is what the local states receive, evenly over the step, and these follow exactly
// (step_table.hpp). Nothing is left over: entered = in blood + trapped + adherent + homed + lost + left
// holds for every step to rounding. The saturable parts are stepped twice, with the free sites of the
// start and with the mean of start and end, which makes them second order.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models/lobule/local_kinetics.hpp"
#include "sim/lobule/places.hpp"
#include "sim/lobule/step_table.hpp"
#include "sim/numerics/transport/implicit.hpp"

namespace cellroute::lobule {

/// Cells of all classes, [class * cells + cell]. In blood: cells per m3 of it; elsewhere: cells in the
/// grid cell.
struct Cells {
  std::vector<double> blood, fast, slow, adherent, homed, lodged, lost;
  explicit Cells(std::size_t size = 0)
      : blood(size), fast(size), slow(size), adherent(size), homed(size), lodged(size), lost(size) {}
};

/// Shares [1] of the sites of each grid cell that are free.
struct FreeSites {
  std::vector<double> trap, adhesion;
};

/// What a class entering at one place per second meets, all sites free [m3/s per m3/s]: the flow in use.
struct Encounter {
  std::vector<double> strained_length;  // [m4/s] V |q| straining: times lambda_T it is a sink
  std::vector<double> stuck_length;     // [m4/s] V |q| ligand
  std::vector<double> stuck_time;       // [m3] blood times ligand
  std::vector<double> wall_shear;       // [Pa] in sinusoids; empty when the flow's steepness is not known
};
Encounter make_encounter(const Block& block, const Places& places, const Flow& flow);

/// Sinks [m3/s] of one class in one grid cell.
struct Sinks {
  double strained, stuck, lost;
  double all() const { return strained + stuck + lost; }
};

class Kinetics {
 public:
  Kinetics(const Block& block, const Places& places, std::vector<LocalRates> rates);

  int classes() const { return static_cast<int>(rates_.size()); }
  std::size_t cells() const { return cells_; }
  const LocalRates& rates(int k) const { return rates_[k]; }
  FreeSites free_sites(const Cells& state) const;
  /// Longest step [s] that the tables allow.
  double longest_step(const FreeSites& free) const;

  Sinks sinks(int k, std::size_t cell, const Encounter& met, double trap_free, double adhesion_free) const {
    const LocalRates& r = rates_[k];
    return {r.straining * met.strained_length[cell] * trap_free,
            (r.filter * met.stuck_length[cell] + r.adhesion * met.stuck_time[cell]) * adhesion_free,
            r.loss_blood * blood_[cell]};
  }

  /// k_off [1/s] of a class at a place. @pre met.wall_shear is known, or the class is not pulled
  double detachment(int k, std::size_t cell, const Encounter& met) const {
    return rates_[k].pull > 0 ? detachment_at(rates_[k], met.wall_shear[cell]) : rates_[k].detachment;
  }
  double fastest_detachment(int k, const Encounter& met) const;

  /// One step from `before` to `after` at held free sites. @param entering [cell/s] of every class and
  /// grid cell. `after.blood` is where the solver starts from. Arrest during the step, trapped and
  /// adherent together, is left in arrested() [cell].
  numerics::ImplicitReport step(numerics::ImplicitTransport& transport, const Encounter& met,
                                const FreeSites& free, double dt, std::span<const double> entering,
                                const Cells& before, Cells& after, const numerics::ExchangeOptions& options);
  std::span<const double> arrested() const { return arrested_; }
  /// Whether every number of the last step is finite and not negative.
  bool sound() const { return sound_; }

 private:
  std::size_t cells_;
  std::vector<LocalRates> rates_;
  std::vector<double> blood_;  // [m3]
  const Places& places_;
  std::vector<double> sink_, source_, arrested_;
  bool sound_ = true;
};

}  // namespace cellroute::lobule
