// The border of elimination.hpp: what changed sites and flows do to the compartments, and back.
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
void Elimination<Real, Fixed>::rates_from_flows(const Real* plugging_change, Real* rate_change) const {
  alignas(64) Real flow[Side::whole(circulation::max_flows)];
  for (int f = 0; f < v.flows; f += width) {
    Along sum(0.0);
    for (int b = 0; b < v.beds; ++b)
      sum = fma(row(flow_by_plugging_.data() + b * Side::whole(v.flows) + f), Along(plugging_change[b]), sum);
    put(flow + f, sum);
  }
  for (int e = 0; e < v.edges; ++e) rate_change[e] = rate_by_flow_[e] * flow[v.edge[e].flow];
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::push_rates(const Real* rate_change, Real* J, Real* node) const {
  const int stride = classes_.carrier_stride();
  Real out[40];
  for (int n = 0; n < v.nodes; ++n) out[n] = Real(0.0);
  for (int e = 0; e < v.edges; ++e) out[v.edge[e].from] = out[v.edge[e].from] + rate_change[e];
  for (int i = 0; i < v.nodes * stride; i += width) put(J + i, Along(0.0));
  equations_.carry(rate_change, y_, J);
  for (int n = 0; n < v.nodes; ++n) {
    for (int i = n * stride; i < (n + 1) * stride; i += width)
      put(node + i, row(pass_.data() + i) * row(J + i) - Along(out[n]) * row(y_ + i));
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::occupy(const Real* C, const Real* J, Real* theta) const {
  const int P = classes_.populations();
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], 0);
    const Along blood_adherent = shared_[b].blood_adherent, keep_adherent = shared_[b].keep_adherent;
    Real occupied = theta[b], stuck = theta[v.beds + b];
    for (int k = 0; k < classes_.end(); k += width) {
      const BedResponse& bed = beds_[at(b, k)];
      const Along from_blood = classes_.living(blood_adherent * row(C + n + k), k), in = row(J + n + k);
      const Along lodging = fma(bed.inflow_occupied, in, row(c_ + v.weight + k) * keep_adherent * from_blood);
      occupied = classes_.add(occupied, lodging, k, classes_.lodging());
      stuck = classes_.add(stuck, fma(bed.inflow_adherent, in, from_blood), k, P);
    }
    if constexpr (!Side::side_by_side) occupied = occupied + beds_[at(b, P)].inflow_occupied * J[n + P];
    theta[b] = occupied;
    theta[v.beds + b] = stuck;
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::occupy_own(const Real* r, Real* theta) const {
  const int P = classes_.populations(), S = classes_.class_stride();
  for (int b = 0; b < v.beds; ++b) {
    const BedInverse& bed = shared_[b];
    const Along homed_kept = c_[v.lodged_share] * c_[v.loss_homed + b] * bed.homed;
    const Along of_adherent = bed.adherent, held = bed.adhere, of_lodged = bed.lodged,
                keep_trapped = bed.keep_trapped, keep_adherent = bed.keep_adherent;
    const Real* q = r + v.in_tissue(b, 0, 0);
    Real occupied = theta[b], stuck_cells = theta[v.beds + b];
    for (int k = 0; k < classes_.end(); k += width) {
      const BedResponse& own = beds_[at(b, k)];
      const Along trapped =
          own.fast * row(q + trapped_fast * S + k) + own.slow * row(q + trapped_slow * S + k);
      const Along stuck = of_adherent * (row(q + adherent * S + k) + held * trapped);
      const Along dead = of_lodged * (row(q + lodged * S + k) + homed_kept * row(q + homed * S + k));
      const Along lodging = row(c_ + v.weight + k) * (keep_trapped * trapped + keep_adherent * stuck + dead);
      occupied = classes_.add(occupied, lodging, k, classes_.lodging());
      stuck_cells = classes_.add(stuck_cells, stuck, k, P);
    }
    if constexpr (!Side::side_by_side)
      occupied = occupied + c_[v.dead_weight] * (bed.lodged * r[v.dead_in(b)]);
    theta[b] = occupied;
    theta[v.beds + b] = stuck_cells;
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::answer_locally(Real* theta) const {
  for (int b = 0; b < v.beds; ++b) {
    const Real occupied = theta[b], stuck = theta[v.beds + b];
    const auto& inverse = shared_[b].inverse;
    theta[b] = fma(inverse[0][0], occupied, inverse[0][1] * stuck);
    theta[v.beds + b] = fma(inverse[1][0], occupied, inverse[1][1] * stuck);
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::build_border() {
  const int size = 2 * v.beds;
  const Real zero(0.0);
  Real plugging[circulation::max_beds]{}, rate_change[64], theta[2 * circulation::max_beds];
  for (int column = 0; column < size; ++column) {
    const int bed = column % v.beds, n = v.circulating(v.node_of_bed[bed], 0);
    const bool trap = column < v.beds;
    const BedInverse& answers = shared_[bed];
    const Real slope = trap ? trap_slope_[bed] : adhesion_slope_[bed];
    Real* node = total_.data();
    for (int i = 0; i < size; ++i) theta[i] = zero;
    for (int b = 0; b < v.beds; ++b) plugging[b] = zero;
    if (trap) plugging[bed] = c_[v.inverse_paths + bed];
    rates_from_flows(plugging, rate_change);
    push_rates(rate_change, J_.data(), node);
    theta[bed] = (trap ? answers.occupied_by_trap : answers.occupied_by_adhesion) * slope;
    theta[v.beds + bed] = (trap ? answers.adherent_by_trap : answers.adherent_by_adhesion) * slope;
    for (int k = 0; k < classes_.carrier_stride(); k += width) {
      const BedResponse& own = beds_[at(bed, k)];
      put(node + n + k, fma(trap ? own.trap_node : own.adhesion_node, Along(slope), row(node + n + k)));
    }
    solve_compartments(total_);
    inflow(node, nullptr, J_.data());
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
void Elimination<Real, Fixed>::apply_border(const Real* theta, const Real* depots) {
  Real plugging[circulation::max_beds]{};
  for (int b = 0; b < v.beds; ++b) {
    plugging[b] = theta[b] * c_[v.inverse_paths + b];
    trap_change_[b] = theta[b] * trap_slope_[b];
    adhesion_change_[b] = theta[v.beds + b] * adhesion_slope_[b];
  }
  rates_from_flows(plugging, rate_change_);
  Real* total = total_.data();
  const int all = v.nodes * classes_.carrier_stride();
  push_rates(rate_change_, J_.data(), total);
  for (int b = 0; b < v.beds; ++b) {
    Real* into = total + v.circulating(v.node_of_bed[b], 0);
    const Along trap = trap_change_[b], adhesion = adhesion_change_[b];
    for (int k = 0; k < classes_.carrier_stride(); k += width) {
      const BedResponse& own = beds_[at(b, k)];
      put(into + k, fma(own.trap_node, trap, fma(own.adhesion_node, adhesion, row(into + k))));
    }
  }
  solve_compartments(total_);
  for (int i = 0; i < all; i += width) put(total + i, row(node_.data() + i) + row(total + i));
  inflow(total, depots, J_.data());
}

}  // namespace cellroute::body
