// What every transport solver asks of a Carrier before it starts.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "sim/numerics/transport/carrier.hpp"

namespace cellroute::numerics {

/// Throws std::invalid_argument with the place and the numbers when an array has the wrong length, a
/// number is not finite, a pore volume is not positive, a well flow is negative, blood crosses a
/// wall, or what enters a cell differs from what leaves it by more than 1e-6 of the largest flow
/// through any cell.
void check_carrier(const Carrier& carrier);

/// "cell (i, j, k)".
std::string cell_name(const Grid& grid, std::size_t cell);

/// The neighbour of `cell`, at `place` on an axis of `cells` with this stride, towards growing axis;
/// a periodic axis is assumed where `place` is the last.
inline std::size_t next_cell(std::size_t cell, int place, int cells, std::size_t stride) {
  return place + 1 < cells ? cell + stride : cell - stride * static_cast<std::size_t>(cells - 1);
}

/// Calls visit(axis, cell, next) for every inner face, axis by axis, cells growing.
template <class Visit>
void each_face(const Grid& grid, Visit visit) {
  const std::array<std::size_t, 3> stride = {1, grid.index(0, 1, 0), grid.index(0, 0, 1)};
  for (int axis = 0; axis < 3; ++axis) {
    const int n = grid.cells[axis];
    if (n == 1) continue;
    for (std::size_t c = 0; c < grid.size(); ++c) {
      const int place = static_cast<int>(c / stride[axis] % static_cast<std::size_t>(n));
      if (place + 1 < n || grid.periodic[axis]) visit(axis, c, next_cell(c, place, n, stride[axis]));
    }
  }
}

}  // namespace cellroute::numerics
