#include "sim/liver/sinusoid_inflow.hpp"

#include <algorithm>
#include <stdexcept>

namespace cellroute::liver {

void SinusoidInflow::take(double time, const LiverAnatomy& anatomy, const LiverPerfusion& flow,
                          const VoxelSums& sums) {
  if (sums.reached.empty()) throw std::logic_error("the sinusoids of this liver were not watched");
  times_.push_back(time);
  const std::size_t first = flow_.size();
  flow_.resize(first + segments * entries, 0.0);
  double* here = flow_.data() + first;
  constexpr TreeKind tree[entries] = {TreeKind::portal_vein, TreeKind::hepatic_artery};
  for (int e = 0; e < entries; ++e) {
    const std::vector<double>& into = flow.voxel_flow[static_cast<std::size_t>(tree[e])];
    for (std::size_t v = 0; v < into.size(); ++v)
      here[anatomy.segment[static_cast<std::size_t>(anatomy.voxels[v])] * entries + e] +=
          std::max(0.0, into[v]);
    for (int s = 1; s < segments; ++s) here[e] += here[s * entries + e];
  }
  reached_.insert(reached_.end(), sums.reached.begin(), sums.reached.end());
}

void SinusoidInflow::visit(StateVisitor& visitor) {
  for (auto* part : {&times_, &flow_, &reached_}) visitor(*part);
}

}  // namespace cellroute::liver
