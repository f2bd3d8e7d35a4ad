// Passes over a grid, row by row. A row is a vector loop; cells of other colours keep their value.
#include "sim/numerics/multigrid/cell_level.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

#include "sim/numerics/multigrid/colours.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

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
void relax_row(const CellLevel& f, const Row& row, const std::int32_t* colour, int which, const float* rhs,
               float* x, float* __restrict next) {
  const Stencil s(f, row, x);
  const int nx = f.shape.cells[0];
  const bool ring = f.shape.periodic[0];
  const int first = ring ? 1 : 0, last = ring ? nx - 1 : nx;
  const float *const b = rhs + row.at, *const inverse = f.inverse.data() + row.at;
  float* const c = x + row.at;
  if (ring && colour[0] == which) {
    c[0] = (b[0] + s.sides<deep>(0) + s.tx[0] * c[1] + s.tx[nx - 1] * c[nx - 1]) * inverse[0];
  }
  // All cells' next values, then those of the colour: two plain vector loops.
  for (int i = first; i < last; ++i) {
    next[i] = (b[i] + s.sides<deep>(i) + s.tx[i] * s.here[i + 1] + s.tx[i - 1] * s.here[i - 1]) * inverse[i];
  }
  for (int i = first; i < last; ++i) c[i] = colour[i] == which ? next[i] : c[i];
  if (ring && colour[nx - 1] == which) {
    c[nx - 1] = (b[nx - 1] + s.sides<deep>(nx - 1) + s.tx[nx - 1] * c[0] + s.tx[nx - 2] * c[nx - 2]) *
                inverse[nx - 1];
  }
}

/// out = b - A x along a row, differences first; without b: out = -A x.
template <bool deep, bool with_b>
void residual_row(const CellLevel& f, const Row& row, const float* rhs, const float* x,
                  float* __restrict out) {
  const Stencil s(f, row, x);
  const int nx = f.shape.cells[0];
  const float *const b = with_b ? rhs + row.at : nullptr, *const c = s.here,
                     *const sink = f.sink.data() + row.at;
  const auto sides = [&](int i) {
    float sum = s.ty[i] * (s.above[i] - c[i]) + s.ty0[i] * (s.below[i] - c[i]) - sink[i] * c[i];
    if (deep) sum += s.tz[i] * (s.before[i] - c[i]) + s.tz0[i] * (s.behind[i] - c[i]);
    return with_b ? sum + b[i] : sum;
  };
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

Shape coarser(const Shape& fine, const std::array<int, 3>& factor) {
  Shape coarse;
  for (int a = 0; a < 3; ++a) {
    coarse.cells[a] = (fine.cells[a] + factor[a] - 1) / factor[a];
    coarse.periodic[a] = fine.periodic[a] && coarse.cells[a] > 1;
  }
  return coarse;
}

void CellLevel::set(const Operator& fine) {
  shape = fine.shape;
  const std::size_t n = shape.size();
  for (Field<float>* field : {&face[0], &face[1], &face[2], &sink, &inverse}) {
    if (field->size() != n) field->resize(n);
  }
  if (!fine.sinks) sink.zero();
  const int axes = shape.cells[2] > 1 ? 3 : 2;  // of the others all faces are 0
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t c = 0; c < n; ++c) {
    for (int a = 0; a < axes; ++a) face[a][c] = static_cast<float>(fine.face[a][c]);
    if (fine.sinks) sink[c] = static_cast<float>(fine.sink[c]);
  }
  finish();
}

bool CellLevel::uniform(const std::array<int, 3>& from, const std::array<int, 3>& to, float kappa) const {
  const auto& n = shape.cells;
  float least_inverse = std::numeric_limits<float>::max(), least = least_inverse;
  for (int k = from[2]; k < to[2]; ++k) {
    for (int j = from[1]; j < to[1]; ++j) {
      std::size_t c = (static_cast<std::size_t>(k) * n[1] + j) * static_cast<std::size_t>(n[0]) + from[0];
      for (int i = from[0]; i < to[0]; ++i, ++c) {
        least_inverse = std::min(least_inverse, inverse[c]);
        if (i + 1 < to[0]) least = std::min(least, face[0][c]);
        if (j + 1 < to[1]) least = std::min(least, face[1][c]);
        if (k + 1 < to[2]) least = std::min(least, face[2][c]);
      }
    }
  }
  return least_inverse > 0 && least * kappa * least_inverse >= 1;
}

