// Coefficients of grids of cells.
#include "sim/numerics/multigrid/cell_level.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

#include "sim/numerics/multigrid/colours.hpp"
#include "sim/numerics/multigrid/parallel.hpp"

namespace cellroute::numerics::multigrid {
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

/// The inverse diagonal, the sinks and the colours.
void CellLevel::finish() {
  const int nx = shape.cells[0];
#pragma omp parallel for schedule(static) if (size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    const float *const tx = face[0].data() + row.at, *const s = sink.data() + row.at;
    const float *const ty = face[1].data() + row.at, *const ty0 = face[1].data() + row.face_below;
    const float *const tz = face[2].data() + row.at, *const tz0 = face[2].data() + row.face_behind;
    float* const __restrict out = inverse.data() + row.at;
    const auto invert = [&](int i, float left) {
      const float sum = ((tx[i] + left) + (ty[i] + ty0[i])) + (tz[i] + tz0[i]) + s[i];
      out[i] = sum > 0 ? 1 / sum : 0.0f;
    };
    invert(0, tx[nx - 1]);
    for (int i = 1; i < nx; ++i) invert(i, tx[i - 1]);
  }
  sinks.set(sink, nx);
  parent.clear();
  colours_ = colour_count(shape);
  colour_.assign(static_cast<std::size_t>(colours_), std::vector<std::int32_t>(static_cast<std::size_t>(nx)));
  for (int p = 0; p < colours_; ++p) {
    for (int i = 0; i < nx; ++i) colour_[p][i] = (axis_colour(shape, 0, i) + p) % colours_;
  }
}

}  // namespace cellroute::numerics::multigrid
