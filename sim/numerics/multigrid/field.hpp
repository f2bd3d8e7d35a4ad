// An array with zeros before and after it, so that a row may look past the ends of the block.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace cellroute::numerics::multigrid {

template <typename Real>
class Field {
 public:
  Field() : Field(0) {}
  Field(Field&& other) noexcept : Field(0) { swap(other); }
  Field& operator=(Field&& other) noexcept {
    swap(other);
    return *this;
  }

  /// All zero afterwards.
  void resize(std::size_t n) {
    if (n != size_) {
      Field fresh(n);
      swap(fresh);
    } else {
      zero();
    }
  }
  std::size_t size() const { return size_; }
  Real* data() { return start_; }
  const Real* data() const { return start_; }
  Real& operator[](std::size_t i) { return start_[i]; }
  Real operator[](std::size_t i) const { return start_[i]; }
  void zero() { std::fill(start_, start_ + size_, Real(0)); }

 private:
  static constexpr std::size_t margin = 16;
  // Memory that comes as zeros from the system is not written twice.
  explicit Field(std::size_t n)
      : size_(n), memory_(static_cast<Real*>(std::calloc(n + 2 * margin, sizeof(Real)))) {
    if (memory_ == nullptr) throw std::bad_alloc();
    start_ = memory_.get() + margin;
  }
  void swap(Field& other) {
    std::swap(size_, other.size_);
    std::swap(start_, other.start_);
    memory_.swap(other.memory_);
  }

  std::size_t size_;
  struct Free {
    void operator()(Real* memory) const { std::free(memory); }
  };
  std::unique_ptr<Real, Free> memory_;
  Real* start_ = nullptr;
};

}  // namespace cellroute::numerics::multigrid
