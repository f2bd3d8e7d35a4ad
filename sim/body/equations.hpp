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

#include "sim/body/layout.hpp"
#include "sim/numerics/lanes.hpp"

namespace cellroute::body {

using numerics::abs;
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

template <class Real>
class Equations {
 public:
  explicit Equations(const LayoutView& layout) : v(layout) {}

  const LayoutView& v;

  /// Network, free sites and edge rates at a state. `sensitivity` as in circulation::solve.
  void surroundings(const Real* c, const Real* y, Surroundings<Real>& s, Real* sensitivity) const;
  /// f(t, y); `inflow`, when not null, receives J as [populations + 1][nodes].
  void derivative(const Real* c, const Real& t, const Real* y, Real* f, Surroundings<Real>& s, Real* inflow) const;
  /// Rows of the label pools and running totals, given fluxes linear in x: used with the state for the
  /// right-hand side and with its increments for the Jacobian. `trapped_dead` is F_T of dead cells [beds].
  /// `age` is exp(-leak (t - label time)) for each population.
  void tail(const Real* c, const Real* x, const Real* age, const Real* trapped_dead, Real* rows) const;
  /// Label entering with the dose, into the label rows.
  void infuse_label(const Real* c, const Real* age, Real* rows) const;
  /// exp(-leak (t - label time)) for each population; 1 before labelling.
  void label_age(const Real* c, const Real& t, Real* age) const;

