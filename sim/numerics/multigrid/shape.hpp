// The rows of a block of cells and the neighbours of each row: what all passes over a grid loop over.
#pragma once

#include <array>
#include <cstddef>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics::multigrid {

/// Index of the first cell of a row along x and of the four rows beside it. At a wall that is the row itself,
/// as what lies at the opposite wall may be changing on another thread; the conductance there is 0.
struct Row {
  std::size_t at, below, above, behind, before;  // y-1, y+1, z-1, z+1
  std::size_t face_below, face_behind;           // of the conductances; those of a wall are with the last row
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
    const std::size_t at = start(j, k);
    const std::size_t below = start(j > 0 ? j - 1 : ny - 1, k), behind = start(j, k > 0 ? k - 1 : nz - 1);
    return {at,
            j > 0 || periodic[1] ? below : at,
            j + 1 < ny || periodic[1] ? start(j + 1 < ny ? j + 1 : 0, k) : at,
            k > 0 || periodic[2] ? behind : at,
            k + 1 < nz || periodic[2] ? start(j, k + 1 < nz ? k + 1 : 0) : at,
            below,
            behind,
            j,
            k,
            k * ny + j};
  }

  /// Slices lie across the longer one of y and z: in a block of few layers there are many small ones.
  int slice_axis() const { return cells[2] >= cells[1] ? 2 : 1; }
  int slices() const { return cells[slice_axis()]; }
  int rows_in_slice() const { return cells[3 - slice_axis()]; }
  bool ring() const { return periodic[slice_axis()]; }
  Row row_of(int slice, int r) const { return slice_axis() == 2 ? row(r, slice) : row(slice, r); }
  /// Calls visit(row) for the rows of a slice.
  template <typename Visit>
  void rows_of(int slice, Visit visit) const {
    for (int r = 0; r < rows_in_slice(); ++r) visit(row_of(slice, r));
  }
};

}  // namespace cellroute::numerics::multigrid
