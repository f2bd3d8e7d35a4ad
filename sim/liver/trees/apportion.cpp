// One by one to the segment that lacks most of its share.
#include "sim/liver/trees/apportion.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::liver {

std::array<std::int32_t, couinaud_segments> apportion(std::int32_t terminals, const SegmentVoxels& voxels) {
  double all = 0;
  for (const auto& cells : voxels.cells) all += static_cast<double>(cells.size());
  std::array<std::int32_t, couinaud_segments> given{}, most{}, least{};
  std::array<double, couinaud_segments> share{};
  std::int64_t sum = 0;
  for (std::size_t s = 0; s < couinaud_segments; ++s) {
    most[s] = static_cast<std::int32_t>(voxels.cells[s].size());
    least[s] = std::min(1, most[s]);
    share[s] = terminals * (most[s] / all);
    given[s] = std::clamp(static_cast<std::int32_t>(share[s]), least[s], most[s]);
    sum += given[s];
  }
  while (sum != terminals) {
    const int step = sum < terminals ? 1 : -1;
    std::size_t best = couinaud_segments;
    for (std::size_t s = 0; s < couinaud_segments; ++s) {
      if (step > 0 ? given[s] >= most[s] : given[s] <= least[s]) continue;
      if (best == couinaud_segments || step * (share[s] - given[s]) > step * (share[best] - given[best]))
        best = s;
    }
    if (best == couinaud_segments) break;
    given[best] += step;
    sum += step;
  }
  return given;
}

}  // namespace cellroute::liver
