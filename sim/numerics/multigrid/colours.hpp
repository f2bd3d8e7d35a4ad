// Colours of blocks: what has one colour has no neighbour of that colour, so a pass over one colour has the
// same result in any order and by any number of threads.
#pragma once

#include "sim/numerics/multigrid/shape.hpp"

namespace cellroute::numerics::multigrid {

/// Along an axis colours alternate; an odd number of cells that closes in a ring needs a third.
inline int axis_colour(const Shape& shape, int axis, int at) {
  return shape.periodic[axis] && shape.cells[axis] % 2 == 1 && at == shape.cells[axis] - 1 ? 2 : at % 2;
}

/// The colour of a cell is the sum over the axes, modulo this.
inline int colour_count(const Shape& shape) {
  for (int a = 0; a < 3; ++a) {
    if (shape.periodic[a] && shape.cells[a] % 2 == 1) return 3;
  }
  return 2;
}

}  // namespace cellroute::numerics::multigrid
