#include "sim/lobule/pulled_step.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::lobule {

namespace {

/// Cells only move down this list, so matrices over it are triangular. Released cells stay in `in_blood`.
constexpr std::array<LocalState, local_states> order = {trapped_fast, trapped_slow, adherent, homed,
                                                        lodged,       lost,         in_blood};
constexpr int n = local_states, at_lodged = 4;
using Triangle = std::array<std::array<double, n>, n>;  // [to][from], to >= from

Triangle identity() {
  Triangle one{};
  for (int i = 0; i < n; ++i) one[i][i] = 1;
  return one;
}

Triangle product(const Triangle& a, const Triangle& b) {
  Triangle c{};
  for (int i = 0; i < n; ++i)
    for (int k = 0; k <= i; ++k)
      for (int j = 0; j <= k; ++j) c[i][j] += a[i][k] * b[k][j];
  return c;
}

/// Makes the columns' sums without the lodged, who are among the lost, exactly this. Rounding moved them.
void keep_sums(Triangle& a, double sum) {
  for (int j = 0; j < n; ++j) {
    if (j == at_lodged) continue;
    double all = 0;
    for (int i = j; i < n; ++i)
      if (i != at_lodged) all += a[i][j];
    for (int i = j; i < n; ++i) a[i][j] *= sum / all;
  }
}

/// exp(M t) and the mean of exp(M s) over 0 .. t.
struct Evolution {
  Triangle at_end, mean;
};

Evolution evolve(const LocalMatrix& matrix, double t) {
  double fastest = 0;
  for (int i = 0; i < n; ++i) fastest = std::max(fastest, -matrix[i][i]);
  int doublings = 0;
  while (std::ldexp(fastest * t, -doublings) > 0.25) ++doublings;
  const double jumps = std::ldexp(fastest * t, -doublings);
  Triangle P = identity();
  if (fastest > 0)
    for (int i = 0; i < n; ++i)
      for (int j = 0; j <= i; ++j) P[i][j] = (matrix[order[i]][order[j]] + (i == j ? fastest : 0)) / fastest;
  // Poisson weights: exp(M h) = sum_k w_k P^k, and its mean has w_0 .. w_k taken off 1, over the jumps.
  constexpr int terms = 14;  // 0.25^14/14! < 1e-19
  std::array<double, terms + 1> weight{}, rest{};
  weight[0] = std::exp(-jumps);
  for (int k = 1; k <= terms; ++k) weight[k] = weight[k - 1] * jumps / k;
  double tail = 0;
  for (int k = terms; k >= 0; --k) {
    rest[k] = jumps > 0 ? tail / jumps : k == 0;
    tail += weight[k];
  }
  Evolution e{};
  Triangle power = identity();
  for (int k = 0; k <= terms; ++k) {
    for (int i = 0; i < n; ++i)
      for (int j = 0; j <= i; ++j) {
        e.at_end[i][j] += weight[k] * power[i][j];
        e.mean[i][j] += rest[k] * power[i][j];
      }
    if (k < terms) power = product(P, power);
  }
  keep_sums(e.at_end, 1);
  keep_sums(e.mean, 1);
  for (int d = 0; d < doublings; ++d) {
    const Triangle later = product(e.at_end, e.mean);
    for (int i = 0; i < n; ++i)
      for (int j = 0; j <= i; ++j) e.mean[i][j] = (e.mean[i][j] + later[i][j]) / 2;
    e.at_end = product(e.at_end, e.at_end);
    keep_sums(e.at_end, 1);
    keep_sums(e.mean, 1);
  }
  return e;
}

}  // namespace

PulledStep pulled_step(const LocalRates& of, double dt, double settling, double detachment) {
  LocalRates rates = of;
  rates.loss_blood = 0;  // in blood, cells are the transport's business
  rates.detachment = detachment;
  const Evolution e = evolve(local_matrix(rates, {0, 0, settling}), dt);
  const Triangle &E = e.at_end, &J = e.mean;
  enum { fast, slow, stuck, home, dead, gone, blood };
  const auto strained = [&](int to) {
    return rates.fast_share * J[to][fast] + (1 - rates.fast_share) * J[to][slow];
  };
  PulledStep step;
  auto& g = step.gain;
  g[fast_fast] = E[fast][fast];
  g[fast_adherent] = E[stuck][fast];
  g[fast_homed] = E[home][fast];
  g[fast_lodged] = E[dead][fast];
  g[fast_lost] = E[gone][fast];
  g[fast_blood] = E[blood][fast];
  g[slow_slow] = E[slow][slow];
  g[slow_adherent] = E[stuck][slow];
  g[slow_homed] = E[home][slow];
  g[slow_lodged] = E[dead][slow];
  g[slow_lost] = E[gone][slow];
  g[slow_blood] = E[blood][slow];
  g[strained_fast] = strained(fast);
  g[strained_slow] = strained(slow);
  g[strained_adherent] = strained(stuck);
  g[strained_homed] = strained(home);
  g[strained_lodged] = strained(dead);
  g[strained_lost] = strained(gone);
  g[strained_blood] = strained(blood);
  step.fixed = {E[stuck][stuck], E[home][stuck], E[dead][stuck], E[gone][stuck], E[blood][stuck],
                E[home][home],   E[dead][home],  E[gone][home],  E[dead][dead],  E[gone][dead],
                J[stuck][stuck], J[home][stuck], J[dead][stuck], J[gone][stuck], J[blood][stuck]};
  return step;
}

}  // namespace cellroute::lobule
