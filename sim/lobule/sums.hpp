// Sums over a block whose order depends on its size alone, not on the number of threads.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace cellroute::lobule {

inline constexpr std::size_t sum_block = 2048;
/// Below so many cells, starting threads takes longer than what they save.
inline constexpr std::size_t worth_sharing = 32768;

/// Calls add(cell, sum) for every cell, with an array of `Count` running sums that starts at 0 in each
/// stretch of cells; the stretches are then added in order.
template <std::size_t Count, class Add>
std::array<double, Count> ordered_sums(std::size_t cells, Add add) {
  const long blocks = static_cast<long>((cells + sum_block - 1) / sum_block);
  std::vector<std::array<double, Count>> partial(blocks);
#pragma omp parallel for schedule(static) if (cells > worth_sharing)
  for (long b = 0; b < blocks; ++b) {
    std::array<double, Count> sum{};
    const std::size_t end = std::min(cells, (b + 1) * sum_block);
    for (std::size_t c = b * sum_block; c < end; ++c) add(c, sum);
    partial[b] = sum;
  }
  std::array<double, Count> total{};
  for (const auto& sum : partial)
    for (std::size_t i = 0; i < Count; ++i) total[i] += sum[i];
  return total;
}

template <class Value>
double ordered_sum(std::size_t cells, Value value) {
  return ordered_sums<1>(cells, [&](std::size_t c, std::array<double, 1>& sum) { sum[0] += value(c); })[0];
}

/// value(cell) shared out over zones by share[zone][cell].
template <class Value>
std::array<double, 3> zone_sums(const std::array<std::vector<double>, 3>& share, Value value) {
  return ordered_sums<3>(share[0].size(), [&](std::size_t c, std::array<double, 3>& sum) {
    const double x = value(c);
    for (std::size_t z = 0; z < 3; ++z) sum[z] += share[z][c] * x;
  });
}

/// Largest value(cell) by the same stretches; `lowest` is returned for none.
template <class Value>
double ordered_max(std::size_t cells, double lowest, Value value) {
  const long blocks = static_cast<long>((cells + sum_block - 1) / sum_block);
  std::vector<double> partial(blocks, lowest);
#pragma omp parallel for schedule(static) if (cells > worth_sharing)
  for (long b = 0; b < blocks; ++b) {
    const std::size_t end = std::min(cells, (b + 1) * sum_block);
    for (std::size_t c = b * sum_block; c < end; ++c) partial[b] = std::max(partial[b], value(c));
  }
  for (const double x : partial) lowest = std::max(lowest, x);
  return lowest;
}

}  // namespace cellroute::lobule
