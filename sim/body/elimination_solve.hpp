// One solve: compartments, border, tissues, then label pools and running totals.
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
void Elimination<Real, Fixed>::inflow(const Real* C, const Real* depots, Real* J) const {
  equations_.carry(at_.rate, C, J);
  if (depots != nullptr) equations_.drain_depots(c_, depots, J);
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve(Real* r) {
  solve_cells(r);
  solve_tail(r, nullptr);
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve(Real* r, const Stage& stage) {
  solve_cells(r);
  solve_tail(r, &stage);
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve_cells(Real* r) {
  const int size = 2 * v.beds, P = classes_.populations(), S = classes_.class_stride();
  const int stride = classes_.carrier_stride();
  const Real zero(0.0);
  Real own[2 * circulation::max_beds]{}, theta[2 * circulation::max_beds], next[2 * circulation::max_beds],
      exact[2 * circulation::max_beds];
  Real* node = node_.data();
  Real* J = J_.data();
  Real* depots = v.depots > 0 ? r + v.depot : nullptr;

  // Without the border: each population alone.
  for (int i = 0; i < v.nodes * stride; i += width) put(node + i, row(r + i));
  for (int b = 0; b < v.beds; ++b) {
    const Real* q = r + v.in_tissue(b, 0, 0);
    Real* into = node + v.circulating(v.node_of_bed[b], 0);
    const Along from_adherent = shared_[b].return_adherent;
    for (int k = 0; k < classes_.end(); k += width) {
      const BedResponse& bed = beds_[at(b, k)];
      put(into + k, fma(bed.return_fast, row(q + trapped_fast * S + k),
                        fma(bed.return_slow, row(q + trapped_slow * S + k),
                            fma(from_adherent, row(q + adherent * S + k), row(into + k)))));
    }
  }
  if (depots != nullptr) {
    for (int d = 0; d < v.depots; ++d) {
      for (int k = 0; k < stride; k += width) {
        const bool dead = !Side::side_by_side && k == P;
        Real* waiting = depots + d * stride + k;
        put(waiting, row(waiting) * classes_.blend(depot_inverse_[dead ? 1 : 0][d], depot_inverse_[1][d], k));
      }
    }
    for (int i = 0; i < v.nodes * stride; i += width) put(J + i, Along(0.0));
    equations_.drain_depots(c_, depots, J);
    for (int i = 0; i < v.nodes * stride; i += width)
      put(node + i, fma(row(pass_.data() + i), row(J + i), row(node + i)));
  }
  solve_compartments(node_);
  for (int i = 0; i < v.nodes * stride; i += width) put(J + i, Along(0.0));
  inflow(node, depots, J);
  occupy_own(r, own);
  for (int i = 0; i < size; ++i) exact[i] = own[i];
  occupy(node, J, exact);
  for (int i = 0; i < size; ++i) theta[i] = exact[i];
  answer_locally(theta);

  // The border: sites and flows. A lane that has settled keeps its theta, so that its bits do not
  // depend on how long its neighbours take.
  auto settled = zero < zero;
  for (int turn = 0; turn < turns && !all(settled); ++turn) {
    apply_border(theta, depots);
    for (int i = 0; i < size; ++i) next[i] = own[i];
    occupy(total_.data(), J, next);
    answer_locally(next);
    Real moved = zero;
    for (int b = 0; b < v.beds; ++b) {
      const Real sites = max(c_[v.inverse_trap_sites + b], c_[v.inverse_paths + b]);
      moved = max(moved, abs(next[b] - theta[b]) * sites);
      moved = max(moved, abs(next[v.beds + b] - theta[v.beds + b]) * c_[v.inverse_adhesion_sites + b]);
    }
    settled = moved < settled_;
    for (int i = 0; i < size; ++i) theta[i] = select(settled, theta[i], next[i]);
  }
  if (!all(settled)) {
    solve_border(exact);
    for (int i = 0; i < size; ++i) theta[i] = select(settled, theta[i], exact[i]);
    apply_border(theta, depots);
  }

  // The states behind the compartments.
  expand(total_.data(), J, r);
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::expand(const Real* C, const Real* J, Real* r) const {
  const int P = classes_.populations(), S = classes_.class_stride();
  const Along phi = c_[v.fast_share], slow_share = Along(1.0) - phi, stays = c_[v.lodged_share];
  for (int i = 0; i < v.nodes * classes_.carrier_stride(); i += width) put(r + i, row(C + i));
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], 0);
    const BedInverse& bed = shared_[b];
    const Real* x = y_ + v.in_tissue(b, 0, 0);
    Real* q = r + v.in_tissue(b, 0, 0);
    const Along trap = trap_change_[b], adhesion = adhesion_change_[b], free = at_.trap_free[b],
                adhesion_free = at_.adhesion_free[b], a = c_[v.filter + b], kappa = c_[v.kappa + b];
    const Along take = c_[v.adhere + b] * adhesion_change_[b], held = bed.adhere;
    const Along of_adherent = bed.adherent, of_homed = bed.homed, of_lodged = bed.lodged;
    const Along migrate = c_[v.migrate + b], die_trapped = c_[v.loss_trapped + b],
                die_adherent = c_[v.loss_adherent + b], die_homed = c_[v.loss_homed + b];
    for (int k = 0; k < classes_.end(); k += width) {
      const BedResponse& own = beds_[at(b, k)];
      const Along E = row(c_ + v.extraction + b * S + k), e = E * free, Jn = row(inflow_.data() + n + k);
      const Along x1 = row(x + trapped_fast * S + k), x2 = row(x + trapped_slow * S + k), Jk = row(J + n + k);
      const Along all_arrested = e * Jk + E * Jn * trap;
      const Along arrested = classes_.living(all_arrested, k);
      const Along filtered = a * ((Jk - arrested) * adhesion_free + (Jn - e * Jn) * adhesion);
      const Along caught = kappa * (adhesion_free * row(C + n + k) + row(y_ + n + k) * adhesion);
      const Along fast = own.fast * (row(q + trapped_fast * S + k) + phi * arrested - take * x1);
      const Along slow = own.slow * (row(q + trapped_slow * S + k) + slow_share * arrested - take * x2);
      const Along stuck = of_adherent * (row(q + adherent * S + k) + classes_.living(filtered + caught, k) +
                                         held * (fast + slow) + take * (x1 + x2));
      const Along home = of_homed * (row(q + homed * S + k) + migrate * stuck);
      const Along dying = stays * (die_trapped * (fast + slow) + die_adherent * stuck + die_homed * home);
      put(q + trapped_fast * S + k, fast);
      put(q + trapped_slow * S + k, slow);
      put(q + adherent * S + k, stuck);
      put(q + homed * S + k, home);
      put(q + lodged * S + k, of_lodged * (row(q + lodged * S + k) + classes_.blend(dying, all_arrested, k)));
    }
    if constexpr (!Side::side_by_side) {
      const Real E = c_[v.dead_extraction_in(b)];
      Real& dead = r[v.dead_in(b)];
      dead = bed.lodged * (dead + (E * free * J[n + P] + E * inflow_[n + P] * trap));
    }
  }
}

/// Label pools and running totals: rows that feed on the cells and on pools before them.
template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve_tail(Real* r, const Stage* stage) {
  const Real inverse = Real(1.0) / sigma_, one(1.0);
  const int P = classes_.populations();
  Real trapped_dead[circulation::max_beds];
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], P);
    trapped_dead[b] = c_[v.dead_extraction_in(b)] * (at_.trap_free[b] * J_[n] + trap_change_[b] * inflow_[n]);
    if (stage != nullptr) trapped_dead[b] = trapped_dead[b] + stage->trapped_dead[b];
  }
  Real* rows = other_.data();
  if (stage != nullptr) {
    equations_.tail(c_, stage->y, stage->age, r, age_.data(), trapped_dead, rows);
    equations_.infuse_label(c_, stage->age, rows);
  } else {
    // With the pools' increments still at zero, tail() gives what the cells feed into each row.
    Real* x = work_.data();
    for (int i = 0; i < v.label_lodged; i += width) put(x + i, row(r + i));
    for (int i = v.label_lodged; i < v.lost; ++i) x[i] = Real(0.0);
    equations_.tail(c_, x, age_.data(), nullptr, nullptr, trapped_dead, rows);
  }

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
  r[pool + bound_label] =
      (r[pool + bound_label] + rows[pool + bound_label] + c_[v.binding] * loose) * inverse;
  r[pool + excreted_label] =
      (r[pool + excreted_label] + rows[pool + excreted_label] + c_[v.excretion] * loose) * inverse;
  for (int i = v.lost; i < v.states; i += width) put(r + i, (row(r + i) + row(rows + i)) * Along(inverse));
}

}  // namespace cellroute::body
