// Passes over the finest grid, row by row. A row is a vector loop; cells of other colours keep their value.
#include "sim/numerics/multigrid/finest.hpp"

#include <algorithm>

#include "sim/numerics/multigrid/colours.hpp"
#include "sim/numerics/multigrid/parallel.hpp"

namespace cellroute::numerics::multigrid {
namespace {

/// Pointers to a row of x, of its neighbours and of their conductances.
struct Stencil {
  const float *here, *below, *above, *behind, *before;
  const float *tx, *ty, *ty0, *tz, *tz0;

  Stencil(const Finest& f, const Row& row, const float* x)
      : here(x + row.at),
        below(x + row.below),
        above(x + row.above),
        behind(x + row.behind),
        before(x + row.before),
        tx(f.face[0].data() + row.at),
        ty(f.face[1].data() + row.at),
        ty0(f.face[1].data() + row.below),
        tz(f.face[2].data() + row.at),
        tz0(f.face[2].data() + row.behind) {}

  template <bool deep>
  float sides(int i) const {
    float sum = ty[i] * above[i] + ty0[i] * below[i];
    if (deep) sum += tz[i] * before[i] + tz0[i] * behind[i];
    return sum;
  }
};

template <bool deep>
void relax_row(const Finest& f, const Row& row, const std::int32_t* colour, int which, const float* rhs,
               float* x) {
  const Stencil s(f, row, x);
  const int nx = f.shape.cells[0];
  const bool ring = f.shape.periodic[0];
  const int first = ring ? 1 : 0, last = ring ? nx - 1 : nx;
  const float *const b = rhs + row.at, *const inverse = f.inverse.data() + row.at;
  float* const c = x + row.at;
  if (ring && colour[0] == which) {
    c[0] = (b[0] + s.sides<deep>(0) + s.tx[0] * c[1] + s.tx[nx - 1] * c[nx - 1]) * inverse[0];
  }
#pragma GCC ivdep
  for (int i = first; i < last; ++i) {
    const float next = (b[i] + s.sides<deep>(i) + s.tx[i] * c[i + 1] + s.tx[i - 1] * c[i - 1]) * inverse[i];
    c[i] = colour[i] == which ? next : c[i];
  }
  if (ring && colour[nx - 1] == which) {
    c[nx - 1] = (b[nx - 1] + s.sides<deep>(nx - 1) + s.tx[nx - 1] * c[0] + s.tx[nx - 2] * c[nx - 2]) *
                inverse[nx - 1];
  }
}

/// out = b - A x along a row, differences first.
template <bool deep>
void residual_row(const Finest& f, const Row& row, const float* rhs, const float* x, float* out) {
  const Stencil s(f, row, x);
  const int nx = f.shape.cells[0];
  const float *const b = rhs + row.at, *const c = s.here, *const sink = f.sink.data() + row.at;
  const auto sides = [&](int i) {
    float sum = s.ty[i] * (s.above[i] - c[i]) + s.ty0[i] * (s.below[i] - c[i]) - sink[i] * c[i];
    if (deep) sum += s.tz[i] * (s.before[i] - c[i]) + s.tz0[i] * (s.behind[i] - c[i]);
    return sum + b[i];
  };
#pragma GCC ivdep
  for (int i = 0; i < nx; ++i) {
    out[i] = sides(i) + s.tx[i] * (c[i + 1] - c[i]) + s.tx[i - 1] * (c[i - 1] - c[i]);
  }
  if (f.shape.periodic[0]) {
    const float joint = s.tx[nx - 1] * (c[0] - c[nx - 1]);
    out[0] = sides(0) + s.tx[0] * (c[1] - c[0]) - joint;
    out[nx - 1] = sides(nx - 1) + joint + s.tx[nx - 2] * (c[nx - 2] - c[nx - 1]);
  }
}

}  // namespace

void Finest::set(const Operator& fine) {
  shape = fine.shape;
  sinks = fine.sinks;
  const std::size_t n = shape.size();
  const int nx = shape.cells[0];
  for (Field<float>* field : {&face[0], &face[1], &face[2], &sink, &inverse}) {
    if (field->size() != n) field->resize(n);
  }
  if (!sinks) sink.zero();
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t r = 0; r < static_cast<std::size_t>(shape.rows()); ++r) {
    const std::size_t at = r * static_cast<std::size_t>(nx);
    for (int a = 0; a < 3; ++a) {
      const double* const from = fine.face[a].data() + at;
      float* const to = face[a].data() + at;
      for (int i = 0; i < nx; ++i) to[i] = static_cast<float>(from[i]);
    }
    for (int i = 0; sinks && i < nx; ++i) sink[at + i] = static_cast<float>(fine.sink[at + i]);
  }
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    const float *const tx = face[0].data() + row.at, *const s = sink.data() + row.at;
    const float *const ty = face[1].data() + row.at, *const ty0 = face[1].data() + row.below;
    const float *const tz = face[2].data() + row.at, *const tz0 = face[2].data() + row.behind;
    float* const out = inverse.data() + row.at;
    for (int i = 0; i < nx; ++i) {
      const float left = i > 0 ? tx[i - 1] : tx[nx - 1];
      const float sum = ((tx[i] + left) + (ty[i] + ty0[i])) + (tz[i] + tz0[i]) + s[i];
      out[i] = sum > 0 ? 1 / sum : 0.0f;
    }
  }
  colours_ = colour_count(shape);
  colour_.assign(static_cast<std::size_t>(colours_), std::vector<std::int32_t>(static_cast<std::size_t>(nx)));
  for (int p = 0; p < colours_; ++p) {
    for (int i = 0; i < nx; ++i) colour_[p][i] = (axis_colour(shape, 0, i) + p) % colours_;
  }
}

