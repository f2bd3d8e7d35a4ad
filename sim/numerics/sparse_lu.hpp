// LU of many small matrices that share one pattern, each lane its own matrix.
//
// The plan is made once per pattern: a minimum-degree order, the fill it causes, and flat lists of
// what to do. Factor and solve then run through the lists with no branch on a number. There is no
// pivoting: the matrices are (1/(gamma h)) I - J of a transport network, whose columns are
// diagonally dominant because a cell that leaves one place arrives in at most one other.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace cellroute::numerics {

class LuPlan {
 public:
  /// Pattern of an n x n matrix: (row, column) of every off-diagonal entry that may be non-zero.
  LuPlan(int n, const std::vector<std::pair<int, int>>& off_diagonal);

  int size() const { return n_; }
  int entries() const { return entries_; }
  /// Position of (row, column) in the value array, or -1.
  int slot(int row, int column) const { return slots_[static_cast<std::size_t>(row) * n_ + column]; }

  struct Pivot {
    int unknown, diagonal;       // row and column eliminated, and where its diagonal lives
    int lower_begin, lower_end;  // entries below it
    int upper_begin, upper_end;  // entries right of it
    int update_begin;            // targets of the rank-one update, row by row
  };
  struct Entry {
    int unknown, slot;
  };
  const std::vector<Pivot>& pivots() const { return pivots_; }
  const std::vector<Entry>& lower() const { return lower_; }
  const std::vector<Entry>& upper() const { return upper_; }
  const std::vector<int>& updates() const { return updates_; }
  /// A solve as one list: b[to] -= a[slot] b[from], or b[to] *= a[slot] where `from` is `to`.
  struct Step {
    int to, slot, from;
  };
  const std::vector<Step>& solving() const { return solving_; }

 private:
  int n_, entries_ = 0;
  std::vector<int> slots_;
  std::vector<Pivot> pivots_;
  std::vector<Entry> lower_, upper_;
  std::vector<int> updates_;
  std::vector<Step> solving_;
};

/// The plan as bare pointers, so that a kernel shares no container code with the rest.
struct LuView {
  const LuPlan::Pivot* pivots;
  const LuPlan::Entry* lower;
  const LuPlan::Entry* upper;
  const int* updates;
  const LuPlan::Step* solving;
  int n, forward, steps;
  explicit LuView(const LuPlan& plan)
      : pivots(plan.pivots().data()),
        lower(plan.lower().data()),
        upper(plan.upper().data()),
        updates(plan.updates().data()),
        solving(plan.solving().data()),
        n(plan.size()),
        forward(static_cast<int>(plan.lower().size())),
        steps(static_cast<int>(plan.solving().size())) {}
};

/// `Fixed` is the count when it is known to the compiler.
/// In place, for `count` matrices side by side (entry e of matrix k at a[e * count + k]): strict lower
/// part L, inverse of U's diagonal, strict upper part of U.
template <int Fixed = 0, class Real>
void lu_factor(const LuView& plan, Real* a, int runtime_count = 1) {
  const int count = Fixed > 0 ? Fixed : runtime_count;
  for (int p = 0; p < plan.n; ++p) {
    const LuPlan::Pivot& pivot = plan.pivots[p];
    Real* diagonal = a + pivot.diagonal * count;
    for (int k = 0; k < count; ++k) diagonal[k] = Real(1.0) / diagonal[k];
    const int* target = plan.updates + pivot.update_begin;
    for (int i = pivot.lower_begin; i < pivot.lower_end; ++i) {
      Real* factor = a + plan.lower[i].slot * count;
      for (int k = 0; k < count; ++k) factor[k] = factor[k] * diagonal[k];
      for (int j = pivot.upper_begin; j < pivot.upper_end; ++j, ++target) {
        const Real* upper = a + plan.upper[j].slot * count;
        Real* out = a + *target * count;
        for (int k = 0; k < count; ++k) out[k] = fma(-factor[k], upper[k], out[k]);
      }
    }
  }
}

/// b becomes the solutions (unknown u of system k at b[u * count + k]); unknowns keep their numbering.
template <int Fixed = 0, class Real>
void lu_solve(const LuView& plan, const Real* a, Real* b, int runtime_count = 1) {
  const int count = Fixed > 0 ? Fixed : runtime_count;
  for (int i = 0; i < plan.forward; ++i) {
    const LuPlan::Step step = plan.solving[i];
    const Real* lower = a + step.slot * count;
    const Real* x = b + step.from * count;
    Real* out = b + step.to * count;
    for (int k = 0; k < count; ++k) out[k] = fma(-lower[k], x[k], out[k]);
  }
  const LuPlan::Step* step = plan.solving + plan.forward;
  for (int p = plan.n - 1; p >= 0; --p) {
    Real* x = b + step->to * count;
    for (; step->from != step->to; ++step) {
      const Real* upper = a + step->slot * count;
      const Real* known = b + step->from * count;
      for (int k = 0; k < count; ++k) x[k] = fma(-upper[k], known[k], x[k]);
    }
    const Real* inverse = a + step->slot * count;
    for (int k = 0; k < count; ++k) x[k] = x[k] * inverse[k];
    ++step;
  }
}

}  // namespace cellroute::numerics
