// Small initial-value problems with known answers, solved by the production integrator. The systems
// are compiled once per instruction set, like the body's kernels.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/numerics/batch.hpp"
#include "sim/numerics/lanes.hpp"
#include "sim/numerics/sparse_lu.hpp"

namespace testing {

enum class Isa { base, avx512 };
/// What this machine can run.
std::vector<Isa> instruction_sets();

/// Pattern of y' = A y + b exp(-s t): off-diagonal places of A, shared by every lane.
class LinearShape {
 public:
  LinearShape(int unknowns, std::vector<std::pair<int, int>> places)
      : n(unknowns), off_diagonal(std::move(places)), plan(n, off_diagonal) {}
  const int n;
  const std::vector<std::pair<int, int>> off_diagonal;
  const cellroute::numerics::LuPlan plan;
};

/// One problem of that shape. Coefficients as the kernel reads them: A's diagonal, A's off-diagonal
/// entries in the order of the pattern, b, s.
class LinearProblem {
 public:
  explicit LinearProblem(const LinearShape& shape)
      : shape_(shape),
        coefficients(static_cast<std::size_t>(2 * shape.n) + shape.off_diagonal.size() + 1, 0.0) {}
  void add(int row, int column, double rate);
  double at(int row, int column) const;
  double& source(int row) { return coefficients[shape_.n + shape_.off_diagonal.size() + row]; }
  double& decay() { return coefficients.back(); }

 private:
  const LinearShape& shape_;

 public:
  std::vector<double> coefficients;
};

/// Nonlinear arrest in one closed cell, phi C' = -K C (Sm - S), S' = K C (Sm - S); coefficients
/// phi, K, Sm. The cell of the Bohart-Adams column; answer in closed form.
inline constexpr int arrest_unknowns = 2;

void run_linear(const LinearShape& shape, cellroute::numerics::Host& host, Isa isa = Isa::base);
void run_arrest(cellroute::numerics::Host& host, Isa isa = Isa::base);

/// exp or log of eight numbers at once.
void lanes_exp(const double* x, double* y, Isa isa);
void lanes_log(const double* x, double* y, Isa isa);
void lanes_fma(const double* a, const double* b, const double* c, double* y, Isa isa);

}  // namespace testing
