// How the network of network.hpp is solved. Real is a number or a vector of numbers; exp, abs and
// max come with it.
#pragma once

#include <cmath>

#include "models/circulation/network.hpp"

namespace cellroute::circulation {

namespace detail {

using std::abs;
using std::exp;
inline double max(double a, double b) { return a > b ? a : b; }
inline double select(bool which, double a, double b) { return which ? a : b; }
inline bool all(bool truth) { return truth; }

/// Dense LU without pivoting: the matrix is that of a conductance network, diagonally dominant but
/// for the buffer's mild feedback.
template <int N, class Real>
void factor(Real (&K)[N][N]) {
  for (int k = 0; k < N; ++k) {
    K[k][k] = Real(1.0) / K[k][k];
    for (int i = k + 1; i < N; ++i) {
      K[i][k] = K[i][k] * K[k][k];
      for (int j = k + 1; j < N; ++j) K[i][j] = K[i][j] - K[i][k] * K[k][j];
    }
  }
}

template <int N, class Real>
void substitute(const Real (&K)[N][N], Real* b) {
  for (int i = 1; i < N; ++i) {
    for (int j = 0; j < i; ++j) b[i] = b[i] - K[i][j] * b[j];
  }
  for (int i = N - 1; i >= 0; --i) {
    for (int j = i + 1; j < N; ++j) b[i] = b[i] - K[i][j] * b[j];
    b[i] = b[i] * K[i][i];
  }
}

}  // namespace detail

template <int Territories, class Real>
void solve(const Network<Real>& net, const Real* S, State<Real>& state, Real* sensitivity,
           const Real* guess) {
  using detail::exp;
  Real thinned[bed_count(Territories)];
  for (int b = 0; b < bed_count(Territories); ++b) thinned[b] = exp(-(net.exponent[b] * S[b]));
  solve_thinned<Territories>(net, thinned, state, sensitivity, guess);
}

template <int Territories, class Real>
void solve_thinned(const Network<Real>& net, const Real* thinned, State<Real>& state, Real* sensitivity,
                   const Real* guess) {
  using detail::abs;
  using detail::all;
  using detail::exp;
  using detail::max;
  using detail::select;
  constexpr int nodes = first_sinusoid + Territories;
  constexpr int beds = bed_count(Territories);
  constexpr int flows = flow_count(Territories);
  constexpr int newton_steps = 8;
  constexpr double balanced = 1e-13;  // of the cardiac output
  const Real zero(0.0), one(1.0);

  // Conductances of the plugged beds.
  Real organ[5];
  for (int o = 0; o < 5; ++o) organ[o] = net.organ[o] * thinned[heart + o];
  const Real to_gut_g = net.gut * thinned[gut], to_spleen_g = net.spleen * thinned[spleen];
  Real arteriolar[Territories], venous[Territories], zonal[Territories];
  for (int t = 0; t < Territories; ++t) {
    arteriolar[t] = net.arteriolar_resistance[t] / thinned[bed_of(t, arterioles)];
    venous[t] = net.venules[t] * thinned[bed_of(t, venules)];
    Real resistance(0.0);
    for (int z = 0; z < zones; ++z) {
      resistance =
          resistance + Real(zone_fraction[z]) * net.sinusoidal_resistance[t] / thinned[bed_of(t, zone1 + z)];
    }
    zonal[t] = net.outlet_open[t] / resistance;
  }

  Real* p = state.pressure;
  for (int i = 0; i < nodes; ++i) p[i] = guess != nullptr ? guess[i] : net.start[i];
  Real K[nodes][nodes], tone(1.0), artery[Territories], residual[nodes];
  const Real gain = -(net.buffer / net.arterial_reference);  // d ln tone / d Q_PV
  const Real ra = net.right_atrial, flow_unit = one / net.cardiac_output;

  for (int step = 0;; ++step) {
    Real portal_flow(0.0);
    for (int t = 0; t < Territories; ++t)
      portal_flow = portal_flow + venous[t] * (p[portal] - p[first_sinusoid + t]);
    tone = exp(gain * (portal_flow - net.portal_reference));
    const Real shunt = net.arteriovenous_shunt * tone;
    Real slope(0.0);  // d(hepatic arterial outflow of the arterial node)/d ln tone
    Real by_tone[Territories];

    for (int i = 0; i < nodes; ++i) {
      residual[i] = zero;
      for (int j = 0; j < nodes; ++j) K[i][j] = zero;
    }
    const auto edge = [&](int i, int j, Real g) {  // between two unknown nodes
      const Real q = g * (p[i] - p[j]);
      residual[i] = residual[i] - q;
      residual[j] = residual[j] + q;
      K[i][i] = K[i][i] - g;
      K[j][j] = K[j][j] - g;
      K[i][j] = K[i][j] + g;
      K[j][i] = K[j][i] + g;
    };
    const auto drain = [&](int i, Real g) {  // to the right atrium
      residual[i] = residual[i] - g * (p[i] - ra);
      K[i][i] = K[i][i] - g;
    };
    residual[arterial] = net.cardiac_output;
    residual[portal] = net.source_portal + net.source_confluence;
    residual[splenic] = net.source_splenic;
    Real systemic(0.0);
    for (int o = 0; o < 5; ++o) systemic = systemic + organ[o];
    drain(arterial, systemic);
    edge(arterial, portal, to_gut_g);
    edge(arterial, splenic, to_spleen_g);
    edge(splenic, portal, net.spleno_portal);
    drain(splenic, net.splenic_collateral);
    drain(portal, net.portal_collateral);
    edge(portal, hepatic, net.portal_shunt);
    edge(arterial, hepatic, shunt);
    drain(hepatic, net.hepatic_vein);
    for (int t = 0; t < Territories; ++t) {
      const int sinus = first_sinusoid + t;
      const Real tonic = net.tone_resistance[t] / tone;
      artery[t] = one / (tonic + arteriolar[t]);
      by_tone[t] = artery[t] * artery[t] * tonic * (p[arterial] - p[sinus]);
      slope = slope + by_tone[t];
      residual[sinus] = residual[sinus] + net.source_sinusoid[t];
      edge(arterial, sinus, artery[t]);
      edge(portal, sinus, venous[t]);
      edge(sinus, hepatic, zonal[t]);
    }
    const Real shunt_by_tone = shunt * (p[arterial] - p[hepatic]);
    // The buffer: d ln tone = gain d Q_PV adds a rank-one block.
    const auto buffer_column = [&](int j, Real flow_slope) {
      const Real d = gain * flow_slope;
      K[arterial][j] = K[arterial][j] - (slope + shunt_by_tone) * d;
      K[hepatic][j] = K[hepatic][j] + shunt_by_tone * d;
      for (int t = 0; t < Territories; ++t)
        K[first_sinusoid + t][j] = K[first_sinusoid + t][j] + by_tone[t] * d;
    };
    Real all_venous(0.0);
    for (int t = 0; t < Territories; ++t) {
      buffer_column(first_sinusoid + t, -venous[t]);
      all_venous = all_venous + venous[t];
    }
    buffer_column(portal, all_venous);

    state.residual = zero;
    for (int i = 0; i < nodes; ++i) state.residual = max(state.residual, abs(residual[i]) * flow_unit);
    const auto settled = state.residual < Real(balanced);
    const bool last = step == newton_steps || all(settled);
    if (!last || sensitivity != nullptr) detail::factor<nodes>(K);
    if (last) break;
    detail::substitute<nodes>(K, residual);
    for (int i = 0; i < nodes; ++i) p[i] = select(settled, p[i], p[i] - residual[i]);
  }

  const auto flow_at = [&](int f, Real q) { state.flow[f] = q; };
  for (int o = 0; o < 5; ++o) flow_at(to_heart + o, organ[o] * (p[arterial] - ra));
  flow_at(to_gut, to_gut_g * (p[arterial] - p[portal]));
  flow_at(to_spleen, to_spleen_g * (p[arterial] - p[splenic]));
  flow_at(spleno_portal, net.spleno_portal * (p[splenic] - p[portal]));
  flow_at(splenic_collateral, net.splenic_collateral * (p[splenic] - ra));
  flow_at(portal_collateral, net.portal_collateral * (p[portal] - ra));
  flow_at(portal_shunt, net.portal_shunt * (p[portal] - p[hepatic]));
  const Real shunt_flow = net.arteriovenous_shunt * tone * (p[arterial] - p[hepatic]);
  flow_at(arteriovenous_shunt, shunt_flow);
  flow_at(hepatic_vein, net.hepatic_vein * (p[hepatic] - ra));
  Real arterial_total = shunt_flow, trunk = state.flow[portal_shunt] - net.source_portal;
  for (int t = 0; t < Territories; ++t) {
    const int sinus = first_sinusoid + t;
    const Real inflow = artery[t] * (p[arterial] - p[sinus]);
    arterial_total = arterial_total + inflow;
    flow_at(flow_of(t, arteriole), inflow);
    flow_at(flow_of(t, venule), venous[t] * (p[portal] - p[sinus]));
    trunk = trunk + state.flow[flow_of(t, venule)];
    const Real through = zonal[t] * (p[sinus] - p[hepatic]);
    flow_at(flow_of(t, outlet), through);
    flow_at(flow_of(t, sinusoid), through - (one - net.outlet_open[t]) * net.source_sinusoid[t]);
  }
  flow_at(hepatic_artery, arterial_total);
  flow_at(portal_trunk, trunk);
  const Real lung_g = net.lung * thinned[lung];
  const Real lung_total = lung_g + net.lung_shunt;
  flow_at(through_lung, net.cardiac_output * lung_g / lung_total);
  flow_at(lung_shunt, net.cardiac_output * net.lung_shunt / lung_total);
  state.pulmonary_artery = net.left_atrial + net.cardiac_output / lung_total;

  if (sensitivity == nullptr) return;
  // d flow/d S_b: the bed's own flow falls at fixed pressures, then the pressures answer.
  for (int b = 0; b < beds; ++b) {
    Real response[nodes];
    for (int i = 0; i < nodes; ++i) response[i] = zero;
    Real own(0.0);
    int own_flow = -1, own_second = -1;
    const auto loses = [&](int i, int j, Real dq) {  // flow i -> j changes by dq at fixed pressures
      response[i] = response[i] - dq;
      if (j >= 0) response[j] = response[j] + dq;
    };
    const Real m = net.exponent[b];
    if (b == lung) {
      const Real change = -(m * state.flow[through_lung] * state.flow[lung_shunt] / net.cardiac_output);
      for (int f = 0; f < flows; ++f) sensitivity[f * beds + b] = zero;
      sensitivity[through_lung * beds + b] = change;
      sensitivity[lung_shunt * beds + b] = -change;
      continue;
    }
    if (b >= heart && b <= rest) {
      own_flow = to_heart + (b - heart);
      own = -(m * state.flow[own_flow]);
      loses(arterial, -1, own);
    } else if (b == gut) {
      own_flow = to_gut;
      own = -(m * state.flow[to_gut]);
      loses(arterial, portal, own);
    } else if (b == spleen) {
      own_flow = to_spleen;
      own = -(m * state.flow[to_spleen]);
      loses(arterial, splenic, own);
    } else {
      const int t = (b - organ_beds) / territory_beds, which = (b - organ_beds) % territory_beds;
      const int sinus = first_sinusoid + t;
      if (which == venules) {
        own_flow = flow_of(t, venule);
        own = -(m * state.flow[own_flow]);
        loses(portal, sinus, own);
      } else if (which == arterioles) {
        own_flow = flow_of(t, arteriole);
        own = -(m * arteriolar[t] * artery[t] * state.flow[own_flow]);
        loses(arterial, sinus, own);
      } else {
        const int z = which - zone1;
        own_flow = flow_of(t, outlet);
        own_second = flow_of(t, sinusoid);
        const Real zone_r = Real(zone_fraction[z]) * net.sinusoidal_resistance[t] / thinned[b];
        own = -(m * zone_r * zonal[t] * state.flow[own_flow]);
        loses(sinus, hepatic, own);
      }
    }
    // A venule's own change also moves the tone at fixed pressures.
    Real log_tone(0.0);
    for (int t = 0; t < Territories; ++t) {
      if (own_flow == flow_of(t, venule)) log_tone = gain * own;
    }
    const auto tone_flow = [&](int t) {
      const Real tonic = net.tone_resistance[t] / tone;
      return artery[t] * tonic * state.flow[flow_of(t, arteriole)];
    };
    for (int t = 0; t < Territories; ++t) loses(arterial, first_sinusoid + t, tone_flow(t) * log_tone);
    loses(arterial, hepatic, shunt_flow * log_tone);

    detail::substitute<nodes>(K, response);
    Real dp[nodes];
    for (int i = 0; i < nodes; ++i) dp[i] = -response[i];
    for (int t = 0; t < Territories; ++t)
      log_tone = log_tone + gain * venous[t] * (dp[portal] - dp[first_sinusoid + t]);

    const auto put = [&](int f, Real dq) { sensitivity[f * beds + b] = dq; };
    for (int o = 0; o < 5; ++o) put(to_heart + o, organ[o] * dp[arterial]);
    put(to_gut, to_gut_g * (dp[arterial] - dp[portal]));
    put(to_spleen, to_spleen_g * (dp[arterial] - dp[splenic]));
    put(spleno_portal, net.spleno_portal * (dp[splenic] - dp[portal]));
    put(splenic_collateral, net.splenic_collateral * dp[splenic]);
    put(portal_collateral, net.portal_collateral * dp[portal]);
    put(portal_shunt, net.portal_shunt * (dp[portal] - dp[hepatic]));
    Real arterial_change =
        net.arteriovenous_shunt * tone * (dp[arterial] - dp[hepatic]) + shunt_flow * log_tone;
    put(arteriovenous_shunt, arterial_change);
    put(hepatic_vein, net.hepatic_vein * dp[hepatic]);
    for (int t = 0; t < Territories; ++t) {
      const int sinus = first_sinusoid + t;
      Real change = artery[t] * (dp[arterial] - dp[sinus]) + tone_flow(t) * log_tone;
      if (own_flow == flow_of(t, arteriole)) change = change + own;
      arterial_change = arterial_change + change;
      put(flow_of(t, arteriole), change);
      put(flow_of(t, venule), venous[t] * (dp[portal] - dp[sinus]));
      const Real through = zonal[t] * (dp[sinus] - dp[hepatic]);
      put(flow_of(t, outlet), through);
      put(flow_of(t, sinusoid), through);
    }
    put(hepatic_artery, arterial_change);
    put(through_lung, zero);
    put(lung_shunt, zero);
    Real trunk_change = sensitivity[portal_shunt * beds + b];
    if (own_flow >= 0 && own_flow != flow_of(0, arteriole) &&
        (Territories == 1 || own_flow != flow_of(Territories - 1, arteriole))) {
      sensitivity[own_flow * beds + b] = sensitivity[own_flow * beds + b] + own;
      if (own_second >= 0) sensitivity[own_second * beds + b] = sensitivity[own_second * beds + b] + own;
    }
    for (int t = 0; t < Territories; ++t)
      trunk_change = trunk_change + sensitivity[flow_of(t, venule) * beds + b];
    put(portal_trunk, trunk_change);
  }
}

}  // namespace cellroute::circulation
