// Sinks for passes row by row: most blocks have few, which are then kept as a list.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/field.hpp"
#include "sim/numerics/multigrid/shape.hpp"

namespace cellroute::numerics::multigrid {

class Sinks {
 public:
  /// `dense` must outlive this; its rows are nx long.
  void set(const Field<float>& dense, int nx) {
    dense_ = dense.data();
    first_.assign(1, 0);
    cell_.clear();
    for (std::size_t at = 0; at < dense.size(); at += static_cast<std::size_t>(nx)) {
      for (int i = 0; i < nx; ++i) {
        if (dense_[at + i] != 0) cell_.push_back(i);
      }
      first_.push_back(static_cast<std::int32_t>(cell_.size()));
      few_ = cell_.size() <= dense.size() / 8;
      if (!few_) return;
    }
  }
  /// Calls visit(i, sink) at least for the cells of a row that sink.
  template <typename Visit>
  void each(const Row& row, int nx, Visit visit) const {
    const float* const sink = dense_ + row.at;
    if (!few_) {
      for (int i = 0; i < nx; ++i) visit(i, sink[i]);
      return;
    }
    for (std::int32_t e = first_[row.index]; e < first_[row.index + 1]; ++e) visit(cell_[e], sink[cell_[e]]);
  }

 private:
  const float* dense_ = nullptr;
  bool few_ = false;
  std::vector<std::int32_t> first_, cell_;
};

}  // namespace cellroute::numerics::multigrid
