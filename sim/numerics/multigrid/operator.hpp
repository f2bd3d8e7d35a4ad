// The equations themselves, in double, from their face conductances.
#pragma once

#include <array>
#include <span>

#include "sim/numerics/multigrid/field.hpp"
#include "sim/numerics/multigrid/shape.hpp"

namespace cellroute::numerics::multigrid {

/// Coefficients divided by `scale`, so that they are of the order of 1 and fit a float.
struct Operator {
  Shape shape;
  std::array<Field<double>, 3> face;
  Field<double> sink;  // empty if nothing sinks
  bool sinks = false;
  double scale = 1;

  /// Sets coefficients that were checked before.
  void set(const Faces& conductance, std::span<const double> sink_numbers);
  /// r = b - A x, differences first: rows of large coefficients lose nothing of small sinks. Returns the
  /// 2-norm of r.
  double residual(const Field<double>& b, const Field<double>& x, Field<double>& r) const;
};

}  // namespace cellroute::numerics::multigrid
