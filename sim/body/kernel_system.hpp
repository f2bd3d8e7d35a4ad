// The body as a system the batch integrator can step.
#pragma once

#include <utility>

#include "sim/body/elimination.hpp"
#include "sim/body/kernel.hpp"
#include "sim/numerics/rosenbrock.hpp"

namespace cellroute::body {
inline namespace CELLROUTE_ISA {

template <class Real, int Populations>
class BodySystem {
 public:
  using Truth = typename Real::Truth;

  explicit BodySystem(const LayoutView& layout)
      : outer_(layout),
        v_(numerics::row_width<Real> > 1 ? *layout.padded : layout),
        equations_(v_),
        elimination_(v_),
        coefficients_(v_.coefficients, Real(0.0)),
        age_(v_.carrier_stride, Real(0.0)),
        extremes_(monitor_count, Real(0.0)) {
    equations_.expect(pressures_);
    elimination_.equations().expect(pressures_);
  }

  int size() const { return v_.states; }
  int monitors() const { return monitor_count; }
  /// Where the plain layout's states stand; null for their own places.
  const int* place() const { return v_.state_place; }
  int outer_size() const { return outer_.states; }
  void load(int lane, const double* coefficients) {
    for (int i = 0; i < outer_.coefficients; ++i)
      coefficients_[v_.coefficient_place == nullptr ? i : v_.coefficient_place[i]].set(lane, coefficients[i]);
    // Pressures at rest, where the network's Newton steps begin.
    const auto& network = *reinterpret_cast<const circulation::Network<Real>*>(&coefficients_[v_.network]);
    for (int i = 0; i < circulation::max_nodes; ++i) pressures_[i].set(lane, network.start[i][lane]);
  }
  /// The border's error must not show among those of the steps.
  void tolerate(int lane, double relative) {
    elimination_.settle_at(lane, relative < 1e-9 ? 10 * relative : 1e-8);
  }
  void derivative(Real t, const Real* y, Real* f) {
    equations_.derivative(coefficients_.data(), t, y, f, scratch_);
  }
  void linearise(Real t, const Real* y) {
    elimination_.linearise(coefficients_.data(), t, y);
    for (int i = 0; i < circulation::max_nodes; ++i)
      pressures_[i] = elimination_.surroundings().circulation.pressure[i];
  }
  std::pair<int, int> drifting() const { return {v_.label_lodged, v_.lost}; }
  const Real* time_derivative() const { return elimination_.time_derivative(); }
  void factor(Real sigma) { elimination_.factor(sigma); }
  /// A stage in two halves, between which its earlier increments are added to f.
  void begin_stage(bool first, Real t, const Real* y, Real* f) {
    const Real* c = coefficients_.data();
    const Surroundings<Real>& at = first ? elimination_.surroundings() : scratch_;
    auto& equations = first ? elimination_.equations() : equations_;
    if (first) {  // the point of the Jacobian, known already
      for (int i = 0; i < v_.label_lodged; i += numerics::row_width<Real>)
        put(f + i, row(elimination_.slope() + i));
    } else {
      equations_.surroundings(c, y, scratch_, nullptr);
      equations_.cells(c, y, f, scratch_);
    }
    for (int i = v_.label_lodged; i < v_.states; i += numerics::row_width<Real>) put(f + i, Row<Real>(0.0));
    equations.trap_dead(c, at, trapped_dead_);
    equations.label_age(c, t, age_.data());
    stage_y_ = y;
  }
  void end_stage(Real* r) { elimination_.solve(r, {stage_y_, age_.data(), trapped_dead_}); }
  const Real* extremes() const { return extremes_.data(); }
  void reset(int lane) {
    for (Real& extreme : extremes_) extreme.set(lane, 0.0);
  }

  /// Extremes of an accepted state, under the coefficients of the step that led to it.
  void inspect(const Truth& lanes, Real t, const Real* y) {
    equations_.surroundings(coefficients_.data(), y, scratch_, nullptr);
    const auto raise = [&](int m, Real value) {
      extremes_[m] = select(lanes, max(extremes_[m], value), extremes_[m]);
    };
    const Real portal = scratch_.circulation.pressure[circulation::portal];
    const Real before = extremes_[peak_portal_pressure];
    raise(peak_portal_pressure, portal);
    extremes_[peak_portal_time] =
        select(lanes, select(portal > before, t, extremes_[peak_portal_time]), extremes_[peak_portal_time]);
    raise(peak_pulmonary_pressure, scratch_.circulation.pulmonary_artery);
    raise(worst_imbalance, scratch_.circulation.residual);
    raise(most_plugged_lung, scratch_.plugging[circulation::lung]);
    for (int i = 0; i < v_.territories; ++i) {
      raise(most_plugged_venules, scratch_.plugging[circulation::bed_of(i, circulation::venules)]);
      raise(most_plugged_arterioles, scratch_.plugging[circulation::bed_of(i, circulation::arterioles)]);
      for (int z = 0; z < circulation::zones; ++z) {
        raise(most_plugged_sinusoids, scratch_.plugging[circulation::bed_of(i, circulation::zone1 + z)]);
      }
    }
    Row<Real> low(0.0);
    for (int i = 0; i < v_.label_lodged; i += numerics::row_width<Real>) low = min(low, row(y + i));
    const Real lowest = numerics::least<Real>(low);
    extremes_[lowest_share] = select(lanes, min(extremes_[lowest_share], lowest), extremes_[lowest_share]);
  }

 private:
  const LayoutView& outer_;
  const LayoutView& v_;
  Equations<Real, Populations> equations_;
  Elimination<Real, Populations> elimination_;
  Surroundings<Real> scratch_;
  const Real* stage_y_ = nullptr;
  Real pressures_[circulation::max_nodes];  // where the Jacobian was taken: near those of the stages
  Real trapped_dead_[circulation::max_beds];
  Numbers<Real> coefficients_, age_, extremes_;
};

template <class Real, int Populations>
void run_kernel(const LayoutView& layout, numerics::Host& host) {
  BodySystem<Real, Populations> system(layout);
  numerics::BatchRosenbrock<BodySystem<Real, Populations>, Real>(system).run(host);
}

/// One size class and the default number, with and without a class of aggregates, have their own code.
template <class Real>
void run(const LayoutView& layout, numerics::Host& host) {
  switch (layout.populations) {
    case 1:
      return run_kernel<Real, 1>(layout, host);
    case 2:
      return run_kernel<Real, 2>(layout, host);
    case 5:
      return run_kernel<Real, 5>(layout, host);
    case 6:
      return run_kernel<Real, 6>(layout, host);
    default:
      if constexpr (numerics::row_width < Real >> 1) {
        if (layout.populations < numerics::row_width<Real>) return run_kernel<Real, one_row>(layout, host);
      }
      return run_kernel<Real, 0>(layout, host);
  }
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::body
