// Joining nodes block by block, then adding up the links between the groups.
#include "sim/numerics/multigrid/coarsen.hpp"

#include <algorithm>
#include <cstdlib>

#include "sim/numerics/multigrid/agglomerate.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {
namespace {

/// The finest grid seen as a graph: every cell a block of one node.
struct Cells {
  const CellLevel& grid;
  std::vector<std::int32_t>& parent;

  const Shape& blocks() const { return grid.shape; }
  std::int32_t first(std::size_t block) const { return static_cast<std::int32_t>(block); }
  float sink(std::int32_t c) const { return grid.sink[c]; }
  float bound(std::int32_t c) const { return grid.inverse[c] > 0 ? 1 / grid.inverse[c] : 0; }

  template <typename Visit>
  void links(std::int32_t c, int i, int j, int k, Visit visit) const {
    const auto& n = grid.shape.cells;
    const std::int32_t stride[3] = {1, n[0], n[0] * n[1]};
    const int at[3] = {i, j, k};
    for (int a = 0; a < 3; ++a) {
      if (n[a] < 2) continue;
      const std::int32_t up = at[a] + 1 < n[a] ? c + stride[a] : c - stride[a] * (n[a] - 1);
      const std::int32_t down = at[a] > 0 ? c - stride[a] : c + stride[a] * (n[a] - 1);
      if (const float w = grid.face[a][c]; w > 0) visit(up, w);
      if (const float w = grid.face[a][down]; w > 0) visit(down, w);
    }
  }

  bool uniform(const std::array<int, 3>& from, const std::array<int, 3>& to, float kappa) const {
    return grid.uniform(from, to, kappa);
  }
};

struct Nodes {
  const NodeLevel& graph;
  std::vector<std::int32_t>& parent;

  const Shape& blocks() const { return graph.blocks; }
  std::int32_t first(std::size_t block) const { return graph.first[block]; }
  float sink(std::int32_t i) const { return graph.sink[i]; }
  float bound(std::int32_t i) const { return graph.bound[i]; }

  template <typename Visit>
  void links(std::int32_t node, int, int, int, Visit visit) const {
    for (std::int32_t e = graph.row[node]; e < graph.row[node + 1]; ++e) {
      visit(graph.link[e].node, graph.link[e].weight);
    }
  }
  bool uniform(const std::array<int, 3>&, const std::array<int, 3>&, float) const { return false; }
};

/// A block of the coarse level: the box of fine blocks that it covers.
struct Box {
  std::array<int, 3> from, to;

  Box(const Shape& fine, const std::array<int, 3>& factor, int i, int j, int k) : from{i, j, k} {
    for (int a = 0; a < 3; ++a) {
      from[a] *= factor[a];
      to[a] = std::min(fine.cells[a], from[a] + factor[a]);
    }
  }
  /// Calls visit(node, i, j, k) for the nodes of all fine blocks.
  template <typename Level, typename Visit>
  void nodes(const Level& fine, Visit visit) const {
    const auto& n = fine.blocks().cells;
    for (int k = from[2]; k < to[2]; ++k) {
      for (int j = from[1]; j < to[1]; ++j) {
        const std::size_t line = (static_cast<std::size_t>(k) * n[1] + j) * static_cast<std::size_t>(n[0]);
        for (int i = from[0]; i < to[0]; ++i) {
          for (std::int32_t m = fine.first(line + i); m < fine.first(line + i + 1); ++m) visit(m, i, j, k);
        }
      }
    }
  }
};

/// Joins the nodes of one block.
template <typename Level>
class BlockJoiner {
 public:
  BlockJoiner(const Level& fine, float kappa) : fine_(fine), kappa_(kappa) {}

