// Plane by plane: the profile of the next plane is carried half a step, then this plane takes its
// fluxes and is written over; a few planes behind, the next step does the same. Compiled with -O3, once for
// each instruction set: every operation is one IEEE operation, so all give the same bits.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sim/numerics/lanes.hpp"
#include "sim/numerics/transport/explicit_pass.hpp"

namespace cellroute::numerics {

inline namespace CELLROUTE_ISA {

inline double lower_of(double a, double b) { return a < b ? a : b; }
inline double higher_of(double a, double b) { return a > b ? a : b; }

struct MonotonizedCentral {
  static double half_slope(double a, double b) {
    const double quarter = 0.25 * (a + b);
    const double rise = lower_of(higher_of(a, 0), higher_of(b, 0));  // 0 unless both rise
    const double fall = higher_of(lower_of(a, 0), lower_of(b, 0));
    return higher_of(lower_of(quarter, rise), fall);
  }
};

struct VanLeer {
  static double half_slope(double a, double b) {
    const double product = a * b, sum = a + b, slope = product / sum;
    return product > 0 ? slope : 0;
  }
};

/// The profile of a row at half time: mean, and half the slope along each axis.
struct Profile {
  double *mean, *x, *y, *z;
};

/// `deep`: planes of many rows, and not just one.
template <class Limit, bool deep>
class Pass {
 public:
  Pass(const PassPlan& plan, const PassFields& fields, double* memory)
      : plan_(plan), fields_(fields), nx_(plan.nx), size_(plan.plane_size()) {
    std::size_t taken = 0;  // each array starts on other cache sets than the one before
    const auto take = [&](std::size_t n) {
      return std::exchange(memory, memory + n + scratch_gap + 8 * (taken++ % 3));
    };
    net_ = take(size_);
    top_ = take(size_);
    across_ = take(size_);
    for (Profile* row : {&row_, &row_before_}) *row = {take(nx_), take(nx_), take(nx_), take(nx_)};
    along_ = take(nx_ + 1) + 1;
    joint_ = take(nx_);
  }

  /// What plane `lowest`, the first of this step, needs from below it.
  void begin(int lowest) {
    std::fill(top_, top_ + size_, 0.0);
    if (lowest > 0 || plan_.periodic_planes) carry<false>(lowest - 1);
    carry<false>(lowest);
  }

  /// Planes in order, from the first.
  void advance(int z) {
    if (z + 1 < plan_.planes || plan_.periodic_planes)
      carry<true>(z + 1);
    else
      close(z);
  }

 private:
  double* place(double* own, double* below, double* above, int z) const {
    if (z < fields_.first) return below + size_ * static_cast<std::size_t>(z - fields_.first + fields_.reach);
    if (z >= fields_.last) return above + size_ * static_cast<std::size_t>(z - fields_.last);
    return own + size_ * static_cast<std::size_t>(z);
  }
  double* plane(int z) const {
    if (!plan_.periodic_planes) z = z < 0 ? 0 : z < plan_.planes ? z : plan_.planes - 1;
    return place(fields_.c, fields_.below, fields_.above, z);
  }
  double* trapped_plane(int z) const {
    return place(fields_.trapped, fields_.trapped_below, fields_.trapped_above, z);
  }
  int wrapped(int z) const { return (z % plan_.planes + plan_.planes) % plan_.planes; }
  std::size_t offset(int z) const { return size_ * static_cast<std::size_t>(wrapped(z)); }

  /// Row by row: the profile of plane z and its fluxes, with which the plane before is `finished`.
  template <bool finishes>
  void carry(int z) {
    const std::size_t nx = static_cast<std::size_t>(nx_), at = offset(z), last_row = size_ - nx;
    const double* const flux_y = plan_.flux_y + at;
    const bool joined = deep && plan_.periodic_y;
    if (joined) {  // the last row once more, for what it sends to the first
      profile(z, plan_.ny - 1, last_row);
      std::swap(row_, row_before_);
    }
    for (int y = 0; y < plan_.ny; ++y) {
      const std::size_t row = static_cast<std::size_t>(y) * nx;
      profile(z, y, row);
      along(plan_.flux_x + at + row);
      meet<finishes>(z, row);
      if (deep && y > 0) beside(flux_y + row - nx, net_ + row - nx, net_ + row);
      if (joined && y == 0) {
        std::fill(joint_, joint_ + nx, 0.0);
        beside(flux_y + last_row, joint_, net_);
      }
      wells(z, y, at);
      std::swap(row_, row_before_);
    }
    for (std::size_t i = 0; joined && i < nx; ++i) net_[last_row + i] += joint_[i];
  }

  /// Finishes a plane below a wall.
  void close(int z) {
    const std::size_t at = offset(z);
    double* const c = plane(z);
    for (std::size_t i = 0; i < size_; ++i)
      c[i] -= fields_.dt * plan_.per_volume[at + i] * (net_[i] - across_[i]);
    for (int y = 0; y < plan_.ny; ++y) exchange(z, static_cast<std::size_t>(y) * nx_);
  }

  void profile(int z, int y, std::size_t row) {
    const double *c = plane(z), *below = plane(z - 1), *above = plane(z + 1);
    const std::size_t nx = static_cast<std::size_t>(nx_), at = offset(z), at_below = offset(z - 1);
    const std::size_t up = y + 1 < plan_.ny ? row + nx : plan_.periodic_y ? 0 : row;
    const std::size_t down_face = y > 0 ? row - nx : size_ - nx;  // 0 there when it is a wall
    const std::size_t down = y > 0 || plan_.periodic_y ? down_face : row;
    slopes({c + row, c + down, c + up, below + row, above + row, plan_.flux_x + at + row,
            plan_.flux_y + at + down_face, plan_.flux_y + at + row, plan_.flux_planes + at_below + row,
            plan_.flux_planes + at + row, plan_.per_volume.data() + at + row});
    wells_halfway(z, y, at + row, c + row);
  }

  /// What a row's slopes are made of: values beside it, and fluxes over all its faces.
  struct Around {
    const double *c, *c_down, *c_up, *c_below, *c_above;
    const double *fx, *f_down, *f_up, *f_below, *f_above, *per_volume;
  };

  CELLROUTE_INLINE void slope(const Around& in, const Profile& out, double half, int i, int lower,
                              int upper) const {
    const double c = in.c[i];
    const double lower_c = lower < 0 ? c : in.c[lower], upper_c = upper < 0 ? c : in.c[upper];
    const double x = Limit::half_slope(c - lower_c, upper_c - c);
    const double y = deep ? Limit::half_slope(c - in.c_down[i], in.c_up[i] - c) : 0;
    const double z = Limit::half_slope(c - in.c_below[i], in.c_above[i] - c);
    const double fx = (lower < 0 ? 0 : in.fx[lower]) + in.fx[i];
    const double fall =
        (x * fx + z * (in.f_below[i] + in.f_above[i])) + (deep ? y * (in.f_down[i] + in.f_up[i]) : 0);
    const double m = higher_of(c - half * in.per_volume[i] * fall, 0);
    out.mean[i] = m;
    out.x[i] = higher_of(lower_of(x, m), -m);  // no edge turns negative
    if (deep) out.y[i] = higher_of(lower_of(y, m), -m);
    out.z[i] = higher_of(lower_of(z, m), -m);
  }

  void slopes(const Around& around) {
    const Around in = around;
    const Profile out = row_;
    const double half = fields_.dt / 2;
    const int last = nx_ - 1, joined = plan_.periodic_x ? last : -1;
    slope(in, out, half, 0, joined, last > 0 ? 1 : plan_.periodic_x ? 0 : -1);
    if (last == 0) return;
#pragma GCC ivdep
    for (int i = 1; i < last; ++i) slope(in, out, half, i, i - 1, i + 1);
    slope(in, out, half, last, last - 1, plan_.periodic_x ? 0 : -1);
  }

  /// Inflow mixes into the mean; outflow leaves with it and changes nothing. `first` is the row's.
  void wells_halfway(int z, int y, std::size_t first, const double* c) {
    const int global = wrapped(z) * plan_.ny + y;
    for (int w = plan_.first_well[global]; w < plan_.first_well[global + 1]; ++w) {
      const PassPlan::Well& well = plan_.wells[w];
      const std::size_t i = static_cast<std::size_t>(well.cell) - first;
      double& m = row_.mean[i];
      const double mixed = plan_.per_volume[first + i] * well.inflow * (fields_.inlet - c[i]);
      m = higher_of(m + fields_.dt / 2 * mixed, 0);
      for (double* slope : {row_.x, row_.y, row_.z}) slope[i] = higher_of(lower_of(slope[i], m), -m);
    }
  }

  /// What flows over a face: the upwind edge.
  static double upwind(double flux, double lower, double upper) { return flux * (flux > 0 ? lower : upper); }

  void along(const double* flux) {
    const double *const mean = row_.mean, *const h = row_.x;
    double* const out = along_;
    const int last = nx_ - 1;
#pragma GCC ivdep
    for (int i = 0; i < last; ++i) out[i] = upwind(flux[i], mean[i] + h[i], mean[i + 1] - h[i + 1]);
    out[last] = out[-1] = upwind(flux[last], mean[last] + h[last], mean[0] - h[0]);  // 0 at a wall
  }

  /// A row of plane z meets the plane before, which is then complete.
  template <bool finishes>
  void meet(int z, std::size_t row) {
    if (finishes && fields_.trapped)
      meet_row<finishes, true>(z, row);
    else
      meet_row<finishes, false>(z, row);
  }

  template <bool finishes, bool exchanges>
  void meet_row(int z, std::size_t row) {
    const std::size_t before = offset(z - 1) + row;
    double* const c = plane(z - 1) + row;
    double* const trapped = exchanges ? trapped_plane(z - 1) + row : nullptr;
    const double *const caught = fields_.caught + before, *const freed = fields_.freed + before;
    double *const net = net_ + row, *const top = top_ + row, *const across = across_ + row;
    const double *const mean = row_.mean, *const h = row_.z, *const x = along_;
    const double* const flux = plan_.flux_planes + before;
    const double* const per_volume = plan_.per_volume.data() + before;
    const double dt = fields_.dt;
    const int n = nx_;
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      const double through = upwind(flux[i], top[i], mean[i] - h[i]);
      if (finishes) {
        const double carried = c[i] - dt * per_volume[i] * (net[i] + (through - across[i]));
        const double stopped = exchanges ? caught[i] * carried - freed[i] * trapped[i] : 0;
        c[i] = exchanges ? carried - stopped : carried;
        if (exchanges) trapped[i] += stopped;
      }
      across[i] = through;
      top[i] = mean[i] + h[i];
      net[i] = x[i] - x[i - 1];
    }
  }

  /// What flows from the row before into this one.
  void beside(const double* flux, double* net_before, double* net) {
    const double *const mean = row_.mean, *const h = row_.y;
    const double *const mean_before = row_before_.mean, *const h_before = row_before_.y;
    const int n = nx_;
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      const double through = upwind(flux[i], mean_before[i] + h_before[i], mean[i] - h[i]);
      net_before[i] += through;
      net[i] -= through;
    }
  }