  static constexpr int max_populations = 64;
};

template <class Real>
void Equations<Real>::surroundings(const Real* c, const Real* y, Surroundings<Real>& s, Real* sensitivity) const {
  const Real zero(0.0), one(1.0);
  for (int b = 0; b < v.beds; ++b) {
    Real occupied = c[v.dead_weight] * y[v.dead + v.nodes + b], adherent_cells = zero;
    for (int k = 0; k < v.populations; ++k) {
      const Real* x = y + k * v.stride + v.nodes + b * tissue_states;
      occupied = fma(c[v.weight + k], x[trapped_fast] + x[trapped_slow] + x[lodged], occupied);
      adherent_cells = adherent_cells + x[adherent];
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

template <class Real>
void Equations<Real>::label_age(const Real* c, const Real& t, Real* age) const {
  for (int k = 0; k < v.populations; ++k) {
    age[k] = exp(-(c[v.leak] * max(Real(0.0), t - c[v.label_time + k])));
  }
}

template <class Real>
void Equations<Real>::derivative(const Real* c, const Real& t, const Real* y, Real* f, Surroundings<Real>& s,
                                 Real* inflow) const {
  surroundings(c, y, s, nullptr);
  const Real zero(0.0), one(1.0);
  const Real phi = c[v.fast_share], slow = one - phi, stays = c[v.lodged_share];
  Real J[40];
  for (int k = 0; k <= v.populations; ++k) {
    const bool living = k < v.populations;
    const int base = living ? k * v.stride : v.dead;
    const Real* C = y + base;
    const Real* depot = y + base + v.nodes + (living ? tissue_states : 1) * v.beds;
    const Real* dose = c + v.dose + k * entry_points;
    for (int n = 0; n < v.nodes; ++n) J[n] = zero;
    for (int p = 0; p < entry_points; ++p) {
      if (v.entry_node[p] >= 0) J[v.entry_node[p]] = J[v.entry_node[p]] + dose[p];
    }
    for (int e = 0; e < v.edges; ++e) J[v.edge[e].to] = fma(s.rate[e], C[v.edge[e].from], J[v.edge[e].to]);
    if (v.depots > 0) {
      const Real from_spleen = c[v.washout + spleen_depot] * depot[spleen_depot];
      const Real from_liver = c[v.washout + liver_depot] * depot[liver_depot];
      const int spleen_node = v.node_of_bed[circulation::spleen];
      J[spleen_node] = J[spleen_node] + from_spleen;
      for (int z = 0; z < circulation::zones * v.territories; ++z) {
        const int n = v.node_of_bed[circulation::bed_of(z / circulation::zones, circulation::zone1 + z % circulation::zones)];
        J[n] = fma(c[v.depot_to_zone + z], from_liver, J[n]);
      }
      Real* df = f + base + v.nodes + (living ? tissue_states : 1) * v.beds;
      const Real loss_spleen = living ? c[v.depot_loss + spleen_depot] : zero;
      const Real loss_liver = living ? c[v.depot_loss + liver_depot] : zero;
      df[spleen_depot] = dose[enter_spleen_depot] - from_spleen - loss_spleen * depot[spleen_depot];
      df[liver_depot] = dose[enter_liver_depot] - from_liver - loss_liver * depot[liver_depot];
    }
    if (inflow != nullptr) {
      for (int n = 0; n < v.nodes; ++n) inflow[k * v.nodes + n] = J[n];
    }
    if (!living) {
      for (int n = 0; n < v.nodes; ++n) {
        const int b = v.bed_of_node[n];
        if (b < 0) {
          f[base + n] = J[n] - s.out[n] * C[n];
          continue;
        }
        const Real arrested = c[v.dead_extraction + b] * s.trap_free[b] * J[n];
        const Real cleared = c[v.clearance + b];
        f[base + n] = J[n] - arrested - (s.out[n] + cleared) * C[n];
        f[base + v.nodes + b] = arrested - cleared * y[base + v.nodes + b];
      }
      continue;
    }
    for (int n = 0; n < v.nodes; ++n) {
      const int b = v.bed_of_node[n];
      const Real leaves = s.out[n] + c[v.loss_circulating + n];
      if (b < 0) {
        f[base + n] = J[n] - leaves * C[n];
        continue;
      }
      const int i = base + v.nodes + b * tissue_states;
      const int kb = k * v.beds + b;
      const Real* x = y + i;
      const Real arrested = c[v.extraction + kb] * s.trap_free[b] * J[n];                       // F_T
      const Real passing = J[n] - arrested;
      const Real filtered = passing * (c[v.filter + b] * s.adhesion_free[b]);                     // F_A
      const Real caught = c[v.kappa + b] * s.adhesion_free[b] * C[n];                             // kappa g_A C
      const Real adhere = c[v.adhere + b] * s.adhesion_free[b];                                   // k_adh g_A
      const Real fast_out = c[v.release_fast + kb] * x[trapped_fast];
      const Real slow_out = c[v.release_slow + kb] * x[trapped_slow];
      const Real detached = c[v.detach + b] * x[adherent];
      const Real migrated = c[v.migrate + b] * x[adherent];
      const Real lost_fast = c[v.loss_trapped + b] * x[trapped_fast];
      const Real lost_slow = c[v.loss_trapped + b] * x[trapped_slow];
      const Real lost_adherent = c[v.loss_adherent + b] * x[adherent];
      const Real lost_homed = c[v.loss_homed + b] * x[homed];
      f[base + n] = passing - filtered + fast_out + slow_out + detached - caught - leaves * C[n];
      f[i + trapped_fast] = phi * arrested - fast_out - lost_fast - adhere * x[trapped_fast];
      f[i + trapped_slow] = slow * arrested - slow_out - lost_slow - adhere * x[trapped_slow];
      f[i + adherent] = filtered + caught + adhere * (x[trapped_fast] + x[trapped_slow]) - detached - migrated - lost_adherent;
      f[i + homed] = migrated - lost_homed;
      f[i + lodged] = stays * (lost_fast + lost_slow + lost_adherent + lost_homed) - c[v.clearance + b] * x[lodged];
    }
  }
  Real age[max_populations], trapped_dead[circulation::max_beds];
  label_age(c, t, age);
  // J still holds the dead cells' inflow.
  for (int b = 0; b < v.beds; ++b) trapped_dead[b] = c[v.dead_extraction + b] * s.trap_free[b] * J[v.node_of_bed[b]];
  tail(c, y, age, trapped_dead, f);
  infuse_label(c, age, f);
}

template <class Real>
void Equations<Real>::infuse_label(const Real* c, const Real* age, Real* rows) const {
  Real in_living(0.0), in_free(0.0);
  for (int k = 0; k <= v.populations; ++k) {
    const Real* dose = c + v.dose + k * entry_points;
    Real cells(0.0);
    for (int p = 0; p < entry_points; ++p) cells = cells + dose[p];
    if (k == v.populations) {
      rows[v.label_pool + dead_label] = rows[v.label_pool + dead_label] + c[v.dead_label_per_cell] * cells;
      in_free = fma(c[v.dead_label_unbound], cells, in_free);
    } else {
      const Real on_cell = c[v.label_per_cell + k];
      in_living = fma(on_cell * age[k], cells, in_living);
      in_free = fma(c[v.label_unbound + k] + on_cell - on_cell * age[k], cells, in_free);  // leaked before infusion
    }
  }
  rows[v.label_pool + living_label] = rows[v.label_pool + living_label] + in_living;
  rows[v.label_pool + free_label] = rows[v.label_pool + free_label] + in_free;
}

template <class Real>
void Equations<Real>::tail(const Real* c, const Real* x, const Real* age, const Real* trapped_dead, Real* rows) const {
  const Real zero(0.0), one(1.0);
  const Real stays = c[v.lodged_share];
  Real to_lodged[circulation::max_beds];  // label of cells that die in place and stay
  Real living_time[organ_count], zone_time[report_zones], contact[report_zones];
  Real label_lost(0.0), label_debris(0.0), dead_lost(0.0), cleared_dead(0.0);
  for (int b = 0; b < v.beds; ++b) to_lodged[b] = zero;
  for (int o = 0; o < organ_count; ++o) living_time[o] = zero;
  for (int z = 0; z < report_zones; ++z) zone_time[z] = contact[z] = zero;

  for (int k = 0; k < v.populations; ++k) {
    const Real* C = x + k * v.stride;
    const Real label = c[v.label_per_cell + k] * age[k];
    Real lost[organ_count];
    Real lost_here(0.0), debris_here(0.0);
    for (int o = 0; o < organ_count; ++o) lost[o] = zero;
    for (int n = 0; n < v.nodes; ++n) {
      const int o = v.organ_of_node[n];
      const Real lost_circulating = c[v.loss_circulating + n] * C[n];
      lost[o] = lost[o] + lost_circulating;
      debris_here = debris_here + lost_circulating;
      living_time[o] = living_time[o] + C[n];
    }
    for (int b = 0; b < v.beds; ++b) {
      const Real* q = C + v.nodes + b * tissue_states;
      const int o = v.organ_of_bed[b];
      const Real trapped = q[trapped_fast] + q[trapped_slow];
      const Real dying = fma(c[v.loss_trapped + b], trapped, fma(c[v.loss_adherent + b], q[adherent], c[v.loss_homed + b] * q[homed]));
      const Real held = trapped + q[adherent] + q[homed];
      lost[o] = lost[o] + dying;
      lost_here = lost_here + dying;
      to_lodged[b] = fma(label, dying, to_lodged[b]);
      living_time[o] = living_time[o] + held;
      const int z = v.zone_of_bed[b];
      if (z >= 0) {
        zone_time[z] = zone_time[z] + held + C[v.node_of_bed[b]];
        contact[z] = contact[z] + held + C[v.node_of_bed[b]];
      }
    }
    if (v.depots > 0) {
      const Real* depot = C + v.nodes + tissue_states * v.beds;
      const int organ[depot_kinds] = {circulation::spleen, liver_organ};
      for (int d = 0; d < depot_kinds; ++d) {
        const Real dying = c[v.depot_loss + d] * depot[d];
        lost[organ[d]] = lost[organ[d]] + dying;
        debris_here = debris_here + dying;
        living_time[organ[d]] = living_time[organ[d]] + depot[d];
      }
    }
    for (int o = 0; o < organ_count; ++o) rows[v.lost + o * v.populations + k] = lost[o];
    label_debris = fma(label, fma(one - stays, lost_here, debris_here), label_debris);
    label_lost = fma(label, lost_here + debris_here, label_lost);
  }

  const Real dead_label_each = c[v.dead_label_per_cell];
  for (int b = 0; b < v.beds; ++b) {
    const Real cleared = c[v.clearance + b];
    const Real swept = cleared * x[v.dead + v.node_of_bed[b]];  // dead cells taken out of the blood
    cleared_dead = cleared_dead + swept + cleared * x[v.dead + v.nodes + b];
    dead_lost = dead_lost + trapped_dead[b] + swept;
    label_debris = fma(dead_label_each, swept, label_debris);
    rows[v.label_lodged + b] = stays * to_lodged[b] + dead_label_each * trapped_dead[b] - cleared * x[v.label_lodged + b];
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
    rows[v.kupffer_time + z] = c[v.kupffer + z] * contact[z];
  }
}

}  // namespace cellroute::body
