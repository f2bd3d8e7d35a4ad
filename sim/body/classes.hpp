// How the populations lie in the state: one row each, or eight side by side in rows with the dead of
// the dose behind the living.
#pragma once

#include "sim/body/layout.hpp"
#include "sim/numerics/rows.hpp"

namespace cellroute::body {

using numerics::Numbers;
using numerics::put;
using numerics::Row;
using numerics::row;

/// `Fixed` is the number of populations when it is known to the compiler, `one_row` when all the compiler
/// knows is that they and the dead share one row, else 0.
inline constexpr int one_row = -1;
template <class Real, int Fixed>
struct Classes {
  static constexpr int width = numerics::row_width<Real>;
  static constexpr bool side_by_side = width > 1;  // and then the dead share the rows of the living
  static constexpr int whole(int count) { return (count + width - 1) / width * width; }
  static_assert(side_by_side || Fixed != one_row);
  /// Rows of one compartment, when known to the compiler.
  static constexpr int fixed_rows = Fixed > 0 ? whole(Fixed + 1) / width : Fixed == one_row ? 1 : 0;

  explicit Classes(const LayoutView& layout) : v(layout) {
    for (int l = 0; l < width; ++l) alive_.set(l, l < populations() % width);
  }

  int populations() const { return Fixed > 0 ? Fixed : v.populations; }
  int carriers() const { return populations() + 1; }
  int class_stride() const { return side_by_side ? carrier_stride() : populations(); }
  int carrier_stride() const { return fixed_rows > 0 ? fixed_rows * width : v.carrier_stride; }
  int rows() const { return carrier_stride() / width; }
  /// Where a loop over rows with living populations ends.
  int end() const { return Fixed == one_row ? width : side_by_side ? carriers() : populations(); }

  /// What a sum over one row of lodged cells counts.
  int lodging() const { return side_by_side ? carriers() : populations(); }

  /// `living` where a population stands and `dead` where the dead stand, in the row that begins with k.
  Row<Real> blend(Row<Real> living, Row<Real> dead, int k) const {
    if constexpr (side_by_side) {
      if (Fixed != one_row && k + width <= populations()) return living;
      if constexpr (Fixed > 0 && Fixed < width) {
        typename Row<Real>::Truth alive;  // known to the compiler
        for (int l = 0; l < width; ++l) alive.set(l, l < Fixed);
        return select(alive, living, dead);
      } else {
        return select(alive_, living, dead);
      }
    } else {
      return living;
    }
  }
  /// Nothing where no population stands.
  Row<Real> living(Row<Real> x, int k) const { return blend(x, Row<Real>(0.0), k); }

  /// The sum over populations in their order, one row at a time: the row that begins with k, of `count`.
  static Real add(Real sum, Row<Real> x, int k, int count) {
    const int here = count - k < width ? count - k : width;
    for (int l = 0; l < here; ++l) sum = sum + numerics::number<Real>(x, l);
    return sum;
  }

 private:
  struct Nobody {
    void set(int, bool) {}
  };
  template <class Any, bool = side_by_side>
  struct TruthOf {
    using Type = Nobody;
  };
  template <class Any>
  struct TruthOf<Any, true> {
    using Type = typename Any::Truth;
  };

  const LayoutView& v;
  typename TruthOf<Row<Real>>::Type alive_;  // where populations stand in the last row that has any
};

}  // namespace cellroute::body
