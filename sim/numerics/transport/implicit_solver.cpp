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
      if (round > 0) relative = look();
      while (worst(relative) > options.tolerance) {
        if (cycles >= options.most_cycles || failures > 3 || round > 8) give_up(relative, options, cycles);
        cycles += correct(relative, options, cycles, failures);
      }
      if (remove_negatives()) {
        relative = look();
        if (worst(relative) > options.tolerance) continue;
      }
      const Lanes<L> closing = close_balance(relative);
      for (int l = 0; l < L; ++l) factor[l] *= closing[l];
    }
    for (int l = 0; l < species; ++l) {
      residual[l] = relative[l];
      corrected[l] = factor[l] - 1;
    }
    each([&](int p) {
      const std::size_t cell = static_cast<std::size_t>(exchange_.order[p]);
      for (int l = 0; l < species; ++l) x[cells() * l + cell] = x_[p].v[l];
    });
    return cycles;
  }

 private:
  std::size_t cells() const { return static_cast<std::size_t>(size_); }

  /// What is wrong is looked for again, cell by cell, once a block has reported it: threads do not throw.
  void load(const double* leave, const double* right, const double* x, int species) {
    const double unit = 1 / ladder_.scale;
    constexpr unsigned wrong = 1U << L;  // below it, a bit for each species: its right side has a negative
    const auto load_one = [&](int p) {
      const std::size_t cell = static_cast<std::size_t>(exchange_.order[p]);
      Wide out{}, b{}, start{};
      double sum = 0;
      unsigned found = 0;
      for (int l = 0; l < species; ++l) {
        out.v[l] = leave[cells() * l + cell];
        b.v[l] = right[cells() * l + cell];
        start.v[l] = x[cells() * l + cell];
        sum += (out.v[l] + b.v[l]) + start.v[l];
        const bool stuck = out.v[l] == 0 && exchange_.away[p] == 0;
        if (!(out.v[l] >= 0) || stuck) found |= wrong;
        if (!(b.v[l] >= 0)) found |= 1U << l;
      }
      if (!std::isfinite(sum)) found |= wrong;
      leave_[p] = out;
      right_[p] = b;
      x_[p] = start;
      for (int l = 0; l < L; ++l) leave_small_[p].v[l] = static_cast<float>(out.v[l] * unit);
      return found;
    };
    const int blocks = (size_ + sum_length - 1) / sum_length;
    found_.assign(static_cast<std::size_t>(blocks), 0);
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int block = 0; block < blocks; ++block) {
      const int end = std::min(size_, (block + 1) * sum_length);
      for (int p = block * sum_length; p < end; ++p) found_[block] |= load_one(p);
    }
    unsigned found = 0;
    for (const unsigned f : found_) found |= f;
    if (found >= wrong) check_input(species);
    for (int l = 0; l < L; ++l) positive_[l] = (found >> l & 1U) == 0;
    krylov_.cycle().set_leave(leave_small_);
    const auto total = sums<2>([&](int p, std::array<Wide, 2>& s) {
      for (int l = 0; l < L; ++l) s[0].v[l] += right_[p].v[l] * right_[p].v[l];
      for (int l = 0; l < L; ++l) s[1].v[l] += right_[p].v[l];
    });
    for (int l = 0; l < L; ++l) norm_[l] = std::sqrt(total[0][l]);
    entering_ = total[1];
    for (int l = 0; l < L; ++l)
      if (norm_[l] == 0)
        for (int p = 0; p < size_; ++p) x_[p].v[l] = 0;
  }

  void check_input(int species) const {
    for (int p = 0; p < size_; ++p) {
      const int cell = exchange_.order[p];
      for (int l = 0; l < species; ++l) {
        const double out = leave_[p].v[l], b = right_[p].v[l];
        if (!(out >= 0) || !std::isfinite(out) || !std::isfinite(b) || !std::isfinite(x_[p].v[l]))
          throw std::invalid_argument("implicit transport: a number of " + cell_name(grid_, cell) +
                                      " is not finite, or its sink is negative");
        if (out == 0 && exchange_.away[p] == 0) check_dead_end(p, cell, b);
      }
    }
  }

  void check_dead_end(int p, int cell, double b) const {
    bool receives = b != 0;
    for (int e = exchange_.start[p]; e < exchange_.start[p + 1]; ++e) receives |= exchange_.rate[e] > 0;
    if (receives)
      throw std::domain_error("implicit transport: " + cell_name(grid_, cell) +
                              " receives what can never leave it");
  }

  /// Calls work(p) for every position.
  template <class Work>
  void each(Work work) {
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int p = 0; p < size_; ++p) work(p);
  }

  /// `Count` sums of every species over fixed blocks: the same bits for any number of threads.
  template <std::size_t Count, class Term>
  std::array<Lanes<L>, Count> sums(Term term) {
    const int blocks = (size_ + sum_length - 1) / sum_length;
    partial_.resize(static_cast<std::size_t>(blocks) * Count);
#pragma omp parallel for schedule(static) if (size_ > worth_sharing)
    for (int b = 0; b < blocks; ++b) {
      const int end = std::min(size_, (b + 1) * sum_length);
      std::array<Wide, Count> sum{};
      for (int p = b * sum_length; p < end; ++p) term(p, sum);
      std::copy(sum.begin(), sum.end(), partial_.begin() + b * static_cast<long>(Count));
    }
    std::array<Lanes<L>, Count> total{};
    for (std::size_t i = 0; i < partial_.size(); ++i)
      for (int l = 0; l < L; ++l) total[i % Count][l] += partial_[i].v[l];
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

  /// Forms the residual; returns its norms relative to the right-hand side's. What leaves in all is kept.
  Lanes<L> look() {
    const auto total = sums<3>([&](int p, std::array<Wide, 3>& s) {
      const Wide in = arriving(p);
      const double away = exchange_.away[p];
      for (int l = 0; l < L; ++l) {
        const double r = right_[p].v[l] + in.v[l] - (away + leave_[p].v[l]) * x_[p].v[l];
        rest_[p].v[l] = r;
        s[0].v[l] += r * r;
        s[1].v[l] += right_[p].v[l] * r;
        s[2].v[l] += leave_[p].v[l] * x_[p].v[l];
      }
    });
    along_ = total[1];
    leaving_ = total[2];
    Lanes<L> relative;
    for (int l = 0; l < L; ++l) relative[l] = norm_[l] > 0 ? std::sqrt(total[0][l]) / norm_[l] : 0;
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
    Lanes<L> divisor;
    for (int l = 0; l < L; ++l) divisor[l] = unit[l] > 0 ? unit[l] : INFINITY;
    each([&](int p) {
      for (int l = 0; l < L; ++l) small[p].v[l] = static_cast<float>(rest_[p].v[l] / divisor[l]);
    });
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
    each([&](int p) {
      for (int l = 0; l < L; ++l) x_[p].v[l] += unit[l] * static_cast<double>(e[p].v[l]);
    });
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
    const Lanes<L> negative = sums<1>([&](int p, std::array<Wide, 1>& s) {
      for (int l = 0; l < L; ++l) s[0].v[l] += x_[p].v[l] < 0 ? 1.0 : 0.0;
    })[0];
    bool found = false;
    for (int l = 0; l < L; ++l) found |= positive_[l] && negative[l] > 0;
    if (!found) return false;
    for (Wide& x : x_)
      for (int l = 0; l < L; ++l)
        if (positive_[l] && x.v[l] < 0) x.v[l] = 0;
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

  /// What is left of the residual r then, (1 - f) b + f r, follows from sums that look() took.
  Lanes<L> close_balance(Lanes<L>& relative) {
    Lanes<L> factor;
    for (int l = 0; l < L; ++l)
      factor[l] = positive_[l] && entering_[l] > 0 && leaving_[l] > 0 ? entering_[l] / leaving_[l] : 1;
    each([&](int p) {
      for (int l = 0; l < L; ++l) x_[p].v[l] *= factor[l];
    });
    for (int l = 0; l < L; ++l) {
      if (!(norm_[l] > 0)) continue;
      const double f = factor[l], moved = 1 - f, overlap = along_[l] / (norm_[l] * norm_[l]);
      relative[l] = std::sqrt(
          std::max(0.0, moved * moved + 2 * moved * f * overlap + f * f * relative[l] * relative[l]));
    }
    return factor;
  }

  static constexpr int sum_length = 1024;
  const Grid& grid_;
  const Exchange& exchange_;
  const Ladder& ladder_;
  Krylov<L> krylov_;
  int size_;
  std::vector<Wide> leave_, right_, x_, rest_, partial_;
  std::vector<Pack<L>> leave_small_;
  std::vector<unsigned> found_;
  Lanes<L> norm_{}, entering_{};  // of the right-hand side b: norm, sum
  Lanes<L> along_{}, leaving_{};  // at the last look: b times the residual; sum of leave x
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
