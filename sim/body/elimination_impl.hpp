// How elimination.hpp does it. In comments: e = Em g_T, a = 1 - exp(-lambda L).
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real>
Elimination<Real>::Elimination(const LayoutView& layout)
    : v(layout), equations_(layout), drift_(v.states, Real(0.0)), inflow_((v.populations + 1) * v.nodes),
      sensitivity_(v.flows * v.beds), age_(v.populations), matrices_((v.populations + 1) * v.lu_entries),
      border_(4 * v.beds * v.beds), node_((v.populations + 1) * v.nodes), work_(v.states), other_(v.states),
      beds_(v.populations * v.beds), dead_(v.beds), shared_(v.beds) {}

template <class Real>
void Elimination<Real>::linearise(const Real* c, const Real& t, const Real* y) {
  c_ = c;
  y_ = y;
  equations_.derivative(c, t, y, work_.data(), at_, inflow_.data());
  equations_.surroundings(c, y, at_, sensitivity_.data());

  // Rows that carry label change with time through the label per cell, exp(-leak t), in which they
  // are linear: df/dt is the rows at d(age)/dt less the rows at age 0.
  Real zero_age[Equations<Real>::max_populations], none[circulation::max_beds];
  for (int b = 0; b < v.beds; ++b) none[b] = Real(0.0);
  equations_.label_age(c, t, age_.data());
  for (int k = 0; k < v.populations; ++k) {
    zero_age[k] = Real(0.0);
    age_[k] = select(t < c[v.label_time + k], Real(0.0), -(c[v.leak] * age_[k]));
  }
  equations_.tail(c, y, age_.data(), none, work_.data());
  equations_.infuse_label(c, age_.data(), work_.data());
  equations_.tail(c, y, zero_age, none, other_.data());
  equations_.infuse_label(c, zero_age, other_.data());
  for (int i = v.label_lodged; i < v.lost; ++i) drift_[i] = work_[i] - other_[i];
  equations_.label_age(c, t, age_.data());
}

template <class Real>
void Elimination<Real>::factor(const Real& sigma) {
  sigma_ = sigma;
  respond();
  for (int k = 0; k <= v.populations; ++k) {
    assemble(k);
    numerics::lu_factor(v.lu, matrix(k));
  }
  build_border();
}

template <class Real>
void Elimination<Real>::respond() {
  const Real* c = c_;
  const Real one(1.0), zero(0.0);
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
    const Real a = c[v.filter + b], hold = a * adhesion;
    const int n = v.node_of_bed[b];
    for (int k = 0; k < v.populations; ++k) {
      const int kb = k * v.beds + b;
      BedResponse& out = beds_[kb];
      const Real* x = y_ + base(k) + v.nodes + b * tissue_states;
      const Real C = y_[base(k) + n], J = inflow_[k * v.nodes + n], w = c[v.weight + k];
      const Real k1 = c[v.release_fast + kb], k2 = c[v.release_slow + kb];
      const Real common = sigma_ + bed.adhere + c[v.loss_trapped + b];
      out.fast = one / (common + k1);
      out.slow = one / (common + k2);
      const Real via_adherent = bed.return_adherent * bed.adhere;
      out.return_fast = out.fast * (k1 + via_adherent);
      out.return_slow = out.slow * (k2 + via_adherent);
      const Real e = c[v.extraction + kb] * trap, through = one - e, EJ = c[v.extraction + kb] * J;
      const Real returned = phi * out.return_fast + (one - phi) * out.return_slow;
      const Real mix = phi * out.fast + (one - phi) * out.slow;
      out.pass = through * (one - hold) + e * returned + bed.return_adherent * through * hold;
      out.inflow_adherent = bed.adherent * (through * hold + bed.adhere * mix * e);
      out.inflow_occupied = w * (bed.keep_trapped * mix * e + bed.keep_adherent * out.inflow_adherent);
      out.trap_node = EJ * (returned - one + hold - bed.return_adherent * hold);
      out.trap_adherent = bed.adherent * EJ * (bed.adhere * mix - hold);
      out.trap_occupied = w * (bed.keep_trapped * mix * EJ + bed.keep_adherent * out.trap_adherent);
      const Real s1 = out.fast * c[v.adhere + b] * x[trapped_fast], s2 = out.slow * c[v.adhere + b] * x[trapped_slow];
      const Real direct = through * J * a + c[v.kappa + b] * C;
      out.adhesion_adherent =
          bed.adherent * (direct + c[v.adhere + b] * (x[trapped_fast] + x[trapped_slow]) - bed.adhere * (s1 + s2));
      out.adhesion_node = c[v.detach + b] * out.adhesion_adherent - direct - k1 * s1 - k2 * s2;
      out.adhesion_occupied = w * (bed.keep_adherent * out.adhesion_adherent - bed.keep_trapped * (s1 + s2));
    }
    const Real E = c[v.dead_extraction + b], J = inflow_[v.populations * v.nodes + n];
    dead_[b].pass = one - E * trap;
    dead_[b].inflow_occupied = c[v.dead_weight] * bed.lodged * E * trap;
    dead_[b].trap_node = -(E * J);
    dead_[b].trap_occupied = c[v.dead_weight] * bed.lodged * E * J;
  }
}

