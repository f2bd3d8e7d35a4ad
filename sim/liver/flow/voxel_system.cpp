// Imbalances of all voxels, and conjugate gradients that take them away.
#include "sim/liver/flow/voxel_system.hpp"

#include <algorithm>
#include <cmath>

#include "sim/numerics/multigrid/parallel.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::liver {
namespace {

using numerics::multigrid::ordered_sum;
using numerics::multigrid::ordered_sums;
using numerics::multigrid::worth_sharing;

constexpr std::size_t trees = tree_kinds;

/// Faces that bind voxels to each other this many times more than the trees do are left to multigrid: below,
/// a diagonal needs more iterations but less time.
constexpr double bound_by_faces = 24;

}  // namespace

VoxelSystem::VoxelSystem(std::vector<TreeElimination>& trees_, TerminalOf terminal_of)
    : tree_(trees_), n_(terminal_of[0].size()), terminal_of_(std::move(terminal_of)) {
  for (std::size_t k = 0; k < trees; ++k) {
    voxels_of_.emplace_back(terminal_of_[k], tree_[k].terminals());
    given[k].assign(n_, 0);
    hanging_[k].assign(tree_[k].terminals(), 0);
    source_[k].assign(tree_[k].terminals(), 0);
    scratch_terminal_[k].assign(tree_[k].terminals(), 0);
  }
  for (std::vector<double>* field : {&inverse_, &r_, &p_, &q_}) field->assign(n_, 0);
}

VoxelSystem::VoxelSystem(std::vector<TreeElimination>& trees_, const LiverAnatomy& anatomy,
                         TerminalOf terminal_of)
    : VoxelSystem(trees_, std::move(terminal_of)) {
  neighbours = VoxelNeighbours(anatomy);
  cell_ = anatomy.voxels;
  grid_.cells = anatomy.grid.cells;
  grid_.spacing.fill(anatomy.grid.spacing);
}

void VoxelSystem::prepare() {
  for (std::size_t k = 0; k < trees; ++k) {
    bool all_open = true;
    for (std::size_t t = 0; t < tree_[k].terminals(); ++t) all_open = all_open && tree_[k].open(t);
    open_[k] = given[k].data();
    if (!all_open) {
      masked_[k] = given[k];
      for (std::size_t v = 0; v < n_; ++v) {
        if (!tree_[k].open(terminal_of(k, v))) masked_[k][v] = 0;
      }
      open_[k] = masked_[k].data();
    }
    weigh(k);
  }
  load_trees();
  const auto sums = ordered_sums<2>(n_, [&](std::size_t first, std::size_t last) {
    std::array<double, 2> sum{};
    for (std::size_t v = first; v < last; ++v) {
      double sinks = 0, faces = 0;
      for (std::size_t k = 0; k < trees; ++k) sinks += open_[k][v];
      if (joined()) {
        for (std::size_t a = 0; a < 3; ++a) {
          const std::int32_t before = neighbours.previous[a][v];
          faces += face[a][v] + (before < 0 ? 0 : face[a][static_cast<std::size_t>(before)]);
        }
      }
      sum[0] += sinks;
      sum[1] += faces;
      inverse_[v] = sinks + faces > 0 ? 1 / (sinks + faces) : 0;
    }
    return sum;
  });
  use_multigrid_ = sums[1] > bound_by_faces * sums[0];
  if (!use_multigrid_) return;
  const std::size_t cells = grid_.size();
  // Around the liver the same tissue goes on to the sides of the box, weaker: for a preconditioner that is
  // near enough, and blocks of the grid that are cut by the liver's surface can be coarsened like others.
  const double beyond = 0.1 * sums[1] / (6 * static_cast<double>(n_));
  box_sink_.assign(cells, 0);
  box_r_.assign(cells, 0);
  box_z_.assign(cells, 0);
  for (std::size_t a = 0; a < 3; ++a) {
    std::size_t stride = 1;
    for (std::size_t b = 0; b < a; ++b) stride *= static_cast<std::size_t>(grid_.cells[b]);
    const auto along = static_cast<std::size_t>(grid_.cells[a]);
    box_face_[a].assign(cells, beyond);
    for (std::size_t c = 0; c < cells; ++c) {
      if (c / stride % along + 1 == along) box_face_[a][c] = 0;
    }
  }
  for (std::size_t v = 0; v < n_; ++v) {
    const auto c = static_cast<std::size_t>(cell_[v]);
    box_sink_[c] = open_[0][v] + open_[1][v] + open_[2][v];
    for (std::size_t a = 0; a < 3; ++a) {
      if (neighbours.next[a][v] >= 0) box_face_[a][c] = face[a][v];
    }
  }
  if (multigrid_) {
    multigrid_->update(box_face_, box_sink_);
  } else {
    multigrid_ = std::make_unique<numerics::DiffusionSolver>(grid_, box_face_, box_sink_);
  }
}

