// Building the levels and cycling through them.
#include "sim/numerics/multigrid/aggregation.hpp"

#include <algorithm>

#include "sim/numerics/multigrid/coarsen.hpp"
#include "sim/numerics/multigrid/direct.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

/// Eight cells of a uniform cube have 6; below that nothing would ever join in three dimensions.
constexpr float kappa = 8;
/// Below this many nodes a sparse factorisation is cheaper than further levels.
constexpr std::size_t direct_nodes = 1500;
/// Piecewise constant corrections see up to twice the energy of smooth errors (pairs of cells along a line),
/// so they come out up to two times too small. A factor between 1 and 2 makes up for most of it where
/// no step of conjugate gradients finds the best one; it changes the number of iterations, not the result.
constexpr float enlarge = 1.4f;

}  // namespace

Aggregation::Aggregation() : direct_(std::make_unique<DirectSolver>()) {}
Aggregation::~Aggregation() = default;

void Aggregation::build(const Operator& fine) {
  finest_.set(fine);
  factor_ = choose_factors(finest_);
  if (graphs_.empty()) graphs_.resize(1);
  coarsen(finest_, factor_, kappa, parent_, graphs_[0]);
  levels_ = 1;
  while (graphs_[levels_ - 1].size() > direct_nodes) {
    const auto factor = choose_factors(graphs_[levels_ - 1]);
    if (factor == std::array<int, 3>{1, 1, 1}) break;
    if (graphs_.size() == levels_) graphs_.emplace_back();
    coarsen(graphs_[levels_ - 1], factor, kappa, graphs_[levels_]);
    if (graphs_[levels_].size() == graphs_[levels_ - 1].size()) break;
    ++levels_;
  }
  direct_->factorise(graphs_[levels_ - 1]);
  work_.resize(std::max(work_.size(), levels_));
  for (std::size_t l = 0; l < levels_; ++l) {
    Work& w = work_[l];
    for (std::vector<float>* v : {&w.x, &w.b, &w.residual, &w.direction, &w.image}) {
      v->resize(graphs_[l].size());
    }
  }
}

void Aggregation::cycle(std::size_t l, const std::vector<float>& b, std::vector<float>& x) {
  const Graph& g = graphs_[l];
  g.smooth_from_zero(b, x);
  Work& next = work_[l + 1];
  std::vector<float>& residual = work_[l].residual;
  g.residual(b, x, residual);
  std::fill(next.b.begin(), next.b.end(), 0.0f);
  for (std::size_t i = 0; i < g.size(); ++i) next.b[g.parent[i]] += residual[i];
  solve_coarse(l + 1);
  for (std::size_t i = 0; i < g.size(); ++i) x[i] += next.x[g.parent[i]];
  g.smooth_back(b, x);
}

/// work.x = an approximate solution for work.b, which is changed. The largest graph gets one cycle
/// alone: there a second costs more than it saves.
void Aggregation::solve_coarse(std::size_t l) {
  const Graph& g = graphs_[l];
  Work& w = work_[l];
  if (l + 1 == levels_) {
    direct_->solve(w.b, w.x);
    return;
  }
  cycle(l, w.b, w.x);
  if (l == 0) return;
  const auto [energy, work] = g.apply(w.x, w.b, w.image);
  if (!(energy > 0)) return;
  const float step = static_cast<float>(work / energy);
  const auto norms = ordered_sums<2>(g.size(), [&](std::size_t first, std::size_t last) {
    double before = 0, after = 0;
    for (std::size_t i = first; i < last; ++i) {
      before += static_cast<double>(w.b[i]) * w.b[i];
      w.b[i] -= step * w.image[i];
      after += static_cast<double>(w.b[i]) * w.b[i];
    }
    return std::array<double, 2>{before, after};
  });
  if (norms[1] <= 0.0625 * norms[0]) {
    for (float& x : w.x) x *= step;
    return;
  }
  std::swap(w.x, w.direction);
  cycle(l, w.b, w.x);
  const double cross =
      ordered_sum(g.size(), [&](std::size_t i) { return static_cast<double>(w.x[i]) * w.image[i]; });
  const auto [second_energy, second_work] = g.apply(w.x, w.b, w.image);
  const double rest = second_energy - cross * cross / energy;
  float first_part = step, second_part = 0;
  if (rest > 0) {
    first_part = static_cast<float>(work / energy - cross * second_work / (energy * rest));
    second_part = static_cast<float>(second_work / rest);
  }
  for (std::size_t i = 0; i < g.size(); ++i) w.x[i] = first_part * w.direction[i] + second_part * w.x[i];
}

void Aggregation::apply(const Field<float>& r, Field<float>& z) {
  finest_.smooth_from_zero(r, z);
  Work& next = work_[0];
  std::fill(next.b.begin(), next.b.end(), 0.0f);
  finest_.restrict_residual(r, z, factor_, parent_, next.b);
  solve_coarse(0);
  const std::size_t n = finest_.shape.size();
  const float scale = levels_ > 1 ? enlarge * enlarge : enlarge;  // the first graph's cycle, and this one
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t c = 0; c < n; ++c) z[c] += scale * next.x[parent_[c]];
  finest_.smooth_back(r, z);
}

}  // namespace cellroute::numerics::multigrid
