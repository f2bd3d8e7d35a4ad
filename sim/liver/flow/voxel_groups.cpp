// Voxels sorted by their three terminals; triangles added up.
#include "sim/liver/flow/voxel_groups.hpp"

#include <atomic>
#include <cmath>
#include <numeric>

#include "models/liver/three_port.hpp"
#include "sim/numerics/multigrid/parallel.hpp"

namespace cellroute::liver {
namespace {

/// `order` sorted by key, those of equal key as they were.
std::vector<std::int32_t> sorted(const std::vector<std::int32_t>& order,
                                 const std::vector<std::int32_t>& key) {
  std::int32_t most = -1;
  for (const std::int32_t k : key) most = std::max(most, k);
  std::vector<std::int32_t> at(static_cast<std::size_t>(most) + 2, 0), result(order.size());
  for (const std::int32_t k : key) ++at[static_cast<std::size_t>(k) + 1];
  std::partial_sum(at.begin(), at.end(), at.begin());
  for (const std::int32_t v : order) {
    result[static_cast<std::size_t>(at[static_cast<std::size_t>(key[static_cast<std::size_t>(v)])]++)] = v;
  }
  return result;
}

}  // namespace

VoxelGroups::VoxelGroups(const VoxelSystem::TerminalOf& terminal_of) : voxel_(terminal_of[0].size()) {
  std::iota(voxel_.begin(), voxel_.end(), 0);
  for (std::size_t k = tree_kinds; k-- > 0;) voxel_ = sorted(voxel_, terminal_of[k]);
  for (std::size_t e = 0; e < voxel_.size(); ++e) {
    const auto v = static_cast<std::size_t>(voxel_[e]);
    bool fresh = e == 0;
    for (std::size_t k = 0; k < tree_kinds && !fresh; ++k) {
      fresh = terminal_of[k][v] != terminal_of_[k].back();
    }
    if (!fresh) continue;
    first_.push_back(static_cast<std::int32_t>(e));
    for (std::size_t k = 0; k < tree_kinds; ++k) terminal_of_[k].push_back(terminal_of[k][v]);
  }
  first_.push_back(static_cast<std::int32_t>(voxel_.size()));
}

bool VoxelGroups::add_up(const VoxelSystem& voxels, FieldPerTree& legs) const {
  const std::size_t n = size();
  for (auto& leg : legs) leg.resize(n);
  std::atomic<bool> all = true;
#pragma omp parallel for schedule(static) if (voxel_.size() > numerics::multigrid::worth_sharing)
  for (std::size_t group = 0; group < n; ++group) {
    ThreePort sum;
    for (std::int32_t e = first_[group]; e < first_[group + 1]; ++e) {
      const auto v = static_cast<std::size_t>(voxel_[static_cast<std::size_t>(e)]);
      const double a = voxels.conductance(0, v), p = voxels.conductance(1, v), h = voxels.conductance(2, v);
      if (a + p + h == 0) continue;
      const double share = 1 / (a + p + h);
      sum.artery_portal += a * p * share;
      sum.artery_vein += a * h * share;
      sum.portal_vein += p * h * share;
    }
    const StarConductance whole = star(sum);
    legs[0][group] = whole.arterial;
    legs[1][group] = whole.portal;
    legs[2][group] = whole.venous;
    if (!std::isfinite(whole.arterial + whole.portal + whole.venous))
      all.store(false, std::memory_order_relaxed);
  }
  return all;
}

}  // namespace cellroute::liver
