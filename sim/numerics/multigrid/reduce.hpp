// Sums whose order depends on the length alone, not on the number of threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cellroute::numerics::multigrid {

/// Sums term(i) over [0, n): eight running sums within blocks of fixed length, then block by block.
template <typename Term>
double ordered_sum(std::size_t n, Term term) {
  constexpr std::size_t block = 4096;
  const std::size_t blocks = (n + block - 1) / block;
  std::vector<double> partial(blocks);
#pragma omp parallel for schedule(static)
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::size_t first = b * block, last = std::min(n, first + block);
    double sum[8] = {};
    std::size_t i = first;
    for (; i + 8 <= last; i += 8) {
      for (std::size_t l = 0; l < 8; ++l) sum[l] += term(i + l);
    }
    for (std::size_t l = 0; i < last; ++i, ++l) sum[l] += term(i);
    partial[b] = ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  }
  double total = 0;
  for (const double p : partial) total += p;
  return total;
}

}  // namespace cellroute::numerics::multigrid
