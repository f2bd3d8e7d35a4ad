// The batch integrator: Rodas5P with a scenario in each SIMD lane and a step size of its own.
//
// A System offers, for Real = Lanes (or Single, for one scenario alone):
//     int size() const, int monitors() const
//     void load(int lane, const double* coefficients)        a lane's constants
//     void derivative(Real t, const Real* y, Real* f)        f(t, y)
//     void linearise(Real t, const Real* y)                  keep what factor needs; refresh monitors
//     const Real* time_derivative() const                    df/dt at that point
//     void factor(Real sigma)                                prepare (sigma I - J)^-1
//     void solve(Real* r)                                    r becomes (sigma I - J)^-1 r
//     void inspect(const Truth& lanes, Real t, const Real* y)  update running extremes of these lanes
//     const Real* extremes() const, void reset(int lane)
// or, instead of solve, when part of f is better left until the increments are known,
//     void begin_stage(bool first, Real t, const Real* y, Real* f)   f(t, y) as far as end_stage needs it;
//                                                                    the first is at the last linearise
//     void end_stage(Real* r)                                        r becomes (sigma I - J)^-1 (r + the
//     rest)
// and, when few states have a df/dt, std::pair<int, int> drifting() const, the first and past the last;
// and, when it has use for it, void tolerate(int lane, double relative_tolerance);
// and, when its state vector has gaps or another order than the host's,
//     int outer_size() const, const int* place() const        where each of the host's states stands
//
// Each lane's arithmetic is that lane's alone: a lane that waits or repeats a step costs time and
// changes no bit. The error norm is the largest component of |error| / (atol scale + rtol |y|).
#pragma once

#include <utility>

#include "sim/numerics/batch.hpp"
#include "sim/numerics/lanes.hpp"
#include "sim/numerics/rodas5p.hpp"
#include "sim/numerics/rows.hpp"

