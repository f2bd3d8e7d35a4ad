// Defect correction in double precision around the single-precision Krylov method.
#include "sim/numerics/transport/implicit_solver.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>

#include "sim/numerics/transport/check.hpp"
#include "sim/numerics/transport/implicit_krylov.hpp"

namespace cellroute::numerics {

namespace {

/// Species l of a group of L at position p: [p * L + l].
template <int L>
class Group {
 public:
  struct alignas(8 * L) Wide {
    double v[L];
  };

  Group(const Grid& grid, const Exchange& exchange, const Ladder& ladder)
      : grid_(grid), exchange_(exchange), ladder_(ladder), krylov_(ladder), size_(ladder.rung[0].size) {
    for (auto* f : {&leave_, &right_, &x_, &rest_}) f->resize(static_cast<std::size_t>(size_));
    leave_small_.resize(static_cast<std::size_t>(size_));
  }

  int solve(const double* leave, const double* right, double* x, int species, const ExchangeOptions& options,
            double* residual, double* corrected) {
    load(leave, right, x, species);
    int cycles = 0, failures = 0;
    Lanes<L> relative = look(), factor;
    factor.fill(1);
    for (int round = 0; round == 0 || worst(relative) > options.tolerance; ++round) {
      while (worst(relative) > options.tolerance) {
        if (cycles >= options.most_cycles || failures > 3 || round > 8) give_up(relative, options, cycles);
        cycles += correct(relative, options, cycles, failures);
      }
      if (remove_negatives()) {
        relative = look();
        if (worst(relative) > options.tolerance) continue;
      }
      const Lanes<L> closing = close_balance();
      for (int l = 0; l < L; ++l) factor[l] *= closing[l];
      relative = look();
    }
    for (int l = 0; l < species; ++l) {
      residual[l] = relative[l];
      corrected[l] = factor[l] - 1;
      for (int p = 0; p < size_; ++p) x[cells() * l + exchange_.order[p]] = x_[p].v[l];
    }
    return cycles;
  }

 private:
  std::size_t cells() const { return static_cast<std::size_t>(size_); }

  void load(const double* leave, const double* right, const double* x, int species) {
    const double unit = 1 / ladder_.scale;
    for (int l = 0; l < L; ++l) positive_[l] = true;
    for (int p = 0; p < size_; ++p) {
      const int cell = exchange_.order[p];
      for (int l = 0; l < L; ++l) {
        const bool used = l < species;
        const double out = used ? leave[cells() * l + cell] : 0, b = used ? right[cells() * l + cell] : 0;
        const double start = used ? x[cells() * l + cell] : 0;
        if (!(out >= 0) || !std::isfinite(out) || !std::isfinite(b) || !std::isfinite(start))
          throw std::invalid_argument("implicit transport: a number of " + cell_name(grid_, cell) +
                                      " is not finite, or its sink is negative");
        if (used && out == 0 && exchange_.away[p] == 0) check_dead_end(p, cell, b);
        leave_[p].v[l] = out;
        right_[p].v[l] = b;
        x_[p].v[l] = start;
        positive_[l] &= b >= 0;
        leave_small_[p].v[l] = static_cast<float>(out * unit);
      }
    }
    krylov_.cycle().set_leave(leave_small_);
    norm_ = norms(right_);
    for (int l = 0; l < L; ++l)
      if (norm_[l] == 0)
        for (int p = 0; p < size_; ++p) x_[p].v[l] = 0;
  }

  void check_dead_end(int p, int cell, double b) const {
    bool receives = b != 0;
    for (int e = exchange_.start[p]; e < exchange_.start[p + 1]; ++e) receives |= exchange_.rate[e] > 0;
    if (receives)
      throw std::domain_error("implicit transport: " + cell_name(grid_, cell) +
                              " receives what can never leave it");
  }

  Lanes<L> norms(const std::vector<Wide>& f) {
    const auto total = sums([&](int p, Wide& s) {
      for (int l = 0; l < L; ++l) s.v[l] += f[p].v[l] * f[p].v[l];
    });
    Lanes<L> n;
    for (int l = 0; l < L; ++l) n[l] = std::sqrt(total[l]);
    return n;
  }

