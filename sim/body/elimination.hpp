// (sigma I - J)^-1 r for the body's equations, organ by organ.
//
// Tissue states of a bed see the rest of the body only through the inflow J and the circulating
// cells C of their compartment, so they are eliminated by hand and leave, for each population, a
// small sparse matrix over compartments (LuPlan). Populations meet only in the free sites g_T, g_A
// of each bed and, through plugging, in the flows: these couplings have low rank and are carried by
// the border unknowns theta = (occupied trap sites, adherent cells) of every bed,
//
//     (sigma I - J0 - U V^T) x = r,   theta = V^T x,   (I - V^T A^-1 U) theta = V^T A^-1 r,  A = sigma I -
//     J0.
//
// Running totals and label pools follow from the increments of the cells. J is exact, including the
// response of the network, so Rodas5P keeps its order. Where the coupling is weak - the rule: cells
// rarely meet - theta comes from the fixed-point iteration theta = V^T A^-1 (r + U theta), each turn
// one solve with A; a lane in which it has not settled after a few turns uses the border's own matrix.
#pragma once

#include <vector>

#include "sim/body/equations.hpp"

namespace cellroute::body {

template <class Real, int Fixed = 0>
class Elimination {
 public:
  explicit Elimination(const LayoutView& layout);

  /// Keeps the Jacobian at (t, y); y must stay valid and unchanged until the last solve.
  void linearise(const Real* c, const Real& t, const Real* y);
  /// df/dt at that point [states]: only label has any.
  const Real* time_derivative() const { return drift_.data(); }
  void factor(const Real& sigma);
  void solve(Real* r);
  const Surroundings<Real>& surroundings() const { return at_; }

 private:
  /// What a bed does to one population: answers of its eliminated states.
  struct BedResponse {
    Real fast, slow;                               // 1/(sigma + ...) of T1, T2
    Real return_fast, return_slow;                 // return to blood per unit right-hand side of T1, T2
    Real inflow_adherent, inflow_occupied;         // dA and d(occupied) per unit inflow
    Real trap_node, trap_adherent, trap_occupied;  // answers to d g_T
    Real adhesion_node, adhesion_adherent, adhesion_occupied;  // answers to d g_A
  };
  struct DeadResponse {
    Real inflow_occupied, trap_node, trap_occupied;
  };
  /// Factors of a bed that all populations share.
  struct BedInverse {
    Real adhere;                   // k_adh g_A
    Real adherent, homed, lodged;  // 1/(sigma + ...) of A, H, X
    Real return_adherent;          // return to blood per unit right-hand side of A
    Real blood_adherent;           // dA per unit dC
    Real keep_trapped;             // d(T + X) per unit dT, from cells that die in place
    Real keep_adherent;            // dX per unit dA
  };

  int populations() const { return equations_.populations(); }
  int carriers() const { return equations_.carriers(); }
  int at(int bed, int k) const { return bed * populations() + k; }
  void respond();
  void assemble();
  void build_border();
  void solve_border(Real* theta);
  /// added = A^-1 U theta on the compartments, and the inflows J that belong to node + added.
  void apply_border(const Real* theta, const Real* node, const Real* depots, Real* total);
  /// Inflows caused by circulating increments, depots' increments (may be null) and changed rates (may be
  /// null).
  void inflow(const Real* C, const Real* depots, const Real* rate_change, Real* J) const;
  void rates_from_flows(const Real* plugging_change, Real* rate_change) const;
  /// Right-hand side of the compartments from changed rates.
  void push_rates(const Real* rate_change, Real* node) const;
  /// theta += what increments C and inflows J do to the sites.
  void occupy(const Real* C, const Real* J, Real* theta) const;
  void occupy_answers(Real* theta) const;
  void occupy_own(const Real* r, Real* theta) const;
  void expand(const Real* C, const Real* J, const Real* trap_change, const Real* adhesion_change,
              Real* r) const;
  void solve_tail(Real* r, const Real* trapped_dead);

  const LayoutView& v;
  Equations<Real, Fixed> equations_;
  const Real* c_ = nullptr;
  const Real* y_ = nullptr;
  Real sigma_{};
  Surroundings<Real> at_;
  std::vector<Real> drift_, inflow_, sensitivity_, age_, no_age_, matrices_, border_, node_, added_, J_,
      pass_, work_, other_;
  std::vector<BedResponse> beds_;
  std::vector<DeadResponse> dead_;
  std::vector<BedInverse> shared_;
  // pass_: inflow that reaches a compartment's blood, per inflow [nodes][carriers]
  static constexpr int turns = 4, fixed_carriers = Fixed > 0 ? Fixed + 1 : 0;
  bool border_built_ = false;
  Real rate_change_[64], trap_change_[circulation::max_beds], adhesion_change_[circulation::max_beds];
  Real trap_slope_[circulation::max_beds], adhesion_slope_[circulation::max_beds];  // d g / d theta
  Real depot_inverse_[2][depot_kinds];                                              // living, dead
};

}  // namespace cellroute::body

#include "sim/body/elimination_border.hpp"
#include "sim/body/elimination_factor.hpp"
#include "sim/body/elimination_solve.hpp"
