// The right-hand side: cells, sites, label. Written for one scenario or for eight side by side, and for
// populations one by one or in rows (classes.hpp).
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

#include "sim/body/classes.hpp"

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
  static constexpr int beds = (circulation::max_beds + numerics::lane_count - 1) / numerics::lane_count *
                              numerics::lane_count;  // whole rows
  Real trap_free[beds], adhesion_free[beds];         // g_T, g_A
  Real plugging[beds]{};                             // S
  circulation::State<Real> circulation;
  Real rate[64];  // [1/s] along each edge
  Real out[40];   // [1/s] out of each node
};

template <class Real, int Fixed = 0>
class Equations {
 public:
  explicit Equations(const LayoutView& layout)
      : v(layout),
        classes_(layout),
        inflow_(v.nodes * v.carrier_stride, Real(0.0)),
        age_(v.carrier_stride, Real(0.0)),
        label_(v.carrier_stride, Real(0.0)),
        more_label_(v.carrier_stride, Real(0.0)),
        sums_((organ_count + report_zones + 1) * v.carrier_stride, Real(0.0)) {}

  const LayoutView& v;
  const Classes<Real, Fixed>& classes() const { return classes_; }

  /// Pressures near those to come, for the network to begin with (null: at rest). They stay the caller's.
  void expect(const Real* pressures) { guess_ = pressures; }
  /// Network, free sites and edge rates at a state. `sensitivity` as in circulation::solve.
  void surroundings(const Real* c, const Real* y, Surroundings<Real>& s, Real* sensitivity) const;
  /// f(t, y). Leaves the inflows J behind.
  void derivative(const Real* c, const Real& t, const Real* y, Real* f, Surroundings<Real>& s);
  /// Its rows of cells alone, where the surroundings are known.
  void cells(const Real* c, const Real* y, Real* f, const Surroundings<Real>& s);
  /// F_T of dead cells [beds], from the inflows the last derivative left.
  void trap_dead(const Real* c, const Surroundings<Real>& s, Real* trapped) const;
  /// J [cell/s] of the last derivative, as [nodes][carriers].
  const Real* inflow() const { return inflow_.data(); }
  /// Rows of the label pools and running totals at state x, and of what the increments `more` of the
  /// cells (may be null) add to them. `trapped_dead` is F_T of dead cells [beds]. `age` is
  /// exp(-leak (t - label time)) for each population.
  void tail(const Real* c, const Real* x, const Real* age, const Real* more, const Real* more_age,
            const Real* trapped_dead, Real* rows);
  /// How the label rows change with time at state x, `aging` being the change of `age`.
  void label_drift(const Real* c, const Real* x, const Real* aging, Real* rows);
  /// Label entering with the dose, into the label rows.
  void infuse_label(const Real* c, const Real* age, Real* rows) const;
  /// exp(-leak (t - label time)) for each population; 1 before labelling.
  void label_age(const Real* c, const Real& t, Real* age) const;
  /// Cells that leave a depot, into the inflows of the compartments that take them.
  void drain_depots(const Real* c, const Real* depots, Real* J) const;
  /// J += the cells on their way along the edges.
  void carry(const Real* rate, const Real* C, Real* J) const;

 private:
  using Along = Row<Real>;
  static constexpr int width = Classes<Real, Fixed>::width;
  void tissues(const Real* c, const Real* y, Real* f, const Surroundings<Real>& s) const;
  void label_on_cells(const Real* c, const Real* age, Real* label) const;

  Classes<Real, Fixed> classes_;
  const Real* guess_ = nullptr;
  Numbers<Real> inflow_, age_, label_, more_label_, sums_;
};

