// One multigrid cycle on a ladder of exchanges, for several species side by side.
//
// A forward sweep in the order of the flow, a correction from the next rung, a backward sweep. The next
// rung is solved by up to two steps of the generalised conjugate residual method, each preconditioned by
// a cycle there (K-cycle), which keeps the number of cycles independent of the number of cells; rungs
// with even numbers take one plain cycle, which costs less and was measured to lose nothing.
// Source: Y. Notay, Aggregation-based algebraic multigrid for convection-diffusion equations,
// SIAM J. Sci. Comput. 34 (2012) A2288-A2316, doi:10.1137/110835347.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "sim/numerics/transport/implicit_levels.hpp"

namespace cellroute::numerics {

template <int L>
struct Register;
template <>
struct Register<1> {
  using Vector = float __attribute__((vector_size(4)));
};
template <>
struct Register<4> {
  using Vector = float __attribute__((vector_size(16)));
};
template <>
struct Register<8> {
  using Vector = float __attribute__((vector_size(32)));
};

/// Below so many rows, starting threads takes longer than what they save.
inline constexpr int worth_sharing = 32768;

/// One number for each of L species, in one vector register.
template <int L>
struct Pack {
  using Vector = typename Register<L>::Vector;
  Vector v;
};

template <int L>
using Lanes = std::array<double, L>;

template <int L>
Pack<L> to_pack(const Lanes<L>& x) {
  Pack<L> p;
  for (int l = 0; l < L; ++l) p.v[l] = static_cast<float>(x[l]);
  return p;
}

/// Sums over fixed blocks of 1024 rows, single precision inside, double between: the same bits for any
/// number of threads.
template <int Count, int L, class Term>
std::array<Lanes<L>, Count> block_sums(int size, std::vector<std::array<Lanes<L>, Count>>& partial,
                                       Term term) {
  constexpr int length = 1024;
  const int blocks = (size + length - 1) / length;
  partial.resize(static_cast<std::size_t>(blocks));
#pragma omp parallel for schedule(static) if (size > worth_sharing)
  for (int b = 0; b < blocks; ++b) {
    std::array<Pack<L>, Count> sum;
    for (auto& s : sum) s.v = typename Pack<L>::Vector{};
    const int end = std::min(size, (b + 1) * length);
    for (int i = b * length; i < end; ++i) term(i, sum);
    for (int k = 0; k < Count; ++k)
      for (int l = 0; l < L; ++l) partial[b][k][l] = sum[k].v[l];
  }
  std::array<Lanes<L>, Count> total{};
  for (int b = 0; b < blocks; ++b)
    for (int k = 0; k < Count; ++k)
      for (int l = 0; l < L; ++l) total[k][l] += partial[b][k][l];
  return total;
}

template <int L>
class Cycle {
 public:
  using P = Pack<L>;

  explicit Cycle(const Ladder& ladder) : ladder_(ladder), field_(ladder.rung.size()) {
    for (std::size_t r = 0; r < field_.size(); ++r) {
      const std::size_t n = static_cast<std::size_t>(ladder.rung[r].size);
      field_[r].diagonal.resize(n);
      field_[r].inverse.resize(n);
      field_[r].border.resize(ladder.rung[r].border.size());
      if (r == 0) continue;
      for (auto* f : {&field_[r].b, &field_[r].x, &field_[r].z, &field_[r].Ax, &field_[r].Az}) f->resize(n);
    }
  }

  /// What leaves every position, in units of the ladder's scale.
  void set_leave(const std::vector<P>& leave) {
    std::vector<P> below, next;
    for (std::size_t r = 0; r < field_.size(); ++r) {
      const Rung& rung = ladder_.rung[r];
      const P* now = r == 0 ? leave.data() : below.data();
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
      for (int i = 0; i < rung.size; ++i) {
        P d;
        d.v = now[i].v + rung.away[i];
        field_[r].diagonal[i] = d;
        for (int l = 0; l < L; ++l) field_[r].inverse[i].v[l] = d.v[l] > 0 ? 1 / d.v[l] : 0;
      }
      if (rung.coarse.empty()) break;
      const int coarse_size = static_cast<int>(rung.first.size()) - 1;
      next.resize(static_cast<std::size_t>(coarse_size));
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
      for (int c = 0; c < coarse_size; ++c) {
        next[c].v = typename P::Vector{};
        for (int m = rung.first[c]; m < rung.first[c + 1]; ++m) next[c].v += now[rung.member[m]].v;
      }
      below.swap(next);
    }
  }

