// Greedy joining, strongest links first.
#include "sim/numerics/multigrid/agglomerate.hpp"

#include <algorithm>
#include <numeric>

namespace cellroute::numerics::multigrid {

const std::vector<int>& Agglomerate::operator()(const std::vector<float>& bound,
                                                const std::vector<Link>& links, float kappa) {
  const int n = static_cast<int>(bound.size());
  cluster_.resize(bound.size());
  std::iota(cluster_.begin(), cluster_.end(), 0);
  bound_ = bound;
  order_ = links;
  for (std::size_t i = 1; i < order_.size(); ++i) {  // by insertion: stable, and there are few
    const Link link = order_[i];
    std::size_t at = i;
    for (; at > 0 && order_[at - 1].weight < link.weight; --at) order_[at] = order_[at - 1];
    order_[at] = link;
  }
  bool joined = true;
  while (joined) {
    joined = false;
    for (const Link& link : order_) {
      const int a = std::min(cluster_[link.a], cluster_[link.b]);
      const int b = std::max(cluster_[link.a], cluster_[link.b]);
      if (a == b) continue;
      const float looser = std::min(bound_[a], bound_[b]);
      if (looser > kappa * link.weight) {  // this link alone is too weak
        float between = 0;
        for (const Link& other : order_) {
          const int p = cluster_[other.a], q = cluster_[other.b];
          if ((p == a && q == b) || (p == b && q == a)) between += other.weight;
        }
        if (looser > kappa * between) continue;
      }
      bound_[a] += bound_[b];
      for (int& c : cluster_) c = c == b ? a : c;
      joined = true;
    }
  }
  number_.assign(bound.size(), -1);
  clusters_ = 0;
  for (int i = 0; i < n; ++i) {
    int& number = number_[cluster_[i]];
    if (number < 0) number = clusters_++;
    cluster_[i] = number;
  }
  return cluster_;
}

}  // namespace cellroute::numerics::multigrid
