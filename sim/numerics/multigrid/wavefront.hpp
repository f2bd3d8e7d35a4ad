// Several passes over a grid while it comes through the cache once: each pass follows the one before it at a
// distance of one slice.
#pragma once

#include <omp.h>

#include <algorithm>

namespace cellroute::numerics::multigrid {

/// Calls pass(p, i) for p in [0, passes) and all slices i so that (p, i) comes after (p-1, i-1),
/// (p-1, i) and (p-1, i+1), and no slice is in a call while it or, but for pass 0, a slice beside it is in
/// another. `ring`: the first slice is beside the last. A call may change slice i and
/// look at slices i-1 to i+1, in pass 0 at i alone; if it changes nothing that others of its pass look at,
/// the number of threads changes no bit. Each thread takes a slab as far as the slab's own slices allow,
/// then the gaps between slabs are filled.
template <typename Pass>
void wavefront(int slices, bool ring, int passes, bool share, Pass pass) {
  const int threads = share ? omp_get_max_threads() : 1;
  const bool follow = slices >= 2 * passes;  // else one pass after the other
  const int slabs = std::max(1, std::min(threads, slices / (follow ? 2 * passes : 2)));
  const auto cut = [&](int slab) { return static_cast<int>(static_cast<long>(slices) * slab / slabs); };
  if (!follow) {
    // A slab's last slice waits until nobody is at the first one of the next slab.
#pragma omp parallel num_threads(slabs) if (slabs > 1)
    for (int p = 0; p < passes; ++p) {
#pragma omp for schedule(static)
      for (int slab = 0; slab < slabs; ++slab) {
        for (int i = cut(slab); i < cut(slab + 1) - 1; ++i) pass(p, i);
      }
#pragma omp for schedule(static)
      for (int slab = 0; slab < slabs; ++slab) pass(p, cut(slab + 1) - 1);
    }
    return;
  }
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
