// What a cycle does on a grid of cells: chains of passes that go over the grid together.
#include <algorithm>
#include <vector>

#include "sim/numerics/multigrid/cell_rows.hpp"
#include "sim/numerics/multigrid/colours.hpp"
#include "sim/numerics/multigrid/reduce.hpp"
#include "sim/numerics/multigrid/wavefront.hpp"

namespace cellroute::numerics::multigrid {
namespace {

/// A row's worth of numbers of each thread.
float* scratch(int nx) {
  thread_local std::vector<float> numbers;
  if (numbers.size() < static_cast<std::size_t>(nx)) numbers.resize(static_cast<std::size_t>(nx));
  return numbers.data();
}

template <std::size_t sums>
std::array<double, sums> in_order(const std::vector<std::array<double, sums>>& partial) {
  std::array<double, sums> total{};
  for (const auto& p : partial) {
    for (std::size_t s = 0; s < sums; ++s) total[s] += p[s];
  }
  return total;
}

/// Dot product of two rows of n numbers.
double dot(const float* a, const float* b, int n) {
  return lane_sum(0, static_cast<std::size_t>(n),
                  [=](std::size_t i) { return static_cast<double>(a[i]) * static_cast<double>(b[i]); });
}

void residual(const CellLevel& level, const Row& row, const float* b, const float* x, float* out) {
  if (level.shape.cells[2] > 1) {
    residual_row<true, true>(level, row, b, x, out);
  } else {
    residual_row<false, true>(level, row, b, x, out);
  }
}

void product(const CellLevel& level, const Row& row, const float* x, float* out) {
  if (level.shape.cells[2] > 1) {
    residual_row<true, false>(level, row, nullptr, x, out + row.at);
  } else {
    residual_row<false, false>(level, row, nullptr, x, out + row.at);
  }
}

}  // namespace

const std::int32_t* CellLevel::colours(const Row& row) const {
  return colour_[(axis_colour(shape, 1, row.j) + axis_colour(shape, 2, row.k)) % colours_].data();
}

/// The first colour of a sweep from zero; the others are set to 0.
void CellLevel::start_row(const Row& row, const float* b, float* x) const {
  const std::int32_t* const colour = colours(row);
  const float *const rhs = b + row.at, *const inv = inverse.data() + row.at;
  float* const out = x + row.at;
  for (int i = 0; i < shape.cells[0]; ++i) out[i] = colour[i] == 0 ? rhs[i] * inv[i] : 0.0f;
}

void CellLevel::relax_slice(int slice, int colour, const float* b, float* x) const {
  shape.rows_of(slice, [&](const Row& row) {
    if (shape.cells[2] > 1) {
      relax_row<true>(*this, row, colours(row), colour, b, x);
    } else {
      relax_row<false>(*this, row, colours(row), colour, b, x);
    }
  });
}

/// Residuals of the group of slices whose last one this is.
void CellLevel::restrict_slice(int slice, const float* b, const float* x, const Shape& next,
                               float* sums) const {
  const int nx = shape.cells[0], across = factor[shape.slice_axis()];
  if (slice % across != across - 1 && slice + 1 != shape.slices()) return;
  const int group = slice / across;
  float* const out = scratch(2 * nx + 2);
  float* const together = out + nx + 1;
  const int fine_rows = shape.rows_in_slice(), step = factor[3 - shape.slice_axis()];
  for (int begin = 0; begin < fine_rows; begin += step) {
    std::fill(together, together + nx + 1, 0.0f);
    for (int s = group * across; s <= slice; ++s) {
      for (int j = begin; j < std::min(fine_rows, begin + step); ++j) {
        const Row row = shape.row_of(s, j);
        residual(*this, row, b, x, out);
        if (parent.empty()) {
          for (int i = 0; i < nx; ++i) together[i] += out[i];
        } else {
          const std::int32_t* const to = parent.data() + row.at;
          for (int i = 0; i < nx; ++i) sums[to[i]] += out[i];
        }
      }
    }
    if (!parent.empty()) continue;
    const int beside = begin / step;
    float* const to = sums + (shape.slice_axis() == 2 ? next.row(beside, group) : next.row(group, beside)).at;
    if (factor[0] == 1) {
      std::copy(together, together + nx, to);
    } else {
      for (int i = 0; i < next.cells[0]; ++i) to[i] = together[2 * i] + together[2 * i + 1];
    }
  }
}

void CellLevel::descend(const Field<float>& b, Field<float>& x, Field<float>& sums) const {
  const Shape next = coarser(shape, factor);
  const float* const rhs = b.data();
  float *const u = x.data(), *const out = sums.data();
  if (!parent.empty()) sums.zero();
  // Groups of slices reach one slice further back than a pass may look: hence a pass that does nothing.
  const int smoothing = sweeps * colours_;
  wavefront(shape.slices(), shape.ring(), smoothing + 2, size() > worth_sharing, [&](int pass, int slice) {
    if (pass == 0) {
      shape.rows_of(slice, [&](const Row& row) { start_row(row, rhs, u); });
    } else if (pass < smoothing) {
      relax_slice(slice, pass % colours_, rhs, u);
    } else if (pass > smoothing) {
      restrict_slice(slice, rhs, u, next, out);
    }
  });
}

void CellLevel::prolong_row(const Row& row, const Shape& next, const float* coarse, float scale,
                            float* x) const {
  const int nx = shape.cells[0];
  float* const out = x + row.at;
  if (!parent.empty()) {
    const std::int32_t* const from = parent.data() + row.at;
    for (int i = 0; i < nx; ++i) out[i] += scale * coarse[from[i]];
    return;
  }
  const float* const in = coarse + next.row(row.j / factor[1], row.k / factor[2]).at;
  if (factor[0] == 1) {
    for (int i = 0; i < nx; ++i) out[i] += scale * in[i];
    return;
  }
  for (int i = 0; i < nx / 2; ++i) {
    out[2 * i] += scale * in[i];
    out[2 * i + 1] += scale * in[i];
  }
  if (nx % 2 == 1) out[nx - 1] += scale * in[nx / 2];
}

std::array<double, 2> CellLevel::ascend(const Field<float>& coarse, float scale, const Field<float>& b,
                                        Field<float>& x, const Field<float>* other) const {
  const Shape next = coarser(shape, factor);
  const float *const from = coarse.data(), *const rhs = b.data();
  const float* const with = other == nullptr ? nullptr : other->data();
  float* const u = x.data();
  const int nx = shape.cells[0];
  std::vector<std::array<double, 2>> partial(with == nullptr ? 0 : static_cast<std::size_t>(shape.rows()));
  const int passes = 1 + sweeps * colours_;
  wavefront(shape.slices(), shape.ring(), passes, size() > worth_sharing, [&](int pass, int slice) {
    if (pass == 0) {
      shape.rows_of(slice, [&](const Row& row) { prolong_row(row, next, from, scale, u); });
      return;
    }
    relax_slice(slice, (passes - 1 - pass) % colours_, rhs, u);
    if (pass + 1 < passes || with == nullptr) return;
    shape.rows_of(slice, [&](const Row& row) {
      partial[row.index] = {dot(u + row.at, rhs + row.at, nx), dot(u + row.at, with + row.at, nx)};
    });
  });
  return in_order(partial);
}

double CellLevel::next_direction(const Field<float>& z, float beta, Field<float>& p, Field<float>& q) const {
  const float* const in = z.data();
  float *const direction = p.data(), *const image = q.data();
  const int nx = shape.cells[0];
  std::vector<std::array<double, 1>> partial(static_cast<std::size_t>(shape.rows()));
  wavefront(shape.slices(), shape.ring(), 2, size() > worth_sharing, [&](int pass, int slice) {
    shape.rows_of(slice, [&](const Row& row) {
      if (pass == 0) {
        for (std::size_t c = row.at; c < row.at + nx; ++c) direction[c] = in[c] + beta * direction[c];
      } else {
        product(*this, row, direction, image);
        partial[row.index] = {dot(direction + row.at, image + row.at, nx)};
      }
    });
  });
  return in_order(partial)[0];
}

std::array<double, 2> CellLevel::apply(const Field<float>& x, const Field<float>& b,
                                       Field<float>& out) const {
  std::vector<std::array<double, 2>> partial(static_cast<std::size_t>(shape.rows()));
  const int nx = shape.cells[0];
  const float *const u = x.data(), *const v = b.data();
  float* const y = out.data();
#pragma omp parallel for schedule(static) if (size() > worth_sharing)
  for (int r = 0; r < shape.rows(); ++r) {
    const Row row = shape.row(r);
    product(*this, row, u, y);
    partial[r] = {dot(u + row.at, y + row.at, nx), dot(u + row.at, v + row.at, nx)};
  }
  return in_order(partial);
}

}  // namespace cellroute::numerics::multigrid
