// Sums whose order depends on the length alone, not on the number of threads.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "sim/numerics/multigrid/parallel.hpp"

namespace cellroute::numerics::multigrid {

/// Sums term(i) over [first, last) in eight running sums.
template <typename Term>
double lane_sum(std::size_t first, std::size_t last, Term term) {
  double sum[8] = {};
  std::size_t i = first;
  for (; i + 8 <= last; i += 8) {
    for (std::size_t l = 0; l < 8; ++l) sum[l] += term(i + l);
  }
  for (std::size_t l = 0; i < last; ++i, ++l) sum[l] += term(i);
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

/// Cuts [0, n) into blocks of fixed length, calls block(first, last), which returns an array of sums,
/// and adds these up block by block.
template <std::size_t sums, typename Block>
std::array<double, sums> ordered_sums(std::size_t n, Block block) {
  constexpr std::size_t length = 2048;
  const std::size_t blocks = (n + length - 1) / length;
  std::vector<std::array<double, sums>> partial(blocks);
#pragma omp parallel for schedule(static) if (n > worth_sharing)
  for (std::size_t b = 0; b < blocks; ++b) partial[b] = block(b * length, std::min(n, (b + 1) * length));
  std::array<double, sums> total{};
  for (const auto& p : partial) {
    for (std::size_t s = 0; s < sums; ++s) total[s] += p[s];
  }
  return total;
}

/// Sums term(i) over [0, n).
template <typename Term>
double ordered_sum(std::size_t n, Term term) {
  return ordered_sums<1>(n, [&](std::size_t first, std::size_t last) {
    return std::array<double, 1>{lane_sum(first, last, term)};
  })[0];
}

}  // namespace cellroute::numerics::multigrid
