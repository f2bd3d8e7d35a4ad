#include "models/lobule/local_kinetics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/cells/kinetics.hpp"

namespace cellroute {

LocalRates local_rates(const Product& product, const Tissue& sinusoids, Host host, const LobuleClass& of) {
  const double beta = of.dead ? product.dead_deformability : product.deformability;
  const double scale = beta * std::cbrt(of.cells_per_particle);
  const double extraction = mean_extraction(sinusoids.capillary, of.slice, scale);
  LocalRates r;
  r.dead = of.dead;
  r.straining = -std::log(std::max(1 - extraction, least_passing)) / sinusoids.path_length;
  r.weight = product.plugging_weight / of.cells_per_particle;
  r.clearance = sinusoids.clearance;
  if (of.dead) {
    r.loss_blood = sinusoids.clearance;
    return r;
  }
  const double loss = host_factor(product.loss.host, host) * sinusoids.loss_factor;
  const double release = release_factor(product.release, sinusoids, scale * slice_median(of.slice));
  r.filter = product.adhesion.filter_coefficient * sinusoids.ligand;
  r.adhesion = product.adhesion.rate * sinusoids.ligand;
  r.settling = product.adhesion.trapped_rate * sinusoids.ligand;
  r.fast_share = product.release.fast_share;
  r.release_fast = product.release.fast_rate * release;
  r.release_slow = product.release.slow_rate * release;
  r.detachment = product.adhesion.detachment_rate;
  r.pull = product.adhesion.force_sensitivity *
           wall_force(slice_median(of.slice) * std::cbrt(of.cells_per_particle), 1);
  r.migration = product.adhesion.migration_rate;
  r.loss_blood = product.loss.circulating * loss;
  r.loss_trapped = product.loss.trapped * loss;
  r.loss_adherent = product.loss.adherent * loss;
  r.loss_homed = product.loss.homed * loss;
  r.lodged_share = product.loss.lodged_share;
  return r;
}

double wall_force(double diameter, double wall_shear) {
  const double radius = diameter / 2;
  return 1.7005 * 6 * std::numbers::pi * wall_shear * radius * radius;
}

double detachment_at(const LocalRates& rates, double wall_shear) {
  if (!(rates.pull > 0)) return rates.detachment;
  return std::min(rates.detachment * std::exp(rates.pull * wall_shear), std::max(1.0, rates.detachment));
}

LocalMatrix local_matrix(const LocalRates& r, const LocalPlace& place) {
  LocalMatrix M{};
  const auto moves = [&M](LocalState from, LocalState to, double rate) {
    M[to][from] += rate;
    M[from][from] -= rate;
  };
  if (r.dead) {
    moves(in_blood, lodged, place.straining);
    moves(in_blood, lost, r.loss_blood);
    moves(lodged, lost, r.clearance);
    return M;
  }
  moves(in_blood, trapped_fast, r.fast_share * place.straining);
  moves(in_blood, trapped_slow, (1 - r.fast_share) * place.straining);
  moves(in_blood, adherent, place.sticking);
  moves(in_blood, lost, r.loss_blood);
  moves(trapped_fast, in_blood, r.release_fast);
  moves(trapped_slow, in_blood, r.release_slow);
  moves(adherent, in_blood, r.detachment);
  moves(adherent, homed, r.migration);
  const std::array<std::pair<LocalState, double>, 4> dying = {{{trapped_fast, r.loss_trapped},
                                                               {trapped_slow, r.loss_trapped},
                                                               {adherent, r.loss_adherent},
                                                               {homed, r.loss_homed}}};
  for (const auto& [state, rate] : dying) {
    moves(state, lost, rate);
    M[lodged][state] += r.lodged_share * rate;
  }
  for (const LocalState state : {trapped_fast, trapped_slow}) moves(state, adherent, place.settling);
  M[lodged][lodged] -= r.clearance;
  return M;
}

LocalCells advance(const LocalMatrix& matrix, double t, const LocalCells& y, const LocalCells& source) {
  double fastest = 0;
  for (int i = 0; i < local_states; ++i) fastest = std::max(fastest, -matrix[i][i]);
  const int parts = std::max(1, static_cast<int>(std::ceil(fastest * t / 8)));
  const double h = t / parts, jumps = fastest * h;
  // P = 1 + M/fastest has no negative entry, and exp(M h) = sum_n w_n P^n with Poisson weights w_n; the
  // integral has the weights (1 - w_0 - .. - w_n)/fastest.
  std::array<double, 64> weight{}, rest{};
  int terms = 1;
  weight[0] = std::exp(-jumps);
  while (terms < 64 && (weight[terms - 1] > 1e-18 * weight[0] || terms < jumps)) {
    weight[terms] = weight[terms - 1] * jumps / terms;
    ++terms;
  }
  // The tails, summed from their small end; the source's mean number of jumps is scaled by h.
  double tail = 0;
  for (int n = terms - 1; n >= 0; --n) {
    rest[n] = jumps > 0 ? tail / jumps : 0;
    tail += weight[n];
  }
  if (!(jumps > 0)) rest[0] = 1;  // nothing moves: the source piles up
  LocalMatrix P = matrix;
  for (int i = 0; i < local_states; ++i) {
    for (double& entry : P[i]) entry = fastest > 0 ? entry / fastest : 0;
    P[i][i] = fastest > 0 ? (fastest + matrix[i][i]) / fastest : 1;
  }
  LocalCells now = y;
  for (int part = 0; part < parts; ++part) {
    LocalCells sum{};
    for (int n = terms - 1; n >= 0; --n) {  // Horner: sum = P sum + w_n y + rest_n h source
      LocalCells next{};
      for (int i = 0; i < local_states; ++i) {
        double entry = 0;
        for (int j = 0; j < local_states; ++j) entry += P[i][j] * sum[j];
        next[i] = entry + weight[n] * now[i] + rest[n] * h * source[i];
      }
      sum = next;
    }
    now = sum;
  }
  return now;
}

}  // namespace cellroute
