// The rows of a block of cells and the neighbours of each row: what all passes over a grid loop over.
#pragma once

#include <array>
#include <cstddef>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics::multigrid {

/// Index of the first cell of a row along x and of the four rows beside it. Walls need no care: rows
/// wrap around, and the conductance of a wall is 0.
struct Row {
  std::size_t at, below, above, behind, before;  // y-1, y+1, z-1, z+1
  int j, k, index;                               // of the row
};

struct Shape {
  std::array<int, 3> cells{1, 1, 1};
  std::array<bool, 3> periodic{false, false, false};  // never of an axis of one cell

  Shape() = default;
  explicit Shape(const Grid& grid) : cells(grid.cells) {
    for (int a = 0; a < 3; ++a) periodic[a] = grid.periodic[a] && cells[a] > 1;
  }
  int rows() const { return cells[1] * cells[2]; }
  std::size_t size() const { return static_cast<std::size_t>(rows()) * cells[0]; }
  Row row(int r) const { return row(r % cells[1], r / cells[1]); }
  Row row(int j, int k) const {
    const int ny = cells[1], nz = cells[2];
    const auto start = [&](int jj, int kk) {
      return (static_cast<std::size_t>(kk) * ny + jj) * static_cast<std::size_t>(cells[0]);
    };
    return {start(j, k),
            start(j > 0 ? j - 1 : ny - 1, k),
            start(j + 1 < ny ? j + 1 : 0, k),
            start(j, k > 0 ? k - 1 : nz - 1),
            start(j, k + 1 < nz ? k + 1 : 0),
            j,
            k,
            k * ny + j};
  }

  /// Slices lie across the last axis of more than one cell: planes, in two dimensions rows.
  int slices() const { return cells[2] > 1 ? cells[2] : cells[1]; }
  int slice_axis() const { return cells[2] > 1 ? 2 : 1; }
  bool ring() const { return periodic[slice_axis()]; }
  /// Calls visit(row) for the rows of a slice.
  template <typename Visit>
  void rows_of(int slice, Visit visit) const {
    if (cells[2] == 1) return visit(row(slice, 0));
    for (int j = 0; j < cells[1]; ++j) visit(row(j, slice));
  }
};

}  // namespace cellroute::numerics::multigrid
