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
// response of the network, so Rodas5P keeps its order. What a bed does to its own sites without a
// detour through the blood, M, is inverted exactly (two unknowns a bed); the rest is weak, and theta
// comes from the fixed-point iteration (I - M) theta = V^T A^-1 (r + U theta) - M theta, each turn one
// solve with A. A lane in which it has not settled after a few turns uses the border's own matrix.
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
  /// The same where r holds the rows of the cells alone and those of label pools and totals still lack
  /// f(t, y) at a stage: it is added on the way, once with the increments'.
  struct Stage {
    const Real* y;
    const Real* age;           // as in Equations::tail
    const Real* trapped_dead;  // [beds]
  };
  void solve(Real* r, const Stage& stage);
  /// Rows of the cells of f(t, y) where the Jacobian was taken [states].
  const Real* slope() const { return slope_.data(); }
  Equations<Real, Fixed>& equations() { return equations_; }
  const Surroundings<Real>& surroundings() const { return at_; }
  /// How well the border is solved in a lane; 1e-10 unless told.
  void settle_at(int lane, double sites) { settled_.set(lane, sites); }

 private:
  using Along = Row<Real>;
  using Side = Classes<Real, Fixed>;
  static constexpr int width = Side::width;
  /// What a bed does to one row of populations: answers of its eliminated states.
  struct BedResponse {
    Along fast, slow;                               // 1/(sigma + ...) of T1, T2
    Along return_fast, return_slow;                 // return to blood per unit right-hand side of T1, T2
    Along inflow_adherent, inflow_occupied;         // dA and d(occupied) per unit inflow
    Along trap_node, trap_adherent, trap_occupied;  // answers to d g_T
    Along adhesion_node, adhesion_adherent, adhesion_occupied;  // answers to d g_A
  };
  /// Factors of a bed that all populations share.
  struct BedInverse {
    Real adhere;                   // k_adh g_A
    Real adherent, homed, lodged;  // 1/(sigma + ...) of A, H, X
    Real return_adherent;          // return to blood per unit right-hand side of A
    Real blood_adherent;           // dA per unit dC
    Real keep_trapped;             // d(T + X) per unit dT, from cells that die in place
    Real keep_adherent;            // dX per unit dA
    // Answers of its sites, occupied and adherent, to a change of either, at once and (I - M)^-1.
    Real occupied_by_trap, occupied_by_adhesion, adherent_by_trap, adherent_by_adhesion;
    Real inverse[2][2];
  };

  int at(int bed, int k) const { return bed * classes_.rows() + k / width; }
  Along* rows(Numbers<Real>& numbers) const { return reinterpret_cast<Along*>(numbers.data()); }
  void solve_compartments(Numbers<Real>& node) const {
    numerics::lu_solve<Side::fixed_rows>(v.lu, matrices_.data(), rows(node), classes_.rows());
  }
  void respond();
  void assemble();
  void build_border();
  void solve_border(Real* theta);
  /// total = node + A^-1 U theta on the compartments, and the inflows J that belong to it.
  void apply_border(const Real* theta, const Real* depots);
  /// Adds the inflows caused by circulating increments and by those of depots (may be null).
  void inflow(const Real* C, const Real* depots, Real* J) const;
  void rates_from_flows(const Real* plugging_change, Real* rate_change) const;
  /// What changed rates do: the inflows they cause, and from them the compartments' right-hand side.
  void push_rates(const Real* rate_change, Real* J, Real* node) const;
  /// theta += what increments C and inflows J do to the sites.
  void occupy(const Real* C, const Real* J, Real* theta) const;
  /// theta += what the tissues' own right-hand sides do to the sites.
  void occupy_own(const Real* r, Real* theta) const;
  /// theta becomes (I - M)^-1 theta.
  void answer_locally(Real* theta) const;
  void expand(const Real* C, const Real* J, Real* r) const;
  void solve_cells(Real* r);
  void solve_tail(Real* r, const Stage* stage);

  const LayoutView& v;
  Classes<Real, Fixed> classes_;
  Equations<Real, Fixed> equations_;
  const Real* c_ = nullptr;
  const Real* y_ = nullptr;
  Real sigma_{};
  Surroundings<Real> at_;
  Numbers<Real> drift_, slope_, inflow_, sensitivity_, rate_by_flow_, flow_by_plugging_, age_, aging_,
      border_, node_, total_, J_, pass_, work_, other_;
  Numbers<Along> matrices_;
  Numbers<BedResponse> beds_;  // of the dead: answers of the blood and of lodged cells alone
  Numbers<BedInverse> shared_;
  // pass_: inflow that reaches a compartment's blood, per inflow [nodes][carriers]
  static constexpr int turns = 4;
  Real settled_{1e-10};  // change of the share of free sites at which the border has settled
  bool border_built_ = false;
  Real rate_change_[64], trap_change_[circulation::max_beds], adhesion_change_[circulation::max_beds];
  Real trap_slope_[circulation::max_beds], adhesion_slope_[circulation::max_beds];  // d g / d theta
  Real depot_inverse_[2][depot_kinds];                                              // living, dead
};

}  // namespace cellroute::body

#include "sim/body/elimination_border.hpp"
#include "sim/body/elimination_factor.hpp"
#include "sim/body/elimination_solve.hpp"