namespace cellroute::numerics {
inline namespace CELLROUTE_ISA {

template <class System, class Real = Lanes>
class BatchRosenbrock {
 public:
  using Truth = typename Real::Truth;

  explicit BatchRosenbrock(System& system)
      : system_(system),
        n_((system.size() + width - 1) / width * width),
        y_(n_, Real(0.0)),
        next_(n_, Real(0.0)),
        work_(n_, Real(0.0)),
        argument_(n_, Real(0.0)),
        scale_(n_, Real(1.0)),
        stage_(rodas5p::stages * n_, Real(0.0)),
        column_(outer_size()),
        extremes_(system.monitors()) {}

  /// Runs every job the host has.
  void run(Host& host);

 private:
  struct Lane {
    bool active = false;
    Job job;
    double t = 0, h = 0;
    int next_output = 0;
    bool rejected = false;  // the step before was rejected: do not grow
    Effort effort;
  };
  static constexpr long max_steps = 200000;
  static constexpr int width = row_width<Real>;
  using Along = Row<Real>;

  int outer_size() const {
    if constexpr (requires { system_.place(); }) {
      return system_.outer_size();
    } else {
      return system_.size();
    }
  }
  /// Where state i of the host stands.
  int place(int i) const {
    if constexpr (requires { system_.place(); }) {
      return system_.place() == nullptr ? i : system_.place()[i];
    } else {
      return i;
    }
  }
  /// The states whose rates change with time by themselves.
  std::pair<int, int> drifting() const {
    if constexpr (requires { system_.drifting(); }) {
      return system_.drifting();
    } else {
      return {0, n_};
    }
  }
  void begin_states(int lane, const Job& job) {
    for (int i = 0; i < outer_size(); ++i) {
      y_[place(i)].set(lane, job.initial[i]);
      scale_[place(i)].set(lane, job.absolute_tolerance * job.scale[i]);
    }
  }
  Real* stage(int i) { return stage_.data() + static_cast<long>(i) * n_; }
  bool start(int lane, Host& host);
  void begin_segment(int lane);
  void report(int lane, Host& host, Ending ending);
  void finish(int lane, Host& host, Ending ending);
  void first_steps();
  void attempt();
  template <int I>
  void run_stage(const Real& inverse_h, const Real* slope);
  Real error_norm() const;
  int worst_state(int lane) const;
  void emit(Host& host, const Truth& accepted);
  void advance(Host& host);
  const double* column(const Numbers<Real>& values, int lane) {
    for (int i = 0; i < outer_size(); ++i) column_[i] = values[place(i)][lane];
    return column_.data();
  }

  System& system_;
  const int n_;
  Numbers<Real> y_, next_, work_, argument_, scale_, stage_;
  Numbers<double> column_, extremes_;
  Lane lanes_[Real::width];
  Real t_{0.0}, h_{1.0}, rtol_{1e-6};
  Truth fresh_{};  // lanes that start a segment and need a first step size
};

template <class System, class Real>
void BatchRosenbrock<System, Real>::run(Host& host) {
  int active = 0;
  for (int l = 0; l < Real::width; ++l) active += start(l, host);
  // A lane without work repeats lane 0's first problem; its answers go nowhere.
  while (active > 0) {
    if (host.stop()) {
      for (int l = 0; l < Real::width; ++l) {
        if (lanes_[l].active) report(l, host, Ending::interrupted);
      }
      return;
    }
    first_steps();
    attempt();
    advance(host);
    active = 0;
    for (const Lane& lane : lanes_) active += lane.active;
  }
}

template <class System, class Real>
bool BatchRosenbrock<System, Real>::start(int l, Host& host) {
  Lane& lane = lanes_[l];
  Job job;
  if (!host.next(l, job)) {
    lane.active = false;
    // An idle lane needs finite numbers: it keeps its last problem, or borrows lane 0's.
    if (lane.job.coefficients == nullptr && lanes_[0].job.coefficients != nullptr) {
      lane.job = lanes_[0].job;
      system_.load(l, lane.job.coefficients);
      begin_states(l, lane.job);
      lane.t = lane.job.start;
      lane.h = 1e-3;
      t_.set(l, lane.t);
      h_.set(l, lane.h);
      rtol_.set(l, lane.job.relative_tolerance);
    }
    return false;
  }
  lane = Lane{};
  lane.active = true;
  lane.job = job;
  lane.t = job.start;
  begin_states(l, job);
  rtol_.set(l, job.relative_tolerance);
  if constexpr (requires { system_.tolerate(l, job.relative_tolerance); })
    system_.tolerate(l, job.relative_tolerance);
  system_.reset(l);
  while (lane.next_output < job.outputs && job.output_times[lane.next_output] <= lane.t) {
    host.output(l, lane.next_output++, job.initial);
  }
  begin_segment(l);
  return true;
}

template <class System, class Real>
void BatchRosenbrock<System, Real>::begin_segment(int l) {
  system_.load(l, lanes_[l].job.coefficients);
  t_.set(l, lanes_[l].t);
  lanes_[l].h = 0;
  fresh_.set(l, true);
}

template <class System, class Real>
void BatchRosenbrock<System, Real>::report(int l, Host& host, Ending ending) {
  Lane& lane = lanes_[l];
  for (int m = 0; m < system_.monitors(); ++m) extremes_[m] = system_.extremes()[m][l];
  host.finished(l, ending, lane.t, column(y_, l), extremes_.data(), lane.effort);
}

template <class System, class Real>
void BatchRosenbrock<System, Real>::finish(int l, Host& host, Ending ending) {
  report(l, host, ending);
  start(l, host);
}

/// First step of a segment: h^6 max(|f|, |f'|) = 0.01 in units of the tolerance, a step for which
/// the leading error term of an order-5 method is of the size of the tolerance
/// (Hairer, Norsett & Wanner, Solving ODEs I, II.4).
template <class System, class Real>
void BatchRosenbrock<System, Real>::first_steps() {
  bool any = false;
  for (int l = 0; l < Real::width; ++l) any |= fresh_[l];
  if (!any) return;
  Real* f0 = stage(0);
  Real* f1 = stage(1);
  const Real probe(1e-6);
  system_.derivative(t_, y_.data(), f0);
  for (int i = 0; i < n_; i += width) put(&argument_[i], fma(Along(probe), row(f0 + i), row(&y_[i])));
  system_.derivative(t_ + probe, argument_.data(), f1);
  Along sizes(1e-300);
  for (int i = 0; i < n_; i += width) {
    const Along weight = Along(1.0) / fma(Along(rtol_), abs(row(&y_[i])), row(&scale_[i])), f = row(f0 + i);
    sizes = max(sizes, max(abs(f), abs(row(f1 + i) - f) / Along(probe)) * weight);
  }
  const Real size = largest<Real>(sizes);
  const Real guess = exp(Real(1.0 / 6) * log(Real(0.01) / size));
  for (int l = 0; l < Real::width; ++l) {
    if (!fresh_[l]) continue;
    Lane& lane = lanes_[l];
    lane.h = min(guess[l] > 0 ? guess[l] : 1e-6, lane.job.stop - lane.t);
    lane.effort.evaluations += 2;
    h_.set(l, lane.h);
    fresh_.set(l, false);
  }
}

/// Stage I: its argument, its right-hand side, its increment. Unrolled, since the sums over earlier
/// stages are a sixth of all the work.
template <class System, class Real>
template <int I>
void BatchRosenbrock<System, Real>::run_stage(const Real& inverse_h, const Real* slope) {
  using namespace rodas5p;
  const Real* earlier = stage_.data();
  if constexpr (I == 0) {
    for (int s = 0; s < n_; s += width) put(&argument_[s], row(&y_[s]));
  } else if constexpr (I <= 5) {
    for (int s = 0; s < n_; s += width) {
      Along sum = row(&y_[s]);
      [&]<int... J>(std::integer_sequence<int, J...>) {
        ((sum = fma(Along(a[I][J]), row(earlier + J * n_ + s), sum)), ...);
      }
      (std::make_integer_sequence<int, I>());
      put(&argument_[s], sum);
    }
  } else {
    for (int s = 0; s < n_; s += width)
      put(&argument_[s], row(&argument_[s]) + row(earlier + (I - 1) * n_ + s));
  }
  Real* u = stage(I);
  const Real time = fma(Real(c[I]), h_, t_);
  if constexpr (requires { system_.end_stage(u); }) {
    system_.begin_stage(I == 0, time, argument_.data(), u);
  } else {
    system_.derivative(time, argument_.data(), u);
  }
  const Along by_step = inverse_h;
  if constexpr (I > 0) {
    for (int s = 0; s < n_; s += width) {
      Along sum(0.0);
      [&]<int... J>(std::integer_sequence<int, J...>) {
        ((sum = fma(Along(C[I][J]), row(earlier + J * n_ + s), sum)), ...);
      }
      (std::make_integer_sequence<int, I>());
      put(u + s, fma(sum, by_step, row(u + s)));
    }
  }
  if constexpr (d[I] != 0) {
    const Along drift = Real(d[I]) * h_;
    const auto [first, last] = drifting();
    for (int s = first; s < last; s += width) put(u + s, fma(drift, row(slope + s), row(u + s)));
  }
  if constexpr (requires { system_.end_stage(u); }) {
    system_.end_stage(u);
  } else {
    system_.solve(u);
  }
}

/// One step of every lane from (t, y): stages, the new state in next_, the error in stage 8.
template <class System, class Real>
void BatchRosenbrock<System, Real>::attempt() {
  using namespace rodas5p;
  const Real inverse_h = Real(1.0) / h_;
  system_.linearise(t_, y_.data());
  system_.factor(inverse_h * Real(1.0 / gamma));
  const Real* slope = system_.time_derivative();
  [&]<int... Stage>(std::integer_sequence<int, Stage...>) { (run_stage<Stage>(inverse_h, slope), ...); }
  (std::make_integer_sequence<int, stages>());
  for (int s = 0; s < n_; s += width) put(&next_[s], row(&argument_[s]) + row(stage(7) + s));
}

/// Within 0.03 % of the largest ratio: a step size needs no more, and a division costs.
template <class System, class Real>
Real BatchRosenbrock<System, Real>::error_norm() const {
  Along ratio(0.0), bad(0.0);
  for (int s = 0; s < n_; s += width) {
    const Along error = abs(row(&stage_[7 * n_ + s]));
    const Along weight = fma(Along(rtol_), max(abs(row(&y_[s])), abs(row(&next_[s]))), row(&scale_[s]));
    ratio = max(ratio, error * rough_inverse(weight));
    bad += error * Along(0.0);  // NaN or infinity anywhere becomes NaN
  }
  Real norm = largest<Real>(ratio);
  for (int l = 0; l < width; ++l) norm += number<Real>(bad, l);
  return norm;
}

/// The state whose error is largest against its tolerance, or the first that is not a number.
template <class System, class Real>
int BatchRosenbrock<System, Real>::worst_state(int l) const {
  int worst = 0;
  double largest = -1;
  for (int i = 0; i < outer_size(); ++i) {
    const int s = place(i);
    const double ratio = abs(stage_[7 * n_ + s][l]) / (rtol_[l] * abs(y_[s][l]) + scale_[s][l]);
    if (!(ratio <= largest)) largest = ratio, worst = i;
    if (ratio != ratio) break;
  }
  return worst;
}

template <class System, class Real>
void BatchRosenbrock<System, Real>::emit(Host& host, const Truth& accepted) {
  const auto pending = [&](int l) {
    const Lane& lane = lanes_[l];
    return lane.active && accepted[l] && lane.next_output < lane.job.outputs &&
           lane.job.output_times[lane.next_output] <= lane.t + lane.h;
  };
  bool any = false;
  for (int l = 0; l < Real::width; ++l) any |= pending(l);
  if (!any) return;
  while (any) {
    Real theta(1.0);
    for (int l = 0; l < Real::width; ++l) {
      if (pending(l))
        theta.set(l,
                  min(1.0, (lanes_[l].job.output_times[lanes_[l].next_output] - lanes_[l].t) / lanes_[l].h));
    }
    const Real rest = Real(1.0) - theta, bend = theta * rest;
    Along weight[rodas5p::stages];
    for (int j = 0; j < rodas5p::stages; ++j) {
      const Real slope = fma(theta, Real(rodas5p::H[2][j]), Real(rodas5p::H[1][j]));
      weight[j] = bend * fma(theta, slope, Real(rodas5p::H[0][j]));
    }
    for (int s = 0; s < n_; s += width) {
      Along sum = fma(Along(theta), row(&next_[s]), Along(rest) * row(&y_[s]));
      for (int j = 0; j < rodas5p::stages; ++j) sum = fma(weight[j], row(&stage_[j * n_ + s]), sum);
      put(&work_[s], sum);
    }
    any = false;
    for (int l = 0; l < Real::width; ++l) {
      if (!pending(l)) continue;
      const double theta_l = theta[l];
      host.output(l, lanes_[l].next_output++, theta_l == 1.0 ? column(next_, l) : column(work_, l));
      any |= pending(l);
    }
  }
}

template <class System, class Real>
void BatchRosenbrock<System, Real>::advance(Host& host) {
  const Real norm = error_norm();
  const Real safe = max(norm, Real(1e-10));
  const Real ratio = Real(0.9) * exp(Real(-0.2) * log(safe));
  Truth accepted{};
  for (int l = 0; l < Real::width; ++l) {
    Lane& lane = lanes_[l];
    accepted.set(l, lane.active && norm[l] <= 1.0);
    lane.effort.evaluations += 8;
  }
  emit(host, accepted);
  for (int s = 0; s < n_; s += width) put(&y_[s], select(accepted, row(&next_[s]), row(&y_[s])));

  system_.inspect(accepted, t_ + h_, y_.data());
  for (int l = 0; l < Real::width; ++l) {
    Lane& lane = lanes_[l];
    if (!lane.active) continue;
    double h = lane.h;
    if (accepted[l]) {
      ++lane.effort.steps;
      const bool at_stop = lane.t + h >= lane.job.stop;
      lane.t = at_stop ? lane.job.stop : lane.t + h;
      h *= min(max(ratio[l], 0.2), lane.rejected ? 1.0 : 8.0);
      lane.rejected = false;
      if (at_stop) {
        t_.set(l, lane.t);
        if (host.event(l, lane.job)) {
          begin_segment(l);
        } else {
          finish(l, host, Ending::complete);
        }
        continue;
      }
      if (lane.effort.steps >= max_steps) {
        finish(l, host, Ending::too_many_steps);
        continue;
      }
    } else {
      ++lane.effort.rejected;
      lane.rejected = true;
      const double shrink = ratio[l] == ratio[l] ? ratio[l] : 0.1;  // NaN: try much smaller
      h *= min(max(shrink, 0.1), 0.9);
      if (h < 1e-14 * max(1.0, abs(lane.t))) {
        lane.effort.worst_state = worst_state(l);
        finish(l, host, Ending::step_vanished);
        continue;
      }
    }
    const double left = lane.job.stop - lane.t;
    lane.h = h >= left ? left : (h > 0.5 * left ? 0.5 * left : h);
    t_.set(l, lane.t);
    h_.set(l, lane.h);
  }
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::numerics