template <class Real>
void Elimination<Real>::assemble(int k) {
  Real* m = matrix(k);
  const bool living = k < v.populations;
  for (int i = 0; i < v.lu_entries; ++i) m[i] = Real(0.0);
  for (int n = 0; n < v.nodes; ++n) {
    const int b = v.bed_of_node[n];
    Real diagonal = sigma_ + at_.out[n];
    if (living) diagonal = diagonal + c_[v.loss_circulating + n];
    if (b >= 0 && living) {
      diagonal = diagonal + c_[v.kappa + b] * at_.adhesion_free[b] - c_[v.detach + b] * shared_[b].blood_adherent;
    } else if (b >= 0) {
      diagonal = diagonal + c_[v.clearance + b];
    }
    m[v.diagonal_slot[n]] = diagonal;
  }
  for (int e = 0; e < v.edges; ++e) {
    m[v.edge_slot[e]] = m[v.edge_slot[e]] - pass(k, v.edge[e].to) * at_.rate[e];
  }
}

template <class Real>
void Elimination<Real>::depot_inflow(const Real* depot, Real* J) const {
  const int spleen_node = v.node_of_bed[circulation::spleen];
  J[spleen_node] = fma(c_[v.washout + spleen_depot], depot[spleen_depot], J[spleen_node]);
  const Real from_liver = c_[v.washout + liver_depot] * depot[liver_depot];
  for (int z = 0; z < circulation::zones * v.territories; ++z) {
    const int n = v.node_of_bed[circulation::bed_of(z / circulation::zones, circulation::zone1 + z % circulation::zones)];
    J[n] = fma(c_[v.depot_to_zone + z], from_liver, J[n]);
  }
}

template <class Real>
void Elimination<Real>::inflow(int k, const Real* C, const Real* depot, const Real* rate_change, Real* J) const {
  for (int n = 0; n < v.nodes; ++n) J[n] = Real(0.0);
  for (int e = 0; e < v.edges; ++e) J[v.edge[e].to] = fma(at_.rate[e], C[v.edge[e].from], J[v.edge[e].to]);
  if (depot != nullptr) depot_inflow(depot, J);
  if (rate_change == nullptr) return;
  const Real* state = y_ + base(k);
  for (int e = 0; e < v.edges; ++e) J[v.edge[e].to] = fma(rate_change[e], state[v.edge[e].from], J[v.edge[e].to]);
}