  /// y = A x on a rung.
  void product(std::size_t r, const P* x, P* y) const {
    const Rung& rung = ladder_.rung[r];
    const P* diagonal = field_[r].diagonal.data();
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
    for (int block = 0; block < rung.blocks(); ++block) {
      const int end = std::min(rung.size, (block + 1) * rung.block);
      for (int i = block * rung.block; i < end; ++i)
        y[i].v = diagonal[i].v * x[i].v - received(rung, rung.start[i], rung.start[i + 1], x).v;
    }
    for (std::size_t k = 0; k < rung.border.size(); ++k) y[rung.border[k]].v -= over_border(rung, k, x).v;
  }

  /// x = an approximate solution of A x = b on the first rung, and Ax.
  ///
  /// The backward sweep ends with (D - U) x = b + L x', where x' is x before it, so that
  /// A x = b + L x' - L x: half the work of a product.
  void precondition(const P* b, P* x, P* Ax) {
    const Rung& rung = ladder_.rung[0];
    if (rung.coarse.empty()) {
      run(0, b, x);
      product(0, x, Ax);
      return;
    }
    run(0, b, x, Ax);
    std::vector<P>& border = field_[0].border;
    for (std::size_t k = 0; k < border.size(); ++k) border[k].v -= over_border(rung, k, x).v;
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
    for (int i = 0; i < rung.size; ++i) Ax[i].v += b[i].v - received(rung, rung.start[i], rung.later[i], x).v;
    for (std::size_t k = 0; k < border.size(); ++k) Ax[rung.border[k]].v += border[k].v;
  }

  /// x = an approximate solution of A x = b on a rung. With `earlier`, also what came from earlier
  /// positions of a row's block before the last sweep.
  void run(std::size_t r, const P* b, P* x, P* earlier = nullptr) {
    const Rung& rung = ladder_.rung[r];
    forward(r, b, x);
    if (rung.coarse.empty()) {
      if (rung.size > 1)
        for (int turn = 0; turn < 8; ++turn) {
          sweep<true, false>(r, b, x);
          sweep<false, false>(r, b, x);
        }
      return;
    }
    Field& next = field_[r + 1];
    const int coarse_size = ladder_.rung[r + 1].size;
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
    for (int c = 0; c < coarse_size; ++c) {
      P sum{};
      for (int m = rung.first[c]; m < rung.first[c + 1]; ++m) {
        const int i = rung.member[m];
        sum.v += received(rung, rung.later[i], rung.start[i + 1], x).v;
      }
      next.b[c] = sum;
    }
    for (std::size_t k = 0; k < rung.border.size(); ++k)
      next.b[rung.coarse[rung.border[k]]].v += over_border(rung, k, x).v;
    solve_next(r + 1);
    const P* correction = next.x.data();
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
    for (int i = 0; i < rung.size; ++i) x[i].v += correction[rung.coarse[i]].v;
    if (earlier)
      sweep<true, true>(r, b, x, earlier);
    else
      sweep<true, false>(r, b, x);
  }

 private:
  struct Field {
    std::vector<P> diagonal, inverse;
    std::vector<P> b, x, z, Ax, Az;
    std::vector<P> border;
  };

  static P received(const Rung& rung, int begin, int end, const P* x) {
    P sum{};
    for (int e = begin; e < end; ++e) sum.v += rung.entry[e].rate * x[rung.entry[e].from].v;
    return sum;
  }

  static P over_border(const Rung& rung, std::size_t k, const P* x) {
    P sum{};
    for (int e = rung.border_start[k]; e < rung.border_start[k + 1]; ++e)
      sum.v += rung.border_entry[e].rate * x[rung.border_entry[e].from].v;
    return sum;
  }

