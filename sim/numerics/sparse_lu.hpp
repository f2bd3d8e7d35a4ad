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
    int unknown, diagonal;    // row and column eliminated, and where its diagonal lives
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

 private:
  int n_, entries_ = 0;
  std::vector<int> slots_;
  std::vector<Pivot> pivots_;
  std::vector<Entry> lower_, upper_;
  std::vector<int> updates_;
};

/// The plan as bare pointers, so that a kernel shares no container code with the rest.
struct LuView {
  const LuPlan::Pivot* pivots;
  const LuPlan::Entry* lower;
  const LuPlan::Entry* upper;
  const int* updates;
  int n;
  explicit LuView(const LuPlan& plan)
      : pivots(plan.pivots().data()), lower(plan.lower().data()), upper(plan.upper().data()),
        updates(plan.updates().data()), n(plan.size()) {}
};

/// In place: strict lower part L, inverse of U's diagonal, strict upper part of U.
template <class Real>
void lu_factor(const LuView& plan, Real* a) {
  for (int k = 0; k < plan.n; ++k) {
    const LuPlan::Pivot& pivot = plan.pivots[k];
    const Real inverse = Real(1.0) / a[pivot.diagonal];
    a[pivot.diagonal] = inverse;
    const int* target = plan.updates + pivot.update_begin;
    for (int i = pivot.lower_begin; i < pivot.lower_end; ++i) {
      const Real factor = a[plan.lower[i].slot] * inverse;
      a[plan.lower[i].slot] = factor;
      for (int j = pivot.upper_begin; j < pivot.upper_end; ++j, ++target) {
        a[*target] = fma(-factor, a[plan.upper[j].slot], a[*target]);
      }
    }
  }
}

/// b becomes the solution; unknowns keep their own numbering.
template <class Real>
void lu_solve(const LuView& plan, const Real* a, Real* b) {
  for (int k = 0; k < plan.n; ++k) {
    const LuPlan::Pivot& pivot = plan.pivots[k];
    const Real x = b[pivot.unknown];
    for (int i = pivot.lower_begin; i < pivot.lower_end; ++i) {
      b[plan.lower[i].unknown] = fma(-a[plan.lower[i].slot], x, b[plan.lower[i].unknown]);
    }
  }
  for (int k = plan.n - 1; k >= 0; --k) {
    const LuPlan::Pivot& pivot = plan.pivots[k];
    Real x = b[pivot.unknown];
    for (int j = pivot.upper_begin; j < pivot.upper_end; ++j) {
      x = fma(-a[plan.upper[j].slot], b[plan.upper[j].unknown], x);
    }
    b[pivot.unknown] = x * a[pivot.diagonal];
  }
}

}  // namespace cellroute::numerics
