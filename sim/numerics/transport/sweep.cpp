// Hands the segments to the threads and draws up the balance.
#include "sim/numerics/transport/sweep.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/numerics/transport/check.hpp"

namespace cellroute::numerics {

namespace {

/// A level is worth sharing out when it holds this many cells, all species counted, per thread: about
/// twenty times what a barrier takes.
constexpr double cells_per_share = 4096;

/// Numbers that are worth waking threads for.
constexpr std::size_t smallest_shared = 1 << 15;

/// Neumaier's sum: what rounding takes from the total is kept and given back.
class Total {
 public:
  void add(double x) {
    const double sum = sum_ + x;
    lost_ += std::fabs(sum_) >= std::fabs(x) ? (sum_ - sum) + x : (x - sum) + sum_;
    sum_ = sum;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

void check_length(std::size_t length, std::size_t wanted, bool may_be_empty, const char* name) {
  if (length == wanted || (may_be_empty && length == 0)) return;
  throw std::invalid_argument(std::string("sweep: ") + name + " has " + std::to_string(length) +
                              " numbers instead of " + std::to_string(wanted));
}

const double* pointer(std::span<const double> field) { return field.empty() ? nullptr : field.data(); }

}  // namespace

Sweep::Sweep(const Carrier& carrier)
    : grid_(carrier.grid), flux_(carrier.flux), pore_volume_(carrier.pore_volume), leaving_(carrier.outflow) {
  check_carrier(carrier);
  segments_ = cut_segments(carrier);
  each_face(grid_, [&](int axis, std::size_t c, std::size_t next) {
    const double flux = flux_[axis][c];
    leaving_[flux > 0 ? c : next] += std::fabs(flux);
  });
  for (std::size_t c = 0; c < leaving_.size(); ++c)
    if (carrier.outflow[c] > 0) wells_.push_back({static_cast<int>(c), carrier.outflow[c]});
}

std::span<const SweepBalance> Sweep::step(int species, const SweepInput& input, std::span<double> c,
                                          std::span<double> arrested) {
  const std::size_t wanted = static_cast<std::size_t>(species) * grid_.size();
  const bool steady = std::isinf(input.dt);
  if (!(input.dt > 0))
    throw std::invalid_argument("sweep: dt is " + std::to_string(input.dt) + " s (must be above 0)");
  check_length(c.size(), wanted, false, "c");
  check_length(arrested.size(), wanted, true, "arrested");
  check_length(input.before.size(), wanted, true, "before");
  check_length(input.sink.size(), wanted, true, "sink");
  check_length(input.source.size(), wanted, true, "source");

  const SweepFields fields = {
      1 / input.dt,          input.fitted, steady ? nullptr : pointer(input.before),    pointer(input.sink),
      pointer(input.source), c.data(),     arrested.empty() ? nullptr : arrested.data()};
  sums_.resize(static_cast<std::size_t>(species) * segments_.list.size());
  balance_.resize(species);
  advance(fields, species);
  for (int k = 0; k < species; ++k) balance_[k] = balance(fields, k);
  return balance_;
}

/// Threads share out the segments of a level where levels are wide, and else the species. Each cell is
/// computed by the same operations either way.
void Sweep::advance(const SweepFields& fields, int species) {
  const FlowView flow = {grid_, flux_, leaving_, pore_volume_};
  const int segments = static_cast<int>(segments_.list.size()), threads = omp_get_max_threads();
  const double share = static_cast<double>(grid_.size()) * species / segments_.levels() / threads;
  const bool by_level = species % threads != 0 && share > cells_per_share;
  if (by_level) {
#pragma omp parallel
    {
      SegmentSolver solver(flow);
      for (int l = 0; l < segments_.levels(); ++l) {
#pragma omp for schedule(static)
        for (int s = segments_.level[l]; s < segments_.level[l + 1]; ++s)
          solver.solve(segments_.list[s], segments_.list[std::min(s + 1, segments - 1)], fields, 0, species,
                       &sums_[s], segments_.list.size());
      }
    }
  } else {
    const bool small = grid_.size() * static_cast<std::size_t>(species) < smallest_shared;
    const int shares = small ? 1 : std::min(threads, species);
#pragma omp parallel for schedule(static) num_threads(shares)
    for (int part = 0; part < shares; ++part) {
      const int first = species * part / shares, last = species * (part + 1) / shares;
      SegmentSolver solver(flow);
      SegmentSums* sums = sums_.data() + static_cast<std::size_t>(first) * segments_.list.size();
      for (int s = 0; s < segments; ++s)
        solver.solve(segments_.list[s], segments_.list[std::min(s + 1, segments - 1)], fields, first,
                     last - first, sums + s, segments_.list.size());
    }
  }
}

SweepBalance Sweep::balance(const SweepFields& fields, int species) const {
  const std::size_t segments = segments_.list.size(),
                    offset = static_cast<std::size_t>(species) * grid_.size();
  Total source, stored, arrested, left;
  double lowest_sink = 0;
  for (std::size_t s = 0; s < segments; ++s) {
    const SegmentSums& sum = sums_[static_cast<std::size_t>(species) * segments + s];
    source.add(sum.source);
    stored.add(sum.after);
    stored.add(-sum.before);
    arrested.add(sum.arrested);
    lowest_sink = std::min(lowest_sink, sum.lowest_sink);
    if (sum.unsettled >= 0)
      throw std::domain_error("sweep: no steady state: cells reach " +
                              cell_name(grid_, static_cast<std::size_t>(sum.unsettled)) +
                              ", which neither blood leaves nor a sink empties");
  }
  if (lowest_sink < 0)
    throw std::invalid_argument("sweep: a sink of species " + std::to_string(species) + " is negative");
  for (const Well& well : wells_)
    left.add(well.flow * fields.c[offset + static_cast<std::size_t>(well.cell)]);
  return {source.value(), stored.value(), arrested.value(), left.value()};
}

}  // namespace cellroute::numerics