bool CellLevel::set_coarser(const CellLevel& fine, const std::array<int, 3>& f, float kappa) {
  shape = coarser(fine.shape, f);
  const int nx = shape.cells[0], ny = shape.cells[1], nz = shape.cells[2];
  std::atomic<bool> all = true;
#pragma omp parallel for schedule(static) if (fine.size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    if (!all.load(std::memory_order_relaxed)) continue;
    for (int i = 0; i < nx; ++i) {
      const std::array<int, 3> from{i * f[0], r % ny * f[1], r / ny * f[2]};
      std::array<int, 3> to;
      for (int a = 0; a < 3; ++a) to[a] = std::min(fine.shape.cells[a], from[a] + f[a]);
      if (!fine.uniform(from, to, kappa)) all.store(false, std::memory_order_relaxed);
    }
  }
  if (!all) return false;
  for (Field<float>* field : {&face[0], &face[1], &face[2], &sink, &inverse}) field->resize(shape.size());
#pragma omp parallel for schedule(static) if (fine.size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const int block[3] = {0, r % ny, r / ny};
    const std::size_t to = static_cast<std::size_t>(r) * nx;
    for (int k = block[2] * f[2]; k < std::min(fine.shape.cells[2], (block[2] + 1) * f[2]); ++k) {
      for (int j = block[1] * f[1]; j < std::min(fine.shape.cells[1], (block[1] + 1) * f[1]); ++j) {
        const Row row = fine.shape.row(k * fine.shape.cells[1] + j);
        const auto last = [&](int a, int at) {
          return at % f[a] == f[a] - 1 || at + 1 == fine.shape.cells[a];
        };
        const bool top = ny > 1 && last(1, j), back = nz > 1 && last(2, k);
        for (int i = 0; i < fine.shape.cells[0]; ++i) {
          const std::size_t c = row.at + i, p = to + i / f[0];
          sink[p] += fine.sink[c];
          if (nx > 1 && last(0, i)) face[0][p] += fine.face[0][c];
          if (top) face[1][p] += fine.face[1][c];
          if (back) face[2][p] += fine.face[2][c];
        }
      }
    }
  }
  finish();
  return true;
}

/// The inverse diagonal and the colours.
void CellLevel::finish() {
  const int nx = shape.cells[0];
#pragma omp parallel for schedule(static) if (size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    const float *const tx = face[0].data() + row.at, *const s = sink.data() + row.at;
    const float *const ty = face[1].data() + row.at, *const ty0 = face[1].data() + row.below;
    const float *const tz = face[2].data() + row.at, *const tz0 = face[2].data() + row.behind;
    float* const __restrict out = inverse.data() + row.at;
    const auto invert = [&](int i, float left) {
      const float sum = ((tx[i] + left) + (ty[i] + ty0[i])) + (tz[i] + tz0[i]) + s[i];
      out[i] = sum > 0 ? 1 / sum : 0.0f;
    };
    invert(0, tx[nx - 1]);
    for (int i = 1; i < nx; ++i) invert(i, tx[i - 1]);
  }
  parent.clear();
  colours_ = colour_count(shape);
  colour_.assign(static_cast<std::size_t>(colours_), std::vector<std::int32_t>(static_cast<std::size_t>(nx)));
  for (int p = 0; p < colours_; ++p) {
    for (int i = 0; i < nx; ++i) colour_[p][i] = (axis_colour(shape, 0, i) + p) % colours_;
  }
}

int CellLevel::phase(const Row& row) const {
  return (axis_colour(shape, 1, row.j) + axis_colour(shape, 2, row.k)) % colours_;
}

void CellLevel::relax(const Field<float>& b, Field<float>& x, int colour) const {
  const bool deep = shape.cells[2] > 1;
#pragma omp parallel if (size() > worth_sharing)
  {
    std::vector<float> next(static_cast<std::size_t>(shape.cells[0]));
#pragma omp for schedule(static)
    for (int r = 0; r < shape.rows(); ++r) {
      const Row row = shape.row(r);
      const std::int32_t* const colours = colour_[phase(row)].data();
      if (deep) {
        relax_row<true>(*this, row, colours, colour, b.data(), x.data(), next.data());
      } else {
        relax_row<false>(*this, row, colours, colour, b.data(), x.data(), next.data());
      }
    }
  }
}

