// Conjugate gradients in double around a preconditioner in float.
#include "sim/numerics/multigrid/diffusion_solver.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/numerics/multigrid/geometric.hpp"
#include "sim/numerics/multigrid/operator.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics {

using multigrid::Field;
using multigrid::ordered_sum;

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("diffusion solver: " + what);
}

void check_sizes(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  for (int a = 0; a < 3; ++a) {
    if (grid.cells[a] < 1) refuse("the grid has " + std::to_string(grid.cells[a]) + " cells along an axis");
    if (conductance[a].size() != grid.size()) {
      refuse("axis " + std::to_string(a) + " has " + std::to_string(conductance[a].size()) +
             " conductances (the grid has " + std::to_string(grid.size()) + " cells)");
    }
  }
  if (grid.size() > 2000000000u) refuse("more than 2e9 cells");
  if (!sink.empty() && sink.size() != grid.size()) {
    refuse("there are " + std::to_string(sink.size()) + " sinks (the grid has " +
           std::to_string(grid.size()) + " cells)");
  }
}

void check_numbers(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  bool any = false;
  std::size_t c = 0;
  for (int k = 0; k < grid.cells[2]; ++k) {
    for (int j = 0; j < grid.cells[1]; ++j) {
      for (int i = 0; i < grid.cells[0]; ++i, ++c) {
        const int at[3] = {i, j, k};
        for (int a = 0; a < 3; ++a) {
          const double t = conductance[a][c];
          if (!(t >= 0) || !std::isfinite(t)) {
            refuse("the conductance of cell " + std::to_string(c) + " along axis " + std::to_string(a) +
                   " is " + std::to_string(t) + " (it must be 0 or more, and finite)");
          }
          if (t > 0 && at[a] + 1 == grid.cells[a] && !grid.periodic[a]) {
            refuse("the wall after cell " + std::to_string(c) + " along axis " + std::to_string(a) +
                   " has a conductance (it must be 0)");
          }
          any = any || (t > 0 && grid.cells[a] > 1);
        }
        if (sink.empty()) continue;
        if (!(sink[c] >= 0) || !std::isfinite(sink[c])) {
          refuse("the sink of cell " + std::to_string(c) + " is " + std::to_string(sink[c]) +
                 " (it must be 0 or more, and finite)");
        }
        any = any || sink[c] > 0;
      }
    }
  }
  if (!any) refuse("no face conducts and no cell sinks (the solution would be undetermined everywhere)");
}

}  // namespace

class DiffusionSolver::Implementation {
 public:
  explicit Implementation(const Grid& grid) : grid_(grid) {
    operator_.shape = multigrid::Shape(grid);
    for (Field<double>* f : {&x_, &r_, &p_, &q_}) f->resize(grid.size());
    for (Field<float>* f : {&rf_, &z_}) f->resize(grid.size());
  }

  void update(const Faces& conductance, std::span<const double> sink) {
    check_sizes(grid_, conductance, sink);
    check_numbers(grid_, conductance, sink);
    operator_.set(conductance, sink);
    regions_ = find_regions(grid_, conductance, sink);
    geometric_.build(operator_);
  }

  SolveReport solve(std::span<const double> rhs, std::span<double> x, const SolveOptions& options) {
    const std::size_t n = grid_.size();
    if (rhs.size() != n || x.size() != n) {
      refuse("right-hand side and solution need one number per cell (the grid has " + std::to_string(n) +
             " cells)");
    }
    for (std::size_t c = 0; c < n; ++c) {
      if (!std::isfinite(rhs[c]) || !std::isfinite(x[c])) {
        refuse("the right-hand side or the initial guess of cell " + std::to_string(c) + " is not finite");
      }
      r_[c] = rhs[c] / operator_.scale;
      x_[c] = x[c];
    }
    SolveReport report;
    balance(rhs, report);
    const double size = std::sqrt(ordered_sum(n, [&](std::size_t c) { return r_[c] * r_[c]; }));
    if (size == 0) x_.zero();
    operator_.apply(x_, q_);
    for (std::size_t c = 0; c < n; ++c) r_[c] -= q_[c];
    iterate(size, options, report);
    take_mean_off(x_);
    for (std::size_t c = 0; c < n; ++c) x[c] = x_[c];
    return report;
  }

