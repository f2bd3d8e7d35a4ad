// Passes over a coarse level.
#include "sim/numerics/multigrid/node_level.hpp"

#include "sim/numerics/multigrid/colours.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::numerics::multigrid {

/// `alone`: neighbours in other blocks are still zero.
template <bool forward, bool alone>
void NodeLevel::sweep(const Field<float>& b, Field<float>& x, int colour) const {
  const int colours = colour_count(blocks), nx = blocks.cells[0], ny = blocks.cells[1];
#pragma omp parallel for schedule(static) if (size() > worth_sharing)
  for (int r = 0; r < blocks.rows(); ++r) {
    const int phase = axis_colour(blocks, 1, r % ny) + axis_colour(blocks, 2, r / ny);
    const int step = colours == 2 ? 2 : 1;
    for (int i = colours == 2 ? (colour + phase) % 2 : 0; i < nx; i += step) {
      if (colours != 2 && (axis_colour(blocks, 0, i) + phase) % colours != colour) continue;
      const std::size_t block = static_cast<std::size_t>(r) * static_cast<std::size_t>(nx) + i;
      const std::int32_t from = first[block], count = first[block + 1] - from;
      if (alone && count == 1) {
        x[from] = b[from] * inverse[from];
        continue;
      }
      for (std::int32_t m = 0; m < count; ++m) {
        const std::int32_t node = forward ? from + m : from + count - 1 - m;
        float sum = b[node];
        for (std::int32_t e = row[node]; e < row[node + 1]; ++e) sum += link[e].weight * x[link[e].node];
        x[node] = sum * inverse[node];
      }
    }
  }
}

void NodeLevel::descend(const Field<float>& b, Field<float>& x, Field<float>& sums) const {
  x.zero();
  sweep<true, true>(b, x, 0);
  for (int colour = 1; colour < colour_count(blocks); ++colour) sweep<true, false>(b, x, colour);
  sums.zero();
  for (std::size_t i = 0; i < size(); ++i) {
    float sum = sink[i] * x[i];
    for (std::int32_t e = row[i]; e < row[i + 1]; ++e) sum += link[e].weight * (x[i] - x[link[e].node]);
    sums[parent[i]] += b[i] - sum;
  }
}

void NodeLevel::ascend(const Field<float>& coarse, float scale, const Field<float>& b,
                       Field<float>& x) const {
  for (std::size_t i = 0; i < size(); ++i) x[i] += scale * coarse[parent[i]];
  for (int colour = colour_count(blocks); colour-- > 0;) sweep<false, false>(b, x, colour);
}

std::array<double, 2> NodeLevel::apply(const Field<float>& x, const Field<float>& b,
                                       Field<float>& out) const {
  return ordered_sums<2>(size(), [&](std::size_t begin, std::size_t end) {
    double with_x = 0, with_b = 0;
    for (std::size_t i = begin; i < end; ++i) {
      float sum = sink[i] * x[i];
      for (std::int32_t e = row[i]; e < row[i + 1]; ++e) sum += link[e].weight * (x[i] - x[link[e].node]);
      out[i] = sum;
      with_x += static_cast<double>(sum) * x[i];
      with_b += static_cast<double>(x[i]) * b[i];
    }
    return std::array<double, 2>{with_x, with_b};
  });
}

}  // namespace cellroute::numerics::multigrid
