#include "sim/lobule/march.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/lobule/error.hpp"
#include "sim/lobule/simulate.hpp"
#include "sim/lobule/sums.hpp"
#include "sim/numerics/transport/check.hpp"

namespace cellroute::lobule {

namespace {

constexpr double growth = 8, safety = 0.8, shortest_step = 1e-6;  // [1], [1], [s]
constexpr double coarsest_residual = 1e-3;                        // [1]
constexpr double most_closing = 0.1;                              // [1] of a permeability in a step

std::string at(double t) { return " at " + number(t) + " s"; }

}  // namespace

March::March(const LobuleCase& lobule_case, const Block& block, const Places& places, FlowSolver& solver,
             std::unique_ptr<Perfused> perfused, std::vector<LocalRates> rates, Migration& migration)
    : case_(lobule_case),
      block_(block),
      places_(places),
      solver_(solver),
      perfused_(std::move(perfused)),
      migration_(migration),
      kinetics_(block, places, std::move(rates)),
      now_(kinetics_.cells() * kinetics_.classes()),
      next_(now_),
      free_(kinetics_.free_sites(now_)),
      entering_(now_.blood.size()),
      rate_(now_.blood.size()),
      last_rate_(now_.blood.size()),
      left_(kinetics_.classes()),
      open_(block.grid.size(), 1.0),
      flow_open_(open_),
      driven_(kinetics_.classes()),
      dt_(lobule_case.stepping.first_step) {
  for (int k = 0; k < kinetics_.classes(); ++k)
    for (int e = 0; e < lobule_entries; ++e)
      dose_ += case_.inflow.entered(static_cast<LobuleEntry>(e), k, case_.horizon) * block.volume();
}

void March::refresh_flow() {
  if (case_.stepping.plugging && closed_since(flow_open_) > case_.stepping.flow_tolerance / 10)
    perfuse(perfused_->perfusion(), true);
}

double March::closed_since(const std::vector<double>& then) const {
  return ordered_max(open_.size(), 0.0,
                     [&](std::size_t c) { return std::abs(open_[c] - then[c]) / then[c]; });
}

void March::perfuse(const Perfusion& wanted, bool plugged) {
  if (plugged) {
    solver_.plug(open_);
    flow_open_ = open_;
  }
  perfused_ = std::make_unique<Perfused>(block_, places_, case_.parameters.lobule.dispersion,
                                         solver_.solve(wanted), wanted);
  ++work_.flow_solves;
  work_.flow_iterations += perfused_->flow().iterations;
}

void March::reflow(double dt) {
  const Perfusion wanted{case_.inflow.mean_portal_flow(time_, time_ + dt),
                         case_.inflow.mean_arterial_flow(time_, time_ + dt)};
  const Perfusion& used = perfused_->perfusion();
  const double scale = std::max(
      {std::abs(wanted.portal), std::abs(wanted.arterial), std::abs(wanted.portal + wanted.arterial)});
  const double tolerance = case_.stepping.flow_tolerance;
  const bool other_inflow = std::max(std::abs(wanted.portal - used.portal),
                                     std::abs(wanted.arterial - used.arterial)) > tolerance * scale;
  const bool plugged = case_.stepping.plugging && closed_since(flow_open_) > tolerance;
  if (other_inflow || plugged) perfuse(wanted, plugged);
}

void March::fill_entering(double dt) {
  std::fill(entering_.begin(), entering_.end(), 0.0);
  const std::size_t n = kinetics_.cells();
  for (int e = 0; e < lobule_entries; ++e) {
    const auto entry = static_cast<LobuleEntry>(e);
    const LobuleEntry open = perfused_->open_entry(entry);
    for (int k = 0; k < kinetics_.classes(); ++k) {
      const double rate = case_.inflow.mean_rate(entry, k, time_, time_ + dt) * block_.volume();
      if (!(rate > 0)) continue;
      rerouted_ |= open != entry;
      perfused_->enter(open, rate, {entering_.data() + k * n, n});
    }
  }
}

/// The last solution, scaled to what drives this step.
void March::guess(double dt) {
  const std::size_t n = kinetics_.cells();
  for (int k = 0; k < kinetics_.classes(); ++k) {
    const LocalRates& r = kinetics_.rates(k);
    const double drive = ordered_sum(n, [&](std::size_t c) {
      const std::size_t i = k * n + c;
      return entering_[i] + r.release_fast * now_.fast[i] + r.release_slow * now_.slow[i] +
             r.detachment * now_.adherent[i] + block_.pore_volume[c] * now_.blood[i] / dt;
    });
    const double scale = driven_[k] > 0 ? drive / driven_[k] : 1;
    driven_[k] = drive;
#pragma omp parallel for schedule(static) if (n > worth_sharing)
    for (std::size_t i = k * n; i < (k + 1) * n; ++i) next_.blood[i] = scale * now_.blood[i];
  }
}

/// What few cells do needs no many digits: the residual may be a share of the dose. It is closed anyway.
double March::linear_tolerance(double cells) const {
  const double finest = case_.stepping.linear_tolerance;
  return std::clamp(cells > 0 ? finest * dose_ / cells : 1, finest, coarsest_residual);
}

March::Attempt March::attempt(double dt) {
  reflow(dt);
  fill_entering(dt);
  guess(dt);
  double driving = 0;
  for (const double x : driven_) driving += x * dt;
  const numerics::ExchangeOptions options{linear_tolerance(driving), 400};
  numerics::ImplicitReport report;
  const auto step = [&](const FreeSites& free) {
    try {
      report = kinetics_.step(perfused_->transport(), perfused_->encounter(), free, dt, entering_, now_,
                              next_, options);
    } catch (const std::runtime_error& error) {
      throw SimulationError(std::string(error.what()) + at(time_ + dt));
    } catch (const std::domain_error& error) {
      throw SimulationError(std::string(error.what()) + at(time_ + dt));
    }
    ++work_.transport_solves;
    work_.transport_iterations += report.solver.cycles;
    for (int k = 0; k < kinetics_.classes(); ++k)
      worst_correction_ =
          std::max(worst_correction_, std::abs(report.solver.corrected[k]) * driven_[k] * dt / dose_);
  };
  step(free_);
  const std::size_t n = kinetics_.cells();
  const FreeSites end = kinetics_.free_sites(next_);
  // What the change of the free sites did to the cells arrested: to first order if it is left out.
  const auto arrested_times = [&](const FreeSites& other, auto change) {
    const std::span<const double> arrested = kinetics_.arrested();
    return ordered_sum(n, [&](std::size_t c) {
      double cells = 0;
      for (int k = 0; k < kinetics_.classes(); ++k) cells += arrested[k * n + c];
      if (!(cells > 0)) return 0.0;
      const double trap = free_.trap[c] + other.trap[c], adhesion = free_.adhesion[c] + other.adhesion[c];
      const double moved =
          std::max(trap > 0 ? std::abs(free_.trap[c] - other.trap[c]) * 2 / trap : 0,
                   adhesion > 0 ? std::abs(free_.adhesion[c] - other.adhesion[c]) * 2 / adhesion : 0);
      return cells * change(std::min(1.0, moved));
    });
  };
  Attempt result;
  const double linear = arrested_times(end, [](double x) { return x / 2; });
  if (linear <= 0.1 * case_.stepping.tolerance * dose_) {
    if (dose_ > 0) result.error += linear / dose_;
  } else {
    FreeSites middle = end;
    for (std::size_t c = 0; c < n; ++c) {
      middle.trap[c] = (free_.trap[c] + end.trap[c]) / 2;
      middle.adhesion[c] = (free_.adhesion[c] + end.adhesion[c]) / 2;
    }
    step(middle);
    result.error += arrested_times(kinetics_.free_sites(next_), [](double x) { return x * x / 12; }) / dose_;
  }
  const std::span<const double> arrested = kinetics_.arrested();
  double uneven = 0;
  for (int k = 0; k < kinetics_.classes(); ++k) {
    const LocalRates& r = kinetics_.rates(k);
    const double fastest =
        std::max({r.release_fast + r.loss_trapped + r.settling,
                  kinetics_.fastest_detachment(k, perfused_->encounter()) + r.migration + r.loss_adherent,
                  r.loss_homed});
    const double change = ordered_sum(n, [&](std::size_t c) {
      const std::size_t i = k * n + c;
      rate_[i] = arrested[i] / dt;
      return std::abs(rate_[i] - last_rate_[i]) * dt;
    });
    uneven += change * std::min(1.0, fastest * dt / 12);
  }
  if (dose_ > 0) result.error += uneven / dose_;
  result.left = report.left;
  for (double& x : result.left) x *= dt;
  return result;
}

/// (1 - f)^m = exp(-m sum w (T + X)/paths), as the body's beds plug.
std::vector<double> March::openness(const Cells& cells) const {
  const double exponent = case_.parameters.liver.sinusoids.plugging_exponent;
  const std::size_t n = kinetics_.cells();
  std::vector<double> open(n);
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t c = 0; c < n; ++c) {
    double lodging = 0;
    for (int k = 0; k < kinetics_.classes(); ++k) {
      const std::size_t i = k * n + c;
      lodging += kinetics_.rates(k).weight * (cells.fast[i] + cells.slow[i] + cells.lodged[i]);
    }
    open[c] = std::exp(-exponent * lodging / places_.paths[c]);
  }
  return open;
}

