// GCR in single precision for several species side by side, preconditioned by multigrid cycles.
//
// It solves for a correction only, and its caller forms residuals in double precision (defect
// correction), so single precision costs no accuracy and halves what has to be moved. The residual
// never grows, whatever the preconditioner does, and there is no breakdown: BiCGStab, which moves less,
// failed here on columns and on strong anisotropy.
// Source: S. C. Eisenstat, H. C. Elman, M. H. Schultz, Variational iterative methods for nonsymmetric
// systems of linear equations, SIAM J. Numer. Anal. 20 (1983) 345-357, doi:10.1137/0720023. Instead of
// combining search directions as they come, A Z = V R is kept with orthonormal V, and the correction
// Z R^{-1} V^T r formed at the end.
#pragma once

#include <cmath>
#include <vector>

#include "sim/numerics/transport/implicit_cycle.hpp"

namespace cellroute::numerics {

template <int L>
class Krylov {
 public:
  using P = Pack<L>;
  static constexpr int longest = 12;  // directions before a new start

  explicit Krylov(const Ladder& ladder) : cycle_(ladder), size_(ladder.rung[0].size) {
    r_.resize(static_cast<std::size_t>(size_));
    x_.resize(static_cast<std::size_t>(size_));
  }

  Cycle<L>& cycle() { return cycle_; }
  std::vector<P>& rest() { return r_; }
  const std::vector<P>& correction() const { return x_; }

  /// Reduces every species' residual `rest()` by its factor, or as far as `longest` directions or `most`
  /// cycles do; returns the cycles used. `correction()` is what to add.
  int run(const Lanes<L>& factor, int most) {
    const Lanes<L> start = sums<1>([&](int i, auto& s) { s[0].v += r_[i].v * r_[i].v; })[0];
    int used = 0;
    for (bool done = false; !done && used < std::min(most, longest); ++used) {
      if (static_cast<int>(z_.size()) == used) {
        z_.emplace_back(static_cast<std::size_t>(size_));
        v_.emplace_back(static_cast<std::size_t>(size_));
      }
      P* w = v_[used].data();
      cycle_.precondition(r_.data(), z_[used].data(), w);
      orthogonalise(used, w);
      const auto along = sums<2>([&](int i, auto& s) {
        s[0].v += w[i].v * w[i].v;
        s[1].v += w[i].v * r_[i].v;
      });
      Lanes<L> inverse;
      for (int l = 0; l < L; ++l) {
        const double norm = std::sqrt(along[0][l]);
        inverse[l] = norm > 0 && std::isfinite(norm) ? 1 / norm : 0;
        triangle_[used][used][l] = norm;
        share_[used][l] = along[1][l] * inverse[l];
      }
      const P scale = to_pack<L>(inverse), step = to_pack<L>(share_[used]);
      const Lanes<L> left = sums<1>([&](int i, auto& s) {
        w[i].v *= scale.v;
        r_[i].v -= step.v * w[i].v;
        s[0].v += r_[i].v * r_[i].v;
      })[0];
      done = true;
      for (int l = 0; l < L; ++l) done &= !(left[l] > factor[l] * factor[l] * start[l]);
    }
    combine(used);
    return used;
  }

 private:
  /// Takes the parts along v_0 .. v_{count-1} out of w, up to three at a time.
  void orthogonalise(int count, P* w) {
    for (int first = 0; first < count; first += 3) {
      const int some = std::min(3, count - first);
      const P* v[3];
      for (int k = 0; k < 3; ++k) v[k] = v_[first + std::min(k, some - 1)].data();
      const auto part = sums<3>([&](int i, auto& s) {
        for (int k = 0; k < 3; ++k) s[k].v += v[k][i].v * w[i].v;
      });
      P p[3];
      for (int k = 0; k < 3; ++k) {
        p[k] = k < some ? to_pack<L>(part[k]) : P{};
        if (k < some) triangle_[first + k][count] = part[k];
      }
      each([&](int i) { w[i].v -= p[0].v * v[0][i].v + p[1].v * v[1][i].v + p[2].v * v[2][i].v; });
    }
  }

  /// x = Z R^{-1} share.
  void combine(int count) {
    std::array<Lanes<L>, longest> y{};
    for (int k = count - 1; k >= 0; --k) {
      for (int l = 0; l < L; ++l) {
        double sum = share_[k][l];
        for (int j = k + 1; j < count; ++j) sum -= triangle_[k][j][l] * y[j][l];
        const double value = sum / triangle_[k][k][l];
        y[k][l] = triangle_[k][k][l] > 0 && std::isfinite(value) ? value : 0;
      }
    }
    std::array<P, longest> weight;
    for (int k = 0; k < count; ++k) weight[k] = to_pack<L>(y[k]);
    each([&](int i) {
      P sum{};
      for (int k = 0; k < count; ++k) sum.v += weight[k].v * z_[k][i].v;
      x_[i] = sum;
    });
  }

  template <int Count, class Term>
  std::array<Lanes<L>, Count> sums(Term term) {
    if constexpr (Count == 1) return block_sums<1, L>(size_, partial1_, term);
    if constexpr (Count == 2) return block_sums<2, L>(size_, partial2_, term);
    if constexpr (Count == 3) return block_sums<3, L>(size_, partial3_, term);
  }

  template <class Work>
  void each(Work work) {
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int i = 0; i < size_; ++i) work(i);
  }

  Cycle<L> cycle_;
  int size_;
  std::vector<P> r_, x_;
  std::vector<std::vector<P>> z_, v_;  // directions, and A of them made orthonormal
  std::array<std::array<Lanes<L>, longest>, longest> triangle_{};
  std::array<Lanes<L>, longest> share_{};
  std::vector<std::array<Lanes<L>, 1>> partial1_;
  std::vector<std::array<Lanes<L>, 2>> partial2_;
  std::vector<std::array<Lanes<L>, 3>> partial3_;
};

}  // namespace cellroute::numerics
