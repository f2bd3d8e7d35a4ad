#include "sim/numerics/sparse_lu.hpp"

#include <algorithm>

namespace cellroute::numerics {

LuPlan::LuPlan(int n, const std::vector<std::pair<int, int>>& off_diagonal) : n_(n) {
  const auto at = [n](int row, int column) { return static_cast<std::size_t>(row) * n + column; };
  std::vector<char> present(static_cast<std::size_t>(n) * n, 0);
  for (int i = 0; i < n; ++i) present[at(i, i)] = 1;
  for (const auto& [row, column] : off_diagonal) present[at(row, column)] = 1;

  // Minimum degree on the pattern of A + A^T; ties go to the lowest number, so the order is fixed.
  std::vector<char> graph(present);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) graph[at(i, j)] = present[at(i, j)] | present[at(j, i)];
  }
  std::vector<char> done(n, 0);
  std::vector<int> order;
  for (int step = 0; step < n; ++step) {
    int best = -1, best_degree = n + 1;
    for (int i = 0; i < n; ++i) {
      if (done[i]) continue;
      int degree = 0;
      for (int j = 0; j < n; ++j) degree += !done[j] && j != i && graph[at(i, j)];
      if (degree < best_degree) best = i, best_degree = degree;
    }
    done[best] = 1;
    order.push_back(best);
    for (int i = 0; i < n; ++i) {
      if (done[i] || !graph[at(i, best)]) continue;
      for (int j = 0; j < n; ++j) {
        if (!done[j] && graph[at(best, j)]) graph[at(i, j)] = 1;
      }
    }
  }

  // Fill-in of the unsymmetric pattern in that order.
  std::vector<int> position(n);
  for (int k = 0; k < n; ++k) position[order[k]] = k;
  for (const int k : order) {
    for (int i = 0; i < n; ++i) {
      if (position[i] <= position[k] || !present[at(i, k)]) continue;
      for (int j = 0; j < n; ++j) {
        if (position[j] > position[k] && present[at(k, j)]) present[at(i, j)] = 1;
      }
    }
  }
  slots_.assign(static_cast<std::size_t>(n) * n, -1);
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    if (present[s]) slots_[s] = entries_++;
  }

  for (const int k : order) {
    Pivot pivot{k,
                slot(k, k),
                static_cast<int>(lower_.size()),
                0,
                static_cast<int>(upper_.size()),
                0,
                static_cast<int>(updates_.size())};
    for (int i = 0; i < n; ++i) {
      if (position[i] <= position[k]) continue;
      if (present[at(i, k)]) lower_.push_back({i, slot(i, k)});
      if (present[at(k, i)]) upper_.push_back({i, slot(k, i)});
    }
    pivot.lower_end = static_cast<int>(lower_.size());
    pivot.upper_end = static_cast<int>(upper_.size());
    for (int i = pivot.lower_begin; i < pivot.lower_end; ++i) {
      for (int j = pivot.upper_begin; j < pivot.upper_end; ++j) {
        updates_.push_back(slot(lower_[i].unknown, upper_[j].unknown));
      }
    }
    pivots_.push_back(pivot);
    for (int i = pivot.lower_begin; i < pivot.lower_end; ++i)
      solving_.push_back({lower_[i].unknown, lower_[i].slot, k});
  }
  for (int p = n - 1; p >= 0; --p) {
    const Pivot& pivot = pivots_[p];
    for (int j = pivot.upper_begin; j < pivot.upper_end; ++j)
      solving_.push_back({pivot.unknown, upper_[j].slot, upper_[j].unknown});
    solving_.push_back({pivot.unknown, pivot.diagonal, pivot.unknown});
  }
}

}  // namespace cellroute::numerics