[[noreturn]] void March::report_broken(const Cells& cells, double t) const {
  struct State {
    const std::vector<double>& values;
    const char* name;
  };
  const State states[] = {{cells.blood, "circulating"},
                          {cells.fast, "trapped, to be released fast,"},
                          {cells.slow, "trapped, to be released slowly,"},
                          {cells.adherent, "adherent"},
                          {cells.homed, "homed"},
                          {cells.lodged, "lodged dead"},
                          {cells.lost, "lost"}};
  for (const State& state : states) {
    const auto broken = [](double x) { return !(x >= 0 && x < infinity); };
    const auto found = std::find_if(state.values.begin(), state.values.end(), broken);
    if (found == state.values.end()) continue;
    const std::size_t i = static_cast<std::size_t>(found - state.values.begin()), n = kinetics_.cells();
    throw SimulationError(std::string(state.name) + " cells of class " + std::to_string(i / n + 1) + " are " +
                          number(state.values[i]) + " in " + numerics::cell_name(block_.grid, i % n) + at(t));
  }
  throw SimulationError("the size of a step's error is no number" + at(t));
}

double March::step_limit(const FreeSites& free) const {
  const LobuleStepping& s = case_.stepping;
  double limit = std::min(s.longest_step, kinetics_.longest_step(free));
  const double transit = perfused_->mean_transit();
  if (s.transport == LobuleTransport::transient && time_ - last_event_ < s.transient_span * transit)
    limit = std::min(limit, s.transient_step * transit);
  return limit;
}