  template <class Term>
  Lanes<L> sums(Term term) {
    constexpr int length = 1024;
    const int blocks = (size_ + length - 1) / length;
    partial_.assign(static_cast<std::size_t>(blocks), Wide{});
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int b = 0; b < blocks; ++b) {
      const int end = std::min(size_, (b + 1) * length);
      for (int p = b * length; p < end; ++p) term(p, partial_[b]);
    }
    Lanes<L> total{};
    for (const Wide& s : partial_)
      for (int l = 0; l < L; ++l) total[l] += s.v[l];
    return total;
  }

  Wide arriving(int p) const {
    Wide sum{};
    for (int e = exchange_.start[p]; e < exchange_.start[p + 1]; ++e) {
      const double rate = exchange_.rate[e];
      const Wide& from = x_[exchange_.from[e]];
      for (int l = 0; l < L; ++l) sum.v[l] += rate * from.v[l];
    }
    return sum;
  }

  /// Forms the residual; returns its norms relative to the right-hand side's.
  Lanes<L> look() {
    const auto total = sums([&](int p, Wide& s) {
      const Wide in = arriving(p);
      const double away = exchange_.away[p];
      for (int l = 0; l < L; ++l) {
        const double r = right_[p].v[l] + in.v[l] - (away + leave_[p].v[l]) * x_[p].v[l];
        rest_[p].v[l] = r;
        s.v[l] += r * r;
      }
    });
    Lanes<L> relative;
    for (int l = 0; l < L; ++l) relative[l] = norm_[l] > 0 ? std::sqrt(total[l]) / norm_[l] : 0;
    return relative;
  }

  static double worst(const Lanes<L>& relative) {
    double w = 0;
    for (const double r : relative) w = std::isfinite(r) ? std::max(w, r) : INFINITY;
    return w;
  }

  /// One correction; a species it does not help keeps what it had.
  int correct(Lanes<L>& relative, const ExchangeOptions& options, int used, int& failures) {
    Lanes<L> factor, unit;
    for (int l = 0; l < L; ++l) {
      factor[l] = relative[l] > 0 ? std::max(0.7 * options.tolerance / relative[l], 1e-4) : 1;
      unit[l] = norm_[l] * relative[l] / std::sqrt(static_cast<double>(size_));
    }
    std::vector<Pack<L>>& small = krylov_.rest();
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int p = 0; p < size_; ++p)
      for (int l = 0; l < L; ++l)
        small[p].v[l] = unit[l] > 0 ? static_cast<float>(rest_[p].v[l] / unit[l]) : 0.0F;
    const int cycles = krylov_.run(factor, std::max(2, options.most_cycles - used));
    for (double& u : unit) u /= ladder_.scale;
    add(unit);
    const Lanes<L> before = relative;
    relative = look();
    Lanes<L> back{};
    bool worse = false, slow = false;
    for (int l = 0; l < L; ++l) {
      const bool harmed = !(relative[l] <= before[l]);
      worse |= harmed;
      slow |= before[l] > options.tolerance && !(relative[l] < 0.5 * before[l]);
      back[l] = harmed ? -unit[l] : 0;
    }
    if (worse) {
      add(back);
      relative = look();
    }
    failures = slow ? failures + 1 : 0;
    return cycles;
  }

