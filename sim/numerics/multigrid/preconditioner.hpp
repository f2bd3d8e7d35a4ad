// What conjugate gradients ask of a preconditioner.
#pragma once

#include "sim/numerics/multigrid/field.hpp"

namespace cellroute::numerics::multigrid {

class Preconditioner {
 public:
  virtual ~Preconditioner() = default;
  /// z = an approximate solution of A z = r. Both have the size of the grid.
  virtual void apply(const Field<float>& r, Field<float>& z) = 0;
};

}  // namespace cellroute::numerics::multigrid
