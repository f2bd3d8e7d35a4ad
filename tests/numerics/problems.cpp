#include "tests/numerics/problems.hpp"

#include <catch2/catch.hpp>

namespace testing {

void run_linear_base(const LinearShape&, cellroute::numerics::Host&);
void run_linear_avx512(const LinearShape&, cellroute::numerics::Host&);
void run_arrest_base(cellroute::numerics::Host&);
void run_arrest_avx512(cellroute::numerics::Host&);
void exp_base(const double*, double*);
void exp_avx512(const double*, double*);
void log_base(const double*, double*);
void log_avx512(const double*, double*);
void fma_base(const double*, const double*, const double*, double*);
void fma_avx512(const double*, const double*, const double*, double*);

std::vector<Isa> instruction_sets() {
  std::vector<Isa> all{Isa::base};
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd")) {
    all.push_back(Isa::avx512);
  }
  return all;
}

void LinearProblem::add(int row, int column, double rate) {
  if (row == column) {
    coefficients[row] += rate;
    return;
  }
  for (std::size_t e = 0; e < shape_.off_diagonal.size(); ++e) {
    if (shape_.off_diagonal[e] == std::pair(row, column)) {
      coefficients[shape_.n + e] += rate;
      return;
    }
  }
  FAIL("no place for (" << row << ", " << column << ") in the pattern");
}

double LinearProblem::at(int row, int column) const {
  if (row == column) return coefficients[row];
  for (std::size_t e = 0; e < shape_.off_diagonal.size(); ++e) {
    if (shape_.off_diagonal[e] == std::pair(row, column)) return coefficients[shape_.n + e];
  }
  return 0;
}

void run_linear(const LinearShape& shape, cellroute::numerics::Host& host, Isa isa) {
  isa == Isa::base ? run_linear_base(shape, host) : run_linear_avx512(shape, host);
}
void run_arrest(cellroute::numerics::Host& host, Isa isa) {
  isa == Isa::base ? run_arrest_base(host) : run_arrest_avx512(host);
}
void lanes_exp(const double* x, double* y, Isa isa) { isa == Isa::base ? exp_base(x, y) : exp_avx512(x, y); }
void lanes_log(const double* x, double* y, Isa isa) { isa == Isa::base ? log_base(x, y) : log_avx512(x, y); }
void lanes_fma(const double* a, const double* b, const double* c, double* y, Isa isa) {
  isa == Isa::base ? fma_base(a, b, c, y) : fma_avx512(a, b, c, y);
}

}  // namespace testing
