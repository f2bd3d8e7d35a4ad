// Memory for large arrays, all zero at first.
#pragma once

#include <cstddef>

namespace cellroute::numerics::multigrid {

/// Large blocks come in pages of 2 MiB where the system offers them: in pages of 4 KiB the first touch took
/// a quarter of the time to solve for smooth fields.
class Pages {
 public:
  /// Throws std::bad_alloc.
  explicit Pages(std::size_t bytes);
  ~Pages();
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  void* data() const { return data_; }
  void swap(Pages& other) noexcept;

 private:
  void* data_;
};

}  // namespace cellroute::numerics::multigrid
