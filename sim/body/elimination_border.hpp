// The border of elimination.hpp: what changed sites and flows do to the compartments, and back.
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

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
      occupied = fma(bed.inflow_occupied, J[n + k],
                     fma(c_[v.weight + k] * shared_[b].keep_adherent, from_blood, occupied));
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
      occupied =
          fma(c_[v.weight + k], bed.keep_trapped * trapped + bed.keep_adherent * stuck + dead, occupied);
      held = held + stuck;
    }
    theta[b] = theta[b] + occupied;
    theta[v.beds + b] = theta[v.beds + b] + held;
  }
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
      for (int j = k + 1; j < size; ++j)
        border_[i * size + j] = fma(-factor, border_[k * size + j], border_[i * size + j]);
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
void Elimination<Real, Fixed>::apply_border(const Real* theta, const Real* node, const Real* depots,
                                            Real* total) {
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

}  // namespace cellroute::body