  void wells(int z, int y, std::size_t at) {
    const bool own = z >= fields_.first && z < fields_.last;
    const int global = wrapped(z) * plan_.ny + y;
    for (int w = plan_.first_well[global]; w < plan_.first_well[global + 1]; ++w) {
      const PassPlan::Well& well = plan_.wells[w];
      const std::size_t i = static_cast<std::size_t>(well.cell) - at;
      const double out = well.outflow * row_.mean[i % static_cast<std::size_t>(nx_)];
      net_[i] += out - well.inflow * fields_.inlet;
      if (own) fields_.left[w] += fields_.dt * out;
    }
  }

  void exchange(int z, std::size_t row) {
    if (!fields_.trapped) return;
    const std::size_t at = offset(z) + row;
    double *const c = plane(z) + row, *const trapped = trapped_plane(z) + row;
    const double *const caught = fields_.caught + at, *const freed = fields_.freed + at;
    const int n = nx_;
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      const double net = caught[i] * c[i] - freed[i] * trapped[i];
      c[i] -= net;
      trapped[i] += net;
    }
  }

  const PassPlan& plan_;
  const PassFields& fields_;
  int nx_;
  std::size_t size_;
  double* net_;     // what leaves a cell of the plane along x and y, and into wells
  double* top_;     // the plane's values at its upper faces
  double* across_;  // fluxes into the plane from below
  Profile row_, row_before_;
  double* along_;  // fluxes along x of a row, and into it
  double* joint_;  // fluxes over the joint of periodic rows
};