  void forward(std::size_t r, const P* b, P* x) const {
    const Rung& rung = ladder_.rung[r];
    const P* inverse = field_[r].inverse.data();
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
    for (int block = 0; block < rung.blocks(); ++block) {
      const int end = std::min(rung.size, (block + 1) * rung.block);
      for (int i = block * rung.block; i < end; ++i)
        x[i].v = inverse[i].v * (b[i].v + received(rung, rung.start[i], rung.later[i], x).v);
    }
  }

  /// What comes over borders is taken before the sweep, so that no block waits for another.
  template <bool Backward, bool Keep>
  void sweep(std::size_t r, const P* b, P* x, [[maybe_unused]] P* earlier = nullptr) {
    const Rung& rung = ladder_.rung[r];
    const P* inverse = field_[r].inverse.data();
    std::vector<P>& border = field_[r].border;
    for (std::size_t k = 0; k < border.size(); ++k) border[k] = over_border(rung, k, x);
#pragma omp parallel for schedule(static) if (rung.size > worth_sharing)
    for (int block = 0; block < rung.blocks(); ++block) {
      const int first = block * rung.block, end = std::min(rung.size, first + rung.block);
      const auto begin = rung.border.begin();
      long k = std::lower_bound(begin, rung.border.end(), Backward ? end : first) - begin;
      const long borders = static_cast<long>(border.size());
      for (int step = first; step < end; ++step) {
        const int i = Backward ? end - 1 - (step - first) : step;
        const auto before = received(rung, rung.start[i], rung.later[i], x).v;
        if (Keep) earlier[i].v = before;
        auto sum = b[i].v + (before + received(rung, rung.later[i], rung.start[i + 1], x).v);
        if (Backward && k > 0 && rung.border[k - 1] == i) sum += border[--k].v;
        if (!Backward && k < borders && rung.border[k] == i) sum += border[k++].v;
        x[i].v = inverse[i].v * sum;
      }
    }
  }

  /// field.x = an approximate solution of A x = field.b; overwrites b.
  void solve_next(std::size_t r) {
    Field& f = field_[r];
    const int n = ladder_.rung[r].size;
    run(r, f.b.data(), f.x.data());
    if (r % 2 == 0 || ladder_.rung[r].coarse.empty()) return;
    product(r, f.x.data(), f.Ax.data());
    const auto one = block_sums<3, L>(n, partial3_, [&](int i, auto& s) {
      s[0].v += f.Ax[i].v * f.b[i].v;
      s[1].v += f.Ax[i].v * f.Ax[i].v;
      s[2].v += f.b[i].v * f.b[i].v;
    });
    Lanes<L> step;
    bool enough = true;
    for (int l = 0; l < L; ++l) {
      step[l] = one[1][l] > 0 ? one[0][l] / one[1][l] : 0;
      enough &= one[2][l] - step[l] * one[0][l] <= 0.0625 * one[2][l];
    }
    P a = to_pack<L>(step);
    if (enough) {
      for (int i = 0; i < n; ++i) f.x[i].v *= a.v;
      return;
    }
    for (int i = 0; i < n; ++i) f.b[i].v -= a.v * f.Ax[i].v;
    run(r, f.b.data(), f.z.data());
    product(r, f.z.data(), f.Az.data());
    const auto two = block_sums<3, L>(n, partial3_, [&](int i, auto& s) {
      s[0].v += f.Az[i].v * f.b[i].v;
      s[1].v += f.Az[i].v * f.Az[i].v;
      s[2].v += f.Az[i].v * f.Ax[i].v;
    });
    // z is made conjugate to x: its step is the rest's share along Az without its part along Ax.
    Lanes<L> second, first;
    for (int l = 0; l < L; ++l) {
      const double overlap = one[1][l] > 0 ? two[2][l] / one[1][l] : 0;
      const double length = two[1][l] - overlap * two[2][l];
      second[l] = length > 1e-6 * two[1][l] ? two[0][l] / length : 0;
      first[l] = step[l] - overlap * second[l];
    }
    a = to_pack<L>(first);
    const P z = to_pack<L>(second);
    for (int i = 0; i < n; ++i) f.x[i].v = a.v * f.x[i].v + z.v * f.z[i].v;
  }

  const Ladder& ladder_;
  std::vector<Field> field_;
  std::vector<std::array<Lanes<L>, 3>> partial3_;
};

}  // namespace cellroute::numerics
