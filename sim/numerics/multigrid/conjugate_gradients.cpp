// Four passes over the grid for each iteration: two of the cycle, one for the direction, one for the step.
#include "sim/numerics/multigrid/conjugate_gradients.hpp"

#include <cmath>

#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

/// A residual smaller by this is no longer known to a digit or two: products with the operator in float are
/// wrong by about 1e-7 of the fluxes, which are of the order of the right-hand side or somewhat above.
constexpr double reach = 1e-4;

}  // namespace

double norm(const Field<double>& v) {
  const double* const a = v.data();
  return std::sqrt(ordered_sum(v.size(), [a](std::size_t c) { return a[c] * a[c]; }));
}

ConjugateGradients::ConjugateGradients(std::size_t n) {
  for (Field<float>* f : {&p_, &q_, &r_, &z_}) f->resize(n);
}

int ConjugateGradients::operator()(Aggregation& preconditioner, const Field<double>& residual, double size,
                                   double goal, int max_iterations, Field<double>& x) {
  const std::size_t n = x.size();
  const double* const from = residual.data();
  double* const u = x.data();
  float *const p = p_.data(), *const q = q_.data(), *const r = r_.data();
  // All floats are in units of the residual at the start: they do not underflow.
  const double unit = 1 / size, enough = std::max(goal * unit, reach);
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t c = 0; c < n; ++c) r[c] = static_cast<float>(from[c] * unit);
  int iterations = 0;
  double left = 1;
  while ((left > enough || iterations == 0) && iterations < max_iterations) {
    const auto [rz, qz] = preconditioner.apply(r_, q_, z_);
    const double beta = conjugate_to_last_ ? -qz / energy_ : 0;
    if (!conjugate_to_last_) p_.zero();
    energy_ = preconditioner.finest().next_direction(z_, static_cast<float>(beta), p_, q_);
    conjugate_to_last_ = energy_ > 0 && rz > 0;
    if (!conjugate_to_last_) break;  // nothing left but rounding
    const double alpha = rz / energy_;
    const double step = alpha * size;
    const float less = static_cast<float>(alpha);
    left = std::sqrt(ordered_sums<1>(n, [&](std::size_t begin, std::size_t end) {
      for (std::size_t c = begin; c < end; ++c) {
        u[c] += step * static_cast<double>(p[c]);
        r[c] -= less * q[c];
      }
      return std::array<double, 1>{lane_sum(
          begin, end, [r](std::size_t c) { return static_cast<double>(r[c]) * static_cast<double>(r[c]); })};
    })[0]);
    ++iterations;
  }
  return iterations;
}

}  // namespace cellroute::numerics::multigrid
