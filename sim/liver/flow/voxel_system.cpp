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
constexpr double bound_by_faces = 8;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return ordered_sum(a.size(), [&](std::size_t v) { return a[v] * b[v]; });
}

}  // namespace

VoxelSystem::VoxelSystem(const LiverAnatomy& anatomy, const Trees& all)
    : neighbours(anatomy), n_(anatomy.voxels.size()), cell_(anatomy.voxels) {
  const double h = anatomy.grid.spacing;
  grid_.cells = anatomy.grid.cells;
  grid_.spacing = {h, h, h};
  for (std::size_t k = 0; k < trees; ++k) {
    tree.emplace_back(all[k]);
    voxels_of_.emplace_back(all[k], n_);
    terminal_of_[k] = all[k].terminal_of_voxel;
    given[k].assign(n_, 0);
    load_[k].assign(tree[k].terminals(), 0);
    scratch_terminal_[k].assign(tree[k].terminals(), 0);
  }
  for (std::vector<double>* field : {&inverse_, &r_, &z_, &p_, &q_}) field->assign(n_, 0);
}

void VoxelSystem::prepare() {
  for (std::size_t k = 0; k < trees; ++k) {
    bool all_open = true;
    for (std::size_t t = 0; t < tree[k].terminals(); ++t) all_open = all_open && tree[k].open(t);
    open_[k] = given[k].data();
    if (!all_open) {
      masked_[k] = given[k];
      for (std::size_t v = 0; v < n_; ++v) {
        if (!tree[k].open(terminal_of(k, v))) masked_[k][v] = 0;
      }
      open_[k] = masked_[k].data();
    }
    sum_by_terminal(k, open_[k], load_[k]);
    tree[k].set_loads(load_[k]);
  }
  const auto sums = ordered_sums<2>(n_, [&](std::size_t first, std::size_t last) {
    std::array<double, 2> sum{};
    for (std::size_t v = first; v < last; ++v) {
      double sinks = 0, faces = 0;
      for (std::size_t k = 0; k < trees; ++k) sinks += open_[k][v];
      if (!face[0].empty()) {
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
  // Cells outside the liver: joined to nothing, with a sink of the usual size.
  box_sink_.assign(cells, (sums[0] + sums[1]) / static_cast<double>(n_));
  box_r_.assign(cells, 0);
  box_z_.assign(cells, 0);
  for (auto& axis : box_face_) axis.assign(cells, 0);
  for (std::size_t v = 0; v < n_; ++v) {
    const auto c = static_cast<std::size_t>(cell_[v]);
    box_sink_[c] = open_[0][v] + open_[1][v] + open_[2][v];
    for (std::size_t a = 0; a < 3; ++a) box_face_[a][c] = face[a][v];
  }
  if (multigrid_) {
    multigrid_->update(box_face_, box_sink_);
  } else {
    multigrid_ = std::make_unique<numerics::DiffusionSolver>(grid_, box_face_, box_sink_);
  }
}

void VoxelSystem::sum_by_terminal(std::size_t k, const double* quantity, std::vector<double>& sum) const {
  const TerminalVoxels& of = voxels_of_[k];
  const std::size_t terminals = tree[k].terminals();
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

double VoxelSystem::lateral_outflow(const double* x, std::size_t v) const {
  double out = 0;
  for (std::size_t a = 0; a < 3; ++a) {
    const std::int32_t next = neighbours.next[a][v], before = neighbours.previous[a][v];
    if (next >= 0) out += face[a][v] * (x[v] - x[next]);
    if (before >= 0) out += face[a][static_cast<std::size_t>(before)] * (x[v] - x[before]);
  }
  return out;
}

double VoxelSystem::imbalance(const PerTree& ports, const std::vector<double>& x, FieldPerTree& terminal,
                              std::vector<double>& r) {
#pragma omp parallel if (n_ > worth_sharing)
  {
    for (std::size_t k = 0; k < trees; ++k) {
      const TerminalVoxels& of = voxels_of_[k];
      const double *const g = open_[k], *const s = x.data();
      const std::int32_t *const first = of.first.data(), *const voxel = of.voxel.data();
      double* const load = load_[k].data();
      const std::size_t terminals = tree[k].terminals();
#pragma omp for schedule(static) nowait
      for (std::size_t t = 0; t < terminals; ++t) {
        double sum = 0;
        for (std::int32_t e = first[t]; e < first[t + 1]; ++e) sum += g[voxel[e]] * s[voxel[e]];
        load[t] = sum;
      }
    }
#pragma omp barrier
#pragma omp for schedule(static, 1)
    for (std::size_t k = 0; k < trees; ++k) {
      terminal[k].resize(tree[k].terminals());
      port_inflow_[k] = tree[k].solve(ports[k], load_[k], terminal[k]);
    }
  }
  const double *const g0 = open_[0], *const g1 = open_[1], *const g2 = open_[2];
  const double *const p0 = terminal[0].data(), *const p1 = terminal[1].data(), *const p2 = terminal[2].data();
  const std::int32_t *const t0 = terminal_of_[0].data(), *const t1 = terminal_of_[1].data(),
                            *const t2 = terminal_of_[2].data();
  const double* const s = x.data();
  double* const out = r.data();
  const bool joined = !face[0].empty();
  return std::sqrt(ordered_sums<1>(n_, [&](std::size_t first, std::size_t last) {
    double sum = 0;
    for (std::size_t v = first; v < last; ++v) {
      double left = g0[v] * (p0[t0[v]] - s[v]) + g1[v] * (p1[t1[v]] - s[v]) + g2[v] * (p2[t2[v]] - s[v]);
      if (joined) left -= lateral_outflow(s, v);
      out[v] = left;
      sum += left * left;
    }
    return std::array<double, 1>{sum};
  })[0]);
}

void VoxelSystem::precondition(const std::vector<double>& r, std::vector<double>& z) {
  if (!use_multigrid_) {
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
    for (std::size_t v = 0; v < n_; ++v) z[v] = inverse_[v] * r[v];
    return;
  }
  std::fill(box_z_.begin(), box_z_.end(), 0.0);
  for (std::size_t v = 0; v < n_; ++v) box_r_[static_cast<std::size_t>(cell_[v])] = r[v];
  multigrid_->solve(box_r_, box_z_, {0.1, 1});
  for (std::size_t v = 0; v < n_; ++v) z[v] = box_z_[static_cast<std::size_t>(cell_[v])];
}

/// Flexible conjugate gradients on the correction of x, whose imbalance r_ has the 2-norm `norm`: multigrid
/// is not quite a linear map, so that a direction is made conjugate to the last by its own product with it.
int VoxelSystem::improve(int most, double norm, double goal, std::vector<double>& x) {
  double energy = 0;
  int iterations = 0;
  while (norm > goal && iterations < most) {
    precondition(r_, z_);
    const double beta = iterations > 0 ? -dot(q_, z_) / energy : 0;
#pragma omp parallel for schedule(static) if (n_ > worth_sharing)
    for (std::size_t v = 0; v < n_; ++v) p_[v] = z_[v] + beta * p_[v];
    imbalance({}, p_, scratch_terminal_, q_);
    const auto products = ordered_sums<2>(n_, [&](std::size_t first, std::size_t last) {
      std::array<double, 2> sum{};
      for (std::size_t v = first; v < last; ++v) {
        q_[v] = -q_[v];
        sum[0] += p_[v] * q_[v];
        sum[1] += p_[v] * r_[v];
      }
      return sum;
    });
    energy = products[0];
    if (!(energy > 0) || !(products[1] > 0)) break;  // nothing left but rounding
    const double alpha = products[1] / energy;
    norm = std::sqrt(ordered_sums<1>(n_, [&](std::size_t first, std::size_t last) {
      double sum = 0;
      for (std::size_t v = first; v < last; ++v) {
        x[v] += alpha * p_[v];
        r_[v] -= alpha * q_[v];
        sum += r_[v] * r_[v];
      }
      return std::array<double, 1>{sum};
    })[0]);
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
