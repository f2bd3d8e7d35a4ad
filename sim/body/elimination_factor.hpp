// The Jacobian at a point, and the matrices over compartments once tissues are eliminated.
// In comments: e = Em g_T, a = 1 - exp(-lambda L).
#pragma once

#include "sim/body/elimination.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
Elimination<Real, Fixed>::Elimination(const LayoutView& layout)
    : v(layout),
      equations_(layout),
      drift_(v.states, Real(0.0)),
      inflow_(v.nodes * v.carriers),
      sensitivity_(v.flows * v.beds),
      age_(v.populations),
      no_age_(v.populations, Real(0.0)),
      matrices_(v.carriers * v.lu_entries),
      border_(4 * v.beds * v.beds),
      node_(v.nodes * v.carriers),
      added_(v.nodes * v.carriers),
      J_(v.nodes * v.carriers),
      pass_(v.nodes * v.carriers, Real(1.0)),
      work_(v.states),
      other_(v.states),
      beds_(v.populations * v.beds),
      dead_(v.beds),
      shared_(v.beds) {}

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
    bed.keep_adherent =
        bed.lodged * stays * (c[v.loss_adherent + b] + c[v.loss_homed + b] * bed.homed * c[v.migrate + b]);
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
      pass_[v.circulating(n, k)] =
          through * (one - hold) + e * returned + bed.return_adherent * through * hold;
      out.inflow_adherent = bed.adherent * (through * hold + bed.adhere * mix * e);
      out.inflow_occupied = w * (bed.keep_trapped * mix * e + bed.keep_adherent * out.inflow_adherent);
      out.trap_node = EJ * (returned - one + hold - bed.return_adherent * hold);
      out.trap_adherent = bed.adherent * EJ * (bed.adhere * mix - hold);
      out.trap_occupied = w * (bed.keep_trapped * mix * EJ + bed.keep_adherent * out.trap_adherent);
      const Real s1 = out.fast * c[v.adhere + b] * fast, s2 = out.slow * c[v.adhere + b] * slow;
      const Real direct = through * J * a + c[v.kappa + b] * C;
      out.adhesion_adherent =
          bed.adherent * (direct + c[v.adhere + b] * (fast + slow) - bed.adhere * (s1 + s2));
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

}  // namespace cellroute::body