void CellLevel::smooth_from_zero(const Field<float>& b, Field<float>& x) const {
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

void CellLevel::smooth_back(const Field<float>& b, Field<float>& x) const {
  for (int colour = colours_; colour-- > 0;) relax(b, x, colour);
}

void CellLevel::restrict_residual(const Field<float>& b, const Field<float>& x, Field<float>& sums) const {
  const int nx = shape.cells[0], ny = shape.cells[1], nz = shape.cells[2];
  const bool deep = nz > 1, to_cells = parent.empty();
  const Shape next = coarser(shape, factor);
  if (!to_cells) sums.zero();
#pragma omp parallel if (size() > worth_sharing)
  {
    std::vector<float> residual(static_cast<std::size_t>(nx) + 1), together(static_cast<std::size_t>(nx) + 1);
#pragma omp for schedule(static)
    for (int block = 0; block < next.rows(); ++block) {
      const int j0 = block % next.cells[1] * factor[1], k0 = block / next.cells[1] * factor[2];
      std::fill(together.begin(), together.end(), 0.0f);
      for (int k = k0; k < std::min(nz, k0 + factor[2]); ++k) {
        for (int j = j0; j < std::min(ny, j0 + factor[1]); ++j) {
          const Row row = shape.row(k * ny + j);
          if (deep) {
            residual_row<true, true>(*this, row, b.data(), x.data(), residual.data());
          } else {
            residual_row<false, true>(*this, row, b.data(), x.data(), residual.data());
          }
          if (to_cells) {
            for (int i = 0; i < nx; ++i) together[i] += residual[i];
          } else {
            const std::int32_t* const to = parent.data() + row.at;
            for (int i = 0; i < nx; ++i) sums[to[i]] += residual[i];
          }
        }
      }
      if (!to_cells) continue;
      float* const out = sums.data() + static_cast<std::size_t>(block) * next.cells[0];
      const float* const in = together.data();
      if (factor[0] == 1) {
        std::copy(in, in + nx, out);
      } else {
        for (int i = 0; i < next.cells[0]; ++i) out[i] = in[2 * i] + in[2 * i + 1];
      }
    }
  }
}

void CellLevel::prolong(const Field<float>& coarse, float scale, Field<float>& x) const {
  const int nx = shape.cells[0];
  const Shape next = coarser(shape, factor);
#pragma omp parallel for schedule(static) if (size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    float* const out = x.data() + row.at;
    if (!parent.empty()) {
      const std::int32_t* const from = parent.data() + row.at;
      for (int i = 0; i < nx; ++i) out[i] += scale * coarse[from[i]];
      continue;
    }
    const float* const in = coarse.data() + (static_cast<std::size_t>(row.k / factor[2]) * next.cells[1] +
                                             static_cast<std::size_t>(row.j / factor[1])) *
                                                next.cells[0];
    if (factor[0] == 1) {
      for (int i = 0; i < nx; ++i) out[i] += scale * in[i];
    } else {
      for (int i = 0; i < nx / 2; ++i) {
        out[2 * i] += scale * in[i];
        out[2 * i + 1] += scale * in[i];
      }
      if (nx % 2 == 1) out[nx - 1] += scale * in[nx / 2];
    }
  }
}

std::array<double, 2> CellLevel::apply(const Field<float>& x, const Field<float>& b,
                                       Field<float>& out) const {
  const auto rows = static_cast<std::size_t>(shape.rows());
  std::vector<std::array<double, 2>> partial(rows);
  const bool deep = shape.cells[2] > 1;
#pragma omp parallel for schedule(static) if (size() > worth_sharing)
  for (std::size_t r = 0; r < rows; ++r) {
    const Row row = shape.row(static_cast<int>(r));
    float* const y = out.data();
    const float *const u = x.data(), *const v = b.data();
    if (deep) {
      residual_row<true, false>(*this, row, nullptr, u, y + row.at);
    } else {
      residual_row<false, false>(*this, row, nullptr, u, y + row.at);
    }
    const std::size_t end = row.at + static_cast<std::size_t>(shape.cells[0]);
    for (std::size_t c = row.at; c < end; ++c) y[c] = -y[c];
    partial[r] = {lane_sum(row.at, end, [=](std::size_t c) { return static_cast<double>(u[c]) * y[c]; }),
                  lane_sum(row.at, end, [=](std::size_t c) { return static_cast<double>(u[c]) * v[c]; })};
  }
  std::array<double, 2> total{};
  for (const auto& p : partial) {
    total[0] += p[0];
    total[1] += p[1];
  }
  return total;
}

}  // namespace cellroute::numerics::multigrid
