// An array with one zero before and after it, so that a row may look past the ends of the block.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cellroute::numerics::multigrid {

template <typename Real>
class Field {
 public:
  void resize(std::size_t n) { values_.assign(n + 2 * margin, Real(0)); }
  std::size_t size() const { return values_.size() - 2 * margin; }
  Real* data() { return values_.data() + margin; }
  const Real* data() const { return values_.data() + margin; }
  Real& operator[](std::size_t i) { return values_[i + margin]; }
  Real operator[](std::size_t i) const { return values_[i + margin]; }
  void zero() { std::fill(values_.begin(), values_.end(), Real(0)); }

 private:
  static constexpr std::size_t margin = 16;
  std::vector<Real> values_ = std::vector<Real>(2 * margin);
};

}  // namespace cellroute::numerics::multigrid
