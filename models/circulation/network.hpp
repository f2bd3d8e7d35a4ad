// The steady circulation: pressures at the nodes, flows along the edges.
//
//   venous --(pulmonary, intrapulmonary shunt)--> arterial
//   arterial --(heart, brain, kidney, marrow, rest)--> venous
//   arterial --gut--> confluence         arterial --spleen--> splenic vein --> confluence
//   splenic vein --collaterals--> venous        confluence --collaterals--> venous
//   confluence --portal trunk--> portal         (one pressure; collaterals leave before the trunk)
//   arterial --hepatic artery--> terminal arterioles --> sinusoid     (per territory)
//   portal --portal venules--> sinusoid --four zones--> hepatic vein --> venous
//   portal --intrahepatic shunt, TIPS--> hepatic vein     hepatic artery --AV shunt--> hepatic vein
//
// Each node obeys sum Q = 0 with Q = G (p_from - p_to). Cardiac output and right-atrial pressure are
// imposed; mean arterial pressure follows. Lodged particles raise a bed's resistance,
//
//     f = 1 - exp(-S),   S = sum_k w_k (T_k + X_k)/N_paths,   R = R0 (1 - f)^-m = R0 exp(m S)     (C1)
//
// and the hepatic arterial buffer scales the tone of the arterial bed above the arterioles,
//
//     Q_HA demand = Q_HA0 exp(-b (Q_PV - Q_PV0)/Q_HA0),   R_tone = R_tone0 / tone                 (C2)
//
// with Q_PV the portal flow into sinusoids (Lautt, PMC2981600; human range of b in docs/library.md).
// The system is solved inside every right-hand side by Newton steps, to an imbalance of 1e-13 of the
// cardiac output, so that it is a function of the plugged state whatever pressures the steps begin with.
// The imbalance left is reported.
#pragma once

namespace cellroute::circulation {

inline constexpr int zones = 4;
/// Volume (and resistance) fractions of the four sinusoidal tanks; the middle two are midzonal. Their
/// transit-time CV^2 is 0.2824, that of a dispersion number of 0.17.
inline constexpr double zone_fraction[zones] = {1.0 / 3, 0.21454, 1.0 / 3 - 0.21454, 1.0 / 3};

/// Beds that can plug, in the order of S. Territory t adds its own six after `spleen`.
enum Bed { lung, heart, brain, kidney, marrow, rest, gut, spleen, organ_beds };
enum TerritoryBed { venules, arterioles, zone1, zone2, zone3, zone4, territory_beds };
constexpr int bed_count(int territories) { return organ_beds + territories * territory_beds; }
constexpr int bed_of(int territory, int which) { return organ_beds + territory * territory_beds + which; }

/// Flows, in m3/s. Territory t adds its own four after `lung_shunt`.
enum Flow {
  to_heart,
  to_brain,
  to_kidney,
  to_marrow,
  to_rest,
  to_gut,
  to_spleen,
  spleno_portal,
  splenic_collateral,
  portal_collateral,
  portal_trunk,
  portal_shunt,
  arteriovenous_shunt,
  hepatic_artery,
  hepatic_vein,
  through_lung,
  lung_shunt,
  common_flows
};
enum TerritoryFlow { arteriole, venule, sinusoid, outlet, territory_flows };
constexpr int flow_count(int territories) { return common_flows + territories * territory_flows; }
constexpr int flow_of(int territory, int which) { return common_flows + territory * territory_flows + which; }

/// Nodes with an unknown pressure.
enum Node { arterial, splenic, portal, hepatic, first_sinusoid };

inline constexpr int max_territories = 2;
inline constexpr int max_beds = bed_count(max_territories);
inline constexpr int max_flows = flow_count(max_territories);
inline constexpr int max_nodes = first_sinusoid + max_territories;

/// Everything the network needs; conductances in m3/(s Pa). Every member is one Real, so that a
/// vector of these numbers is an array of Real.
template <class Real>
struct Network {
  Real cardiac_output, right_atrial, left_atrial;
  Real organ[5];  // heart, brain, kidney, marrow, rest
  Real gut, spleen, spleno_portal, splenic_collateral, portal_collateral, portal_trunk, portal_shunt,
      arteriovenous_shunt, hepatic_vein, lung, lung_shunt;
  Real tone_resistance[max_territories], arteriolar_resistance[max_territories], venules[max_territories],
      sinusoidal_resistance[max_territories];
  Real outlet_open[max_territories];  // 1, or 0 behind an inflated balloon
  // infused volume [m3/s]; at the trunk and at the confluence it meets the same pressure
  Real source_portal, source_confluence, source_splenic, source_sinusoid[max_territories];
  Real buffer, arterial_reference, portal_reference;  // b, Q_HA0, Q_PV0
  Real start[max_nodes];                              // resting pressures: where Newton starts
  Real exponent[max_beds];                            // m of each bed
};

template <class Real>
struct State {
  Real pressure[max_nodes];
  Real pulmonary_artery;
  Real flow[max_flows];
  Real residual;  // largest node imbalance over cardiac output
};

/// Solves the network for the plugging S [beds].
/// `sensitivity`, when not null, receives d flow / d S as [flow_count][bed_count], row-major.
/// `guess`, when not null, are pressures close to the answer; else Newton starts at rest.
template <int Territories, class Real>
void solve(const Network<Real>& network, const Real* S, State<Real>& state, Real* sensitivity,
           const Real* guess = nullptr);

/// The same, given by how much each bed's conductance has fallen: `thinned` [beds] is exp(-m S).
template <int Territories, class Real>
void solve_thinned(const Network<Real>& network, const Real* thinned, State<Real>& state, Real* sensitivity,
                   const Real* guess);

}  // namespace cellroute::circulation

#include "models/circulation/network_solve.hpp"