  /// Numbers the groups from 0 in fine.parent and returns how many there are.
  int operator()(const Box& box) {
    if (fine_.uniform(box.from, box.to, kappa_)) {
      box.nodes(fine_, [&](std::int32_t node, int, int, int) { fine_.parent[node] = 0; });
      return 1;
    }
    nodes_.clear();
    bound_.clear();
    links_.clear();
    box.nodes(fine_, [&](std::int32_t node, int, int, int) {
      nodes_.push_back(node);
      bound_.push_back(fine_.bound(node));
    });
    int local = 0;
    box.nodes(fine_, [&](std::int32_t node, int i, int j, int k) {
      fine_.links(node, i, j, k, [&](std::int32_t neighbour, float weight) {
        if (neighbour < node) return;
        const auto at = std::lower_bound(nodes_.begin() + local, nodes_.end(), neighbour);
        if (at != nodes_.end() && *at == neighbour) {
          links_.push_back({local, static_cast<int>(at - nodes_.begin()), weight});
        }
      });
      ++local;
    });
    const std::vector<int>& cluster = agglomerate_(bound_, links_, kappa_);
    for (std::size_t l = 0; l < nodes_.size(); ++l) fine_.parent[nodes_[l]] = cluster[l];
    return agglomerate_.clusters();
  }

 private:
  const Level& fine_;
  float kappa_;
  Agglomerate agglomerate_;
  std::vector<std::int32_t> nodes_;
  std::vector<float> bound_;
  std::vector<multigrid::Link> links_;
};

template <typename Level>
void join_and_link(const Level& fine, const std::array<int, 3>& factor, float kappa, NodeLevel& coarse) {
  coarse.blocks = coarser(fine.blocks(), factor);
  const int nx = coarse.blocks.cells[0], ny = coarse.blocks.cells[1];
  const int rows = coarse.blocks.rows();
  const std::size_t blocks = coarse.blocks.size();
  coarse.first.assign(blocks + 1, 0);
#pragma omp parallel if (blocks > worth_sharing)
  {
    BlockJoiner<Level> join(fine, kappa);
#pragma omp for schedule(static)
    for (int r = 0; r < rows; ++r) {
      std::int32_t* const count = coarse.first.data() + 1 + static_cast<std::size_t>(r) * nx;
      for (int i = 0; i < nx; ++i) count[i] = join(Box(fine.blocks(), factor, i, r % ny, r / ny));
    }
  }
  for (std::size_t b = 0; b < blocks; ++b) coarse.first[b + 1] += coarse.first[b];
  const std::size_t nodes = static_cast<std::size_t>(coarse.first[blocks]);
  // From numbers within the block to numbers of the level.
#pragma omp parallel for schedule(static) if (blocks > worth_sharing)
  for (int r = 0; r < rows; ++r) {
    for (int i = 0; i < nx; ++i) {
      const std::int32_t base = coarse.first[static_cast<std::size_t>(r) * nx + i];
      Box(fine.blocks(), factor, i, r % ny, r / ny).nodes(fine, [&](std::int32_t node, int, int, int) {
        fine.parent[node] += base;
      });
    }
  }
  coarse.sink.assign(nodes, 0);
  coarse.bound.assign(nodes, 0);
  coarse.inverse.resize(nodes);
  coarse.row.assign(nodes + 1, 0);
  // Each row of blocks gathers its links on its own; then they are put one after the other.
  std::vector<std::vector<NodeLevel::Link>> gathered(static_cast<std::size_t>(rows));
#pragma omp parallel if (blocks > worth_sharing)
  {
    struct Entry {
      std::int32_t row, node;
      float weight;
    };
    std::vector<Entry> found;
#pragma omp for schedule(static)
    for (int r = 0; r < rows; ++r) {
      std::vector<NodeLevel::Link>& links = gathered[static_cast<std::size_t>(r)];
      links.reserve(static_cast<std::size_t>(nx) * 7);
      for (int i = 0; i < nx; ++i) {
        found.clear();
        const std::int32_t base = coarse.first[static_cast<std::size_t>(r) * nx + i];
        const std::int32_t end = coarse.first[static_cast<std::size_t>(r) * nx + i + 1];
        Box(fine.blocks(), factor, i, r % ny, r / ny)
            .nodes(fine, [&](std::int32_t node, int ii, int jj, int kk) {
              const std::int32_t p = fine.parent[node];
              coarse.sink[p] += fine.sink(node);
              fine.links(node, ii, jj, kk, [&](std::int32_t neighbour, float weight) {
                const std::int32_t q = fine.parent[neighbour];
                if (q == p) return;
                for (Entry& entry : found) {
                  if (entry.node == q && entry.row == p) {
                    entry.weight += weight;
                    return;
                  }
                }
                found.push_back({p, q, weight});
              });
            });
        for (std::int32_t p = base; p < end; ++p) {
          for (const Entry& entry : found) {
            if (entry.row != p) continue;
            ++coarse.row[p + 1];
            coarse.bound[p] += entry.weight;
            links.push_back({entry.node, entry.weight});
          }
          coarse.bound[p] += coarse.sink[p];
          coarse.inverse[p] = coarse.bound[p] > 0 ? 1 / coarse.bound[p] : 0;
        }
      }
    }
  }
  for (std::size_t i = 0; i < nodes; ++i) coarse.row[i + 1] += coarse.row[i];
  coarse.link.resize(static_cast<std::size_t>(coarse.row[nodes]));
#pragma omp parallel for schedule(static) if (blocks > worth_sharing)
  for (int r = 0; r < rows; ++r) {
    const std::vector<NodeLevel::Link>& links = gathered[static_cast<std::size_t>(r)];
    const std::int32_t node = coarse.first[static_cast<std::size_t>(r) * nx];
    std::copy(links.begin(), links.end(), coarse.link.begin() + coarse.row[node]);
  }
}

std::array<int, 3> tight_axes(const std::array<double, 3>& sum, const std::array<int, 3>& cells) {
  const double most = std::max({sum[0], sum[1], sum[2]});
  std::array<int, 3> factor{1, 1, 1};
  for (int a = 0; a < 3; ++a) {
    if (cells[a] > 1 && most > 0 && sum[a] >= 0.3 * most) factor[a] = 2;
  }
  return factor;
}

}  // namespace

