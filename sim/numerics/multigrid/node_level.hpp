// A coarse level whose nodes are groups of cells: as many per block of the grid as the coefficients ask for.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/level.hpp"
#include "sim/numerics/multigrid/shape.hpp"

namespace cellroute::numerics::multigrid {

/// A symmetric matrix of links between nodes. The nodes of block B are first[B] .. first[B+1], and
/// links lead to nodes of the same block or of blocks that share a face with it.
class NodeLevel : public Level {
 public:
  struct Link {
    std::int32_t node;
    float weight;  // above 0
  };

  Shape blocks;
  std::vector<std::int32_t> first;
  std::vector<std::int32_t> row;  // link[row[i]] .. link[row[i+1]] are those of node i
  std::vector<Link> link;
  std::vector<float> sink;
  std::vector<float> bound;            // sum of a node's links, and its sink
  std::vector<float> inverse;          // 1 / bound, 0 where that is 0
  std::vector<std::int32_t> parent;    // the node of the next level
  std::array<int, 3> factor{1, 1, 1};  // of blocks to the next level

  std::size_t size() const override { return sink.size(); }
  /// Sweeps take blocks in order of colour, within a block node by node.
  void descend(const Field<float>& b, Field<float>& x, Field<float>& sums) const override;
  void ascend(const Field<float>& coarse, float scale, const Field<float>& b, Field<float>& x) const override;
  std::array<double, 2> apply(const Field<float>& x, const Field<float>& b, Field<float>& out) const override;

 private:
  template <bool forward, bool alone>
  void sweep_row(const Row& line, int colour, const float* b, float* x) const;
  template <typename Visit>
  void nodes_of(int slice, Visit visit) const;
};

}  // namespace cellroute::numerics::multigrid
