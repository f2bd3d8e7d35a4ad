// Everything from outside the row first, as plain loops over neighbouring cells; then the recurrence
// along the row, several species at once. Compiled with -O3.
#include "sim/numerics/transport/segment_solver.hpp"

#include <algorithm>
#include <cmath>

#include "sim/numerics/transport/exponential.hpp"

namespace cellroute::numerics {

namespace {

/// A sum in a fixed order that fits vectors.
template <class Value>
CELLROUTE_INLINE double lane_sum(int n, Value value) {
  double lane[8] = {};
  int i = 0;
  for (; i + 8 <= n; i += 8)
    for (int l = 0; l < 8; ++l) lane[l] += value(i + l);
  for (int l = 0; i < n; ++i, ++l) lane[l] += value(i);
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/// The lowest of the numbers and `bound`.
double lowest(int n, const double* x, double bound) {
  double lane[8];
  std::fill(lane, lane + 8, bound);
  int i = 0;
  for (; i + 8 <= n; i += 8)
    for (int l = 0; l < 8; ++l) lane[l] = x[i + l] < lane[l] ? x[i + l] : lane[l];
  for (; i < n; ++i) lane[0] = x[i] < lane[0] ? x[i] : lane[0];
  return *std::min_element(lane, lane + 8);
}

/// body(i) for each cell of a segment; meanwhile what lies at `coming` is fetched, a few lines at a
/// time. Rows far apart follow each other, which the processor does not foresee.
template <class Body>
CELLROUTE_INLINE void each_cell(int n, const double* coming, Body body) {
  for (int begin = 0; begin < n; begin += 32) {
    for (int i = begin; i < begin + 32; i += 8) __builtin_prefetch(coming + i);
    const int end = std::min(n, begin + 32);
    for (int i = begin; i < end; ++i) body(i);
  }
}

}  // namespace

/// Keeps the side only if blood comes over it: flux is counted towards growing axis at `lower`.
void SegmentSolver::load_side(int lower, int neighbour, int axis, double sign) {
  const double* flux = flow_.flux[axis].data() + lower;
  double* incoming = side_[sides_];
  each_cell(n_, flux + ahead_, [&](int i) { incoming[i] = std::max(sign * flux[i], 0.0); });
  if (lane_sum(n_, [&](int i) { return incoming[i]; }) > 0) neighbour_[sides_++] = neighbour;
}

void SegmentSolver::load_flow(const Segment& segment, double per_dt) {
  const Grid& grid = flow_.grid;
  const int nx = grid.cells[0];
  first_ = segment.first;
  n_ = segment.length;
  const double* const volume = flow_.pore_volume.data() + first_;
  const double* const leaving = flow_.leaving.data() + first_;
  each_cell(n_, volume + ahead_, [&](int i) { storage_[i] = volume[i] * per_dt; });
  each_cell(n_, leaving + ahead_, [&](int i) {
    through_[i] = leaving[i] + storage_[i];
    per_through_[i] = 1 / through_[i];
  });
  stagnant_ = !(lowest(n_, through_, 1) > 0);
  const int place = first_ % nx, row = first_ - place;
  const bool joined = grid.periodic[0] && nx > 1;
  before_ = place > 0 ? first_ - 1 : joined ? row + nx - 1 : -1;
  after_ = place + n_ < nx ? first_ + n_ : joined ? row : -1;
  const double* flux = flow_.flux[0].data() + first_;
  up_[0] = before_ >= 0 ? std::max(flow_.flux[0][before_], 0.0) : 0;
  for (int i = 1; i < n_; ++i) up_[i] = std::max(flux[i - 1], 0.0);
  each_cell(n_, flux + ahead_, [&](int i) { down_[i] = std::max(-flux[i], 0.0); });

  sides_ = 0;
  for (int axis = 1, stride = nx; axis < 3; stride *= grid.cells[axis], ++axis) {
    const int cells = grid.cells[axis], where = first_ / stride % cells, back = stride * (cells - 1);
    if (cells == 1) continue;
    const int lower = where > 0 ? first_ - stride : first_ + back;
    const int upper = where + 1 < cells ? first_ + stride : first_ - back;
    if (where > 0 || grid.periodic[axis]) load_side(lower, lower, axis, 1);
    if (where + 1 < cells || grid.periodic[axis]) load_side(first_, upper, axis, -1);
  }
}

/// What reaches each cell from before, from its own source and over the sides.
SegmentSums SegmentSolver::gather(const SweepFields& fields, std::size_t offset, Row& reaching) const {
  SegmentSums sums;
  const std::size_t here = offset + static_cast<std::size_t>(first_);
  if (fields.source) {
    const double* b = fields.source + here;
    each_cell(n_, b + ahead_, [&](int i) { reaching[i] = b[i]; });
    sums.source = lane_sum(n_, [&](int i) { return b[i]; });
  } else {
    std::fill(reaching, reaching + n_, 0.0);
  }
  if (fields.before) {
    const double* c = fields.before + here;
    each_cell(n_, c + ahead_, [&](int i) { reaching[i] += storage_[i] * c[i]; });
    sums.before = lane_sum(n_, [&](int i) { return storage_[i] * c[i]; });
  }
  for (int s = 0; s < sides_; ++s) {
    const double* incoming = side_[s];
    const double* c = fields.c + offset + static_cast<std::size_t>(neighbour_[s]);
    for (int i = 0; i < n_; ++i) {
      double upstream = 0;  // a cell downstream may hold anything as yet: it is not read
      if (incoming[i] > 0) upstream = c[i];
      reaching[i] += incoming[i] * upstream;
    }
  }
  return sums;
}

/// How what reaches a cell divides between going on and being arrested.
double SegmentSolver::share(const SweepFields& fields, const double* sink, Row& factor, Row& caught) const {
  if (!sink) {
    for (int i = 0; i < n_; ++i) {
      factor[i] = per_through_[i];
      caught[i] = 0;
    }
  } else if (fields.fitted) {
    each_cell(n_, sink + ahead_, [&](int i) {
      const double passed = exp_minus(sink[i] * per_through_[i]);
      factor[i] = passed * per_through_[i];
      caught[i] = 1 - passed;
    });
  } else {
    each_cell(n_, sink + ahead_, [&](int i) {
      factor[i] = 1 / (through_[i] + sink[i]);
      caught[i] = sink[i] * factor[i];
    });
  }
  for (int i = 0; stagnant_ && i < n_; ++i) {  // nothing but the sink empties such a cell
    if (through_[i] > 0) continue;
    const bool empties = sink && sink[i] > 0;
    factor[i] = empties ? 1 / sink[i] : 0;
    caught[i] = empties ? 1 : 0;
  }
  return sink ? lowest(n_, sink, 0) : 0;
}

int SegmentSolver::unsettled(int g) const {
  for (int i = 0; i < n_; ++i)
    if (!(through_[i] > 0) && reaching_[g][i] > 0 && !(factor_[g][i] > 0)) return first_ + i;
  return -1;
}

/// c_i = (reaching_i + from_i c_previous) factor_i along the row.
template <int G>
void SegmentSolver::recur(const Row& from, int start, int step, const SweepFields& fields,
                          int first_species) {
  double previous[G];
  double* c[G];
  for (int g = 0; g < G; ++g) {
    double* field = fields.c + static_cast<std::size_t>(first_species + g) * flow_.grid.size();
    previous[g] = start >= 0 && from[step > 0 ? 0 : n_ - 1] > 0 ? field[start] : 0;
    c[g] = field + first_;
  }
  for (int k = 0, i = step > 0 ? 0 : n_ - 1; k < n_; ++k, i += step)
    for (int g = 0; g < G; ++g) {
      const double reaching = reaching_[g][i], factor = factor_[g][i];
      reaching_[g][i] = std::fma(from[i], previous[g], reaching);
      c[g][i] = previous[g] = std::fma(from[i] * factor, previous[g], reaching * factor);
    }
}

void SegmentSolver::recur(const Row& from, int start, int step, const SweepFields& fields, int first_species,
                          int count) {
  switch (count) {
    case 1:
      return recur<1>(from, start, step, fields, first_species);
    case 2:
      return recur<2>(from, start, step, fields, first_species);
    case 3:
      return recur<3>(from, start, step, fields, first_species);
    case 4:
      return recur<4>(from, start, step, fields, first_species);
    case 5:
      return recur<5>(from, start, step, fields, first_species);
    case 6:
      return recur<6>(from, start, step, fields, first_species);
    case 7:
      return recur<7>(from, start, step, fields, first_species);
    default:
      return recur<8>(from, start, step, fields, first_species);
  }
}

void SegmentSolver::solve(const Segment& segment, const Segment& next, const SweepFields& fields,
                          int first_species, int count, SegmentSums* sums, std::size_t stride) {
  ahead_ = next.first - segment.first;
  load_flow(segment, fields.per_dt);
  const std::size_t cells = flow_.grid.size();
  for (int done = 0; done < count; done += group_size) {
    const int group = std::min(group_size, count - done), species = first_species + done;
    SegmentSums* const of = sums + static_cast<std::size_t>(done) * stride;
    for (int g = 0; g < group; ++g) {
      const std::size_t offset = static_cast<std::size_t>(species + g) * cells;
      const double* sink = fields.sink ? fields.sink + offset + first_ : nullptr;
      of[static_cast<std::size_t>(g) * stride] = gather(fields, offset, reaching_[g]);
      of[static_cast<std::size_t>(g) * stride].lowest_sink = share(fields, sink, factor_[g], caught_[g]);
    }
    // Where the flow along the row turns, the second pass completes what the first began.
    if (segment.up || !segment.down) recur(up_, before_, 1, fields, species, group);
    if (segment.down) recur(down_, after_, -1, fields, species, group);
    for (int g = 0; g < group; ++g) {
      const std::size_t here =
          static_cast<std::size_t>(species + g) * cells + static_cast<std::size_t>(first_);
      SegmentSums& sum = of[static_cast<std::size_t>(g) * stride];
      const double* c = fields.c + here;
      for (int i = 0; i < n_; i += 8) __builtin_prefetch(c + ahead_ + i, 1);
      if (fields.per_dt > 0) sum.after = lane_sum(n_, [&](int i) { return storage_[i] * c[i]; });
      if (fields.sink) sum.arrested = lane_sum(n_, [&](int i) { return reaching_[g][i] * caught_[g][i]; });
      if (stagnant_) sum.unsettled = unsettled(g);
      if (fields.arrested)
        for (int i = 0; i < n_; ++i) fields.arrested[here + i] = reaching_[g][i] * caught_[g][i];
    }
  }
}

}  // namespace cellroute::numerics