std::array<int, 3> choose_factors(const CellLevel& fine) {
  std::array<double, 3> sum{};
  for (int a = 0; a < 3; ++a) {
    if (fine.shape.cells[a] < 2) continue;
    sum[a] = ordered_sum(fine.shape.size(), [&, face = fine.face[a].data()](std::size_t c) {
      return static_cast<double>(face[c]);
    });
  }
  return tight_axes(sum, fine.shape.cells);
}

std::array<int, 3> choose_factors(const NodeLevel& graph) {
  const auto& n = graph.blocks.cells;
  std::vector<std::int32_t> block(graph.size());
  for (std::size_t b = 0; b + 1 < graph.first.size(); ++b) {
    for (std::int32_t i = graph.first[b]; i < graph.first[b + 1]; ++i)
      block[i] = static_cast<std::int32_t>(b);
  }
  std::array<double, 3> sum{};
  for (std::size_t i = 0; i < graph.size(); ++i) {
    for (std::int32_t e = graph.row[i]; e < graph.row[i + 1]; ++e) {
      const std::int32_t away = std::abs(block[i] - block[graph.link[e].node]);
      if (away == 0) continue;
      const int a = away < n[0] ? 0 : (away < n[0] * n[1] ? 1 : 2);
      sum[a] += graph.link[e].weight;
    }
  }
  return tight_axes(sum, n);
}

void coarsen(CellLevel& fine, const std::array<int, 3>& factor, float kappa, NodeLevel& coarse) {
  fine.parent.resize(fine.size());
  join_and_link(Cells{fine, fine.parent}, factor, kappa, coarse);
}

void coarsen(NodeLevel& fine, const std::array<int, 3>& factor, float kappa, NodeLevel& coarse) {
  fine.factor = factor;
  fine.parent.resize(fine.size());
  join_and_link(Nodes{fine, fine.parent}, factor, kappa, coarse);
}

}  // namespace cellroute::numerics::multigrid
