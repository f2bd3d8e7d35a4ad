// Matrix-free product with the five- or seven-point operator.
#include "sim/numerics/multigrid/operator.hpp"

#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

template <bool deep>
void apply_row(const Operator& op, const Row& row, const double* x, double* y) {
  const int nx = op.shape.cells[0];
  const double* const c = x + row.at;
  const double *below = x + row.below, *above = x + row.above;
  const double *behind = x + row.behind, *before = x + row.before;
  const double* const tx = op.face[0].data() + row.at;
  const double *ty = op.face[1].data() + row.at, *ty0 = op.face[1].data() + row.below;
  const double *tz = op.face[2].data() + row.at, *tz0 = op.face[2].data() + row.behind;
  const double* const s = op.sink.data() + row.at;
  const bool sinks = op.sinks;
  double* const out = y + row.at;
  const auto sides = [&](int i) {
    double sum = ty[i] * (c[i] - above[i]) + ty0[i] * (c[i] - below[i]);
    if (deep) sum += tz[i] * (c[i] - before[i]) + tz0[i] * (c[i] - behind[i]);
    return sum;
  };
#pragma GCC ivdep
  for (int i = 0; i < nx; ++i) {
    out[i] = sides(i) + tx[i] * (c[i] - c[i + 1]) + tx[i - 1] * (c[i] - c[i - 1]);
  }
  if (op.shape.periodic[0]) {
    const double joint = tx[nx - 1] * (c[nx - 1] - c[0]);
    out[0] = sides(0) + tx[0] * (c[0] - c[1]) - joint;
    out[nx - 1] = sides(nx - 1) + joint + tx[nx - 2] * (c[nx - 1] - c[nx - 2]);
  }
  if (sinks) {
#pragma GCC ivdep
    for (int i = 0; i < nx; ++i) out[i] += s[i] * c[i];
  }
}

}  // namespace

void Operator::set(const Faces& conductance, std::span<const double> sink_numbers) {
  const std::size_t n = shape.size();
  double total = 0;
  for (int a = 0; a < 3; ++a) {
    if (shape.cells[a] > 1) total += ordered_sum(n, [&](std::size_t c) { return conductance[a][c]; });
  }
  sinks = !sink_numbers.empty();
  if (sinks) total += ordered_sum(n, [&](std::size_t c) { return sink_numbers[c]; });
  scale = total / static_cast<double>(n);
  for (int a = 0; a < 3; ++a) {
    face[a].resize(n);
    if (shape.cells[a] < 2) continue;
    for (std::size_t c = 0; c < n; ++c) face[a][c] = conductance[a][c] / scale;
  }
  sink.resize(sinks ? n : 0);
  for (std::size_t c = 0; sinks && c < n; ++c) sink[c] = sink_numbers[c] / scale;
}

void Operator::apply(const Field<double>& x, Field<double>& y) const {
  const bool deep = shape.cells[2] > 1;
#pragma omp parallel for schedule(static)
  for (int r = 0; r < shape.rows(); ++r) {
    if (deep) {
      apply_row<true>(*this, shape.row(r), x.data(), y.data());
    } else {
      apply_row<false>(*this, shape.row(r), x.data(), y.data());
    }
  }
}

}  // namespace cellroute::numerics::multigrid
