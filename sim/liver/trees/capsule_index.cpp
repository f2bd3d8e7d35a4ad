// The cells of the index as linked lists in one array.
#include "sim/liver/trees/capsule_index.hpp"

namespace cellroute::liver {

CapsuleIndex::CapsuleIndex(const Point& low, const Point& high, double cell) : low_(low), cell_(cell) {
  std::size_t count = 1;
  for (std::size_t d = 0; d < 3; ++d) {
    cells_[d] = std::max(1, static_cast<int>(std::ceil((high[d] - low[d]) / cell)));
    stride_[d] = count;
    count *= static_cast<std::size_t>(cells_[d]);
  }
  head_.assign(count, -1);
}

void CapsuleIndex::insert(std::int32_t number, const Capsule& capsule) {
  for_cells(capsule, [&](std::size_t cell) {
    entry_.push_back({number, head_[cell]});
    head_[cell] = static_cast<std::int32_t>(entry_.size()) - 1;
    return true;
  });
}

}  // namespace cellroute::liver
