// What the liver is to the vessels outside: a network with three ports.
//
// Whatever is inside, its flows follow from three conductances between the ports (a triangle), and a
// triangle of conductances equals a star:
//
//     g_a = (G_ap G_av + G_ap G_pv + G_av G_pv)/G_pv,    G_ap = g_a g_p/(g_a + g_p + g_v)
//
// and alike for the others. Source: A. E. Kennelly, Equivalence of triangles and three-pointed stars in
// conducting networks, Electrical World and Engineer 1899;34:413-414.
#pragma once

#include "models/liver/perfusion.hpp"

namespace cellroute {

/// Conductances [m3/(Pa s)] between the ports.
struct ThreePort {
  double artery_portal = 0;
  double artery_vein = 0;
  double portal_vein = 0;

  /// Flows at the ports [m3/s], positive the usual way, for pressures [Pa].
  PerTree flows(const PerTree& p) const {
    const double ap = artery_portal * (p[0] - p[1]), av = artery_vein * (p[0] - p[2]),
                 pv = portal_vein * (p[1] - p[2]);
    return {ap + av, pv - ap, av + pv};
  }
};

/// A port that is shut has a leg of 0. With two ports left the two legs share the resistance equally. Where
/// artery and portal vein meet nowhere but in the hepatic vein, that vein's leg is infinite (and alike for
/// the others).
inline StarConductance star(const ThreePort& g) {
  const double ap = g.artery_portal, av = g.artery_vein, pv = g.portal_vein;
  const double sum = ap * av + ap * pv + av * pv;
  if (sum == 0) {  // one path at most
    const double artery = 2 * (ap + av), portal = 2 * (ap + pv), vein = 2 * (av + pv);
    return {artery, portal, vein};
  }
  return {sum / pv, sum / av, sum / ap};
}

inline ThreePort triangle(const StarConductance& s) {
  const double sum = s.arterial + s.portal + s.venous;
  if (sum == 0) return {};
  return {s.arterial * s.portal / sum, s.arterial * s.venous / sum, s.portal * s.venous / sum};
}

}  // namespace cellroute
