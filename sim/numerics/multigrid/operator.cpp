// Matrix-free residual of the five- or seven-point operator.
#include "sim/numerics/multigrid/operator.hpp"

#include <cmath>

#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

template <bool deep>
void residual_row(const Operator& op, const Row& row, const double* b, const double* x, double* r) {
  const int nx = op.shape.cells[0];
  const double* const c = x + row.at;
  const double *below = x + row.below, *above = x + row.above;
  const double *behind = x + row.behind, *before = x + row.before;
  const double* const tx = op.face[0].data() + row.at;
  const double *ty = op.face[1].data() + row.at, *ty0 = op.face[1].data() + row.face_below;
  const double *tz = op.face[2].data() + (deep ? row.at : 0),
               *tz0 = op.face[2].data() + (deep ? row.face_behind : 0);
  const double* const s = op.sink.data() + (op.sinks ? row.at : 0);
  const bool sinks = op.sinks;
  double* const __restrict out = r + row.at;
  const auto sides = [&](int i) {
    double sum = ty[i] * (c[i] - above[i]) + ty0[i] * (c[i] - below[i]);
    if (deep) sum += tz[i] * (c[i] - before[i]) + tz0[i] * (c[i] - behind[i]);
    return sum;
  };
  for (int i = 0; i < nx; ++i) {
    out[i] = sides(i) + tx[i] * (c[i] - c[i + 1]) + tx[i - 1] * (c[i] - c[i - 1]);
  }
  if (op.shape.periodic[0]) {
    const double joint = tx[nx - 1] * (c[nx - 1] - c[0]);
    out[0] = sides(0) + tx[0] * (c[0] - c[1]) - joint;
    out[nx - 1] = sides(nx - 1) + joint + tx[nx - 2] * (c[nx - 1] - c[nx - 2]);
  }
  if (sinks) {
    for (int i = 0; i < nx; ++i) out[i] += s[i] * c[i];
  }
  const double* const rhs = b + row.at;
  for (int i = 0; i < nx; ++i) out[i] = rhs[i] - out[i];
}

void scaled(std::span<const double> from, double factor, Field<double>& to) {
#pragma omp parallel for schedule(static) if (from.size() > worth_sharing)
  for (std::size_t c = 0; c < from.size(); ++c) to[c] = from[c] * factor;
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
  const double unit = 1 / scale;
  for (int a = 0; a < 3; ++a) {
    if (a == 2 && shape.cells[2] == 1) continue;  // never read
    if (face[a].size() != n) face[a].resize(n);
    if (shape.cells[a] > 1) scaled(conductance[a], unit, face[a]);
  }
  if (sinks && sink.size() != n) sink.resize(n);
  if (sinks) scaled(sink_numbers, unit, sink);
}

double Operator::residual(const Field<double>& b, const Field<double>& x, Field<double>& r) const {
  const bool deep = shape.cells[2] > 1;
  std::vector<double> partial(static_cast<std::size_t>(shape.rows()));
#pragma omp parallel for schedule(static) if (x.size() > worth_sharing)
  for (int index = 0; index < shape.rows(); ++index) {
    const Row row = shape.row(index);
    if (deep) {
      residual_row<true>(*this, row, b.data(), x.data(), r.data());
    } else {
      residual_row<false>(*this, row, b.data(), x.data(), r.data());
    }
    const double* const v = r.data();
    const std::size_t end = row.at + static_cast<std::size_t>(shape.cells[0]);
    partial[static_cast<std::size_t>(index)] =
        lane_sum(row.at, end, [v](std::size_t c) { return v[c] * v[c]; });
  }
  double sum = 0;
  for (const double p : partial) sum += p;
  return std::sqrt(sum);
}

}  // namespace cellroute::numerics::multigrid
