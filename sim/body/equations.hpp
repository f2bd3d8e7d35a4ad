// The right-hand side: cells, sites, label. Written for one number or for eight side by side.
//
// For population k in compartment n with bed b (docs/equations.md, section 2):
//
//     J   = sum over edges into n of Q c_from + dose entering here
//     F_T = Em g_T J                       F_A = (J - F_T) (1 - exp(-lambda L)) g_A
//     dC  = J - F_T - F_A + k1 T1 + k2 T2 + k_off A - (kappa g_A + l_C + Q_out/V) C
//     dT1 = phi F_T - (k1 + k_adh g_A + l_T) T1,     dT2 likewise with 1 - phi and k2
//     dA  = F_A + kappa g_A C + k_adh g_A (T1 + T2) - (k_off + k_mig + l_A) A
//     dH  = k_mig A - l_H H
//     dX  = s (l_T (T1 + T2) + l_A A + l_H H) - k_clr X
//     g_T = max(0, 1 - sum w (T + X)/N_trap),  g_A = max(0, 1 - sum A/N_adhesion)
//
// Every loss is added to `lost` from its own rate; label follows in label_flow.
#pragma once

#include <vector>

#include "sim/body/layout.hpp"
#include "sim/numerics/lanes.hpp"

namespace cellroute::body {

using numerics::abs;
using numerics::all;
using numerics::exp;
using numerics::fma;
using numerics::max;
using numerics::min;
using numerics::select;

/// Class-independent factors of one right-hand side: free sites, flows, rates along the edges.
template <class Real>
struct Surroundings {
  Real trap_free[circulation::max_beds], adhesion_free[circulation::max_beds];  // g_T, g_A
  Real plugging[circulation::max_beds];                                         // S
  circulation::State<Real> circulation;
  Real rate[64];  // [1/s] along each edge
  Real out[40];   // [1/s] out of each node
};

/// `Fixed` is the number of populations when it is known to the compiler, else 0.
template <class Real, int Fixed = 0>
class Equations {
 public:
  explicit Equations(const LayoutView& layout)
      : v(layout), inflow_(v.nodes * v.carriers), age_(v.populations), label_(v.populations) {}

  const LayoutView& v;
  int populations() const { return Fixed > 0 ? Fixed : v.populations; }
  int carriers() const { return populations() + 1; }

  /// Network, free sites and edge rates at a state. `sensitivity` as in circulation::solve.
  void surroundings(const Real* c, const Real* y, Surroundings<Real>& s, Real* sensitivity) const;
  /// f(t, y). Leaves the inflows J behind.
  void derivative(const Real* c, const Real& t, const Real* y, Real* f, Surroundings<Real>& s);
  /// J [cell/s] of the last derivative, as [nodes][carriers].
  const Real* inflow() const { return inflow_.data(); }
  /// Rows of the label pools and running totals, given fluxes linear in x: used with the state for the
  /// right-hand side and with its increments for the Jacobian. `trapped_dead` is F_T of dead cells [beds].
  /// `age` is exp(-leak (t - label time)) for each population.
  void tail(const Real* c, const Real* x, const Real* age, const Real* trapped_dead, Real* rows);
  /// Label entering with the dose, into the label rows.
  void infuse_label(const Real* c, const Real* age, Real* rows) const;
  /// exp(-leak (t - label time)) for each population; 1 before labelling.
  void label_age(const Real* c, const Real& t, Real* age) const;
  /// Cells that leave a depot, into the inflows of the compartments that take them.
  void drain_depots(const Real* c, const Real* depots, Real* J) const;