void March::advance(double t, const std::function<void(double)>& after_step) {
  const LobuleStepping& stepping = case_.stepping;
  while (time_ < t) {
    double stop = t;
    for (const double event : case_.inflow.events)
      if (event > time_) stop = std::min(stop, event);
    const double rest = stop - time_;
    double dt = std::min(dt_, step_limit(free_));
    if (dt >= rest * (1 - 1e-9)) {
      dt = rest;
    } else if (2 * dt > rest) {
      dt = rest / 2;  // two equal steps rather than a long and a short one
    }
    const Attempt tried = attempt(dt);
    if (!kinetics_.sound() || !std::isfinite(tried.error)) report_broken(next_, time_ + dt);
    // The flow is that of the step's start: places may not close much while it is held.
    std::vector<double> open = stepping.plugging ? openness(next_) : open_;
    const double closed = closed_since(open) / most_closing;
    const double ratio = std::max(tried.error / stepping.tolerance, closed * closed * closed);
    const double factor = std::clamp(ratio > 0 ? safety / std::cbrt(ratio) : growth, 0.2, growth);
    if (ratio > 2 && dt > shortest_step) {
      dt_ = dt * std::min(factor, 0.7);
      ++work_.rejected;
      if (dt_ < shortest_step) throw SimulationError("the step size vanished" + at(time_));
      continue;
    }
    ++work_.steps;
    std::swap(now_, next_);
    std::swap(rate_, last_rate_);
    time_ = dt == rest ? stop : time_ + dt;
    for (int k = 0; k < kinetics_.classes(); ++k) left_[k] += tried.left[k];
    free_ = kinetics_.free_sites(now_);
    std::swap(open_, open);
    resting_ += dt;
    if (migration_.worth(resting_) || time_ == t) {
      const double homed = ordered_sum(now_.homed.size(), [&](std::size_t i) { return now_.homed[i]; });
      migration_.step(resting_, now_.homed, linear_tolerance(homed));
      resting_ = 0;
    }
    dt_ = std::max(dt == rest ? dt_ : 0.0, dt * factor);
    for (const double event : case_.inflow.events) {
      if (event == time_) {
        last_event_ = event;
        dt_ = stepping.first_step;
      }
    }
    after_step(dt);
  }
}

}  // namespace cellroute::lobule
