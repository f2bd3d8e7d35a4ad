// LDLT by Eigen.
#include "sim/numerics/multigrid/direct.hpp"

#include <Eigen/SparseCholesky>
#include <numeric>

namespace cellroute::numerics::multigrid {

struct DirectSolver::Factors {
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> decomposition;
  Eigen::VectorXd b, x;
};

DirectSolver::DirectSolver() : factors_(std::make_unique<Factors>()) {}
DirectSolver::~DirectSolver() = default;

void DirectSolver::factorise(const NodeLevel& graph) {
  const std::size_t n = graph.size();
  // Regions without sink: the first node of each is tied to zero by a sink of its own. If the sources
  // sum to zero this changes the solution by a constant only.
  std::vector<std::int32_t> root(n);
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&](std::int32_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::int32_t e = graph.row[i]; e < graph.row[i + 1]; ++e) {
      const std::int32_t a = find(static_cast<std::int32_t>(i)), b = find(graph.link[e].node);
      root[std::max(a, b)] = std::min(a, b);
    }
  }
  std::vector<char> open(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (graph.sink[i] > 0) open[find(static_cast<std::int32_t>(i))] = 1;
  }
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t i = 0; i < n; ++i) {
    const auto here = static_cast<std::int32_t>(i);
    double diagonal = graph.sink[i];
    for (std::int32_t e = graph.row[i]; e < graph.row[i + 1]; ++e) {
      diagonal += graph.link[e].weight;
      entries.emplace_back(here, graph.link[e].node, -static_cast<double>(graph.link[e].weight));
    }
    if (find(here) == here && !open[i]) diagonal = diagonal > 0 ? 2 * diagonal : 1;
    entries.emplace_back(here, here, diagonal);
  }
  Eigen::SparseMatrix<double> matrix(static_cast<int>(n), static_cast<int>(n));
  matrix.setFromTriplets(entries.begin(), entries.end());
  factors_->decomposition.compute(matrix);
  factors_->b.resize(static_cast<int>(n));
}

void DirectSolver::solve(const Field<float>& b, Field<float>& x) {
  for (std::size_t i = 0; i < b.size(); ++i) factors_->b[static_cast<int>(i)] = b[i];
  factors_->x = factors_->decomposition.solve(factors_->b);
  for (std::size_t i = 0; i < b.size(); ++i) x[i] = static_cast<float>(factors_->x[static_cast<int>(i)]);
}

}  // namespace cellroute::numerics::multigrid
