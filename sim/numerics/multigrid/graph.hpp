// A coarse level whose nodes are groups of cells: as many per block of the grid as the coefficients ask for.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/numerics/multigrid/shape.hpp"

namespace cellroute::numerics::multigrid {

/// A symmetric matrix of links between nodes. The nodes of block B are first[B] .. first[B+1], and
/// links lead to nodes of the same block or of blocks that share a face with it.
struct Graph {
  struct Link {
    std::int32_t node;
    float weight;  // above 0
  };

  Shape blocks;
  std::vector<std::int32_t> first;
  std::vector<std::int32_t> row;  // link[row[i]] .. link[row[i+1]] are those of node i
  std::vector<Link> link;
  std::vector<float> sink;
  std::vector<float> bound;          // sum of a node's links, and its sink
  std::vector<float> inverse;        // 1 / bound, 0 where that is 0
  std::vector<std::int32_t> parent;  // the node of the next level

  std::size_t size() const { return sink.size(); }

  /// Gauss-Seidel over the blocks of all colours, within a block node by node; from zero, then in
  /// exactly the opposite order.
  void smooth_from_zero(const std::vector<float>& b, std::vector<float>& x) const;
  void smooth_back(const std::vector<float>& b, std::vector<float>& x) const;
  /// out = b - A x.
  void residual(const std::vector<float>& b, const std::vector<float>& x, std::vector<float>& out) const;
  /// out = A x; returns the dot products of out with x and with b.
  std::array<double, 2> apply(const std::vector<float>& x, const std::vector<float>& b,
                              std::vector<float>& out) const;

 private:
  template <bool forward, bool zero>
  void sweep(const std::vector<float>& b, std::vector<float>& x, int colour) const;
};

}  // namespace cellroute::numerics::multigrid