template <class Real>
void Elimination<Real>::rates_from_flows(const Real* plugging_change, Real* rate_change) const {
  Real flow[circulation::max_flows];
  for (int f = 0; f < v.flows; ++f) {
    flow[f] = Real(0.0);
    for (int b = 0; b < v.beds; ++b) flow[f] = fma(sensitivity_[f * v.beds + b], plugging_change[b], flow[f]);
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

template <class Real>
void Elimination<Real>::push_rates(int k, const Real* rate_change, Real* node) const {
  const Real* state = y_ + base(k);
  for (int e = 0; e < v.edges; ++e) {
    const Edge& edge = v.edge[e];
    const Real moved = rate_change[e] * state[edge.from];
    node[edge.to] = fma(pass(k, edge.to), moved, node[edge.to]);
    node[edge.from] = node[edge.from] - moved;
  }
}

template <class Real>
void Elimination<Real>::occupy(int k, const Real* C, const Real* J, Real* theta) const {
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.node_of_bed[b];
    if (k == v.populations) {
      theta[b] = fma(dead_[b].inflow_occupied, J[n], theta[b]);
      continue;
    }
    const BedResponse& bed = beds_[k * v.beds + b];
    const Real from_blood = shared_[b].blood_adherent * C[n];
    theta[b] = theta[b] + bed.inflow_occupied * J[n] + c_[v.weight + k] * shared_[b].keep_adherent * from_blood;
    theta[v.beds + b] = theta[v.beds + b] + bed.inflow_adherent * J[n] + from_blood;
  }
}

/// theta += what the tissues' own right-hand sides do to the sites.
template <class Real>
void Elimination<Real>::occupy_own(int k, const Real* r, Real* theta) const {
  for (int b = 0; b < v.beds; ++b) {
    const BedInverse& bed = shared_[b];
    if (k == v.populations) {
      theta[b] = fma(c_[v.dead_weight] * bed.lodged, r[v.dead + v.nodes + b], theta[b]);
      continue;
    }
    const BedResponse& own = beds_[k * v.beds + b];
    const Real* q = r + base(k) + v.nodes + b * tissue_states;
    const Real trapped = own.fast * q[trapped_fast] + own.slow * q[trapped_slow];
    const Real stuck = bed.adherent * (q[adherent] + bed.adhere * trapped);
    const Real dead = bed.lodged * (q[lodged] + c_[v.lodged_share] * c_[v.loss_homed + b] * bed.homed * q[homed]);
    theta[b] = fma(c_[v.weight + k], bed.keep_trapped * trapped + bed.keep_adherent * stuck + dead, theta[b]);
    theta[v.beds + b] = theta[v.beds + b] + stuck;
  }
}

template <class Real>
void Elimination<Real>::build_border() {
  const int size = 2 * v.beds;
  const Real zero(0.0);
  Real plugging[circulation::max_beds], rate_change[64], J[40], theta[2 * circulation::max_beds];
  for (int column = 0; column < size; ++column) {
    const int bed = column % v.beds, n = v.node_of_bed[bed];
    const bool trap = column < v.beds;
    for (int i = 0; i < size; ++i) theta[i] = zero;
    if (trap) {
      for (int b = 0; b < v.beds; ++b) plugging[b] = zero;
      plugging[bed] = c_[v.inverse_paths + bed];
      rates_from_flows(plugging, rate_change);
    }
    for (int k = 0; k <= v.populations; ++k) {
      const bool living = k < v.populations;
      if (!trap && !living) continue;
      Real* node = node_.data();
      for (int i = 0; i < v.nodes; ++i) node[i] = zero;
      if (trap) push_rates(k, rate_change, node);
      if (living) {
        const BedResponse& own = beds_[k * v.beds + bed];
        const Real slope = trap ? trap_slope_[bed] : adhesion_slope_[bed];
        node[n] = fma(trap ? own.trap_node : own.adhesion_node, slope, node[n]);
        theta[bed] = fma(trap ? own.trap_occupied : own.adhesion_occupied, slope, theta[bed]);
        theta[v.beds + bed] = fma(trap ? own.trap_adherent : own.adhesion_adherent, slope, theta[v.beds + bed]);
      } else {
        node[n] = fma(dead_[bed].trap_node, trap_slope_[bed], node[n]);
        theta[bed] = fma(dead_[bed].trap_occupied, trap_slope_[bed], theta[bed]);
      }
      numerics::lu_solve(v.lu, matrix(k), node);
      inflow(k, node, nullptr, trap ? rate_change : nullptr, J);
      occupy(k, node, J, theta);
    }
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

template <class Real>
void Elimination<Real>::solve(Real* r) {
  const int size = 2 * v.beds;
  const Real zero(0.0);
  Real theta[2 * circulation::max_beds], J[40];
  for (int i = 0; i < size; ++i) theta[i] = zero;
  // Without the border: each population alone.
  for (int k = 0; k <= v.populations; ++k) {
    Real* node = node_.data() + k * v.nodes;
    for (int n = 0; n < v.nodes; ++n) node[n] = r[base(k) + n];
    if (k < v.populations) {
      for (int b = 0; b < v.beds; ++b) {
        const Real* q = r + base(k) + v.nodes + b * tissue_states;
        const BedResponse& own = beds_[k * v.beds + b];
        const int n = v.node_of_bed[b];
        node[n] = node[n] + own.return_fast * q[trapped_fast] + own.return_slow * q[trapped_slow] +
                  shared_[b].return_adherent * q[adherent];
      }
    }
    Real* depot = v.depots > 0 ? r + depot_base(k) : nullptr;
    if (depot != nullptr) {
      for (int d = 0; d < v.depots; ++d) depot[d] = depot[d] * depot_inverse_[k < v.populations ? 0 : 1][d];
      for (int n = 0; n < v.nodes; ++n) J[n] = zero;
      depot_inflow(depot, J);
      for (int n = 0; n < v.nodes; ++n) node[n] = fma(pass(k, n), J[n], node[n]);
    }
    numerics::lu_solve(v.lu, matrix(k), node);
    inflow(k, node, depot, nullptr, J);
    occupy_own(k, r, theta);
    occupy(k, node, J, theta);
  }
  // The border: sites and flows.
  for (int i = 1; i < size; ++i) {
    for (int j = 0; j < i; ++j) theta[i] = fma(-border_[i * size + j], theta[j], theta[i]);
  }
  for (int i = size - 1; i >= 0; --i) {
    for (int j = i + 1; j < size; ++j) theta[i] = fma(-border_[i * size + j], theta[j], theta[i]);
    theta[i] = theta[i] * border_[i * size + i];
  }
  Real plugging[circulation::max_beds]{}, rate_change[64], trap[circulation::max_beds]{}, adhesion[circulation::max_beds]{};
  for (int b = 0; b < v.beds; ++b) {
    plugging[b] = theta[b] * c_[v.inverse_paths + b];
    trap[b] = theta[b] * trap_slope_[b];
    adhesion[b] = theta[v.beds + b] * adhesion_slope_[b];
  }
  rates_from_flows(plugging, rate_change);
  // What the border adds, and the states behind the compartments.
  Real added[40], trapped_dead[circulation::max_beds];
  for (int k = 0; k <= v.populations; ++k) {
    const bool living = k < v.populations;
    Real* node = node_.data() + k * v.nodes;
    for (int n = 0; n < v.nodes; ++n) added[n] = zero;
    push_rates(k, rate_change, added);
    for (int b = 0; b < v.beds; ++b) {
      const int n = v.node_of_bed[b];
      if (living) {
        const BedResponse& own = beds_[k * v.beds + b];
        added[n] = added[n] + own.trap_node * trap[b] + own.adhesion_node * adhesion[b];
      } else {
        added[n] = fma(dead_[b].trap_node, trap[b], added[n]);
      }
    }
    numerics::lu_solve(v.lu, matrix(k), added);
    for (int n = 0; n < v.nodes; ++n) node[n] = node[n] + added[n];
    inflow(k, node, v.depots > 0 ? r + depot_base(k) : nullptr, rate_change, J);
    expand(k, node, J, trap, adhesion, r);
    if (!living) {
      for (int b = 0; b < v.beds; ++b) {
        const int n = v.node_of_bed[b];
        trapped_dead[b] = c_[v.dead_extraction + b] * (at_.trap_free[b] * J[n] + trap[b] * inflow_[k * v.nodes + n]);
      }
    }
  }
  solve_tail(r, trapped_dead);
}

template <class Real>
void Elimination<Real>::expand(int k, const Real* C, const Real* J, const Real* trap, const Real* adhesion, Real* r) const {
  const Real phi = c_[v.fast_share], slow = Real(1.0) - phi, stays = c_[v.lodged_share];
  for (int n = 0; n < v.nodes; ++n) r[base(k) + n] = C[n];
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.node_of_bed[b];
    const BedInverse& bed = shared_[b];
    const Real Jn = inflow_[k * v.nodes + n];
    if (k == v.populations) {
      Real& dead = r[v.dead + v.nodes + b];
      dead = bed.lodged * (dead + c_[v.dead_extraction + b] * (at_.trap_free[b] * J[n] + trap[b] * Jn));
      continue;
    }
    const BedResponse& own = beds_[k * v.beds + b];
    Real* q = r + base(k) + v.nodes + b * tissue_states;
    const Real* x = y_ + base(k) + v.nodes + b * tissue_states;
    const Real E = c_[v.extraction + k * v.beds + b], e = E * at_.trap_free[b], a = c_[v.filter + b];
    const Real arrested = e * J[n] + E * Jn * trap[b];
    const Real filtered = a * ((J[n] - arrested) * at_.adhesion_free[b] + (Jn - e * Jn) * adhesion[b]);
    const Real caught = c_[v.kappa + b] * (at_.adhesion_free[b] * C[n] + y_[base(k) + n] * adhesion[b]);
    const Real take = c_[v.adhere + b] * adhesion[b];
    q[trapped_fast] = own.fast * (q[trapped_fast] + phi * arrested - take * x[trapped_fast]);
    q[trapped_slow] = own.slow * (q[trapped_slow] + slow * arrested - take * x[trapped_slow]);
    const Real trapped = q[trapped_fast] + q[trapped_slow];
    q[adherent] = bed.adherent * (q[adherent] + filtered + caught + bed.adhere * trapped +
                                  take * (x[trapped_fast] + x[trapped_slow]));
    q[homed] = bed.homed * (q[homed] + c_[v.migrate + b] * q[adherent]);
    q[lodged] = bed.lodged * (q[lodged] + stays * (c_[v.loss_trapped + b] * trapped + c_[v.loss_adherent + b] * q[adherent] +
                                                   c_[v.loss_homed + b] * q[homed]));
  }
}

/// Label pools and running totals: rows that feed on the cells and on pools before them.
template <class Real>
void Elimination<Real>::solve_tail(Real* r, const Real* trapped_dead) {
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
