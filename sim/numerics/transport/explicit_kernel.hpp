// Plane by plane: the profile of the next plane is carried half a step, then this plane takes its
// fluxes and is written over. Compiled with -O3, once for each instruction set: every operation is one
// IEEE operation, so all give the same bits.
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

/// The profile of a plane at half time: mean, and half the slope along each axis.
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
    for (Profile* profile : {&here_, &next_}) *profile = {take(size_), take(size_), take(size_), take(size_)};
    across_ = take(size_);
    row_c_ = take(nx_ + 2) + 1;
    row_flux_ = take(nx_ + 1) + 1;
    along_ = take(nx_ + 1) + 1;
    up_ = take(nx_);
  }

  /// Everything below the first plane.
  void begin(int first, int last) {
    first_ = first;
    last_ = last;
    const bool open_below = first > 0 || plan_.periodic_planes;
    if (open_below) {
      carry(first - 1, next_);
      std::swap(here_, next_);
    }
    carry(first, next_);
    if (open_below)
      cross(first - 1, here_, next_);
    else
      std::fill(across_, across_ + size_, 0.0);
  }

  /// Planes in order, from the first.
  void advance(int z) {
    std::swap(here_, next_);
    const bool open_above = z + 1 < plan_.planes || plan_.periodic_planes;
    if (open_above) carry(z + 1, next_);
    finish(z, here_, open_above ? next_ : here_);
  }

 private:
  /// The values of a plane before the step, which may lie beyond the planes of this pass.
  const double* plane(int z) const {
    if (!plan_.periodic_planes) z = z < 0 ? 0 : z < plan_.planes ? z : plan_.planes - 1;
    if (z < first_) return fields_.below + size_ * static_cast<std::size_t>(z - first_ + 2);
    if (z >= last_) return fields_.above + size_ * static_cast<std::size_t>(z - last_);
    return fields_.c + size_ * static_cast<std::size_t>(z);
  }
  std::size_t offset(int z) const {
    return size_ * static_cast<std::size_t>((z + plan_.planes) % plan_.planes);
  }

  void carry(int z, const Profile& out) {
    const double *c = plane(z), *below = plane(z - 1), *above = plane(z + 1);
    const std::size_t at = offset(z), at_below = offset(z - 1);
    const double half = fields_.dt / 2;
    for (int y = 0; y < plan_.ny; ++y) {
      const int up = y + 1 < plan_.ny ? y + 1 : plan_.periodic_y ? 0 : y;
      const int down = y > 0 ? y - 1 : plan_.periodic_y ? plan_.ny - 1 : 0;
      const int down_face = y > 0 ? y - 1 : plan_.ny - 1;  // 0 there when it is a wall
      const std::size_t row = static_cast<std::size_t>(y) * nx_;
      load_row(c + row, plan_.flux_x + at + row);
      const double* const flux_y = plan_.flux_y + at + row;
      const double* const flux_y_down = plan_.flux_y + at + static_cast<std::size_t>(down_face) * nx_;
      slopes(half, c + row, c + static_cast<std::size_t>(down) * nx_, c + static_cast<std::size_t>(up) * nx_,
             below + row, above + row, flux_y_down, flux_y, plan_.flux_planes + at_below + row,
             plan_.flux_planes + at + row, plan_.per_volume.data() + at + row, out, row);
      wells_halfway(at, y, z, c, out);
    }
  }

  void load_row(const double* c, const double* flux) {
    std::copy(c, c + nx_, row_c_);
    row_c_[-1] = plan_.periodic_x ? c[nx_ - 1] : c[0];
    row_c_[nx_] = plan_.periodic_x ? c[0] : c[nx_ - 1];
    std::copy(flux, flux + nx_, row_flux_);
    row_flux_[-1] = flux[nx_ - 1];
  }

  void slopes(double half, const double* c, const double* c_down, const double* c_up, const double* c_below,
              const double* c_above, const double* f_down, const double* f_up, const double* f_below,
              const double* f_above, const double* per_volume, const Profile& out, std::size_t row) {
    const double* const cx = row_c_;
    const double* const fx = row_flux_;
    double *mean = out.mean + row, *hx = out.x + row, *hy = out.y + row, *hz = out.z + row;
    const int n = nx_;
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      const double x = Limit::half_slope(c[i] - cx[i - 1], cx[i + 1] - c[i]);
      const double y = deep ? Limit::half_slope(c[i] - c_down[i], c_up[i] - c[i]) : 0;
      const double z = Limit::half_slope(c[i] - c_below[i], c_above[i] - c[i]);
      const double fall =
          (x * (fx[i - 1] + fx[i]) + z * (f_below[i] + f_above[i])) + (deep ? y * (f_down[i] + f_up[i]) : 0);
      const double m = higher_of(c[i] - half * per_volume[i] * fall, 0);
      mean[i] = m;
      hx[i] = higher_of(lower_of(x, m), -m);  // no edge turns negative
      if (deep) hy[i] = higher_of(lower_of(y, m), -m);
      hz[i] = higher_of(lower_of(z, m), -m);
    }
  }

  /// Inflow mixes into the mean; outflow leaves with it and changes nothing.
  void wells_halfway(std::size_t at, int y, int z, const double* c, const Profile& out) {
    const int global = (z + plan_.planes) % plan_.planes * plan_.ny + y;
    for (int w = plan_.first_well[global]; w < plan_.first_well[global + 1]; ++w) {
      const PassPlan::Well& well = plan_.wells[w];
      const std::size_t i = static_cast<std::size_t>(well.cell) - at;
      double& m = out.mean[i];
      m = higher_of(m + fields_.dt / 2 * plan_.per_volume[at + i] * well.inflow * (fields_.inlet - c[i]), 0);
      for (double* slope : {out.x, out.y, out.z}) slope[i] = higher_of(lower_of(slope[i], m), -m);
    }
  }

  /// What flows over n faces between neighbouring cells: the upwind edge.
  static void edge_flux(int n, const double* flux, const double* mean, const double* slope,
                        const double* next_mean, const double* next_slope, double* out) {
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      const double upper = mean[i] + slope[i], lower = next_mean[i] - next_slope[i];
      out[i] = flux[i] * (flux[i] > 0 ? upper : lower);
    }
  }

  /// Fluxes between plane z and the next, kept for finish().
  void cross(int z, const Profile& lower, const Profile& upper) {
    edge_flux(static_cast<int>(size_), plan_.flux_planes + offset(z), lower.mean, lower.z, upper.mean,
              upper.z, across_);
  }

  void finish(int z, const Profile& p, const Profile& above) {
    const std::size_t at = size_ * static_cast<std::size_t>(z);
    const std::size_t nx = static_cast<std::size_t>(nx_), last_row = size_ - nx;
    if (plan_.periodic_y && plan_.ny > 1)
      edge_flux(nx_, plan_.flux_y + at + last_row, p.mean + last_row, p.y + last_row, p.mean, p.y, up_);
    else
      std::fill(up_, up_ + nx, 0.0);
    for (int y = 0; y < plan_.ny; ++y) {
      const std::size_t row = static_cast<std::size_t>(y) * nx, next = y + 1 < plan_.ny ? row + nx : 0;
      const double* const mean = p.mean + row;
      edge_flux(nx_ - 1, plan_.flux_x + at + row, mean, p.x + row, mean + 1, p.x + row + 1, along_);
      edge_flux(1, plan_.flux_x + at + row + nx - 1, mean + nx - 1, p.x + row + nx - 1, mean, p.x + row,
                along_ + nx - 1);
      along_[-1] = along_[nx - 1];  // 0 at a wall
      update(at, row, mean, p.y + row, p.mean + next, p.y + next, p.z + row, above.mean + row, above.z + row);
      wells(y, z, at, p);
      if (fields_.trapped) exchange(at + row);
    }
  }

  void update(std::size_t at, std::size_t row, const double* mean, const double* hy, const double* up_mean,
              const double* up_hy, const double* hz, const double* above_mean, const double* above_hz) {
    double* const c = fields_.c + at + row;
    double* const across = across_ + row;
    double* const up = up_;
    const double* const along = along_;
    const double* const flux_y = plan_.flux_y + at + row;
    const double* const flux_z = plan_.flux_planes + at + row;
    const double* const per_volume = plan_.per_volume.data() + at + row;
    const double dt = fields_.dt;
    const int n = nx_;
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      const double near = mean[i] + hz[i], far = above_mean[i] - above_hz[i];
      const double z_flux = flux_z[i] * (flux_z[i] > 0 ? near : far);
      double net = (along[i] - along[i - 1]) + (z_flux - across[i]);
      if (deep) {
        const double low = mean[i] + hy[i], high = up_mean[i] - up_hy[i];
        const double y_flux = flux_y[i] * (flux_y[i] > 0 ? low : high);
        net += y_flux - up[i];
        up[i] = y_flux;
      }
      across[i] = z_flux;
      c[i] -= dt * per_volume[i] * net;
    }
  }

  void wells(int y, int z, std::size_t at, const Profile& p) {
    const int global = z * plan_.ny + y;
    for (int w = plan_.first_well[global]; w < plan_.first_well[global + 1]; ++w) {
      const PassPlan::Well& well = plan_.wells[w];
      const std::size_t cell = static_cast<std::size_t>(well.cell);
      const double out = fields_.dt * well.outflow * p.mean[cell - at];
      fields_.c[cell] += plan_.per_volume[cell] * (fields_.dt * well.inflow * fields_.inlet - out);
      fields_.left[w] += out;
    }
  }

  void exchange(std::size_t at) {
    double *const c = fields_.c + at, *const trapped = fields_.trapped + at;
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
  int nx_, first_ = 0, last_ = 0;
  std::size_t size_;
  Profile here_, next_;
  double* across_;                      // fluxes from the plane below
  double *row_c_, *row_flux_, *along_;  // a row with what lies at either end; its fluxes along x
  double* up_;                          // fluxes from the row before
};

