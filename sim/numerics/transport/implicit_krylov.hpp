// BiCGStab in single precision for several species side by side, preconditioned by multigrid cycles.
//
// It solves for a correction only, and its caller forms residuals in double precision (defect
// correction), so single precision costs no accuracy and halves what has to be moved.
// Source: H. A. van der Vorst, Bi-CGSTAB, SIAM J. Sci. Stat. Comput. 13 (1992) 631-644,
// doi:10.1137/0913035.
#pragma once

#include <cmath>
#include <vector>

#include "sim/numerics/transport/implicit_cycle.hpp"

namespace cellroute::numerics {

template <int L>
class Krylov {
 public:
  using P = Pack<L>;

  explicit Krylov(const Ladder& ladder) : cycle_(ladder), size_(ladder.rung[0].size) {
    for (auto* f : {&r_, &shadow_, &p_, &s_, &v_, &t_, &x_}) f->resize(static_cast<std::size_t>(size_));
  }

  Cycle<L>& cycle() { return cycle_; }
  std::vector<P>& rest() { return r_; }
  const std::vector<P>& correction() const { return x_; }

  /// Reduces every species' residual `rest()` by its factor, or stops after `most` cycles or at a
  /// breakdown; returns the cycles used. The caller looks at what was reached.
  int run(const Lanes<L>& factor, int most) {
    const auto start = sums<1>([&](int i, auto& s) {
      x_[i].v = typename P::Vector{};
      shadow_[i] = p_[i] = r_[i];
      s[0].v += r_[i].v * r_[i].v;
    });
    Lanes<L> rho = start[0];
    int cycles = 0;
    while (cycles + 2 <= most) {
      cycle_.precondition(p_.data(), s_.data(), v_.data());
      const auto along = sums<1>([&](int i, auto& s) { s[0].v += shadow_[i].v * v_[i].v; });
      const Lanes<L> alpha = ratio(rho, along[0]);
      const P a = to_pack<L>(alpha);
      each([&](int i) {
        r_[i].v -= a.v * v_[i].v;
        x_[i].v += a.v * s_[i].v;
      });
      cycle_.precondition(r_.data(), s_.data(), t_.data());
      cycles += 2;
      const auto best = sums<2>([&](int i, auto& s) {
        s[0].v += t_[i].v * r_[i].v;
        s[1].v += t_[i].v * t_[i].v;
      });
      const Lanes<L> omega = ratio(best[0], best[1]);
      const P w = to_pack<L>(omega);
      const auto end = sums<2>([&](int i, auto& s) {
        r_[i].v -= w.v * t_[i].v;
        x_[i].v += w.v * s_[i].v;
        s[0].v += r_[i].v * r_[i].v;
        s[1].v += r_[i].v * shadow_[i].v;
      });
      bool done = true, broken = false;
      Lanes<L> beta;
      for (int l = 0; l < L; ++l) {
        const bool open = end[0][l] > factor[l] * factor[l] * start[0][l];
        done &= !open;
        // The shadow no longer sees the residual, or a step was nil.
        broken |= open && (!(end[1][l] * end[1][l] > 1e-12 * end[0][l] * start[0][l]) || alpha[l] == 0 ||
                           omega[l] == 0);
        beta[l] = open && rho[l] != 0 && omega[l] != 0 ? end[1][l] / rho[l] * (alpha[l] / omega[l]) : 0;
      }
      if (done || broken) break;
      const P b = to_pack<L>(beta);
      each([&](int i) { p_[i].v = r_[i].v + b.v * (p_[i].v - w.v * v_[i].v); });
      rho = end[1];
    }
    return cycles;
  }

 private:
  static Lanes<L> ratio(const Lanes<L>& above, const Lanes<L>& below) {
    Lanes<L> q;
    for (int l = 0; l < L; ++l) {
      const double value = above[l] / below[l];
      q[l] = below[l] != 0 && std::isfinite(value) ? value : 0;
    }
    return q;
  }

  template <int Count, class Term>
  std::array<Lanes<L>, Count> sums(Term term) {
    if constexpr (Count == 1) return block_sums<1, L>(size_, partial1_, term);
    if constexpr (Count == 2) return block_sums<2, L>(size_, partial2_, term);
  }

  template <class Work>
  void each(Work work) {
#pragma omp parallel for schedule(static) if (size_ > 16384)
    for (int i = 0; i < size_; ++i) work(i);
  }

  Cycle<L> cycle_;
  int size_;
  std::vector<P> r_, shadow_, p_, s_, v_, t_, x_;
  std::vector<std::array<Lanes<L>, 1>> partial1_;
  std::vector<std::array<Lanes<L>, 2>> partial2_;
};

}  // namespace cellroute::numerics
