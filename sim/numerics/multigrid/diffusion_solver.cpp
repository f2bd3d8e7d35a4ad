// Checks, closed regions and the true residual around conjugate gradients.
#include "sim/numerics/multigrid/diffusion_solver.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/numerics/multigrid/coefficients.hpp"
#include "sim/numerics/multigrid/conjugate_gradients.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics {

using multigrid::Field;
using multigrid::refuse;

class DiffusionSolver::Implementation {
 public:
  explicit Implementation(const Grid& grid) : grid_(grid), gradients_(grid.size()) {
    operator_.shape = multigrid::Shape(grid);
    for (Field<double>* f : {&x_, &b_, &r_}) f->resize(grid.size());
  }

  void update(const Faces& conductance, std::span<const double> sink) {
    multigrid::check_sizes(grid_, conductance, sink);
    const bool joined = multigrid::check_coefficients(grid_, conductance, sink);
    regions_ = joined ? one_region(grid_, sink) : find_regions(grid_, conductance, sink);
    operator_.set(conductance, sink);
    preconditioner_.build(operator_);
  }

  SolveReport solve(std::span<const double> rhs, std::span<double> x, const SolveOptions& options) {
    take(rhs, x);
    SolveReport report;
    report.unbalanced = balance(b_);
    const double size = multigrid::norm(b_);
    if (size == 0) x_.zero();
    const double goal = options.tolerance * size;
    gradients_.forget();
    double before = 0;
    for (int round = 0;; ++round) {
      const double residual = operator_.residual(b_, x_, r_);
      report.residual = size > 0 ? residual / size : 0;
      report.converged = residual <= goal;
      const bool stuck = round > 1 && residual > 0.5 * before;
      if (report.converged || stuck || report.iterations >= options.max_iterations) break;
      before = residual;
      report.iterations +=
          gradients_(preconditioner_, r_, residual, goal, options.max_iterations - report.iterations, x_);
    }
    take_mean_off(x_);
    std::copy(x_.data(), x_.data() + x.size(), x.begin());
    return report;
  }

  void cycle(std::span<const double> rhs, std::span<double> x) {
    const std::size_t n = grid_.size();
    if (rhs.size() != n || x.size() != n) refuse("a cycle needs one number per cell");
    if (rough_b_.size() != n) {
      rough_b_.resize(n);
      rough_x_.resize(n);
    }
    const double* const from = rhs.data();
    const double size =
        std::sqrt(multigrid::ordered_sum(n, [from](std::size_t c) { return from[c] * from[c]; }));
    if (!(size > 0)) {
      std::fill(x.begin(), x.end(), 0.0);
      return;
    }
    // Floats in units of the right-hand side, which do not underflow.
    float* const b = rough_b_.data();
    const float* const u = rough_x_.data();
    double* const to = x.data();
    const double down = 1 / size, up = size / operator_.scale;
#pragma omp parallel for schedule(static) if (n > multigrid::worth_sharing)
    for (std::size_t c = 0; c < n; ++c) b[c] = static_cast<float>(from[c] * down);
    preconditioner_.apply(rough_b_, rough_b_, rough_x_);
#pragma omp parallel for schedule(static) if (n > multigrid::worth_sharing)
    for (std::size_t c = 0; c < n; ++c) to[c] = up * static_cast<double>(u[c]);
  }

  const Regions& regions() const { return regions_; }

 private:
  void take(std::span<const double> rhs, std::span<const double> x) {
    const std::size_t n = grid_.size();
    if (rhs.size() != n || x.size() != n) {
      refuse("right-hand side and solution need one number per cell (the grid has " + std::to_string(n) +
             " cells)");
    }
    const auto finite = [](double number) { return std::fabs(number) <= std::numeric_limits<double>::max(); };
    const double* const from = rhs.data();
    const double* const guess = x.data();
    double *const b = b_.data(), *const u = x_.data();
    std::int64_t right = 0;
    for (std::size_t c = 0; c < n; ++c) {
      right += finite(from[c]) & finite(guess[c]);
      b[c] = from[c] / operator_.scale;
      u[c] = guess[c];
    }
    if (right == static_cast<std::int64_t>(n)) return;
    for (std::size_t c = 0; c < n; ++c) {
      if (finite(from[c]) && finite(guess[c])) continue;
      refuse("the right-hand side or the initial guess of cell " + std::to_string(c) + " is not finite");
    }
  }

  /// Takes the mean source off every closed region and tells where it was more than rounding.
  std::vector<UnbalancedRegion> balance(Field<double>& b) const {
    const std::vector<double> sum = sums(b, false), scale = sums(b, true);
    std::vector<UnbalancedRegion> unbalanced;
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (regions_.list[i].closed && std::fabs(sum[i]) > 1e-12 * scale[i]) {
        unbalanced.push_back({i, sum[i] * operator_.scale, scale[i] * operator_.scale});
      }
    }
    take_mean_off(b);
    return unbalanced;
  }

  void take_mean_off(Field<double>& field) const {
    std::vector<double> mean = sums(field, false);
    bool any = false;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      const Region& region = regions_.list[i];
      mean[i] = region.closed ? mean[i] / static_cast<double>(region.cells) : 0;
      any = any || region.closed;
    }
    if (!any) return;
    for (std::size_t c = 0; c < field.size(); ++c) {
      field[c] -= mean[static_cast<std::size_t>(regions_.of_cell[c])];
    }
  }

  /// Sum over each region of the field or of its absolute values.
  std::vector<double> sums(const Field<double>& field, bool absolute) const {
    const double* const v = field.data();
    if (regions_.list.size() == 1) {
      return {multigrid::ordered_sum(field.size(),
                                     [=](std::size_t c) { return absolute ? std::fabs(v[c]) : v[c]; })};
    }
    std::vector<double> sum(regions_.list.size());
    for (std::size_t c = 0; c < field.size(); ++c) {
      sum[static_cast<std::size_t>(regions_.of_cell[c])] += absolute ? std::fabs(v[c]) : v[c];
    }
    return sum;
  }

  Grid grid_;
  Regions regions_;
  multigrid::Operator operator_;
  multigrid::Aggregation preconditioner_;
  multigrid::ConjugateGradients gradients_;
  Field<double> x_, b_, r_;
  Field<float> rough_x_, rough_b_;  // of cycle()
};

DiffusionSolver::DiffusionSolver(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  multigrid::check_sizes(grid, conductance, sink);
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
void DiffusionSolver::cycle(std::span<const double> rhs, std::span<double> x) { self_->cycle(rhs, x); }
const Regions& DiffusionSolver::regions() const { return self_->regions(); }

}  // namespace cellroute::numerics
