// Stepping a block through time: when to look at the flow anew, how long a step may be, what was lost.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <vector>

#include "models/lobule/case.hpp"
#include "sim/lobule/kinetics.hpp"
#include "sim/lobule/migration.hpp"
#include "sim/lobule/perfusion.hpp"
#include "sim/lobule/result.hpp"

namespace cellroute::lobule {

/// Steps are chosen from the state alone, so that a run is the same for any number of threads:
///   - from `first_step` after every event, at most eight times the last, never across an event;
///   - so that what holding the free sites leaves out, cells arrested times (relative change)^2/12, and
///     what taking arrest as even over the step leaves out, its change times k dt/12, together stay
///     below `tolerance` of the cells that enter over the run, and no permeability falls or recovers by
///     much more than a tenth; a step that fails by more than a quarter is taken again.
/// The flow is solved anew when an inflow or the permeability of any place has changed by more than
/// `flow_tolerance` since it was.
class March {
 public:
  /// @param perfused the flow at the start
  March(const LobuleCase& lobule_case, const Block& block, const Places& places, FlowSolver& solver,
        std::unique_ptr<Perfused> perfused, std::vector<LocalRates> rates, Migration& migration);

  /// Steps until t [s] exactly. after_step(dt) is called after every step.
  /// @throws SimulationError
  void advance(double t, const std::function<void(double)>& after_step);

  /// Solves the flow for the present state, for what is reported of it.
  void refresh_flow();

  double time() const { return time_; }
  const Cells& cells() const { return now_; }
  Cells& cells() { return now_; }
  const Kinetics& kinetics() const { return kinetics_; }
  const Perfused& perfused() const { return *perfused_; }
  const std::vector<double>& openness() const { return open_; }  // [1] (1 - f)^m of each place
  double left(int k) const { return left_[k]; }                  // [cell] carried out so far
  bool rerouted() const { return rerouted_; }                    // cells came by an entry without inflow
  /// [1] of the dose: most that the solver's last factor, which closes the balance, moved in a step.
  double worst_correction() const { return worst_correction_; }
  const Work& work() const { return work_; }
  Work& work() { return work_; }

 private:
  struct Attempt {
    double error = 0;  // share of the dose
    std::vector<double> left;
  };
  Attempt attempt(double dt);
  void reflow(double dt);
  void fill_entering(double dt);
  void guess(double dt);
  double linear_tolerance(double cells) const;
  double closed_since(const std::vector<double>& then) const;
  std::vector<double> openness(const Cells& cells) const;
  void perfuse(const Perfusion& wanted, bool plugged);
  [[noreturn]] void report_broken(const Cells& cells, double t) const;
  double step_limit(const FreeSites& free) const;

  const LobuleCase& case_;
  const Block& block_;
  const Places& places_;
  FlowSolver& solver_;
  std::unique_ptr<Perfused> perfused_;
  Migration& migration_;
  Kinetics kinetics_;
  Cells now_, next_;
  FreeSites free_;
  std::vector<double> entering_, rate_, last_rate_, left_, open_, flow_open_;
  std::vector<double> driven_;  // [cell/s] what drove the blood of each class in the last step
  double resting_ = 0;          // [s] since homed cells were moved
  double time_ = 0, dt_, last_event_ = 0, dose_ = 0;
  double worst_correction_ = 0;
  bool rerouted_ = false;
  Work work_;
};

}  // namespace cellroute::lobule