  void add(const Lanes<L>& unit) {
    const std::vector<Pack<L>>& e = krylov_.correction();
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int p = 0; p < size_; ++p)
      for (int l = 0; l < L; ++l)
        if (unit[l] != 0) x_[p].v[l] += unit[l] * static_cast<double>(e[p].v[l]);
  }

  [[noreturn]] static void give_up(const Lanes<L>& relative, const ExchangeOptions& options, int cycles) {
    char text[160];
    std::snprintf(text, sizeof text,
                  "implicit transport: residual %.3g after %d cycles, asked for %.3g (a tolerance below "
                  "1e-14 cannot be reached)",
                  worst(relative), cycles, options.tolerance);
    throw std::runtime_error(text);
  }

  /// False when there were none.
  bool remove_negatives() {
    bool found = false;
    for (Wide& x : x_)
      for (int l = 0; l < L; ++l)
        if (positive_[l] && x.v[l] < 0) {
          x.v[l] = 0;
          found = true;
        }
    if (!found) return false;
    for (int p = 0; p < size_; ++p) relax(p);
    for (int p = size_ - 1; p >= 0; --p) relax(p);
    return true;
  }

  void relax(int p) {
    const Wide in = arriving(p);
    for (int l = 0; l < L; ++l) {
      const double diagonal = exchange_.away[p] + leave_[p].v[l];
      if (diagonal > 0) x_[p].v[l] = (right_[p].v[l] + in.v[l]) / diagonal;
    }
  }

  Lanes<L> close_balance() {
    const Lanes<L> in = sums([&](int p, Wide& s) {
      for (int l = 0; l < L; ++l) s.v[l] += right_[p].v[l];
    });
    const Lanes<L> out = sums([&](int p, Wide& s) {
      for (int l = 0; l < L; ++l) s.v[l] += leave_[p].v[l] * x_[p].v[l];
    });
    Lanes<L> factor;
    for (int l = 0; l < L; ++l) factor[l] = positive_[l] && in[l] > 0 && out[l] > 0 ? in[l] / out[l] : 1;
    for (Wide& x : x_)
      for (int l = 0; l < L; ++l) x.v[l] *= factor[l];
    return factor;
  }

  const Grid& grid_;
  const Exchange& exchange_;
  const Ladder& ladder_;
  Krylov<L> krylov_;
  int size_;
  std::vector<Wide> leave_, right_, x_, rest_, partial_;
  std::vector<Pack<L>> leave_small_;
  Lanes<L> norm_{};
  std::array<bool, L> positive_{};
};

}  // namespace

struct ExchangeSolver::Parts {
  Grid grid;
  Exchange exchange;
  Ladder ladder;
  std::optional<Group<1>> one;
  std::optional<Group<4>> four;
  std::optional<Group<8>> eight;

  template <int L>
  Group<L>& group(std::optional<Group<L>>& kept) {
    if (!kept) kept.emplace(grid, exchange, ladder);
    return *kept;
  }
};

ExchangeSolver::ExchangeSolver(const Grid& grid, Exchange exchange) : parts_(new Parts) {
  parts_->grid = grid;
  parts_->exchange = std::move(exchange);
  parts_->ladder = make_ladder(grid, parts_->exchange);
}
ExchangeSolver::~ExchangeSolver() = default;
ExchangeSolver::ExchangeSolver(ExchangeSolver&&) noexcept = default;
ExchangeSolver& ExchangeSolver::operator=(ExchangeSolver&&) noexcept = default;

const Exchange& ExchangeSolver::exchange() const { return parts_->exchange; }

ExchangeReport ExchangeSolver::solve(std::span<const double> leave, std::span<const double> right,
                                     std::span<double> x, const ExchangeOptions& options) {
  const std::size_t cells = parts_->grid.size();
  if (x.size() % cells != 0 || leave.size() != x.size() || right.size() != x.size())
    throw std::invalid_argument("implicit transport: " + std::to_string(x.size()) + " numbers, " +
                                std::to_string(leave.size()) + " sinks and " + std::to_string(right.size()) +
                                " sources for " + std::to_string(cells) + " cells");
  const std::size_t species = x.size() / cells;
  ExchangeReport report;
  report.residual.assign(species, 0);
  report.corrected.assign(species, 0);
  for (std::size_t k = 0; k < species;) {
    const auto solve_with = [&](auto& group, std::size_t width) {
      const std::size_t count = std::min(width, species - k), at = k * cells;
      const int cycles =
          group.solve(leave.data() + at, right.data() + at, x.data() + at, static_cast<int>(count), options,
                      report.residual.data() + k, report.corrected.data() + k);
      report.cycles = std::max(report.cycles, cycles);
      k += count;
    };
    if (species - k == 1)
      solve_with(parts_->group(parts_->one), 1);
    else if (species - k <= 4)
      solve_with(parts_->group(parts_->four), 4);
    else
      solve_with(parts_->group(parts_->eight), 8);
  }
  return report;
}

}  // namespace cellroute::numerics