template <class Real, int Fixed>
void Equations<Real, Fixed>::surroundings(const Real* c, const Real* y, Surroundings<Real>& s,
                                          Real* sensitivity) const {
  const Real zero(0.0), one(1.0);
  const int P = classes_.populations(), S = classes_.class_stride();
  for (int b = 0; b < v.beds; ++b) {
    const Real* tissue = y + v.in_tissue(b, 0, 0);
    Real occupied = zero, adherent_cells = zero;
    for (int k = 0; k < classes_.end(); k += width) {
      const Along lodging = row(tissue + trapped_fast * S + k) + row(tissue + trapped_slow * S + k) +
                            row(tissue + lodged * S + k);
      occupied = classes_.add(occupied, row(c + v.weight + k) * lodging, k, classes_.lodging());
      adherent_cells = classes_.add(adherent_cells, row(tissue + adherent * S + k), k, P);
    }
    if constexpr (!Classes<Real, Fixed>::side_by_side)
      occupied = occupied + c[v.dead_weight] * y[v.dead_in(b)];
    s.trap_free[b] = max(zero, one - occupied * c[v.inverse_trap_sites + b]);
    s.adhesion_free[b] = max(zero, one - adherent_cells * c[v.inverse_adhesion_sites + b]);
    s.plugging[b] = occupied * c[v.inverse_paths + b];
  }
  const auto& network = *reinterpret_cast<const circulation::Network<Real>*>(c + v.network);
  alignas(64) Real thinned[Classes<Real, Fixed>::whole(circulation::max_beds)];
  for (int b = 0; b < v.beds; b += width)
    put(thinned + b, exp(-(row(network.exponent + b) * row(s.plugging + b))));
  if (v.territories == 1) {
    circulation::solve_thinned<1>(network, thinned, s.circulation, sensitivity, guess_);
  } else {
    circulation::solve_thinned<2>(network, thinned, s.circulation, sensitivity, guess_);
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
void Equations<Real, Fixed>::drain_depots(const Real* c, const Real* depots, Real* J) const {
  const int stride = classes_.carrier_stride();
  const auto pour = [&](Along share, int depot, int node) {
    for (int k = 0; k < stride; k += width) {
      Real* into = J + v.circulating(node, k);
      put(into, fma(share, row(depots + depot * stride + k), row(into)));
    }
  };
  pour(c[v.washout + spleen_depot], spleen_depot, v.node_of_bed[circulation::spleen]);
  for (int z = 0; z < circulation::zones * v.territories; ++z) {
    const int bed = circulation::bed_of(z / circulation::zones, circulation::zone1 + z % circulation::zones);
    pour(c[v.depot_to_zone + z] * c[v.washout + liver_depot], liver_depot, v.node_of_bed[bed]);
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::carry(const Real* rate, const Real* C, Real* J) const {
  const int stride = classes_.carrier_stride();
  constexpr int fixed = Classes<Real, Fixed>::fixed_rows, block = fixed > 0 ? fixed : 1;  // rows kept at hand
  for (int n = 0; n < v.nodes; ++n) {
    for (int k = 0; k < stride; k += block * width) {
      Real* into = J + n * stride + k;
      Along sum[block];
      for (int i = 0; i < block; ++i) sum[i] = row(into + i * width);
      for (int e = v.first_edge[n]; e < v.first_edge[n + 1]; ++e) {
        const Along along = rate[e];
        const Real* from = C + v.edge[e].from * stride + k;
        for (int i = 0; i < block; ++i) sum[i] = fma(along, row(from + i * width), sum[i]);
      }
      for (int i = 0; i < block; ++i) put(into + i * width, sum[i]);
    }
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::derivative(const Real* c, const Real& t, const Real* y, Real* f,
                                        Surroundings<Real>& s) {
  surroundings(c, y, s, nullptr);
  cells(c, y, f, s);
  Real trapped_dead[circulation::max_beds];
  trap_dead(c, s, trapped_dead);
  label_age(c, t, age_.data());
  tail(c, y, age_.data(), nullptr, nullptr, trapped_dead, f);
  infuse_label(c, age_.data(), f);
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::trap_dead(const Real* c, const Surroundings<Real>& s, Real* trapped) const {
  for (int b = 0; b < v.beds; ++b) {
    const int n = v.circulating(v.node_of_bed[b], classes_.populations());
    trapped[b] = c[v.dead_extraction_in(b)] * s.trap_free[b] * inflow_[n];
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::cells(const Real* c, const Real* y, Real* f, const Surroundings<Real>& s) {
  const int P = classes_.populations(), stride = classes_.carrier_stride();
  Real* J = inflow_.data();
  for (int i = 0; i < v.nodes * stride; i += width) put(J + i, Along(0.0));
  for (int p = 0; p < entry_points; ++p) {
    if (v.entry_node[p] < 0) continue;
    for (int k = 0; k < stride; k += width) {
      Real* into = J + v.circulating(v.entry_node[p], k);
      put(into, row(into) + row(c + v.dose_at(p, k)));
    }
  }
  carry(s.rate, y, J);
  if (v.depots > 0) {
    drain_depots(c, y + v.depot, J);
    const int enters[depot_kinds] = {enter_spleen_depot, enter_liver_depot};
    for (int d = 0; d < depot_kinds; ++d) {
      const Real washout = c[v.washout + d], leaves = washout + c[v.depot_loss + d];
      for (int k = 0; k < stride; k += width) {
        const bool dead = !Classes<Real, Fixed>::side_by_side && k == P;
        const Along rate = classes_.blend(dead ? washout : leaves, washout, k);
        put(f + v.in_depot(d, k), row(c + v.dose_at(enters[d], k)) - rate * row(y + v.in_depot(d, k)));
      }
    }
  }
  tissues(c, y, f, s);
}

/// Rows of the compartments and tissues, from the inflows.
template <class Real, int Fixed>
void Equations<Real, Fixed>::tissues(const Real* c, const Real* y, Real* f,
                                     const Surroundings<Real>& s) const {
  const Along one(1.0), phi = c[v.fast_share], slow_share = one - phi, stays = c[v.lodged_share];
  const Real* J = inflow_.data();
  const int P = classes_.populations(), S = classes_.class_stride();
  for (int n = 0; n < v.nodes; ++n) {
    const int b = v.bed_of_node[n], first = v.circulating(n, 0), dead = first + P;
    const Along leaves = s.out[n] + c[v.loss_circulating + n];
    if (b < 0) {
      for (int k = 0; k < classes_.end(); k += width) {
        put(f + first + k, row(J + first + k) - classes_.blend(leaves, s.out[n], k) * row(y + first + k));
      }
      if constexpr (!Classes<Real, Fixed>::side_by_side) f[dead] = J[dead] - s.out[n] * y[dead];
      continue;
    }
    const Real adhesion = s.adhesion_free[b];
    const Along trap = s.trap_free[b], filter = c[v.filter + b] * adhesion,
                catching = c[v.kappa + b] * adhesion;
    const Along adhere = c[v.adhere + b] * adhesion;
    const Along detach = c[v.detach + b], migrate = c[v.migrate + b], clear = c[v.clearance + b];
    const Along die_trapped = c[v.loss_trapped + b], die_adherent = c[v.loss_adherent + b],
                die_homed = c[v.loss_homed + b];
    const Along dead_leaves = s.out[n] + c[v.clearance + b];
    const Real* E = c + v.extraction + b * S;
    const Real* k1 = c + v.release_fast + b * S;
    const Real* k2 = c + v.release_slow + b * S;
    const Real* tissue = y + v.in_tissue(b, 0, 0);
    Real* change = f + v.in_tissue(b, 0, 0);
    for (int k = 0; k < classes_.end(); k += width) {
      const Along C = row(y + first + k), in = row(J + first + k);
      const Along fast = row(tissue + trapped_fast * S + k), slow = row(tissue + trapped_slow * S + k);
      const Along stuck = row(tissue + adherent * S + k), home = row(tissue + homed * S + k);
      const Along all_arrested = row(E + k) * trap * in;  // F_T
      const Along arrested = classes_.living(all_arrested, k);
      const Along passing = in - all_arrested;
      const Along filtered = classes_.living(passing * filter, k);  // F_A
      const Along caught = classes_.living(catching * C, k);        // kappa g_A C
      const Along fast_out = row(k1 + k) * fast, slow_out = row(k2 + k) * slow;
      const Along detached = detach * stuck, migrated = migrate * stuck;
      const Along lost_fast = die_trapped * fast, lost_slow = die_trapped * slow;
      const Along lost_adherent = die_adherent * stuck, lost_homed = die_homed * home;
      put(f + first + k, passing - filtered + fast_out + slow_out + detached - caught -
                             classes_.blend(leaves, dead_leaves, k) * C);
      put(change + trapped_fast * S + k, phi * arrested - fast_out - lost_fast - adhere * fast);
      put(change + trapped_slow * S + k, slow_share * arrested - slow_out - lost_slow - adhere * slow);
      put(change + adherent * S + k,
          filtered + caught + adhere * (fast + slow) - detached - migrated - lost_adherent);
      put(change + homed * S + k, migrated - lost_homed);
      const Along stay = stays * (lost_fast + lost_slow + lost_adherent + lost_homed);
      put(change + lodged * S + k,
          classes_.blend(stay, all_arrested, k) - clear * row(tissue + lodged * S + k));
    }
    if constexpr (!Classes<Real, Fixed>::side_by_side) {
      const Real arrested = c[v.dead_extraction_in(b)] * s.trap_free[b] * J[dead];
      f[dead] = J[dead] - arrested - dead_leaves * y[dead];
      f[v.dead_in(b)] = arrested - clear * y[v.dead_in(b)];
    }
  }
}

}  // namespace cellroute::body

#include "sim/body/equations_tail.hpp"
