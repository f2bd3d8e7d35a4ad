// The Jacobian at a point, and the matrices over compartments once tissues are eliminated.
// In comments: e = Em g_T, a = 1 - exp(-lambda L).
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
Elimination<Real, Fixed>::Elimination(const LayoutView& layout)
    : v(layout),
      classes_(layout),
      equations_(layout),
      drift_(v.states, Real(0.0)),
      slope_(v.states, Real(0.0)),
      inflow_(v.nodes * v.carrier_stride, Real(0.0)),
      sensitivity_(v.flows * v.beds, Real(0.0)),
      rate_by_flow_(v.edges, Real(0.0)),
      flow_by_plugging_(v.beds * Side::whole(v.flows), Real(0.0)),
      age_(v.carrier_stride, Real(0.0)),
      aging_(v.carrier_stride, Real(0.0)),
      border_(4 * v.beds * v.beds, Real(0.0)),
      node_(v.nodes * v.carrier_stride, Real(0.0)),
      total_(v.nodes * v.carrier_stride, Real(0.0)),
      J_(v.nodes * v.carrier_stride, Real(0.0)),
      pass_(v.nodes * v.carrier_stride, Real(1.0)),
      work_(v.states, Real(0.0)),
      other_(v.states, Real(0.0)),
      matrices_(classes_.rows() * v.lu_entries, Along(0.0)),
      beds_(classes_.rows() * v.beds),
      shared_(v.beds) {}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::linearise(const Real* c, const Real& t, const Real* y) {
  c_ = c;
  y_ = y;
  equations_.surroundings(c, y, at_, sensitivity_.data());
  const Real zero(0.0), through = c[v.arterial_space_flow];
  for (int f = 0; f < v.flows; ++f) {
    for (int b = 0; b < v.beds; ++b)
      flow_by_plugging_[b * Side::whole(v.flows) + f] = sensitivity_[f * v.beds + b];
  }
  for (int e = 0; e < v.edges; ++e) {
    const Edge& edge = v.edge[e];
    const Real sign(edge.sign);
    Real change = select(sign * at_.circulation.flow[edge.flow] > zero, sign, zero);
    if (edge.share == 1) change = change * (Real(1.0) - through);
    if (edge.share == 2) change = change * through;
    rate_by_flow_[e] = change * c[v.inverse_volume + edge.from];
  }
  equations_.cells(c, y, slope_.data(), at_);
  for (int i = 0; i < v.nodes * classes_.carrier_stride(); i += width)
    put(inflow_.data() + i, row(equations_.inflow() + i));

  // Rows that carry label change with time through the label per cell, exp(-leak t).
  equations_.label_age(c, t, age_.data());
  for (int k = 0; k < classes_.populations(); ++k)
    aging_[k] = select(t < c[v.label_time + k], Real(0.0), -(c[v.leak] * age_[k]));
  equations_.label_drift(c, y, aging_.data(), drift_.data());
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::factor(const Real& sigma) {
  sigma_ = sigma;
  respond();
  assemble();
  numerics::lu_factor<Side::fixed_rows>(v.lu, matrices_.data(), classes_.rows());
  border_built_ = false;
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::respond() {
  const Real* c = c_;
  const Real one(1.0), zero(0.0);
  const int P = classes_.populations(), S = classes_.class_stride();
  for (int d = 0; d < v.depots; ++d) {
    depot_inverse_[0][d] = one / (sigma_ + c[v.washout + d] + c[v.depot_loss + d]);
    depot_inverse_[1][d] = one / (sigma_ + c[v.washout + d]);
  }
  for (int b = 0; b < v.beds; ++b) {
    BedInverse& bed = shared_[b];
    const Real adhesion = at_.adhesion_free[b], stays = c[v.lodged_share];
    trap_slope_[b] = select(at_.trap_free[b] > zero, -c[v.inverse_trap_sites + b], zero);
    adhesion_slope_[b] = select(adhesion > zero, -c[v.inverse_adhesion_sites + b], zero);
    bed.adhere = c[v.adhere + b] * adhesion;
    bed.adherent = one / (sigma_ + c[v.detach + b] + c[v.migrate + b] + c[v.loss_adherent + b]);
    bed.homed = one / (sigma_ + c[v.loss_homed + b]);
    bed.lodged = one / (sigma_ + c[v.clearance + b]);
    bed.return_adherent = c[v.detach + b] * bed.adherent;
    bed.blood_adherent = bed.adherent * c[v.kappa + b] * adhesion;
    bed.keep_trapped = one + bed.lodged * stays * c[v.loss_trapped + b];
    bed.keep_adherent =
        bed.lodged * stays * (c[v.loss_adherent + b] + c[v.loss_homed + b] * bed.homed * c[v.migrate + b]);
    bed.occupied_by_trap = bed.occupied_by_adhesion = bed.adherent_by_trap = bed.adherent_by_adhesion = zero;

    const Along trap = at_.trap_free[b], phi = c[v.fast_share], slow_share = Along(1.0) - phi;
    const Along a = c[v.filter + b], hold = a * adhesion, via_adherent = bed.return_adherent * bed.adhere;
    const Along common = sigma_ + bed.adhere + c[v.loss_trapped + b];
    const Along adhere = c[v.adhere + b], held = bed.adhere, kappa = c[v.kappa + b], detach = c[v.detach + b];
    const Along stuck = bed.adherent, back = bed.return_adherent, lodged_here = bed.lodged;
    const Along keep_trapped = bed.keep_trapped, keep_adherent = bed.keep_adherent;
    const int n = v.node_of_bed[b];
    for (int k = 0; k < classes_.end(); k += width) {
      BedResponse& out = beds_[at(b, k)];
      const Along fast = row(y_ + v.in_tissue(b, trapped_fast, k)),
                  slow = row(y_ + v.in_tissue(b, trapped_slow, k));
      const Along C = row(y_ + v.circulating(n, k)), J = row(inflow_.data() + v.circulating(n, k));
      const Along w = row(c + v.weight + k);
      const Along k1 = row(c + v.release_fast + b * S + k), k2 = row(c + v.release_slow + b * S + k);
      out.fast = Along(1.0) / (common + k1);
      out.slow = Along(1.0) / (common + k2);
      out.return_fast = out.fast * (k1 + via_adherent);
      out.return_slow = out.slow * (k2 + via_adherent);
      const Along E = row(c + v.extraction + b * S + k), e = E * trap, through = Along(1.0) - e, EJ = E * J;
      const Along returned = phi * out.return_fast + slow_share * out.return_slow;
      const Along mix = phi * out.fast + slow_share * out.slow;
      put(pass_.data() + v.circulating(n, k),
          classes_.blend(through * (Along(1.0) - hold) + e * returned + back * through * hold, through, k));
      out.inflow_adherent = classes_.living(stuck * (through * hold + held * mix * e), k);
      out.inflow_occupied = w * classes_.blend(keep_trapped * mix * e + keep_adherent * out.inflow_adherent,
                                               lodged_here * e, k);
      out.trap_node = classes_.blend(EJ * (returned - Along(1.0) + hold - back * hold), -EJ, k);
      out.trap_adherent = classes_.living(stuck * EJ * (held * mix - hold), k);
      out.trap_occupied = w * classes_.blend(keep_trapped * mix * EJ + keep_adherent * out.trap_adherent,
                                             lodged_here * EJ, k);
      const Along s1 = out.fast * adhere * fast, s2 = out.slow * adhere * slow;
      const Along direct = classes_.living(through * J * a + kappa * C, k);
      out.adhesion_adherent = stuck * (direct + adhere * (fast + slow) - held * (s1 + s2));
      out.adhesion_node = detach * out.adhesion_adherent - direct - k1 * s1 - k2 * s2;
      out.adhesion_occupied = w * (keep_adherent * out.adhesion_adherent - keep_trapped * (s1 + s2));
      bed.occupied_by_trap = classes_.add(bed.occupied_by_trap, out.trap_occupied, k, classes_.lodging());
      bed.occupied_by_adhesion = classes_.add(bed.occupied_by_adhesion, out.adhesion_occupied, k, P);
      bed.adherent_by_trap = classes_.add(bed.adherent_by_trap, out.trap_adherent, k, P);
      bed.adherent_by_adhesion = classes_.add(bed.adherent_by_adhesion, out.adhesion_adherent, k, P);
    }
    if constexpr (!Side::side_by_side) {
      BedResponse& out = beds_[at(b, P)];
      const Real E = c[v.dead_extraction_in(b)], J = inflow_[v.circulating(n, P)], w = c[v.dead_weight];
      const Real e = E * trap, EJ = E * J;
      pass_[v.circulating(n, P)] = one - e;
      out.inflow_occupied = w * (lodged_here * e);
      out.trap_node = -EJ;
      out.trap_occupied = w * (lodged_here * EJ);
      out.inflow_adherent = out.trap_adherent = out.adhesion_node = out.adhesion_adherent = zero;
      out.adhesion_occupied = zero;
      bed.occupied_by_trap = bed.occupied_by_trap + out.trap_occupied;
    }
    const Real m00 = one - bed.occupied_by_trap * trap_slope_[b],
               m01 = -(bed.occupied_by_adhesion * adhesion_slope_[b]);
    const Real m10 = -(bed.adherent_by_trap * trap_slope_[b]),
               m11 = one - bed.adherent_by_adhesion * adhesion_slope_[b];
    const Real determinant = one / (m00 * m11 - m01 * m10);
    bed.inverse[0][0] = m11 * determinant;
    bed.inverse[0][1] = -(m01 * determinant);
    bed.inverse[1][0] = -(m10 * determinant);
    bed.inverse[1][1] = m00 * determinant;
  }
}

template <class Real, int Fixed>
void Elimination<Real, Fixed>::assemble() {
  const int R = classes_.rows(), P = classes_.populations();
  for (Along& entry : matrices_) entry = Along(0.0);
  for (int n = 0; n < v.nodes; ++n) {
    const int b = v.bed_of_node[n];
    Real living = sigma_ + at_.out[n] + c_[v.loss_circulating + n], dead = sigma_ + at_.out[n];
    if (b >= 0) {
      living = living + c_[v.kappa + b] * at_.adhesion_free[b] - c_[v.detach + b] * shared_[b].blood_adherent;
      dead = dead + c_[v.clearance + b];
    }
    Along* diagonal = matrices_.data() + v.diagonal_slot[n] * R;
    for (int k = 0; k < classes_.carrier_stride(); k += width)
      diagonal[k / width] = classes_.blend(living, dead, k);
    if constexpr (!Side::side_by_side) diagonal[P] = dead;
  }
  for (int e = 0; e < v.edges; ++e) {
    Along* entry = matrices_.data() + v.edge_slot[e] * R;
    const Along rate = at_.rate[e];
    const Real* pass = pass_.data() + v.circulating(v.edge[e].to, 0);
    for (int k = 0; k < classes_.carrier_stride(); k += width)
      entry[k / width] = entry[k / width] - row(pass + k) * rate;
  }
}

}  // namespace cellroute::body
