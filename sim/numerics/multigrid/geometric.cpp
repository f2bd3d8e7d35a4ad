// Building the grids and cycling through them.
#include "sim/numerics/multigrid/geometric.hpp"

#include <algorithm>

namespace cellroute::numerics::multigrid {
namespace {

/// Cells of one colour have no neighbour of the same colour. Two colours do, unless an odd number of
/// cells closes in a ring: then the last cell of the ring gets a third one.
int axis_colour(const Shape& shape, int axis, int at) {
  return shape.periodic[axis] && shape.cells[axis] % 2 == 1 && at == shape.cells[axis] - 1 ? 2 : at % 2;
}

void colour(GeometricLevel& level) {
  level.colours = 2;
  for (int a = 0; a < 3; ++a) {
    if (level.shape.periodic[a] && level.shape.cells[a] % 2 == 1) level.colours = 3;
  }
  level.mask.assign(level.colours, std::vector<std::int32_t>(level.shape.cells[0]));
  for (int phase = 0; phase < level.colours; ++phase) {
    for (int i = 0; i < level.shape.cells[0]; ++i) {
      level.mask[phase][i] = (axis_colour(level.shape, 0, i) + phase) % level.colours;
    }
  }
}

void invert_diagonal(GeometricLevel& level) {
  const int nx = level.shape.cells[0];
  level.inverse.resize(level.shape.size());
  for (int r = 0; r < level.shape.rows(); ++r) {
    const Row row = level.shape.row(r);
    for (int i = 0; i < nx; ++i) {
      const std::size_t c = row.at + i;
      const float left = level.face[0][row.at + (i > 0 ? i - 1 : nx - 1)];
      const float sum = level.face[0][c] + left + level.face[1][c] + level.face[1][row.below + i] +
                        level.face[2][c] + level.face[2][row.behind + i] + level.sink[c];
      level.inverse[c] = sum > 0 ? 1 / sum : 0.0f;
    }
  }
}

/// Axes along which cells are tightly bound are halved, at least the tightest that can be.
std::array<int, 3> choose_factors(const GeometricLevel& level) {
  std::array<double, 3> mean{};
  double most = 0;
  for (int a = 0; a < 3; ++a) {
    if (level.shape.cells[a] < 2) continue;
    for (std::size_t c = 0; c < level.shape.size(); ++c) mean[a] += level.face[a][c];
    most = std::max(most, mean[a]);
  }
  std::array<int, 3> factor{1, 1, 1};
  for (int a = 0; a < 3; ++a) {
    if (level.shape.cells[a] > 1 && mean[a] >= 0.3 * most) factor[a] = 2;
  }
  return factor;
}

/// A coarse face adds up its fine faces; an axis that was halved has doubled distances.
void coarsen(const GeometricLevel& fine, GeometricLevel& coarse) {
  const auto f = fine.factor;
  for (int a = 0; a < 3; ++a) {
    coarse.shape.cells[a] = (fine.shape.cells[a] + f[a] - 1) / f[a];
    coarse.shape.periodic[a] = fine.shape.periodic[a] && coarse.shape.cells[a] > 1;
  }
  const std::size_t n = coarse.shape.size();
  for (auto* field : {&coarse.face[0], &coarse.face[1], &coarse.face[2], &coarse.sink}) field->resize(n);
  for (int r = 0; r < fine.shape.rows(); ++r) {
    const Row row = fine.shape.row(r);
    const std::size_t parent_row =
        (static_cast<std::size_t>(row.k / f[2]) * coarse.shape.cells[1] + row.j / f[1]) *
        coarse.shape.cells[0];
    const int at[3] = {0, row.j, row.k};
    for (int i = 0; i < fine.shape.cells[0]; ++i) {
      const std::size_t c = row.at + i, parent = parent_row + i / f[0];
      coarse.sink[parent] += fine.sink[c];
      for (int a = 0; a < 3; ++a) {
        const int p = a == 0 ? i : at[a];
        const bool outward = p % f[a] == f[a] - 1 || p == fine.shape.cells[a] - 1;
        if (outward && coarse.shape.cells[a] > 1) coarse.face[a][parent] += fine.face[a][c] / f[a];
      }
    }
  }
}

/// Gauss-Seidel on the cells of one colour.
void relax(GeometricLevel& level, int which) {
  const int nx = level.shape.cells[0];
#pragma omp parallel for schedule(static)
  for (int r = 0; r < level.shape.rows(); ++r) {
    const Row row = level.shape.row(r);
    const int phase =
        (axis_colour(level.shape, 1, row.j) + axis_colour(level.shape, 2, row.k)) % level.colours;
    const std::int32_t* const mask = level.mask[phase].data();
    float* const x = level.x.data();
    float* const c = x + row.at;
    const float *below = x + row.below, *above = x + row.above;
    const float *behind = x + row.behind, *before = x + row.before;
    const float* const tx = level.face[0].data() + row.at;
    const float *ty = level.face[1].data() + row.at, *ty0 = level.face[1].data() + row.below;
    const float *tz = level.face[2].data() + row.at, *tz0 = level.face[2].data() + row.behind;
    const float *b = level.b.data() + row.at, *inverse = level.inverse.data() + row.at;
    const auto rest = [&](int i) {
      return b[i] + ty[i] * above[i] + ty0[i] * below[i] + tz[i] * before[i] + tz0[i] * behind[i];
    };
    const bool ring = level.shape.periodic[0];
    const int first = ring ? 1 : 0, last = ring ? nx - 1 : nx;
    if (ring && mask[0] == which) c[0] = (rest(0) + tx[0] * c[1] + tx[nx - 1] * c[nx - 1]) * inverse[0];
#pragma GCC ivdep
    for (int i = first; i < last; ++i) {
      const float next = (rest(i) + tx[i] * c[i + 1] + tx[i - 1] * c[i - 1]) * inverse[i];
      c[i] = mask[i] == which ? next : c[i];
    }
    if (ring && mask[nx - 1] == which) {
      c[nx - 1] = (rest(nx - 1) + tx[nx - 1] * c[0] + tx[nx - 2] * c[nx - 2]) * inverse[nx - 1];
    }
  }
}

/// b of the coarse grid = sums of the fine residual over its blocks.
void restrict_residual(const GeometricLevel& fine, GeometricLevel& coarse) {
  coarse.b.zero();
  const int nx = fine.shape.cells[0];
  const auto f = fine.factor;
  for (int r = 0; r < fine.shape.rows(); ++r) {
    const Row row = fine.shape.row(r);
    const std::size_t parent_row =
        (static_cast<std::size_t>(row.k / f[2]) * coarse.shape.cells[1] + row.j / f[1]) *
        coarse.shape.cells[0];
    const float* const x = fine.x.data();
    const auto& t = fine.face;
    for (int i = 0; i < nx; ++i) {
      const std::size_t c = row.at + i;
      const std::size_t left = row.at + (i > 0 ? i - 1 : nx - 1), right = row.at + (i + 1 < nx ? i + 1 : 0);
      const float outflow =
          t[0][c] * (x[c] - x[right]) + t[0][left] * (x[c] - x[left]) + t[1][c] * (x[c] - x[row.above + i]) +
          t[1][row.below + i] * (x[c] - x[row.below + i]) + t[2][c] * (x[c] - x[row.before + i]) +
          t[2][row.behind + i] * (x[c] - x[row.behind + i]) + fine.sink[c] * x[c];
      coarse.b[parent_row + i / f[0]] += fine.b[c] - outflow;
    }
  }
}

void prolong(const GeometricLevel& coarse, GeometricLevel& fine) {
  const auto f = fine.factor;
#pragma omp parallel for schedule(static)
  for (int r = 0; r < fine.shape.rows(); ++r) {
    const Row row = fine.shape.row(r);
    const std::size_t parent_row =
        (static_cast<std::size_t>(row.k / f[2]) * coarse.shape.cells[1] + row.j / f[1]) *
        coarse.shape.cells[0];
    for (int i = 0; i < fine.shape.cells[0]; ++i) fine.x[row.at + i] += coarse.x[parent_row + i / f[0]];
  }
}

}  // namespace

void Geometric::build(const Operator& fine) {
  levels_.clear();
  levels_.emplace_back();
  levels_[0].shape = fine.shape;
  const std::size_t n = fine.shape.size();
  for (int a = 0; a < 3; ++a) {
    levels_[0].face[a].resize(n);
    for (std::size_t c = 0; c < n; ++c) levels_[0].face[a][c] = static_cast<float>(fine.face[a][c]);
  }
  levels_[0].sink.resize(n);
  for (std::size_t c = 0; fine.sinks && c < n; ++c) levels_[0].sink[c] = static_cast<float>(fine.sink[c]);
  while (true) {
    GeometricLevel& level = levels_.back();
    colour(level);
    invert_diagonal(level);
    level.x.resize(level.shape.size());
    level.b.resize(level.shape.size());
    level.factor = choose_factors(level);
    if (level.factor == std::array<int, 3>{1, 1, 1}) break;
    GeometricLevel coarse;
    coarsen(level, coarse);
    levels_.push_back(std::move(coarse));
  }
}

void Geometric::cycle(std::size_t l) {
  GeometricLevel& level = levels_[l];
  level.x.zero();
  for (int colour = 0; colour < level.colours; ++colour) relax(level, colour);
  if (l + 1 < levels_.size()) {
    restrict_residual(level, levels_[l + 1]);
    cycle(l + 1);
    prolong(levels_[l + 1], level);
  }
  for (int colour = level.colours; colour-- > 0;) relax(level, colour);
}

void Geometric::apply(const Field<float>& r, Field<float>& z) {
  GeometricLevel& finest = levels_[0];
  std::copy(r.data(), r.data() + r.size(), finest.b.data());
  cycle(0);
  std::copy(finest.x.data(), finest.x.data() + finest.x.size(), z.data());
}

}  // namespace cellroute::numerics::multigrid
