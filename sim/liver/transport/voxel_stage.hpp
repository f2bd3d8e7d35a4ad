// One implicit stage of the cells in a bed, eight voxels side by side, the tissue states eliminated.
//
// With J cells/s entering, h the stage's length and g_T, g_A held, (I - h A) Y = from + h source in the order
// T1, T2, then C with A put into it, then A, H, X.
#pragma once

#include "sim/liver/coupling/sdirk2.hpp"
#include "sim/liver/transport/voxel_view.hpp"
#include "sim/numerics/rows.hpp"

namespace cellroute::liver::kernel {
inline namespace CELLROUTE_ISA {

using numerics::fma;
using numerics::Lanes;
using numerics::max;
using numerics::min;
constexpr int width = numerics::lane_count;

CELLROUTE_INLINE Lanes load(const double* p) {
  Lanes r;
  for (int i = 0; i < numerics::parts; ++i)
    r.v[i] = *reinterpret_cast<const numerics::LooseVector*>(p + i * numerics::part_size);
  return r;
}
CELLROUTE_INLINE void store(double* p, Lanes x) {
  for (int i = 0; i < numerics::parts; ++i)
    *reinterpret_cast<numerics::LooseVector*>(p + i * numerics::part_size) = x.v[i];
}
CELLROUTE_INLINE void add(double* sums, int place, Lanes x) {
  store(sums + width * place, load(sums + width * place) + x);
}

/// Where the second stage begins: y + (1 - gamma) dt f(Y1).
constexpr double onward = (1 - sdirk2::gamma) / sdirk2::gamma;
CELLROUTE_INLINE Lanes second_start(Lanes y, Lanes first) { return fma(Lanes(onward), first - y, y); }
/// Y2 minus what the embedded first order says.
CELLROUTE_INLINE Lanes embedded_error(Lanes y, Lanes first, Lanes last) {
  return fma(Lanes(-1 / sdirk2::gamma), first - y, last - y);
}

/// Free sites of a bed, held over a step.
struct Free {
  Lanes trap_now, adhesion_now, trap, adhesion;
};

/// At the middle of the step, from g at the beginnings of the last step and of this one.
CELLROUTE_INLINE Lanes held_free(Lanes now, Lanes before, double ahead) {
  return min(max(fma(Lanes(ahead), now - before, now), Lanes(0.0)), Lanes(1.0));
}

CELLROUTE_INLINE Free free_sites(const VoxelView& v, const BedStep& b, const double* bed,
                                 const double* before) {
  Lanes occupied(0.0), stuck(0.0);
  for (int k = 0; k < v.populations; ++k) {
    const double* s = bed + k * living_states * width;
    occupied = fma(Lanes(v.weight[k]), load(s + width) + load(s + 2 * width) + load(s + 5 * width), occupied);
    stuck = stuck + load(s + 3 * width);
  }
  const double* dead = bed + v.populations * living_states * width;
  occupied = fma(Lanes(v.dead_weight), load(dead + width), occupied);
  Free f;
  f.trap_now = max(Lanes(0.0), fma(Lanes(-b.inverse_trap), occupied, Lanes(1.0)));
  f.adhesion_now = max(Lanes(0.0), fma(Lanes(-b.inverse_adhesion), stuck, Lanes(1.0)));
  f.trap = held_free(f.trap_now, load(before), v.ahead);
  f.adhesion = held_free(f.adhesion_now, load(before + width), v.ahead);
  return f;
}

/// What the stages of a population have in common.
struct Factors {
  Lanes trapped, stuck, pass;  // of J
  Lanes caught, settle;        // [1/s] kappa g_A, k_adh g_A
  Lanes fast, slow, blood;     // 1/(1 + h rates) of T1, T2 and C
};

CELLROUTE_INLINE Factors factors(const VoxelView& v, const BedStep& b, const Free& f, Lanes q, int k) {
  const Lanes one(1.0), h(v.h);
  Factors c;
  c.trapped = Lanes(b.extraction[k]) * f.trap;
  const Lanes through = one - c.trapped;
  c.stuck = through * (Lanes(b.filter) * f.adhesion);
  c.pass = through - c.stuck;
  c.caught = Lanes(b.kappa) * f.adhesion;
  c.settle = Lanes(b.adhere) * f.adhesion;
  const Lanes fast = fma(h, c.settle + Lanes(b.release_fast[k] + b.loss_trapped), one);
  const Lanes slow = fma(h, c.settle + Lanes(b.release_slow[k] + b.loss_trapped), one);
  const Lanes blood = fma(h, fma(c.caught, Lanes(b.stays_caught), q + Lanes(b.loss_circulating)), one);
  const Lanes both = fast * slow, inverse = one / (both * blood);  // one division for three
  c.fast = inverse * (slow * blood);
  c.slow = inverse * (fast * blood);
  c.blood = inverse * both;
  return c;
}

/// C, T1, T2, A, H, X of a population, or what multiplies them.
struct Tissue {
  Lanes c, t1, t2, a, h, x;
};

CELLROUTE_INLINE Tissue tissue(const double* s) {
  return {load(s),
          load(s + width),
          load(s + 2 * width),
          load(s + 3 * width),
          load(s + 4 * width),
          load(s + 5 * width)};
}

/// C, T1, T2 and A of a stage.
CELLROUTE_INLINE void blood_stage(const VoxelView& v, const BedStep& b, const Factors& f, int k,
                                  const Tissue& from, Lanes J, Tissue& to) {
  const Lanes h(v.h), arrested = f.trapped * J;
  to.t1 = fma(Lanes(v.h * v.fast_share), arrested, from.t1) * f.fast;
  to.t2 = fma(Lanes(v.h * (1 - v.fast_share)), arrested, from.t2) * f.slow;
  const Lanes held = fma(h, fma(f.stuck, J, f.settle * (to.t1 + to.t2)), from.a);
  const Lanes released = fma(Lanes(b.release_fast[k]), to.t1, Lanes(b.release_slow[k]) * to.t2);
  const Lanes into = fma(f.pass, J, fma(Lanes(b.detach * b.held), held, released));
  to.c = fma(h, into, from.c) * f.blood;
  to.a = fma(h * f.caught, to.c, held) * Lanes(b.held);
}

/// H and X of a stage; returns what dies in the tissue [cell/s].
CELLROUTE_INLINE Lanes tissue_stage(const VoxelView& v, const BedStep& b, const Tissue& from, Tissue& to) {
  to.h = fma(Lanes(v.h * b.migrate), to.a, from.h) * Lanes(b.home);
  const Lanes dying = fma(Lanes(b.loss_trapped), to.t1 + to.t2,
                          fma(Lanes(b.loss_adherent), to.a, Lanes(b.loss_homed) * to.h));
  to.x = fma(Lanes(v.h * v.lodged_share), dying, from.x) * Lanes(b.dead);
  return dying;
}

/// Rates at the two stages, summed over the step.
CELLROUTE_INLINE Lanes over_step(const VoxelView& v, Lanes first, Lanes last) {
  return fma(Lanes(v.dt * sdirk2::weight[0]), first, Lanes(v.dt * sdirk2::weight[1]) * last);
}

/// A number of each voxel's terminal, times the voxel's share.
CELLROUTE_INLINE Lanes at_terminals(const double* table, const std::int32_t* terminal, int carriers, int k,
                                    Lanes share) {
  Lanes x;
  for (int l = 0; l < width; ++l) x.set(l, table[static_cast<std::size_t>(terminal[l]) * carriers + k]);
  return x * share;
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::liver::kernel