void VoxelSystem::load_trees() {
  for (std::size_t k = 0; k < trees; ++k) tree_[k].set_loads(hanging_[k]);
}

/// Puts conductances in the order in which imbalance() needs them, and sums them up.
void VoxelSystem::weigh(std::size_t k) {
  const TerminalVoxels& of = voxels_of_[k];
  const std::size_t terminals = tree_[k].terminals();
  weight_[k].resize(n_);
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
  for (std::size_t t = 0; t < terminals; ++t) {
    double sum = 0;
    for (std::int32_t e = of.first[t]; e < of.first[t + 1]; ++e) {
      const double g = open_[k][of.voxel[static_cast<std::size_t>(e)]];
      weight_[k][static_cast<std::size_t>(e)] = g;
      sum += g;
    }
    hanging_[k][t] = sum;
  }
}

void VoxelSystem::sum_by_terminal(std::size_t k, const double* quantity, std::vector<double>& sum) const {
  const TerminalVoxels& of = voxels_of_[k];
  const std::size_t terminals = tree_[k].terminals();
  sum.resize(terminals);
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
  for (std::size_t t = 0; t < terminals; ++t) {
    double total = 0;
    for (std::int32_t e = of.first[t]; e < of.first[t + 1]; ++e) {
      total += quantity[of.voxel[static_cast<std::size_t>(e)]];
    }
    sum[t] = total;
  }
}

void VoxelSystem::follow_terminals(const FieldPerTree& terminal, std::vector<double>& x) const {
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
  for (std::size_t v = 0; v < n_; ++v) {
    double sum = 0;
    for (std::size_t k = 0; k < trees; ++k) sum += open_[k][v] * terminal[k][terminal_of(k, v)];
    x[v] = inverse_[v] * sum;
  }
}

double VoxelSystem::lateral_outflow(const double* x, std::size_t v) const {
  double out = 0;
  for (std::size_t a = 0; a < 3; ++a) {
    const std::int32_t next = neighbours.next[a][v], before = neighbours.previous[a][v];
    if (next >= 0) out += face[a][v] * (x[v] - x[next]);
    if (before >= 0) out += face[a][static_cast<std::size_t>(before)] * (x[v] - x[before]);
  }
  return out;
}

void VoxelSystem::solve_trees(const PerTree& ports, const std::vector<double>& x, FieldPerTree& terminal) {
#pragma omp parallel if (n_ > worth_sharing)
  {
    for (std::size_t k = 0; k < trees; ++k) {
      const TerminalVoxels& of = voxels_of_[k];
      const double *const g = weight_[k].data(), *const s = x.data();
      const std::int32_t *const first = of.first.data(), *const voxel = of.voxel.data();
      double* const source = source_[k].data();
      const std::size_t terminals = tree_[k].terminals();
#pragma omp for schedule(static) nowait
      for (std::size_t t = 0; t < terminals; ++t) {
        double sum = 0;
        for (std::int32_t e = first[t]; e < first[t + 1]; ++e) sum += g[e] * s[voxel[e]];
        source[t] = sum;
      }
    }
#pragma omp barrier
#pragma omp for schedule(static, 1)
    for (std::size_t k = 0; k < trees; ++k) {
      terminal[k].resize(tree_[k].terminals());
      port_inflow_[k] = tree_[k].solve(ports[k], source_[k], terminal[k]);
    }
  }
}

double VoxelSystem::imbalance(const PerTree& ports, const std::vector<double>& x, FieldPerTree& terminal,
                              std::vector<double>& r) {
  solve_trees(ports, x, terminal);
  return std::sqrt(balance_voxels(x, terminal, r, x)[0]);
}