/// A step needs two planes beyond those it advances, so with each step of a stack two planes of the copies
/// at either end are lost. It may reach plane z when the step before has left z + 2 behind.
template <class Limit, bool deep>
void pass_together(const PassPlan& plan, const PassFields* fields, int steps, double* memory) {
  struct Step {
    std::optional<Pass<Limit, deep>> pass;
    int next, end;
  };
  std::array<Step, most_together> all;
  for (int s = 0; s < steps; ++s) {
    const int copies = reach_of(steps - 1 - s);
    Step& step = all[s];
    step.pass.emplace(plan, fields[s], memory + static_cast<std::size_t>(s) * plan.memory());
    step.next = fields[s].first - copies;
    step.end = fields[s].last + copies;
    if (plan.periodic_planes) continue;
    step.next = std::max(step.next, 0);
    step.end = std::min(step.end, plan.planes);
  }
  std::array<bool, most_together> begun{};
  while (all[steps - 1].next < all[steps - 1].end) {
    for (int s = 0; s < steps; ++s) {
      Step& step = all[s];
      if (step.next == step.end) continue;
      if (s > 0 && all[s - 1].next < std::min(step.next + 3, all[s - 1].end)) break;
      if (!begun[s]) step.pass->begin(step.next);
      begun[s] = true;
      step.pass->advance(step.next++);
    }
  }
}

inline void pass(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps, double* memory) {
  const bool deep = plan.ny > 1;
  if (limiter == Limiter::van_leer && deep)
    pass_together<VanLeer, true>(plan, fields, steps, memory);
  else if (limiter == Limiter::van_leer)
    pass_together<VanLeer, false>(plan, fields, steps, memory);
  else if (deep)
    pass_together<MonotonizedCentral, true>(plan, fields, steps, memory);
  else
    pass_together<MonotonizedCentral, false>(plan, fields, steps, memory);
}

}  // namespace CELLROUTE_ISA

}  // namespace cellroute::numerics
