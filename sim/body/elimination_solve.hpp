// One solve: compartments, border, tissues, then label pools and running totals.
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
void Elimination<Real, Fixed>::inflow(const Real* C, const Real* depots, const Real* rate_change,
                                      Real* J) const {
  const int carriers = this->carriers();
  for (int i = 0; i < v.nodes * carriers; ++i) J[i] = Real(0.0);
  for (int e = 0; e < v.edges; ++e) {
    const Real* from = C + v.circulating(v.edge[e].from, 0);
    Real* to = J + v.circulating(v.edge[e].to, 0);
    for (int k = 0; k < carriers; ++k) to[k] = fma(at_.rate[e], from[k], to[k]);
  }
  if (depots != nullptr) equations_.drain_depots(c_, depots, J);
  if (rate_change == nullptr) return;
  for (int e = 0; e < v.edges; ++e) {
    const Real* from = y_ + v.circulating(v.edge[e].from, 0);
    Real* to = J + v.circulating(v.edge[e].to, 0);
    for (int k = 0; k < carriers; ++k) to[k] = fma(rate_change[e], from[k], to[k]);
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve(Real* r) {
  const int size = 2 * v.beds, P = populations(), carriers = this->carriers();
  const Real zero(0.0);
  Real own[2 * circulation::max_beds]{}, theta[2 * circulation::max_beds], next[2 * circulation::max_beds],
      exact[2 * circulation::max_beds];
  Real* node = node_.data();
  Real* total = added_.data();
  Real* J = J_.data();
  Real* depots = v.depots > 0 ? r + v.depot : nullptr;

  // Without the border: each population alone.
  for (int i = 0; i < v.nodes * carriers; ++i) node[i] = r[i];
  for (int b = 0; b < v.beds; ++b) {
    const Real* q = r + v.in_tissue(b, 0, 0);
    Real* into = node + v.circulating(v.node_of_bed[b], 0);
    for (int k = 0; k < P; ++k) {
      const BedResponse& bed = beds_[at(b, k)];
      into[k] = fma(bed.return_fast, q[trapped_fast * P + k],
                    fma(bed.return_slow, q[trapped_slow * P + k],
                        fma(shared_[b].return_adherent, q[adherent * P + k], into[k])));
    }
  }
  if (depots != nullptr) {
    for (int d = 0; d < v.depots; ++d) {
      for (int k = 0; k < carriers; ++k) {
        depots[d * carriers + k] = depots[d * carriers + k] * depot_inverse_[k < P ? 0 : 1][d];
      }
    }
    for (int i = 0; i < v.nodes * carriers; ++i) J[i] = zero;
    equations_.drain_depots(c_, depots, J);
    for (int i = 0; i < v.nodes * carriers; ++i) node[i] = fma(pass_[i], J[i], node[i]);
  }
  numerics::lu_solve<fixed_carriers>(v.lu, matrices_.data(), node, carriers);
  inflow(node, depots, nullptr, J);
  occupy_own(r, own);
  for (int i = 0; i < size; ++i) theta[i] = own[i];
  occupy(node, J, theta);

  // The border: sites and flows. A lane that has settled keeps its theta, so that its bits do not
  // depend on how long its neighbours take.
  for (int i = 0; i < size; ++i) exact[i] = theta[i];
  auto settled = zero < zero;
  for (int turn = 0; turn < turns && !all(settled); ++turn) {
    apply_border(theta, node, depots, total);
    for (int i = 0; i < size; ++i) next[i] = own[i];
    occupy_answers(next);
    occupy(total, J, next);
    Real moved = zero;
    for (int b = 0; b < v.beds; ++b) {
      const Real sites = max(c_[v.inverse_trap_sites + b], c_[v.inverse_paths + b]);
      moved = max(moved, abs(next[b] - theta[b]) * sites);
      moved = max(moved, abs(next[v.beds + b] - theta[v.beds + b]) * c_[v.inverse_adhesion_sites + b]);
    }
    settled = moved < Real(1e-10);
    for (int i = 0; i < size; ++i) theta[i] = select(settled, theta[i], next[i]);
  }
  if (!all(settled)) {
    solve_border(exact);
    for (int i = 0; i < size; ++i) theta[i] = select(settled, theta[i], exact[i]);
    apply_border(theta, node, depots, total);
  }

  // The states behind the compartments.
  expand(total, J, trap_change_, adhesion_change_, r);
  Real trapped_dead[circulation::max_beds];
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], P);
    trapped_dead[b] = c_[v.dead_extraction + b] * (at_.trap_free[b] * J[n] + trap_change_[b] * inflow_[n]);
  }
  solve_tail(r, trapped_dead);
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::expand(const Real* C, const Real* J, const Real* trap, const Real* adhesion,
                                      Real* r) const {
  const int P = populations();
  const Real phi = c_[v.fast_share], slow_share = Real(1.0) - phi, stays = c_[v.lodged_share];
  for (int i = 0; i < v.nodes * carriers(); ++i) r[i] = C[i];
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], 0), i = v.in_tissue(b, 0, 0);
    const BedInverse& bed = shared_[b];
    const Real free = at_.trap_free[b], adhesion_free = at_.adhesion_free[b], a = c_[v.filter + b],
               kappa = c_[v.kappa + b];
    const Real take = c_[v.adhere + b] * adhesion[b];
    for (int k = 0; k < P; ++k) {
      const BedResponse& own = beds_[at(b, k)];
      const Real E = c_[v.extraction + at(b, k)], e = E * free, Jn = inflow_[n + k];
      const Real x1 = y_[i + trapped_fast * P + k], x2 = y_[i + trapped_slow * P + k];
      const Real arrested = e * J[n + k] + E * Jn * trap[b];
      const Real filtered = a * ((J[n + k] - arrested) * adhesion_free + (Jn - e * Jn) * adhesion[b]);
      const Real caught = kappa * (adhesion_free * C[n + k] + y_[n + k] * adhesion[b]);
      const Real fast = own.fast * (r[i + trapped_fast * P + k] + phi * arrested - take * x1);
      const Real slow = own.slow * (r[i + trapped_slow * P + k] + slow_share * arrested - take * x2);
      const Real stuck = bed.adherent * (r[i + adherent * P + k] + filtered + caught +
                                         bed.adhere * (fast + slow) + take * (x1 + x2));
      const Real home = bed.homed * (r[i + homed * P + k] + c_[v.migrate + b] * stuck);
      r[i + trapped_fast * P + k] = fast;
      r[i + trapped_slow * P + k] = slow;
      r[i + adherent * P + k] = stuck;
      r[i + homed * P + k] = home;
      r[i + lodged * P + k] =
          bed.lodged *
          (r[i + lodged * P + k] + stays * (c_[v.loss_trapped + b] * (fast + slow) +
                                            c_[v.loss_adherent + b] * stuck + c_[v.loss_homed + b] * home));
    }
    Real& dead = r[v.dead_lodged + b];
    dead = bed.lodged * (dead + c_[v.dead_extraction + b] * (free * J[n + P] + trap[b] * inflow_[n + P]));
  }
}