 private:
  std::vector<Real> inflow_, age_, label_;
};

template <class Real, int Fixed>
void Equations<Real, Fixed>::surroundings(const Real* c, const Real* y, Surroundings<Real>& s,
                                          Real* sensitivity) const {
  const Real zero(0.0), one(1.0);
  for (int b = 0; b < v.beds; ++b) {
    const Real* fast = y + v.in_tissue(b, trapped_fast, 0);
    const Real* slow = y + v.in_tissue(b, trapped_slow, 0);
    const Real* stuck = y + v.in_tissue(b, adherent, 0);
    const Real* dead = y + v.in_tissue(b, lodged, 0);
    Real occupied = c[v.dead_weight] * y[v.dead_lodged + b], adherent_cells = zero;
    for (int k = 0; k < populations(); ++k) {
      occupied = fma(c[v.weight + k], fast[k] + slow[k] + dead[k], occupied);
      adherent_cells = adherent_cells + stuck[k];
    }
    s.trap_free[b] = max(zero, one - occupied * c[v.inverse_trap_sites + b]);
    s.adhesion_free[b] = max(zero, one - adherent_cells * c[v.inverse_adhesion_sites + b]);
    s.plugging[b] = occupied * c[v.inverse_paths + b];
  }
  const auto& network = *reinterpret_cast<const circulation::Network<Real>*>(c + v.network);
  if (v.territories == 1) {
    circulation::solve<1>(network, s.plugging, s.circulation, sensitivity);
  } else {
    circulation::solve<2>(network, s.plugging, s.circulation, sensitivity);
  }
  for (int n = 0; n < v.nodes; ++n) s.out[n] = zero;
  const Real through = c[v.arterial_space_flow];
  for (int e = 0; e < v.edges; ++e) {
    const Edge& edge = v.edge[e];
    Real q = max(zero, Real(edge.sign) * s.circulation.flow[edge.flow]);
    if (edge.share == 1) q = q * (one - through);
    if (edge.share == 2) q = q * through;
    s.rate[e] = q * c[v.inverse_volume + edge.from];
    s.out[edge.from] = s.out[edge.from] + s.rate[e];
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::label_age(const Real* c, const Real& t, Real* age) const {
  for (int k = 0; k < populations(); ++k) {
    age[k] = exp(-(c[v.leak] * max(Real(0.0), t - c[v.label_time + k])));
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::drain_depots(const Real* c, const Real* depots, Real* J) const {
  const int spleen_node = v.node_of_bed[circulation::spleen];
  for (int k = 0; k < carriers(); ++k) {
    Real& spleen = J[v.circulating(spleen_node, k)];
    spleen = fma(c[v.washout + spleen_depot], depots[spleen_depot * carriers() + k], spleen);
  }
  for (int z = 0; z < circulation::zones * v.territories; ++z) {
    const int bed = circulation::bed_of(z / circulation::zones, circulation::zone1 + z % circulation::zones);
    const Real share = c[v.depot_to_zone + z] * c[v.washout + liver_depot];
    for (int k = 0; k < carriers(); ++k) {
      Real& zone = J[v.circulating(v.node_of_bed[bed], k)];
      zone = fma(share, depots[liver_depot * carriers() + k], zone);
    }
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::derivative(const Real* c, const Real& t, const Real* y, Real* f,
                                        Surroundings<Real>& s) {
  surroundings(c, y, s, nullptr);
  const Real zero(0.0), one(1.0);
  const int P = populations(), carriers = P + 1;
  Real* J = inflow_.data();
  for (int i = 0; i < v.nodes * carriers; ++i) J[i] = zero;
  for (int p = 0; p < entry_points; ++p) {
    if (v.entry_node[p] < 0) continue;
    for (int k = 0; k < carriers; ++k) {
      Real& into = J[v.circulating(v.entry_node[p], k)];
      into = into + c[v.dose_at(p, k)];
    }
  }
  for (int e = 0; e < v.edges; ++e) {
    const Real rate = s.rate[e];
    const Real* from = y + v.circulating(v.edge[e].from, 0);
    Real* to = J + v.circulating(v.edge[e].to, 0);
    for (int k = 0; k < carriers; ++k) to[k] = fma(rate, from[k], to[k]);
  }
  if (v.depots > 0) {
    drain_depots(c, y + v.depot, J);
    const int enters[depot_kinds] = {enter_spleen_depot, enter_liver_depot};
    for (int d = 0; d < depot_kinds; ++d) {
      for (int k = 0; k < carriers; ++k) {
        const Real leaves = k < P ? c[v.washout + d] + c[v.depot_loss + d] : c[v.washout + d];
        const int i = v.in_depot(d, k);
        f[i] = c[v.dose_at(enters[d], k)] - leaves * y[i];
      }
    }
  }

  const Real phi = c[v.fast_share], slow_share = one - phi, stays = c[v.lodged_share];
  for (int n = 0; n < v.nodes; ++n) {
    const int b = v.bed_of_node[n], first = v.circulating(n, 0), dead = first + P;
    const Real leaves = s.out[n] + c[v.loss_circulating + n];
    if (b < 0) {
      for (int k = 0; k < P; ++k) f[first + k] = J[first + k] - leaves * y[first + k];
      f[dead] = J[dead] - s.out[n] * y[dead];
      continue;
    }
    const Real trap = s.trap_free[b], adhesion = s.adhesion_free[b];
    const Real filter = c[v.filter + b] * adhesion, catching = c[v.kappa + b] * adhesion;
    const Real adhere = c[v.adhere + b] * adhesion;
    const Real detach = c[v.detach + b], migrate = c[v.migrate + b], clear = c[v.clearance + b];
    const Real die_trapped = c[v.loss_trapped + b], die_adherent = c[v.loss_adherent + b],
               die_homed = c[v.loss_homed + b];
    const Real* E = c + v.extraction + b * P;
    const Real* k1 = c + v.release_fast + b * P;
    const Real* k2 = c + v.release_slow + b * P;
    const int i = v.in_tissue(b, 0, 0);
    for (int k = 0; k < P; ++k) {
      const Real C = y[first + k], in = J[first + k];
      const Real fast = y[i + trapped_fast * P + k], slow = y[i + trapped_slow * P + k];
      const Real stuck = y[i + adherent * P + k], home = y[i + homed * P + k], corpse = y[i + lodged * P + k];
      const Real arrested = E[k] * trap * in;  // F_T
      const Real passing = in - arrested;
      const Real filtered = passing * filter;  // F_A
      const Real caught = catching * C;        // kappa g_A C
      const Real fast_out = k1[k] * fast, slow_out = k2[k] * slow;
      const Real detached = detach * stuck, migrated = migrate * stuck;
      const Real lost_fast = die_trapped * fast, lost_slow = die_trapped * slow;
      const Real lost_adherent = die_adherent * stuck, lost_homed = die_homed * home;
      f[first + k] = passing - filtered + fast_out + slow_out + detached - caught - leaves * C;
      f[i + trapped_fast * P + k] = phi * arrested - fast_out - lost_fast - adhere * fast;
      f[i + trapped_slow * P + k] = slow_share * arrested - slow_out - lost_slow - adhere * slow;
      f[i + adherent * P + k] =
          filtered + caught + adhere * (fast + slow) - detached - migrated - lost_adherent;
      f[i + homed * P + k] = migrated - lost_homed;
      f[i + lodged * P + k] = stays * (lost_fast + lost_slow + lost_adherent + lost_homed) - clear * corpse;
    }
    const Real arrested = c[v.dead_extraction + b] * trap * J[dead];
    f[dead] = J[dead] - arrested - (s.out[n] + clear) * y[dead];
    f[v.dead_lodged + b] = arrested - clear * y[v.dead_lodged + b];
  }
  Real trapped_dead[circulation::max_beds];
  label_age(c, t, age_.data());
  for (int b = 0; b < v.beds; ++b) {
    trapped_dead[b] = c[v.dead_extraction + b] * s.trap_free[b] * J[v.circulating(v.node_of_bed[b], P)];
  }
  tail(c, y, age_.data(), trapped_dead, f);
  infuse_label(c, age_.data(), f);
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::infuse_label(const Real* c, const Real* age, Real* rows) const {
  Real in_living(0.0), in_free(0.0);
  for (int k = 0; k < carriers(); ++k) {
    Real cells(0.0);
    for (int p = 0; p < entry_points; ++p) cells = cells + c[v.dose_at(p, k)];
    if (k == populations()) {
      rows[v.label_pool + dead_label] = rows[v.label_pool + dead_label] + c[v.dead_label_per_cell] * cells;
      in_free = fma(c[v.dead_label_unbound], cells, in_free);
    } else {
      const Real on_cell = c[v.label_per_cell + k];
      in_living = fma(on_cell * age[k], cells, in_living);
      in_free =
          fma(c[v.label_unbound + k] + on_cell - on_cell * age[k], cells, in_free);  // leaked before infusion
    }
  }
  rows[v.label_pool + living_label] = rows[v.label_pool + living_label] + in_living;
  rows[v.label_pool + free_label] = rows[v.label_pool + free_label] + in_free;
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::tail(const Real* c, const Real* x, const Real* age, const Real* trapped_dead,
                                  Real* rows) {
  const Real zero(0.0), one(1.0);
  const Real stays = c[v.lodged_share];
  const int P = populations();
  Real living_time[organ_count], zone_time[report_zones];
  Real label_lost(0.0), label_debris(0.0), dead_lost(0.0), cleared_dead(0.0);
  for (int o = 0; o < organ_count; ++o) living_time[o] = zero;
  for (int z = 0; z < report_zones; ++z) zone_time[z] = zero;
  for (int i = v.lost; i < v.lost + organ_count * P; ++i) rows[i] = zero;
  for (int k = 0; k < P; ++k) label_[k] = c[v.label_per_cell + k] * age[k];

  for (int n = 0; n < v.nodes; ++n) {
    const int o = v.organ_of_node[n];
    const Real rate = c[v.loss_circulating + n];
    const Real* C = x + v.circulating(n, 0);
    Real* lost = rows + v.lost_in(o, 0);
    Real cells = zero, label = zero;
    for (int k = 0; k < P; ++k) {
      const Real dying = rate * C[k];
      lost[k] = lost[k] + dying;
      label = fma(label_[k], dying, label);
      cells = cells + C[k];
    }
    label_debris = label_debris + label;
    label_lost = label_lost + label;
    living_time[o] = living_time[o] + cells;
    const int b = v.bed_of_node[n];
    if (b >= 0 && v.zone_of_bed[b] >= 0) zone_time[v.zone_of_bed[b]] = zone_time[v.zone_of_bed[b]] + cells;
  }
  const Real dead_label_each = c[v.dead_label_per_cell];
  for (int b = 0; b < v.beds; ++b) {
    const int o = v.organ_of_bed[b], i = v.in_tissue(b, 0, 0);
    const Real die_trapped = c[v.loss_trapped + b], die_adherent = c[v.loss_adherent + b],
               die_homed = c[v.loss_homed + b];
    Real* lost = rows + v.lost_in(o, 0);
    Real cells = zero, label = zero;
    for (int k = 0; k < P; ++k) {
      const Real trapped = x[i + trapped_fast * P + k] + x[i + trapped_slow * P + k];
      const Real stuck = x[i + adherent * P + k], home = x[i + homed * P + k];
      const Real dying = fma(die_trapped, trapped, fma(die_adherent, stuck, die_homed * home));
      lost[k] = lost[k] + dying;
      label = fma(label_[k], dying, label);
      cells = cells + trapped + stuck + home;
    }
    label_lost = label_lost + label;
    label_debris = label_debris + (one - stays) * label;
    living_time[o] = living_time[o] + cells;
    if (v.zone_of_bed[b] >= 0) zone_time[v.zone_of_bed[b]] = zone_time[v.zone_of_bed[b]] + cells;

    const Real cleared = c[v.clearance + b];
    const Real swept = cleared * x[v.circulating(v.node_of_bed[b], P)];  // dead cells taken out of the blood
    cleared_dead = cleared_dead + swept + cleared * x[v.dead_lodged + b];
    dead_lost = dead_lost + trapped_dead[b] + swept;
    label_debris = fma(dead_label_each, swept, label_debris);
    rows[v.label_lodged + b] =
        stays * label + dead_label_each * trapped_dead[b] - cleared * x[v.label_lodged + b];
  }
  if (v.depots > 0) {
    const int organ[depot_kinds] = {circulation::spleen, liver_organ};
    for (int d = 0; d < depot_kinds; ++d) {
      for (int k = 0; k < P; ++k) {
        const Real waiting = x[v.in_depot(d, k)], dying = c[v.depot_loss + d] * waiting;
        rows[v.lost_in(organ[d], k)] = rows[v.lost_in(organ[d], k)] + dying;
        label_debris = fma(label_[k], dying, label_debris);
        label_lost = fma(label_[k], dying, label_lost);
        living_time[organ[d]] = living_time[organ[d]] + waiting;
      }
    }
  }

  const Real debris = x[v.label_pool + debris_label], loose = x[v.label_pool + free_label];
  Real taken(0.0), given_back(0.0), set_free(0.0);
  for (int o = 0; o < tissue_organs; ++o) {
    const Real taken_here = c[v.uptake + o] * debris;
    const Real leaked = c[v.retained_leak] * x[v.label_retained + o];
    rows[v.label_retained + o] = taken_here - leaked;
    taken = taken + taken_here;
    given_back = given_back + leaked;
  }
  for (int b = 0; b < v.beds; ++b) {
    const Real freed = c[v.clearance + b] * x[v.label_lodged + b];
    const int o = v.label_retained + v.organ_of_bed[b];
    rows[o] = fma(c[v.retained_share], freed, rows[o]);
    set_free = fma(one - c[v.retained_share], freed, set_free);
  }
  const Real leaked = c[v.leak] * x[v.label_pool + living_label];
  const Real excreted = c[v.excretion] * loose, bound = c[v.binding] * loose;
  rows[v.label_pool + debris_label] = label_debris + set_free - taken;
  rows[v.label_pool + free_label] = leaked + given_back - excreted - bound;
  rows[v.label_pool + bound_label] = bound;
  rows[v.label_pool + excreted_label] = excreted;
  rows[v.label_pool + living_label] = -leaked - label_lost;
  rows[v.label_pool + dead_label] = -(dead_label_each * dead_lost);
  rows[v.dead_cleared] = cleared_dead;
  for (int o = 0; o < organ_count; ++o) rows[v.living_time + o] = living_time[o];
  for (int z = 0; z < report_zones; ++z) {
    rows[v.zone_time + z] = zone_time[z];
    rows[v.kupffer_time + z] = c[v.kupffer + z] * zone_time[z];
  }
}

}  // namespace cellroute::body
