// Which nodes of a small group one coarse node can stand for.
#pragma once

#include <vector>

namespace cellroute::numerics::multigrid {

struct Link {
  int a, b;  // nodes of the group
  float weight;
};

/// Joins nodes of a group as long as the looser of two clusters is bound to the other by at least
/// 1/kappa of all that binds it: then a piecewise constant correction is good to a condition of order
/// kappa. A cell beside a vessel may join the vessel; two vessels, each bound to itself, never join.
class Agglomerate {
 public:
  /// `bound[i]`: all that binds node i, within the group and out of it. Clusters are numbered by their
  /// first node.
  const std::vector<int>& operator()(const std::vector<float>& bound, const std::vector<Link>& links,
                                     float kappa);
  int clusters() const { return clusters_; }

 private:
  std::vector<int> cluster_, number_;
  std::vector<float> bound_;
  std::vector<Link> order_;
  int clusters_ = 0;
};

}  // namespace cellroute::numerics::multigrid
