#include "sim/numerics/multigrid/pages.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace cellroute::numerics::multigrid {
namespace {

constexpr std::size_t small_page = 64, large_page = std::size_t{1} << 21;

}  // namespace

Pages::Pages(std::size_t bytes) {
  const std::size_t page = bytes < large_page ? small_page : large_page;
  const std::size_t whole = (bytes + page - 1) / page * page;
  data_ = std::aligned_alloc(page, whole);
  if (data_ == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (page == large_page) madvise(data_, whole, MADV_HUGEPAGE);  // only a wish: if it fails, pages are small
#endif
  std::memset(data_, 0, bytes);
}

Pages::~Pages() { std::free(data_); }

void Pages::swap(Pages& other) noexcept { std::swap(data_, other.data_); }

}  // namespace cellroute::numerics::multigrid