int Finest::phase(const Row& row) const {
  return (axis_colour(shape, 1, row.j) + axis_colour(shape, 2, row.k)) % colours_;
}

void Finest::relax(const Field<float>& b, Field<float>& x, int colour) const {
  const bool deep = shape.cells[2] > 1;
#pragma omp parallel for schedule(static) if (x.size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    const std::int32_t* const colours = colour_[phase(row)].data();
    if (deep) {
      relax_row<true>(*this, row, colours, colour, b.data(), x.data());
    } else {
      relax_row<false>(*this, row, colours, colour, b.data(), x.data());
    }
  }
}

void Finest::smooth_from_zero(const Field<float>& b, Field<float>& x) const {
  const int nx = shape.cells[0];
#pragma omp parallel for schedule(static) if (x.size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    const std::int32_t* const colours = colour_[phase(row)].data();
    const float *const rhs = b.data() + row.at, *const inv = inverse.data() + row.at;
    float* const out = x.data() + row.at;
    for (int i = 0; i < nx; ++i) out[i] = colours[i] == 0 ? rhs[i] * inv[i] : 0.0f;
  }
  for (int colour = 1; colour < colours_; ++colour) relax(b, x, colour);
}

void Finest::smooth_back(const Field<float>& b, Field<float>& x) const {
  for (int colour = colours_; colour-- > 0;) relax(b, x, colour);
}

void Finest::restrict_residual(const Field<float>& b, const Field<float>& x, const std::array<int, 3>& factor,
                               const std::vector<std::int32_t>& parent, std::vector<float>& sums) const {
  const auto [nx, ny, nz] = shape.cells;
  const bool deep = nz > 1;
  const int by = (ny + factor[1] - 1) / factor[1], bz = (nz + factor[2] - 1) / factor[2];
#pragma omp parallel if (x.size() > worth_sharing)
  {
    std::vector<float> residual(static_cast<std::size_t>(nx));
#pragma omp for schedule(static)
    for (int block = 0; block < by * bz; ++block) {
      const int j0 = block % by * factor[1], k0 = block / by * factor[2];
      for (int k = k0; k < std::min(nz, k0 + factor[2]); ++k) {
        for (int j = j0; j < std::min(ny, j0 + factor[1]); ++j) {
          const Row row = shape.row(k * ny + j);
          if (deep) {
            residual_row<true>(*this, row, b.data(), x.data(), residual.data());
          } else {
            residual_row<false>(*this, row, b.data(), x.data(), residual.data());
          }
          const std::int32_t* const to = parent.data() + row.at;
          for (int i = 0; i < nx; ++i) sums[to[i]] += residual[i];
        }
      }
    }
  }
}

}  // namespace cellroute::numerics::multigrid
