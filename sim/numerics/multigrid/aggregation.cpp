// Building the levels and cycling through them.
#include "sim/numerics/multigrid/aggregation.hpp"

#include <algorithm>

#include "sim/numerics/multigrid/coarsen.hpp"
#include "sim/numerics/multigrid/direct.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

/// Eight cells of a uniform cube have 6; below that nothing would ever join in three dimensions. Larger
/// values leave fewer nodes and take more iterations: between 8 and 64 the time on white noise differs
/// by a third, on channels and septa hardly.
constexpr float kappa = 16;
/// Below this many nodes a sparse factorisation is cheaper than further levels.
constexpr std::size_t direct_nodes = 1500;
/// With more nodes than this in a block, joining them pair by pair takes long and gains little.
constexpr std::size_t crowded = 48;
/// Piecewise constant corrections see up to twice the energy of smooth errors (pairs of cells along a line),
/// so they come out up to two times too small. A factor between 1 and 2 makes up for most of it where
/// no step of conjugate gradients finds the best one; it changes the number of iterations, not the result.
constexpr float enlarge = 1.6f;
/// Sweeps on the finest grid, down and up, in three dimensions and where the next level is not a grid: they
/// take a fifth to a third fewer iterations with two, and a second sweep in the same pass over the memory
/// costs less. Smooth fields in two dimensions gain less than it costs.
constexpr int more_sweeps = 2;
/// A coarse solution whose residual fell to this share is good enough after one step.
constexpr double enough = 0.4;

}  // namespace

Aggregation::Aggregation() : direct_(std::make_unique<DirectSolver>()) {}
Aggregation::~Aggregation() = default;

void Aggregation::build(const Operator& fine) {
  levels_.clear();
  const auto use = [](auto& kept, std::size_t index) -> auto& {
    if (kept.size() == index)
      kept.push_back(std::make_unique<typename std::decay_t<decltype(kept)>::value_type::element_type>());
    return *kept[index];
  };
  CellLevel& finest = use(cells_, 0);
  finest.set(fine);
  CellLevel* cells = &finest;
  levels_.push_back(cells);
  // Grids as long as one cell can stand for a block.
  for (std::size_t l = 1; cells->size() > direct_nodes; ++l) {
    cells->factor = choose_factors(*cells);
    CellLevel& next = use(cells_, l);
    if (cells->factor == std::array<int, 3>{1, 1, 1} || !next.set_coarser(*cells, cells->factor, kappa))
      break;
    levels_.push_back(cells = &next);
  }
  finest.sweeps = cells == &finest || fine.shape.cells[2] > 1 ? more_sweeps : 1;
  cells->factor = cells->size() > direct_nodes ? choose_factors(*cells) : std::array<int, 3>{1, 1, 1};
  NodeLevel* nodes = &use(nodes_, 0);
  coarsen(*cells, cells->factor, kappa, *nodes);
  levels_.push_back(nodes);
  for (std::size_t l = 1; nodes->size() > direct_nodes && nodes->size() < crowded * nodes->blocks.size();
       ++l) {
    const auto factor = choose_factors(*nodes);
    NodeLevel& next = use(nodes_, l);
    if (factor == std::array<int, 3>{1, 1, 1}) break;
    coarsen(*nodes, factor, kappa, next);
    if (next.size() == nodes->size()) break;
    levels_.push_back(nodes = &next);
  }
  direct_->factorise(*nodes);
  work_.resize(levels_.size());
  for (std::size_t l = 1; l < levels_.size(); ++l) {
    Work& w = work_[l];
    for (Field<float>* v : {&w.x, &w.b, &w.direction, &w.image}) v->resize(levels_[l]->size());
  }
}

void Aggregation::cycle(std::size_t l, const Field<float>& b, Field<float>& x) {
  const Level& level = *levels_[l];
  level.descend(b, x, work_[l + 1].b);
  solve_coarse(l + 1);
  level.ascend(work_[l + 1].x, l < 2 ? enlarge : 1, b, x);
}

/// work.x = an approximate solution for work.b, which is changed. The largest coarse level gets one cycle
/// alone: there a second costs more than it saves.
void Aggregation::solve_coarse(std::size_t l) {
  const Level& level = *levels_[l];
  Work& w = work_[l];
  if (l + 1 == levels_.size()) {
    direct_->solve(w.b, w.x);
    return;
  }
  cycle(l, w.b, w.x);
  if (l == 1) return;
  const auto [energy, work] = level.apply(w.x, w.b, w.image);
  if (!(energy > 0)) return;
  const float step = static_cast<float>(work / energy);
  const auto norms = ordered_sums<2>(level.size(), [&](std::size_t first, std::size_t last) {
    double before = 0, after = 0;
    for (std::size_t i = first; i < last; ++i) {
      before += static_cast<double>(w.b[i]) * w.b[i];
      w.b[i] -= step * w.image[i];
      after += static_cast<double>(w.b[i]) * w.b[i];
    }
    return std::array<double, 2>{before, after};
  });
  if (norms[1] <= enough * enough * norms[0]) {
    for (std::size_t i = 0; i < level.size(); ++i) w.x[i] *= step;
    return;
  }
  std::swap(w.x, w.direction);
  cycle(l, w.b, w.x);
  const double cross =
      ordered_sum(level.size(), [&](std::size_t i) { return static_cast<double>(w.x[i]) * w.image[i]; });
  const auto [second_energy, second_work] = level.apply(w.x, w.b, w.image);
  const double rest = second_energy - cross * cross / energy;
  float first_part = step, second_part = 0;
  if (rest > 0) {
    first_part = static_cast<float>(work / energy - cross * second_work / (energy * rest));
    second_part = static_cast<float>(second_work / rest);
  }
  for (std::size_t i = 0; i < level.size(); ++i) w.x[i] = first_part * w.direction[i] + second_part * w.x[i];
}

std::array<double, 2> Aggregation::apply(const Field<float>& r, const Field<float>& q, Field<float>& z) {
  finest().descend(r, z, work_[1].b);
  solve_coarse(1);
  return finest().ascend(work_[1].x, enlarge, r, z, &q);
}

}  // namespace cellroute::numerics::multigrid