/// Sums of the squares of r, and of the products of x with r and with `other`.
std::array<double, 3> VoxelSystem::balance_voxels(const std::vector<double>& x, const FieldPerTree& terminal,
                                                  std::vector<double>& r,
                                                  const std::vector<double>& other) const {
  const double *const g0 = open_[0], *const g1 = open_[1], *const g2 = open_[2];
  const double *const p0 = terminal[0].data(), *const p1 = terminal[1].data(), *const p2 = terminal[2].data();
  const std::int32_t *const t0 = terminal_of_[0].data(), *const t1 = terminal_of_[1].data(),
                            *const t2 = terminal_of_[2].data();
  const double *const s = x.data(), *const with = other.data();
  double* const out = r.data();
  const bool faces = joined();
  return ordered_sums<3>(n_, [&](std::size_t first, std::size_t last) {
    std::array<double, 3> sum{};
    for (std::size_t v = first; v < last; ++v) {
      double left = g0[v] * (p0[t0[v]] - s[v]) + g1[v] * (p1[t1[v]] - s[v]) + g2[v] * (p2[t2[v]] - s[v]);
      if (faces) left -= lateral_outflow(s, v);
      out[v] = left;
      sum[0] += left * left;
      sum[1] += s[v] * left;
      sum[2] += s[v] * with[v];
    }
    return sum;
  });
}

/// p = z + beta p, where z is what the preconditioner makes of r; with multigrid, beta is the product of z
/// with q over `energy` (otherwise it is given: a diagonal costs no pass of its own).
void VoxelSystem::next_direction(double beta, double energy) {
  if (!use_multigrid_) {
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
    for (std::size_t v = 0; v < n_; ++v) p_[v] = inverse_[v] * r_[v] + beta * p_[v];
    return;
  }
  for (std::size_t v = 0; v < n_; ++v) box_r_[static_cast<std::size_t>(cell_[v])] = r_[v];
  multigrid_->cycle(box_r_, box_z_);
  const double* const z = box_z_.data();
  const std::int32_t* const cell = cell_.data();
  if (energy > 0) beta = ordered_sum(n_, [&](std::size_t v) { return z[cell[v]] * q_[v]; }) / energy;
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
  for (std::size_t v = 0; v < n_; ++v) p_[v] = z[cell[v]] + beta * p_[v];
}

/// Flexible conjugate gradients on the correction of x, whose imbalance r_ has the 2-norm `norm`: multigrid
/// is not quite a linear map, so that a direction is made conjugate to the last by its own product with it.
/// q_ is the imbalance that the direction p_ makes, minus the matrix times p_.
int VoxelSystem::improve(int most, double norm, double goal, std::vector<double>& x) {
  double energy = 0, beta = 0;
  int iterations = 0;
  std::fill(p_.begin(), p_.end(), 0.0);
  while (norm > goal && iterations < most) {
    next_direction(beta, energy);
    solve_trees({}, p_, scratch_terminal_);
    const std::array<double, 3> products = balance_voxels(p_, scratch_terminal_, q_, r_);
    energy = -products[1];
    if (!(energy > 0) || !(products[2] > 0)) break;  // nothing left but rounding
    const double alpha = products[2] / energy;
    const auto sums = ordered_sums<2>(n_, [&](std::size_t first, std::size_t last) {
      std::array<double, 2> sum{};
      for (std::size_t v = first; v < last; ++v) {
        x[v] += alpha * p_[v];
        r_[v] += alpha * q_[v];
        sum[0] += r_[v] * r_[v];
        sum[1] += r_[v] * inverse_[v] * q_[v];
      }
      return sum;
    });
    norm = std::sqrt(sums[0]);
    beta = sums[1] / energy;
    ++iterations;
  }
  return iterations;
}

FlowReport VoxelSystem::solve(const PerTree& ports, const FlowOptions& options, std::vector<double>& x,
                              FieldPerTree& terminal) {
  FlowReport report;
  std::fill(p_.begin(), p_.end(), 0.0);
  const double size = imbalance(ports, p_, terminal, r_);
  const double goal = options.tolerance * size;
  double before = 0;
  for (int round = 0;; ++round) {
    const double norm = imbalance(ports, x, terminal, r_);
    report.residual = size > 0 ? norm / size : 0;
    report.converged = norm <= goal;
    const bool stuck = round > 1 && norm > 0.5 * before;
    if (report.converged || stuck || report.iterations >= options.max_iterations) break;
    before = norm;
    report.iterations += improve(options.max_iterations - report.iterations, norm, 0.5 * goal, x);
  }
  double worst = 0, inflow = 0;
  for (std::size_t v = 0; v < n_; ++v) worst = std::max(worst, std::fabs(r_[v]));
  for (const double q : port_inflow_) inflow += std::max(q, 0.0);
  report.imbalance = inflow > 0 ? worst / inflow : 0;
  return report;
}

}  // namespace cellroute::liver
