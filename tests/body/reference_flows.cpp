// The reference's pressures and flows: linear for a given arterial tone, and the tone by bisection on (C2).
#include <Eigen/Dense>
#include <cmath>

#include "tests/body/reference_body.hpp"

namespace testing {

using namespace cellroute;
namespace c = circulation;
namespace b = body;

std::vector<ReferenceBody::Move> ReferenceBody::flows(double t, const std::vector<double>& S) const {
  const c::Network<double>& net = resting_.network;
  const int territories = static_cast<int>(shares_.size()), unknowns = 4 + territories;
  double to_portal = 0, to_trunk = 0, to_splenic = 0, to_sinusoid = 0;
  bool balloon = false;
  for (const Infusion& infusion : case_.regimen) {
    if (!runs(infusion, t)) continue;
    const double volume = infusion.volume / infusion.duration;
    if (infusion.route == "portal_vein" || infusion.route == "mesenteric_vein") to_portal += volume;
    if (infusion.route == "portal_vein") to_trunk += volume;
    if (infusion.route == "splenic_vein") to_splenic += volume;
    if (infusion.route == "hepatic_vein_retrograde") to_sinusoid += volume, balloon = true;
  }
  const auto thin = [&](int bed, const Tissue& tissue) {
    return std::exp(-tissue.plugging_exponent * S[bed]);
  };
  const double ra = p_.circulation.right_atrial_pressure;
  const double organ[5] = {
      net.organ[0] * thin(c::heart, p_.heart.tissue), net.organ[1] * thin(c::brain, p_.brain.tissue),
      net.organ[2] * thin(c::kidney, p_.kidney.tissue), net.organ[3] * thin(c::marrow, p_.marrow.tissue),
      net.organ[4] * thin(c::rest, p_.rest.tissue)};
  const double gut = net.gut * thin(c::gut, p_.gut.tissue),
               spleen = net.spleen * thin(c::spleen, p_.spleen.tissue);
  double venous[2], sinusoid[2], arteriole[2];
  for (int i = 0; i < territories; ++i) {
    venous[i] = net.venules[i] * thin(c::bed_of(i, c::venules), p_.liver.portal_venules);
    double resistance = 0;
    const double fraction[4] = {1.0 / 3, 0.21454, 1.0 / 3 - 0.21454, 1.0 / 3};
    for (int z = 0; z < 4; ++z)
      resistance +=
          fraction[z] * net.sinusoidal_resistance[i] / thin(c::bed_of(i, c::zone1 + z), p_.liver.sinusoids);
    sinusoid[i] = balloon && i == 0 ? 0 : 1 / resistance;
    arteriole[i] =
        net.arteriolar_resistance[i] / thin(c::bed_of(i, c::arterioles), p_.liver.terminal_arterioles);
  }
  // Pressures for a given tone are linear; the tone is found by bisection on (C2).
  enum { arterial, splenic, portal, hepatic, sinus };
  Eigen::VectorXd p;
  double artery[2], av = 0;
  const auto excess = [&](double log_tone) {
    Eigen::MatrixXd G = Eigen::MatrixXd::Zero(unknowns, unknowns);
    Eigen::VectorXd q = Eigen::VectorXd::Zero(unknowns);
    const auto join = [&](int i, int j, double g) {
      G(i, i) += g;
      G(j, j) += g;
      G(i, j) -= g;
      G(j, i) -= g;
    };
    const auto drain = [&](int i, double g) {
      G(i, i) += g;
      q(i) += g * ra;
    };
    q(arterial) += net.cardiac_output;
    q(portal) += to_portal;
    q(splenic) += to_splenic;
    q(sinus) += to_sinusoid;
    for (const double g : organ) drain(arterial, g);
    join(arterial, portal, gut);
    join(arterial, splenic, spleen);
    join(splenic, portal, net.spleno_portal);
    drain(splenic, net.splenic_collateral);
    drain(portal, net.portal_collateral);
    join(portal, hepatic, net.portal_shunt);
    av = net.arteriovenous_shunt * std::exp(log_tone);
    join(arterial, hepatic, av);
    drain(hepatic, net.hepatic_vein);
    for (int i = 0; i < territories; ++i) {
      artery[i] = 1 / (net.tone_resistance[i] / std::exp(log_tone) + arteriole[i]);
      join(arterial, sinus + i, artery[i]);
      join(portal, sinus + i, venous[i]);
      join(sinus + i, hepatic, sinusoid[i]);
    }
    p = G.fullPivLu().solve(q);
    double portal_flow = 0;
    for (int i = 0; i < territories; ++i) portal_flow += venous[i] * (p(portal) - p(sinus + i));
    return log_tone +
           p_.liver.buffer_response * (portal_flow - net.portal_reference) / net.arterial_reference;
  };
  double low = -8, high = 8;
  for (int i = 0; i < 60; ++i) (excess((low + high) / 2) < 0 ? low : high) = (low + high) / 2;
  excess((low + high) / 2);

  std::vector<Move> moves;
  const auto organ_node = [&](int bed) { return v_.node_of_bed[bed]; };
  const double lung_g = net.lung * thin(c::lung, p_.lung.tissue),
               lung = net.cardiac_output * lung_g / (lung_g + net.lung_shunt);
  moves.push_back({b::venous_pool, organ_node(c::lung), lung});
  moves.push_back({organ_node(c::lung), b::arterial_pool, lung});
  moves.push_back({b::venous_pool, b::arterial_pool, net.cardiac_output - lung});
  const auto through = [&](int bed, int to, double q) {
    moves.push_back({b::arterial_pool, organ_node(bed), q});
    moves.push_back({organ_node(bed), to, q});
  };
  for (int o = 0; o < 5; ++o) through(c::heart + o, b::venous_pool, organ[o] * (p(arterial) - ra));
  through(c::gut, b::confluence_pool, gut * (p(arterial) - p(portal)));
  through(c::spleen, b::splenic_vein_pool, spleen * (p(arterial) - p(splenic)));
  moves.push_back({b::splenic_vein_pool, b::confluence_pool, net.spleno_portal * (p(splenic) - p(portal))});
  moves.push_back({b::splenic_vein_pool, b::venous_pool, net.splenic_collateral * (p(splenic) - ra)});
  moves.push_back({b::confluence_pool, b::venous_pool, net.portal_collateral * (p(portal) - ra)});
  double trunk = net.portal_shunt * (p(portal) - p(hepatic)) - to_trunk;
  for (int i = 0; i < territories; ++i) trunk += venous[i] * (p(portal) - p(sinus + i));
  moves.push_back({b::confluence_pool, b::portal_vein_pool, trunk});
  moves.push_back({b::portal_vein_pool, b::hepatic_vein_pool, net.portal_shunt * (p(portal) - p(hepatic))});
  double hepatic_artery = av * (p(arterial) - p(hepatic));
  moves.push_back({b::hepatic_artery_pool, b::hepatic_vein_pool, hepatic_artery});
  moves.push_back({b::hepatic_vein_pool, b::venous_pool, net.hepatic_vein * (p(hepatic) - ra)});
  const double space_share = p_.liver.arterial_space_flow;
  for (int i = 0; i < territories; ++i) {
    const double qa = artery[i] * (p(arterial) - p(sinus + i)), qv = venous[i] * (p(portal) - p(sinus + i));
    const double out = sinusoid[i] * (p(sinus + i) - p(hepatic));
    const double along = balloon && i == 0 ? -to_sinusoid : out;
    hepatic_artery += qa;
    const int venules = organ_node(c::bed_of(i, c::venules)),
              arterioles = organ_node(c::bed_of(i, c::arterioles)), space = venules + c::territory_beds;
    moves.push_back({b::hepatic_artery_pool, arterioles, qa});
    moves.push_back({arterioles, zone_node(i, 0), (1 - space_share) * qa});
    moves.push_back({arterioles, space, space_share * qa});
    moves.push_back({space, zone_node(i, 0), space_share * qa});
    moves.push_back({b::portal_vein_pool, venules, qv});
    moves.push_back({venules, zone_node(i, 0), qv});
    for (int z = 0; z < 3; ++z) moves.push_back({zone_node(i, z), zone_node(i, z + 1), along});
    moves.push_back({zone_node(i, 3), b::hepatic_vein_pool, out});
  }
  moves.push_back({b::arterial_pool, b::hepatic_artery_pool, hepatic_artery});
  return moves;
}

}  // namespace testing
