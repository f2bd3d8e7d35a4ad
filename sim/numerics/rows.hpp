// Rows: the numbers that one instruction handles when a vector of states is walked through.
//
// With a scenario in each lane a row is one number of every scenario. A scenario alone has its lanes
// free for neighbours in its own state vector: there a row is eight consecutive numbers. Both do the
// same operations on each number, so the bits are the same.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

#include "sim/numerics/lanes.hpp"

namespace cellroute::numerics {
inline namespace CELLROUTE_ISA {

template <class Real>
struct RowOf {
  using Type = Real;
  static constexpr int width = 1;
};
template <class Real>
using Row = typename RowOf<Real>::Type;
template <class Real>
inline constexpr int row_width = RowOf<Real>::width;

/// A register's worth of numbers in memory, wherever they begin and whatever else they are.
using LooseVector = double __attribute__((vector_size(8 * part_size), aligned(8), may_alias));

/// The row that begins at p.
template <class Real>
CELLROUTE_INLINE Row<Real> row(const Real* p) {
  if constexpr (row_width<Real> == 1) {
    return *p;
  } else {
    Row<Real> r;
    for (int i = 0; i < parts; ++i) r.v[i] = *reinterpret_cast<const LooseVector*>(p + i * part_size);
    return r;
  }
}
template <class Real>
CELLROUTE_INLINE void put(Real* p, Row<Real> x) {
  if constexpr (row_width<Real> == 1) {
    *p = x;
  } else {
    for (int i = 0; i < parts; ++i) *reinterpret_cast<LooseVector*>(p + i * part_size) = x.v[i];
  }
}

/// Number i of a row.
template <class Real>
CELLROUTE_INLINE Real number(Row<Real> x, int i) {
  if constexpr (row_width<Real> == 1) {
    return x;
  } else {
    return Real(x[i]);
  }
}
/// The least and the largest number of a row.
template <class Real>
CELLROUTE_INLINE Real least(Row<Real> x) {
  Real r = number<Real>(x, 0);
  for (int i = 1; i < row_width<Real>; ++i) r = min(r, number<Real>(x, i));
  return r;
}
template <class Real>
CELLROUTE_INLINE Real largest(Row<Real> x) {
  return -least<Real>(-x);
}

/// Begins arrays on cache lines, so that no row straddles two. A type of this instruction set's own,
/// so that kernels share no container code with the rest.
template <class T>
struct CacheLines {
  using value_type = T;
  static constexpr std::align_val_t line{64};
  CacheLines() = default;
  template <class Other>
  CacheLines(const CacheLines<Other>&) {}  // NOLINT: allocators convert
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), line)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, line); }
  friend bool operator==(CacheLines, CacheLines) { return true; }
};
template <class T>
using Numbers = std::vector<T, CacheLines<T>>;

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::numerics