/// Label pools and running totals: rows that feed on the cells and on pools before them.
template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve_tail(Real* r, const Real* trapped_dead) {
  const Real inverse = Real(1.0) / sigma_, one(1.0);
  // With the pools' increments still at zero, tail() gives what the cells feed into each row.
  Real* x = work_.data();
  Real* rows = other_.data();
  for (int i = 0; i < v.label_lodged; ++i) x[i] = r[i];
  for (int i = v.label_lodged; i < v.states; ++i) x[i] = Real(0.0);
  equations_.tail(c_, x, age_.data(), trapped_dead, rows);

  Real set_free(0.0);
  for (int o = 0; o < tissue_organs; ++o) {
    const int i = v.label_retained + o;
    r[i] = r[i] + rows[i];
  }
  for (int b = 0; b < v.beds; ++b) {
    const int i = v.label_lodged + b;
    r[i] = (r[i] + rows[i]) * shared_[b].lodged;
    const Real freed = c_[v.clearance + b] * r[i];
    const int o = v.label_retained + v.organ_of_bed[b];
    r[o] = fma(c_[v.retained_share], freed, r[o]);
    set_free = fma(one - c_[v.retained_share], freed, set_free);
  }
  Real taken(0.0);
  for (int o = 0; o < tissue_organs; ++o) taken = taken + c_[v.uptake + o];
  const int pool = v.label_pool;
  const Real debris = (r[pool + debris_label] + rows[pool + debris_label] + set_free) / (sigma_ + taken);
  r[pool + debris_label] = debris;
  Real given_back(0.0);
  const Real retained = one / (sigma_ + c_[v.retained_leak]);
  for (int o = 0; o < tissue_organs; ++o) {
    const int i = v.label_retained + o;
    r[i] = fma(c_[v.uptake + o], debris, r[i]) * retained;
    given_back = fma(c_[v.retained_leak], r[i], given_back);
  }
  r[pool + living_label] = (r[pool + living_label] + rows[pool + living_label]) / (sigma_ + c_[v.leak]);
  r[pool + dead_label] = (r[pool + dead_label] + rows[pool + dead_label]) * inverse;
  const Real loose =
      (r[pool + free_label] + rows[pool + free_label] + given_back + c_[v.leak] * r[pool + living_label]) /
      (sigma_ + c_[v.excretion] + c_[v.binding]);
  r[pool + free_label] = loose;
  r[pool + bound_label] = (r[pool + bound_label] + c_[v.binding] * loose) * inverse;
  r[pool + excreted_label] = (r[pool + excreted_label] + c_[v.excretion] * loose) * inverse;
  for (int i = v.lost; i < v.states; ++i) r[i] = (r[i] + rows[i]) * inverse;
}

}  // namespace cellroute::body
