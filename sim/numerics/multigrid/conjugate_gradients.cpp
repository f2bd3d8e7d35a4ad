// Three passes over the vectors for each product with the operator.
#include "sim/numerics/multigrid/conjugate_gradients.hpp"

#include <cmath>

#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {

double norm(const Field<double>& v) {
  const double* const a = v.data();
  return std::sqrt(ordered_sum(v.size(), [a](std::size_t c) { return a[c] * a[c]; }));
}

ConjugateGradients::ConjugateGradients(std::size_t n) {
  for (Field<double>* f : {&p_, &q_}) f->resize(n);
  for (Field<float>* f : {&r_, &z_}) f->resize(n);
}

Progress ConjugateGradients::operator()(const Operator& a, Aggregation& preconditioner, Field<double>& x,
                                        Field<double>& residual, double goal, int max_iterations) {
  const std::size_t n = x.size();
  double *const p = p_.data(), *const q = q_.data(), *const r = residual.data(), *const u = x.data();
  float *const rf = r_.data(), *const z = z_.data();
  Progress progress{0, norm(residual)};
  // The preconditioner sees residuals of the order of 1: floats do not underflow.
  double unit = progress.residual > 0 ? 1 / progress.residual : 0;
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t c = 0; c < n; ++c) rf[c] = static_cast<float>(r[c] * unit);
  double pq = 0;
  while (progress.residual > goal && progress.iterations < max_iterations) {
    preconditioner.apply(r_, z_);
    const bool first = progress.iterations == 0;
    const auto [rz, qz] = ordered_sums<2>(n, [&](std::size_t begin, std::size_t end) {
      return std::array<double, 2>{
          lane_sum(begin, end, [=](std::size_t c) { return r[c] * static_cast<double>(z[c]); }),
          first ? 0.0
                : lane_sum(begin, end, [=](std::size_t c) { return q[c] * static_cast<double>(z[c]); })};
    });
    const double beta = first ? 0 : -qz / pq;
#pragma omp parallel for schedule(static) if (n > worth_sharing)
    for (std::size_t c = 0; c < n; ++c) p[c] = static_cast<double>(z[c]) + (first ? 0.0 : beta * p[c]);
    pq = a.apply(p_, q_);
    if (!(pq > 0) || !(rz > 0)) return progress;  // nothing left but rounding
    const double alpha = rz / pq;
    unit = 1 / progress.residual;
    const auto squared = ordered_sums<1>(n, [&](std::size_t begin, std::size_t end) {
      for (std::size_t c = begin; c < end; ++c) {
        u[c] += alpha * p[c];
        r[c] -= alpha * q[c];
        rf[c] = static_cast<float>(r[c] * unit);
      }
      return std::array<double, 1>{lane_sum(begin, end, [r](std::size_t c) { return r[c] * r[c]; })};
    });
    progress.residual = std::sqrt(squared[0]);
    ++progress.iterations;
  }
  return progress;
}

}  // namespace cellroute::numerics::multigrid
