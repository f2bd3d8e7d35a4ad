// How elimination.hpp does it. In comments: e = Em g_T, a = 1 - exp(-lambda L).
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
Elimination<Real, Fixed>::Elimination(const LayoutView& layout)
    : v(layout), equations_(layout), drift_(v.states, Real(0.0)), inflow_(v.nodes * v.carriers),
      sensitivity_(v.flows * v.beds), age_(v.populations), no_age_(v.populations, Real(0.0)),
      matrices_(v.carriers * v.lu_entries), border_(4 * v.beds * v.beds), node_(v.nodes * v.carriers),
      added_(v.nodes * v.carriers), J_(v.nodes * v.carriers), pass_(v.nodes * v.carriers, Real(1.0)), work_(v.states),
      other_(v.states), beds_(v.populations * v.beds), dead_(v.beds), shared_(v.beds) {}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::linearise(const Real* c, const Real& t, const Real* y) {
  c_ = c;
  y_ = y;
  equations_.derivative(c, t, y, work_.data(), at_);
  for (int i = 0; i < v.nodes * carriers(); ++i) inflow_[i] = equations_.inflow()[i];
  equations_.surroundings(c, y, at_, sensitivity_.data());

  // Rows that carry label change with time through the label per cell, exp(-leak t), in which they
  // are linear: df/dt is the rows at d(age)/dt less the rows at age 0.
  Real none[circulation::max_beds];
  for (int b = 0; b < v.beds; ++b) none[b] = Real(0.0);
  equations_.label_age(c, t, age_.data());
  for (int k = 0; k < populations(); ++k) {
    age_[k] = select(t < c[v.label_time + k], Real(0.0), -(c[v.leak] * age_[k]));
  }
  equations_.tail(c, y, age_.data(), none, work_.data());
  equations_.infuse_label(c, age_.data(), work_.data());
  equations_.tail(c, y, no_age_.data(), none, other_.data());
  equations_.infuse_label(c, no_age_.data(), other_.data());
  for (int i = v.label_lodged; i < v.lost; ++i) drift_[i] = work_[i] - other_[i];
  equations_.label_age(c, t, age_.data());
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::factor(const Real& sigma) {
  sigma_ = sigma;
  respond();
  assemble();
  numerics::lu_factor<fixed_carriers>(v.lu, matrices_.data(), carriers());
  border_built_ = false;
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::respond() {
  const Real* c = c_;
  const Real one(1.0), zero(0.0);
  const int P = populations();
  const Real phi = c[v.fast_share], stays = c[v.lodged_share];
  for (int d = 0; d < v.depots; ++d) {
    depot_inverse_[0][d] = one / (sigma_ + c[v.washout + d] + c[v.depot_loss + d]);
    depot_inverse_[1][d] = one / (sigma_ + c[v.washout + d]);
  }
  for (int b = 0; b < v.beds; ++b) {
    BedInverse& bed = shared_[b];
    const Real trap = at_.trap_free[b], adhesion = at_.adhesion_free[b];
    trap_slope_[b] = select(trap > zero, -c[v.inverse_trap_sites + b], zero);
    adhesion_slope_[b] = select(adhesion > zero, -c[v.inverse_adhesion_sites + b], zero);
    bed.adhere = c[v.adhere + b] * adhesion;
    bed.adherent = one / (sigma_ + c[v.detach + b] + c[v.migrate + b] + c[v.loss_adherent + b]);
    bed.homed = one / (sigma_ + c[v.loss_homed + b]);
    bed.lodged = one / (sigma_ + c[v.clearance + b]);
    bed.return_adherent = c[v.detach + b] * bed.adherent;
    bed.blood_adherent = bed.adherent * c[v.kappa + b] * adhesion;
    bed.keep_trapped = one + bed.lodged * stays * c[v.loss_trapped + b];
    bed.keep_adherent = bed.lodged * stays * (c[v.loss_adherent + b] + c[v.loss_homed + b] * bed.homed * c[v.migrate + b]);
    const Real a = c[v.filter + b], hold = a * adhesion, via_adherent = bed.return_adherent * bed.adhere;
    const Real common = sigma_ + bed.adhere + c[v.loss_trapped + b];
    const int n = v.node_of_bed[b];
    for (int k = 0; k < P; ++k) {
      BedResponse& out = beds_[at(b, k)];
      const Real fast = y_[v.in_tissue(b, trapped_fast, k)], slow = y_[v.in_tissue(b, trapped_slow, k)];
      const Real C = y_[v.circulating(n, k)], J = inflow_[v.circulating(n, k)], w = c[v.weight + k];
      const Real k1 = c[v.release_fast + at(b, k)], k2 = c[v.release_slow + at(b, k)];
      out.fast = one / (common + k1);
      out.slow = one / (common + k2);
      out.return_fast = out.fast * (k1 + via_adherent);
      out.return_slow = out.slow * (k2 + via_adherent);
      const Real E = c[v.extraction + at(b, k)], e = E * trap, through = one - e, EJ = E * J;
      const Real returned = phi * out.return_fast + (one - phi) * out.return_slow;
      const Real mix = phi * out.fast + (one - phi) * out.slow;
      pass_[v.circulating(n, k)] = through * (one - hold) + e * returned + bed.return_adherent * through * hold;
      out.inflow_adherent = bed.adherent * (through * hold + bed.adhere * mix * e);
      out.inflow_occupied = w * (bed.keep_trapped * mix * e + bed.keep_adherent * out.inflow_adherent);
      out.trap_node = EJ * (returned - one + hold - bed.return_adherent * hold);
      out.trap_adherent = bed.adherent * EJ * (bed.adhere * mix - hold);
      out.trap_occupied = w * (bed.keep_trapped * mix * EJ + bed.keep_adherent * out.trap_adherent);
      const Real s1 = out.fast * c[v.adhere + b] * fast, s2 = out.slow * c[v.adhere + b] * slow;
      const Real direct = through * J * a + c[v.kappa + b] * C;
      out.adhesion_adherent = bed.adherent * (direct + c[v.adhere + b] * (fast + slow) - bed.adhere * (s1 + s2));
      out.adhesion_node = c[v.detach + b] * out.adhesion_adherent - direct - k1 * s1 - k2 * s2;
      out.adhesion_occupied = w * (bed.keep_adherent * out.adhesion_adherent - bed.keep_trapped * (s1 + s2));
    }
    const Real E = c[v.dead_extraction + b], J = inflow_[v.circulating(n, P)];
    pass_[v.circulating(n, P)] = one - E * trap;
    dead_[b].inflow_occupied = c[v.dead_weight] * bed.lodged * E * trap;
    dead_[b].trap_node = -(E * J);
    dead_[b].trap_occupied = c[v.dead_weight] * bed.lodged * E * J;
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::assemble() {
  const int carriers = this->carriers();
  for (Real& entry : matrices_) entry = Real(0.0);
  for (int n = 0; n < v.nodes; ++n) {
    const int b = v.bed_of_node[n];
    Real living = sigma_ + at_.out[n] + c_[v.loss_circulating + n], dead = sigma_ + at_.out[n];
    if (b >= 0) {
      living = living + c_[v.kappa + b] * at_.adhesion_free[b] - c_[v.detach + b] * shared_[b].blood_adherent;
      dead = dead + c_[v.clearance + b];
    }
    Real* diagonal = matrices_.data() + v.diagonal_slot[n] * carriers;
    for (int k = 0; k < populations(); ++k) diagonal[k] = living;
    diagonal[populations()] = dead;
  }
  for (int e = 0; e < v.edges; ++e) {
    Real* entry = matrices_.data() + v.edge_slot[e] * carriers;
    const Real* pass = pass_.data() + v.circulating(v.edge[e].to, 0);
    for (int k = 0; k < carriers; ++k) entry[k] = entry[k] - pass[k] * at_.rate[e];
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::inflow(const Real* C, const Real* depots, const Real* rate_change, Real* J) const {
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
void Elimination<Real, Fixed>::rates_from_flows(const Real* plugging_change, Real* rate_change) const {
  Real flow[circulation::max_flows];
  for (int f = 0; f < v.flows; ++f) {
    Real sum(0.0);
    for (int b = 0; b < v.beds; ++b) sum = fma(sensitivity_[f * v.beds + b], plugging_change[b], sum);
    flow[f] = sum;
  }
  const Real zero(0.0), through = c_[v.arterial_space_flow];
  for (int e = 0; e < v.edges; ++e) {
    const Edge& edge = v.edge[e];
    const Real sign(edge.sign);
    Real change = select(sign * at_.circulation.flow[edge.flow] > zero, sign * flow[edge.flow], zero);
    if (edge.share == 1) change = change * (Real(1.0) - through);
    if (edge.share == 2) change = change * through;
    rate_change[e] = change * c_[v.inverse_volume + edge.from];
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::push_rates(const Real* rate_change, Real* node) const {
  for (int e = 0; e < v.edges; ++e) {
    const Edge& edge = v.edge[e];
    const Real* state = y_ + v.circulating(edge.from, 0);
    const Real* pass = pass_.data() + v.circulating(edge.to, 0);
    Real* to = node + v.circulating(edge.to, 0);
    Real* from = node + v.circulating(edge.from, 0);
    for (int k = 0; k < carriers(); ++k) {
      const Real moved = rate_change[e] * state[k];
      to[k] = fma(pass[k], moved, to[k]);
      from[k] = from[k] - moved;
    }
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::occupy(const Real* C, const Real* J, Real* theta) const {
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], 0);
    Real occupied = fma(dead_[b].inflow_occupied, J[n + populations()], theta[b]), stuck = theta[v.beds + b];
    for (int k = 0; k < populations(); ++k) {
      const BedResponse& bed = beds_[at(b, k)];
      const Real from_blood = shared_[b].blood_adherent * C[n + k];
      occupied = fma(bed.inflow_occupied, J[n + k], fma(c_[v.weight + k] * shared_[b].keep_adherent, from_blood, occupied));
      stuck = fma(bed.inflow_adherent, J[n + k], stuck + from_blood);
    }
    theta[b] = occupied;
    theta[v.beds + b] = stuck;
  }
}

/// theta += what the tissues' own right-hand sides do to the sites.
template <class Real, int Fixed>
void Elimination<Real, Fixed>::occupy_own(const Real* r, Real* theta) const {
  const int P = populations();
  for (int b = 0; b < v.beds; ++b) {
    const BedInverse& bed = shared_[b];
    const Real homed_kept = c_[v.lodged_share] * c_[v.loss_homed + b] * bed.homed;
    const Real* q = r + v.in_tissue(b, 0, 0);
    Real occupied = c_[v.dead_weight] * bed.lodged * r[v.dead_lodged + b], held(0.0);
    for (int k = 0; k < P; ++k) {
      const BedResponse& own = beds_[at(b, k)];
      const Real trapped = own.fast * q[trapped_fast * P + k] + own.slow * q[trapped_slow * P + k];
      const Real stuck = bed.adherent * (q[adherent * P + k] + bed.adhere * trapped);
      const Real dead = bed.lodged * (q[lodged * P + k] + homed_kept * q[homed * P + k]);
      occupied = fma(c_[v.weight + k], bed.keep_trapped * trapped + bed.keep_adherent * stuck + dead, occupied);
      held = held + stuck;
    }
    theta[b] = theta[b] + occupied;
    theta[v.beds + b] = theta[v.beds + b] + held;
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::build_border() {
  const int size = 2 * v.beds, P = populations();
  const Real zero(0.0);
  Real plugging[circulation::max_beds]{}, rate_change[64], theta[2 * circulation::max_beds];
  Real* node = work_.data();
  for (int column = 0; column < size; ++column) {
    const int bed = column % v.beds, n = v.circulating(v.node_of_bed[bed], 0);
    const bool trap = column < v.beds;
    for (int i = 0; i < size; ++i) theta[i] = zero;
    for (int i = 0; i < v.nodes * carriers(); ++i) node[i] = zero;
    if (trap) {
      for (int b = 0; b < v.beds; ++b) plugging[b] = zero;
      plugging[bed] = c_[v.inverse_paths + bed];
      rates_from_flows(plugging, rate_change);
      push_rates(rate_change, node);
      node[n + P] = fma(dead_[bed].trap_node, trap_slope_[bed], node[n + P]);
      theta[bed] = dead_[bed].trap_occupied * trap_slope_[bed];
    }
    const Real slope = trap ? trap_slope_[bed] : adhesion_slope_[bed];
    for (int k = 0; k < P; ++k) {
      const BedResponse& own = beds_[at(bed, k)];
      node[n + k] = fma(trap ? own.trap_node : own.adhesion_node, slope, node[n + k]);
      theta[bed] = fma(trap ? own.trap_occupied : own.adhesion_occupied, slope, theta[bed]);
      theta[v.beds + bed] = fma(trap ? own.trap_adherent : own.adhesion_adherent, slope, theta[v.beds + bed]);
    }
    numerics::lu_solve<fixed_carriers>(v.lu, matrices_.data(), node, carriers());
    inflow(node, nullptr, trap ? rate_change : nullptr, J_.data());
    occupy(node, J_.data(), theta);
    for (int i = 0; i < size; ++i) border_[i * size + column] = (i == column ? Real(1.0) : zero) - theta[i];
  }
  for (int k = 0; k < size; ++k) {
    const Real inverse = Real(1.0) / border_[k * size + k];
    border_[k * size + k] = inverse;
    for (int i = k + 1; i < size; ++i) {
      const Real factor = border_[i * size + k] * inverse;
      border_[i * size + k] = factor;
      for (int j = k + 1; j < size; ++j) border_[i * size + j] = fma(-factor, border_[k * size + j], border_[i * size + j]);
    }
  }
}

/// theta becomes (I - V^T A^-1 U)^-1 theta.
template <class Real, int Fixed>
void Elimination<Real, Fixed>::solve_border(Real* theta) {
  if (!border_built_) build_border();
  border_built_ = true;
  const int size = 2 * v.beds;
  for (int i = 1; i < size; ++i) {
    for (int j = 0; j < i; ++j) theta[i] = fma(-border_[i * size + j], theta[j], theta[i]);
  }
  for (int i = size - 1; i >= 0; --i) {
    for (int j = i + 1; j < size; ++j) theta[i] = fma(-border_[i * size + j], theta[j], theta[i]);
    theta[i] = theta[i] * border_[i * size + i];
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::apply_border(const Real* theta, const Real* node, const Real* depots, Real* total) {
  const int P = populations();
  Real plugging[circulation::max_beds]{};
  for (int b = 0; b < v.beds; ++b) {
    plugging[b] = theta[b] * c_[v.inverse_paths + b];
    trap_change_[b] = theta[b] * trap_slope_[b];
    adhesion_change_[b] = theta[v.beds + b] * adhesion_slope_[b];
  }
  rates_from_flows(plugging, rate_change_);
  for (int i = 0; i < v.nodes * carriers(); ++i) total[i] = Real(0.0);
  push_rates(rate_change_, total);
  for (int b = 0; b < v.beds; ++b) {
    Real* into = total + v.circulating(v.node_of_bed[b], 0);
    for (int k = 0; k < P; ++k) {
      const BedResponse& own = beds_[at(b, k)];
      into[k] = fma(own.trap_node, trap_change_[b], fma(own.adhesion_node, adhesion_change_[b], into[k]));
    }
    into[P] = fma(dead_[b].trap_node, trap_change_[b], into[P]);
  }
  numerics::lu_solve<fixed_carriers>(v.lu, matrices_.data(), total, carriers());
  for (int i = 0; i < v.nodes * carriers(); ++i) total[i] = node[i] + total[i];
  inflow(total, depots, rate_change_, J_.data());
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
                    fma(bed.return_slow, q[trapped_slow * P + k], fma(shared_[b].return_adherent, q[adherent * P + k], into[k])));
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

/// theta += what tissues answer to changed free sites by themselves.
template <class Real, int Fixed>
void Elimination<Real, Fixed>::occupy_answers(Real* theta) const {
  for (int b = 0; b < v.beds; ++b) {
    const Real trap = trap_change_[b], adhesion = adhesion_change_[b];
    Real occupied = fma(dead_[b].trap_occupied, trap, theta[b]), stuck = theta[v.beds + b];
    for (int k = 0; k < populations(); ++k) {
      const BedResponse& bed = beds_[at(b, k)];
      occupied = fma(bed.trap_occupied, trap, fma(bed.adhesion_occupied, adhesion, occupied));
      stuck = fma(bed.trap_adherent, trap, fma(bed.adhesion_adherent, adhesion, stuck));
    }
    theta[b] = occupied;
    theta[v.beds + b] = stuck;
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::expand(const Real* C, const Real* J, const Real* trap, const Real* adhesion, Real* r) const {
  const int P = populations();
  const Real phi = c_[v.fast_share], slow_share = Real(1.0) - phi, stays = c_[v.lodged_share];
  for (int i = 0; i < v.nodes * carriers(); ++i) r[i] = C[i];
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], 0), i = v.in_tissue(b, 0, 0);
    const BedInverse& bed = shared_[b];
    const Real free = at_.trap_free[b], adhesion_free = at_.adhesion_free[b], a = c_[v.filter + b], kappa = c_[v.kappa + b];
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
      const Real stuck = bed.adherent * (r[i + adherent * P + k] + filtered + caught + bed.adhere * (fast + slow) + take * (x1 + x2));
      const Real home = bed.homed * (r[i + homed * P + k] + c_[v.migrate + b] * stuck);
      r[i + trapped_fast * P + k] = fast;
      r[i + trapped_slow * P + k] = slow;
      r[i + adherent * P + k] = stuck;
      r[i + homed * P + k] = home;
      r[i + lodged * P + k] =
          bed.lodged * (r[i + lodged * P + k] + stays * (c_[v.loss_trapped + b] * (fast + slow) +
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
  const Real loose = (r[pool + free_label] + rows[pool + free_label] + given_back + c_[v.leak] * r[pool + living_label]) /
                     (sigma_ + c_[v.excretion] + c_[v.binding]);
  r[pool + free_label] = loose;
  r[pool + bound_label] = (r[pool + bound_label] + c_[v.binding] * loose) * inverse;
  r[pool + excreted_label] = (r[pool + excreted_label] + c_[v.excretion] * loose) * inverse;
  for (int i = v.lost; i < v.states; ++i) r[i] = (r[i] + rows[i]) * inverse;
}

}  // namespace cellroute::body
