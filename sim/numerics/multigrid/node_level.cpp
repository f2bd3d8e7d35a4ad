// Passes over a coarse level.
#include "sim/numerics/multigrid/node_level.hpp"

#include <algorithm>

#include "sim/numerics/multigrid/colours.hpp"
#include "sim/numerics/multigrid/reduce.hpp"
#include "sim/numerics/multigrid/wavefront.hpp"

namespace cellroute::numerics::multigrid {

/// Blocks of a colour in a row; `alone`: neighbours in other blocks are still zero.
template <bool forward, bool alone>
void NodeLevel::sweep_row(const Row& line, int colour, const float* b, float* x) const {
  const int colours = colour_count(blocks), nx = blocks.cells[0];
  const int phase = axis_colour(blocks, 1, line.j) + axis_colour(blocks, 2, line.k);
  const int step = colours == 2 ? 2 : 1;
  for (int i = colours == 2 ? (colour + phase) % 2 : 0; i < nx; i += step) {
    if (colours != 2 && (axis_colour(blocks, 0, i) + phase) % colours != colour) continue;
    const std::size_t block = line.at + static_cast<std::size_t>(i);
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

/// Calls visit(i) for the nodes of a slice of blocks.
template <typename Visit>
void NodeLevel::nodes_of(int slice, Visit visit) const {
  blocks.rows_of(slice, [&](const Row& line) {
    const std::int32_t end = first[line.at + static_cast<std::size_t>(blocks.cells[0])];
    for (std::int32_t i = first[line.at]; i < end; ++i) visit(static_cast<std::size_t>(i));
  });
}

void NodeLevel::descend(const Field<float>& rhs, Field<float>& solution, Field<float>& sums) const {
  const int colours = colour_count(blocks), slices = blocks.slices(), across = factor[blocks.slice_axis()];
  const float* const b = rhs.data();
  float *const x = solution.data(), *const out = sums.data();
  sums.zero();
  // One pass does nothing: groups of slices reach one slice further back than a pass may look.
  wavefront(slices, blocks.ring(), colours + 3, size() > worth_sharing, [&](int pass, int slice) {
    if (pass == 0) {
      nodes_of(slice, [&](std::size_t i) { x[i] = 0; });
    } else if (pass == 1) {
      blocks.rows_of(slice, [&](const Row& line) { sweep_row<true, true>(line, 0, b, x); });
    } else if (pass <= colours) {
      blocks.rows_of(slice, [&](const Row& line) { sweep_row<true, false>(line, pass - 1, b, x); });
    } else if (pass == colours + 2 && (slice % across == across - 1 || slice + 1 == slices)) {
      // Nodes of the next level lie within groups of slices.
      for (int s = slice - slice % across; s <= slice; ++s) {
        nodes_of(s, [&](std::size_t i) {
          float sum = sink[i] * x[i];
          for (std::int32_t e = row[i]; e < row[i + 1]; ++e) sum += link[e].weight * (x[i] - x[link[e].node]);
          out[parent[i]] += b[i] - sum;
        });
      }
    }
  });
}

void NodeLevel::ascend(const Field<float>& coarse, float scale, const Field<float>& rhs,
                       Field<float>& solution) const {
  const int colours = colour_count(blocks);
  const float *const b = rhs.data(), *const from = coarse.data();
  float* const x = solution.data();
  wavefront(blocks.slices(), blocks.ring(), colours + 1, size() > worth_sharing, [&](int pass, int slice) {
    if (pass == 0) {
      nodes_of(slice, [&](std::size_t i) { x[i] += scale * from[parent[i]]; });
    } else {
      blocks.rows_of(slice, [&](const Row& line) { sweep_row<false, false>(line, colours - pass, b, x); });
    }
  });
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
