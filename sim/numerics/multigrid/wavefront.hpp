// Several passes over a grid while it comes through the cache once: each pass follows the one before it at a
// distance of one slice.
#pragma once

#include <omp.h>

#include <algorithm>

namespace cellroute::numerics::multigrid {

/// Calls pass(p, i) for p in [0, passes) and all slices i so that (p, i) comes after (p-1, i-1),
/// (p-1, i) and (p-1, i+1), and no slice is in two calls at a time. `ring`: the first slice is
/// beside the last. What a call computes from slices i-1 to i+1 then does not depend on the order in which
/// the calls come, so the number of threads changes no bit. Each thread takes a slab as far as the slab's own
/// slices allow, then the gaps between slabs are filled.
template <typename Pass>
void wavefront(int slices, bool ring, int passes, bool share, Pass pass) {
  const int slabs = std::min(share ? omp_get_max_threads() : 1, slices / (2 * passes));
  if (slabs < 1) {
    for (int p = 0; p < passes; ++p) {
#pragma omp parallel for schedule(static) if (share)
      for (int i = 0; i < slices; ++i) pass(p, i);
    }
    return;
  }
  const auto cut = [&](int slab) { return static_cast<int>(static_cast<long>(slices) * slab / slabs); };
  const auto take = [&](int slab) {
    const int from = cut(slab), to = cut(slab + 1);
    const bool below = ring || slab > 0, above = ring || slab + 1 < slabs;
    for (int front = from; front < to + passes - 1; ++front) {
      for (int p = 0; p < passes; ++p) {
        const int i = front - p;
        if (i >= from + (below ? p : 0) && i < to - (above ? p : 0)) pass(p, i);
      }
    }
  };
  const auto fill = [&](int middle) {
    for (int p = 1; p < passes; ++p) {
      for (int i = middle - p; i < middle + p; ++i) pass(p, (i + slices) % slices);
    }
  };
  if (slabs == 1) {
    take(0);
    if (ring) fill(0);
    return;
  }
#pragma omp parallel num_threads(slabs)
  {
#pragma omp for schedule(static)
    for (int slab = 0; slab < slabs; ++slab) take(slab);
#pragma omp for schedule(static)
    for (int slab = ring ? 0 : 1; slab < slabs; ++slab) fill(cut(slab));
  }
}

}  // namespace cellroute::numerics::multigrid
