// What is done to one row of a grid of cells. A row is a vector loop; cells of other colours keep their
// value.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/numerics/multigrid/cell_level.hpp"

namespace cellroute::numerics::multigrid {

/// Pointers to a row of x, of its neighbours and of their conductances.
struct Stencil {
  const float *here, *below, *above, *behind, *before;
  const float *tx, *ty, *ty0, *tz, *tz0;

  Stencil(const CellLevel& f, const Row& row, const float* x)
      : here(x + row.at),
        below(x + row.below),
        above(x + row.above),
        behind(x + row.behind),
        before(x + row.before),
        tx(f.face[0].data() + row.at),
        ty(f.face[1].data() + row.at),
        ty0(f.face[1].data() + row.face_below),
        tz(f.face[2].data() + row.at),
        tz0(f.face[2].data() + row.face_behind) {}

  template <bool deep>
  float sides(int i) const {
    float sum = ty[i] * above[i] + ty0[i] * below[i];
    if (deep) sum += tz[i] * before[i] + tz0[i] * behind[i];
    return sum;
  }
  template <bool deep>
  float differences(int i) const {
    float sum = ty[i] * (above[i] - here[i]) + ty0[i] * (below[i] - here[i]);
    if (deep) sum += tz[i] * (before[i] - here[i]) + tz0[i] * (behind[i] - here[i]);
    return sum;
  }
};

/// One colour's part of a Gauss-Seidel sweep. Only this row and its neighbours are looked at: cells before
/// the first and after the last one belong to rows that may be changing.
template <bool deep>
void relax_row(const CellLevel& f, const Row& row, const std::int32_t* colour, int which, const float* rhs,
               float* x) {
  const Stencil s(f, row, x);
  const int nx = f.shape.cells[0];
  const bool ring = f.shape.periodic[0];
  const float *const b = rhs + row.at, *const inverse = f.inverse.data() + row.at;
  float* const c = x + row.at;
  if (colour[0] == which) {
    const float right = nx > 1 ? s.tx[0] * c[1] : 0, left = ring ? s.tx[nx - 1] * c[nx - 1] : 0;
    c[0] = (b[0] + s.sides<deep>(0) + right + left) * inverse[0];
  }
  // All cells' next values, then those of the colour: two plain vector loops.
  constexpr int stretch = 512;
  float next[stretch];
  for (int begin = 1; begin < nx - 1; begin += stretch) {
    const int end = std::min(nx - 1, begin + stretch);
    for (int i = begin; i < end; ++i) {
      next[i - begin] =
          (b[i] + s.sides<deep>(i) + s.tx[i] * s.here[i + 1] + s.tx[i - 1] * s.here[i - 1]) * inverse[i];
    }
    for (int i = begin; i < end; ++i) c[i] = colour[i] == which ? next[i - begin] : c[i];
  }
  if (nx > 1 && colour[nx - 1] == which) {
    const float right = ring ? s.tx[nx - 1] * c[0] : 0, left = s.tx[nx - 2] * c[nx - 2];
    c[nx - 1] = (b[nx - 1] + s.sides<deep>(nx - 1) + right + left) * inverse[nx - 1];
  }
}

/// out = b - A x along a row, differences first; without b: out = A x.
template <bool deep, bool with_b>
void residual_row(const CellLevel& f, const Row& row, const float* rhs, const float* x,
                  float* __restrict out) {
  const Stencil s(f, row, x);
  const int nx = f.shape.cells[0];
  const float *const b = with_b ? rhs + row.at : nullptr, *const c = s.here;
  const auto both = [&](int i, float along) {
    const float sum = s.differences<deep>(i) + along;
    return with_b ? sum + b[i] : -sum;
  };
  for (int i = 1; i < nx - 1; ++i) {
    out[i] = both(i, s.tx[i] * (c[i + 1] - c[i]) + s.tx[i - 1] * (c[i - 1] - c[i]));
  }
  const float joint = f.shape.periodic[0] ? s.tx[nx - 1] * (c[0] - c[nx - 1]) : 0;
  out[0] = both(0, (nx > 1 ? s.tx[0] * (c[1] - c[0]) : 0) - joint);
  if (nx > 1) out[nx - 1] = both(nx - 1, joint + s.tx[nx - 2] * (c[nx - 2] - c[nx - 1]));
  f.sinks.each(row, nx, [&](int i, float sink) { out[i] += (with_b ? -sink : sink) * c[i]; });
}

}  // namespace cellroute::numerics::multigrid