  const Regions& regions() const { return regions_; }

 private:
  /// Takes the mean source off every closed region and reports those where it was not rounding.
  void balance(std::span<const double> rhs, SolveReport& report) {
    std::vector<double> sum(regions_.list.size()), scale(regions_.list.size());
    for (std::size_t c = 0; c < rhs.size(); ++c) {
      const auto region = static_cast<std::size_t>(regions_.of_cell[c]);
      sum[region] += rhs[c];
      scale[region] += std::fabs(rhs[c]);
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (regions_.list[i].closed && std::fabs(sum[i]) > 1e-12 * scale[i]) {
        report.unbalanced.push_back({i, sum[i], scale[i]});
      }
    }
    take_mean_off(r_);
  }

  void take_mean_off(Field<double>& field) const {
    std::vector<double> sum(regions_.list.size());
    const std::size_t n = grid_.size();
    for (std::size_t c = 0; c < n; ++c) sum[static_cast<std::size_t>(regions_.of_cell[c])] += field[c];
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const Region& region = regions_.list[i];
      sum[i] = region.closed ? sum[i] / static_cast<double>(region.cells) : 0;
    }
    for (std::size_t c = 0; c < n; ++c) field[c] -= sum[static_cast<std::size_t>(regions_.of_cell[c])];
  }

  /// From the residual in r_. Directions are kept conjugate to the last one for any preconditioner
  /// (the flexible form), because cycles in float are not exactly linear.
  void iterate(double size, const SolveOptions& options, SolveReport& report) {
    const std::size_t n = grid_.size();
    double norm = std::sqrt(ordered_sum(n, [&](std::size_t c) { return r_[c] * r_[c]; }));
    double pq = 0;
    while (true) {
      report.residual = size > 0 ? norm / size : 0;
      report.converged = norm <= options.tolerance * size;
      if (report.converged || report.iterations >= options.max_iterations) return;
      ++report.iterations;
      const double unit = 1 / norm;
      for (std::size_t c = 0; c < n; ++c) rf_[c] = static_cast<float>(r_[c] * unit);
      geometric_.apply(rf_, z_);
      const double rz = ordered_sum(n, [&](std::size_t c) { return r_[c] * static_cast<double>(z_[c]); });
      double beta = 0;
      if (report.iterations > 1) {
        beta = -ordered_sum(n, [&](std::size_t c) { return q_[c] * static_cast<double>(z_[c]); }) / pq;
      }
      for (std::size_t c = 0; c < n; ++c) p_[c] = static_cast<double>(z_[c]) + beta * p_[c];
      operator_.apply(p_, q_);
      pq = ordered_sum(n, [&](std::size_t c) { return p_[c] * q_[c]; });
      const double rp = beta == 0 ? rz : ordered_sum(n, [&](std::size_t c) { return r_[c] * p_[c]; });
      if (!(pq > 0)) return;
      const double alpha = rp / pq;
      for (std::size_t c = 0; c < n; ++c) {
        x_[c] += alpha * p_[c];
        r_[c] -= alpha * q_[c];
      }
      norm = std::sqrt(ordered_sum(n, [&](std::size_t c) { return r_[c] * r_[c]; }));
    }
  }

  Grid grid_;
  multigrid::Operator operator_;
  multigrid::Geometric geometric_;
  Regions regions_;
  Field<double> x_, r_, p_, q_;
  Field<float> rf_, z_;
};

DiffusionSolver::DiffusionSolver(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  check_sizes(grid, conductance, sink);
  self_ = std::make_unique<Implementation>(grid);
  self_->update(conductance, sink);
}
DiffusionSolver::~DiffusionSolver() = default;
DiffusionSolver::DiffusionSolver(DiffusionSolver&&) noexcept = default;
DiffusionSolver& DiffusionSolver::operator=(DiffusionSolver&&) noexcept = default;

void DiffusionSolver::update(const Faces& conductance, std::span<const double> sink) {
  self_->update(conductance, sink);
}
SolveReport DiffusionSolver::solve(std::span<const double> rhs, std::span<double> x,
                                   const SolveOptions& options) {
  return self_->solve(rhs, x, options);
}
const Regions& DiffusionSolver::regions() const { return self_->regions(); }

}  // namespace cellroute::numerics