/// Species in step, plane by plane, so that they share the flow while it is near.
template <class Limit, bool deep>
void pass_together(const PassPlan& plan, int first, int last, const PassFields* fields, int count,
                   double* memory) {
  std::array<std::optional<Pass<Limit, deep>>, most_together> passes;
  for (int k = 0; k < count; ++k) {
    passes[k].emplace(plan, fields[k], memory + static_cast<std::size_t>(k) * plan.memory());
    passes[k]->begin(first, last);
  }
  for (int z = first; z < last; ++z)
    for (int k = 0; k < count; ++k) passes[k]->advance(z);
}

inline void pass(const PassPlan& plan, Limiter limiter, int first, int last, const PassFields* fields,
                 int count, double* memory) {
  const bool deep = plan.ny > 1;
  if (limiter == Limiter::van_leer && deep)
    pass_together<VanLeer, true>(plan, first, last, fields, count, memory);
  else if (limiter == Limiter::van_leer)
    pass_together<VanLeer, false>(plan, first, last, fields, count, memory);
  else if (deep)
    pass_together<MonotonizedCentral, true>(plan, first, last, fields, count, memory);
  else
    pass_together<MonotonizedCentral, false>(plan, first, last, fields, count, memory);
}

}  // namespace CELLROUTE_ISA

}  // namespace cellroute::numerics
