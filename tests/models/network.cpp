// The circulation: what it conserves, what it reproduces, how it answers.
#include "models/circulation/network.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "models/circulation/resting.hpp"
#include "tests/models/network_case.hpp"

using namespace cellroute::circulation;
using testing::made_up_circulation;
using testing::made_up_cirrhosis;
using testing::mmHg;

namespace {

using Plugging = std::vector<double>;

State<double> solved(const Network<double>& network, const Plugging& S, int territories,
                     double* sensitivity = nullptr) {
  State<double> state{};
  territories == 1 ? solve<1>(network, S.data(), state, sensitivity)
                   : solve<2>(network, S.data(), state, sensitivity);
  return state;
}

Plugging random_plugging(int beds, double up_to, std::mt19937_64& random) {
  Plugging S;
  for (int b = 0; b < beds; ++b) S.push_back(up_to * static_cast<double>(random() >> 11) * 0x1p-53);
  return S;
}

/// Largest imbalance of any node, from the flows alone, over cardiac output.
double imbalance(const Network<double>& net, const State<double>& state, int territories) {
  const double* q = state.flow;
  double worst = 0;
  const auto node = [&](double net_flow) {
    worst = std::max(worst, std::fabs(net_flow) / net.cardiac_output);
  };
  double venules = 0, outlets = 0, arterioles = 0;
  for (int t = 0; t < territories; ++t) {
    venules += q[flow_of(t, venule)];
    outlets += q[flow_of(t, outlet)];
    arterioles += q[flow_of(t, arteriole)];
    node(q[flow_of(t, arteriole)] + q[flow_of(t, venule)] + net.source_sinusoid[t] - q[flow_of(t, outlet)]);
  }
  double organs = 0;
  for (int o = to_heart; o <= to_rest; ++o) organs += q[o];
  node(net.cardiac_output - organs - q[to_gut] - q[to_spleen] - q[hepatic_artery]);
  node(q[hepatic_artery] - q[arteriovenous_shunt] - arterioles);
  node(q[to_spleen] + net.source_splenic - q[spleno_portal] - q[splenic_collateral]);
  node(q[to_gut] + q[spleno_portal] + net.source_portal - q[portal_collateral] - q[portal_shunt] - venules);
  node(outlets + q[portal_shunt] + q[arteriovenous_shunt] - q[hepatic_vein]);
  node(organs + q[splenic_collateral] + q[portal_collateral] + q[hepatic_vein] - net.cardiac_output -
       net.source_portal - net.source_splenic - net.source_sinusoid[0] -
       (territories > 1 ? net.source_sinusoid[1] : 0));
  node(q[through_lung] + q[lung_shunt] - net.cardiac_output);
  return worst;
}

}  // namespace

TEST_CASE("flow is conserved at every node, whatever is plugged, infused or closed by a balloon") {
  std::mt19937_64 random(1);
  for (const int territories : {1, 2}) {
    const std::vector<double> shares =
        territories == 1 ? std::vector<double>{1.0} : std::vector<double>{0.3, 0.7};
    for (const auto& parameters : {made_up_circulation(), made_up_cirrhosis()}) {
      const Resting resting = resting_state(parameters, shares);
      for (int trial = 0; trial < 200; ++trial) {
        Network<double> net = resting.network;
        if (trial % 3 == 1) net.source_portal = 2e-7;
        if (trial % 3 == 2) {
          net.outlet_open[0] = territories == 2 ? 0 : 1;
          net.source_sinusoid[0] = 5e-8;
          net.source_splenic = 1e-7;
        }
        const State<double> state =
            solved(net, random_plugging(bed_count(territories), 2.5, random), territories);
        REQUIRE(state.residual < 1e-10);
        REQUIRE(imbalance(net, state, territories) < 1e-10);
      }
    }
  }
}

TEST_CASE("at rest the residual is rounding") {
  for (const auto& parameters : {made_up_circulation(), made_up_cirrhosis()}) {
    CHECK(resting_state(parameters, {1.0}).state.residual < 1e-13);
    CHECK(resting_state(parameters, {0.4, 0.6}).state.residual < 1e-13);
  }
}

TEST_CASE("the resting state has the measured pressures, drops and shunt shares") {
  for (const auto& p : {made_up_circulation(), made_up_cirrhosis()}) {
    for (const auto& shares : {std::vector<double>{1.0}, std::vector<double>{0.25, 0.75}}) {
      const State<double> s = resting_state(p, shares).state;
      const double hepatic_pressure = s.pressure[hepatic];
      for (std::size_t t = 0; t < shares.size(); ++t) {
        CHECK(s.pressure[first_sinusoid + t] - hepatic_pressure ==
              Approx(p.liver.pressures.hvpg).epsilon(1e-10));
        CHECK(s.pressure[portal] - s.pressure[first_sinusoid + t] ==
              Approx(p.liver.pressures.presinusoidal_drop).epsilon(1e-10));
      }
      CHECK(hepatic_pressure - p.circulation.right_atrial_pressure ==
            Approx(p.liver.pressures.hepatic_vein_drop).epsilon(1e-10));
      CHECK(s.pressure[splenic] - s.pressure[portal] ==
            Approx(p.liver.pressures.splenic_vein_drop).epsilon(1e-10));
      const double* q = s.flow;
      const auto& shunts = p.liver.shunts;
      CHECK(q[splenic_collateral] ==
            Approx(shunts.splenic_collateral * q[to_spleen]).epsilon(1e-10).margin(1e-20));
      CHECK(q[portal_collateral] ==
            Approx(shunts.portal_collateral * (q[to_gut] + q[spleno_portal])).epsilon(1e-10).margin(1e-20));
      const double to_liver = q[to_gut] + q[spleno_portal] - q[portal_collateral];
      const double past = shunts.intrahepatic_portal + shunts.tips * (1 - shunts.intrahepatic_portal);
      CHECK(q[portal_shunt] == Approx(past * to_liver).epsilon(1e-10).margin(1e-20));
      CHECK(q[arteriovenous_shunt] ==
            Approx(shunts.arteriovenous * q[hepatic_artery]).epsilon(1e-10).margin(1e-20));
      CHECK(q[lung_shunt] ==
            Approx(p.lung.shunt_fraction * p.circulation.cardiac_output * p.circulation.cardiac_output_factor)
                .epsilon(1e-12));
    }
  }
}

TEST_CASE("in health the arterial pressure is the reference and every organ has its share") {
  const auto p = made_up_circulation();
  const State<double> s = resting_state(p, {1.0}).state;
  CHECK(s.pressure[arterial] == Approx(p.circulation.mean_arterial_pressure).epsilon(1e-12));
  CHECK(s.pulmonary_artery == Approx(p.circulation.pulmonary_artery_pressure).epsilon(1e-12));
  const double co = p.circulation.cardiac_output;
  CHECK(s.flow[to_kidney] == Approx(p.kidney.flow_fraction * co).epsilon(1e-12));
  CHECK(s.flow[to_gut] == Approx(p.gut.flow_fraction * co).epsilon(1e-12));
  CHECK(s.flow[hepatic_artery] == Approx(p.liver.arterial_flow_fraction * co).epsilon(1e-12));
}

TEST_CASE("B1: the portal tributaries sum to the portal flow, before and after plugging") {
  std::mt19937_64 random(4);
  const Resting resting = resting_state(made_up_circulation(), {1.0});
  for (int trial = 0; trial < 20; ++trial) {
    const State<double> s =
        solved(resting.network, random_plugging(bed_count(1), trial == 0 ? 0.0 : 2.0, random), 1);
    CHECK(s.flow[to_gut] + s.flow[to_spleen] == Approx(s.flow[flow_of(0, venule)]).epsilon(1e-10));
  }
}

TEST_CASE("B1: flows that do not close are refused, small gaps go to rest") {
  auto p = made_up_circulation();
  CHECK(check_closure(p).empty());
  p.rest.flow_fraction += 0.009;
  CHECK(check_closure(p).empty());
  CHECK(resting_state(p, {1.0}).closure_to_rest == Approx(-0.009));
  CHECK(resting_state(p, {1.0}).state.flow[to_rest] ==
        Approx(0.34 * p.circulation.cardiac_output).epsilon(1e-10));
  p.rest.flow_fraction += 0.003;
  REQUIRE(check_closure(p).size() == 1);
  CHECK_THAT(check_closure(p)[0], Catch::Matchers::Contains("organ flows do not close"));

  // A gut above the whole liver, with all organs still summing to one: the mouse set that must be refused.
  p = made_up_circulation();
  p.gut.flow_fraction = 0.30;
  p.rest.flow_fraction -= 0.15;
  REQUIRE(check_closure(p).size() == 1);
  CHECK_THAT(check_closure(p)[0],
             Catch::Matchers::Contains("portal tributaries must sum to the portal flow"));
}

TEST_CASE("a wide stent turns the portal flow of a resistant liver around") {
  // The shunt is opened after the resting state: a TIPS placed in a liver whose sinusoids resist.
  auto p = made_up_cirrhosis();
  p.liver.shunts.tips = 0;
  Network<double> net = resting_state(p, {1.0}).network;
  const double before = solved(net, Plugging(bed_count(1), 0.0), 1).flow[flow_of(0, venule)];
  REQUIRE(before > 0);
  net.portal_shunt *= 300;
  Plugging S(bed_count(1), 0.0);
  for (int z = 0; z < zones; ++z) S[bed_of(0, zone1 + z)] = 1.5;
  const State<double> s = solved(net, S, 1);
  CHECK(s.flow[flow_of(0, venule)] < 0);  // arterial blood leaves by the portal vein
  CHECK(s.pressure[portal] < s.pressure[first_sinusoid]);
  CHECK(s.flow[flow_of(0, outlet)] > 0);
  CHECK(imbalance(net, s, 1) < 1e-10);
}

TEST_CASE("behind a balloon the infusate leaves against the flow") {
  Network<double> net = resting_state(made_up_circulation(), {0.2, 0.8}).network;
  net.outlet_open[0] = 0;
  net.source_sinusoid[0] = 1e-7;
  const State<double> s = solved(net, Plugging(bed_count(2), 0.0), 2);
  CHECK(s.flow[flow_of(0, outlet)] == 0);
  CHECK(s.flow[flow_of(0, sinusoid)] == Approx(-1e-7));
  // Arterial inflow and infusate both leave by the portal venules.
  CHECK(s.flow[flow_of(0, venule)] == Approx(-1e-7 - s.flow[flow_of(0, arteriole)]).epsilon(1e-10));
  CHECK(s.flow[flow_of(1, sinusoid)] > 0);
}

TEST_CASE("the arterial buffer follows its law (C2)") {
  // Independent scalar solve: with all pressures known from the flows, the tone found by the network
  // must be the exponential of the portal flow found by the network, and R_tone = R_tone0/tone.
  for (const double b : {0.06, 0.25, 0.45}) {
    auto p = made_up_cirrhosis();
    p.liver.buffer_response = b;
    const Resting resting = resting_state(p, {1.0});
    const Network<double>& net = resting.network;
    for (const double plugged : {0.0, 0.7, 2.0}) {
      Plugging S(bed_count(1), 0.0);
      S[bed_of(0, venules)] = plugged;
      S[bed_of(0, arterioles)] = 0.3 * plugged;
      const State<double> s = solved(net, S, 1);
      const double tone =
          std::exp(-b * (s.flow[flow_of(0, venule)] - net.portal_reference) / net.arterial_reference);
      const double arteriolar = net.arteriolar_resistance[0] *
                                std::exp(p.liver.terminal_arterioles.plugging_exponent * 0.3 * plugged);
      const double expected =
          (s.pressure[arterial] - s.pressure[first_sinusoid]) / (net.tone_resistance[0] / tone + arteriolar);
      CHECK(s.flow[flow_of(0, arteriole)] == Approx(expected).epsilon(1e-9));
      CHECK(s.flow[arteriovenous_shunt] ==
            Approx(net.arteriovenous_shunt * tone * (s.pressure[arterial] - s.pressure[hepatic]))
                .epsilon(1e-9));
      if (plugged > 0) CHECK(tone > 1);  // less portal flow, more arterial
    }
  }
}

TEST_CASE("the tone agrees with a bisection on the portal flow") {
  // Without buffer the network is linear; the buffered state is the fixed point of tone -> portal flow.
  const Resting resting = resting_state(made_up_circulation(), {1.0});
  Plugging S(bed_count(1), 0.0);
  S[bed_of(0, venules)] = 1.5;
  const auto portal_flow = [&](double tone) {
    Network<double> fixed = resting.network;
    fixed.buffer = 0;
    fixed.tone_resistance[0] /= tone;
    fixed.arteriovenous_shunt *= tone;
    return solved(fixed, S, 1).flow[flow_of(0, venule)];
  };
  const Network<double>& net = resting.network;
  double low = 0.1, high = 10;
  for (int i = 0; i < 100; ++i) {
    const double tone = std::sqrt(low * high);
    (tone < std::exp(-net.buffer * (portal_flow(tone) - net.portal_reference) / net.arterial_reference)
         ? low
         : high) = tone;
  }
  CHECK(solved(net, S, 1).flow[flow_of(0, venule)] ==
        Approx(portal_flow(std::sqrt(low * high))).epsilon(1e-10));
}

TEST_CASE("sensitivities of every flow to every plugged bed agree with central differences") {
  std::mt19937_64 random(9);
  for (const int territories : {1, 2}) {
    const int beds = bed_count(territories), flows = flow_count(territories);
    const Resting resting = resting_state(
        made_up_cirrhosis(), territories == 1 ? std::vector<double>{1.0} : std::vector<double>{0.3, 0.7});
    for (int trial = 0; trial < 30; ++trial) {
      Network<double> net = resting.network;
      if (trial % 3 == 2 && territories == 2) {
        net.outlet_open[0] = 0;
        net.source_sinusoid[0] = 1e-7;
      }
      const Plugging S = random_plugging(beds, 1.5, random);
      std::vector<double> sensitivity(static_cast<std::size_t>(flows) * beds);
      const State<double> at = solved(net, S, territories, sensitivity.data());
      (void)at;
      for (int b = 0; b < beds; ++b) {
        const double step = 1e-5;
        Plugging up = S, down = S;
        up[b] += step;
        down[b] -= step;
        const State<double> high = solved(net, up, territories), low = solved(net, down, territories);
        for (int f = 0; f < flows; ++f) {
          const double difference = (high.flow[f] - low.flow[f]) / (2 * step);
          INFO("territories " << territories << " bed " << b << " flow " << f);
          REQUIRE(std::fabs(sensitivity[f * beds + b] - difference) < 1e-8 * net.cardiac_output);
        }
      }
    }
  }
}

TEST_CASE(
    "portal pressure rises steadily as venules or sinusoids plug, pulmonary pressure as the lung does") {
  for (const auto& p : {made_up_circulation(), made_up_cirrhosis()}) {
    const Resting resting = resting_state(p, {1.0});
    for (const int which : {static_cast<int>(venules), static_cast<int>(zone1), static_cast<int>(zone4)}) {
      double last = 0;
      for (double plugged = 0; plugged <= 3; plugged += 0.1) {
        Plugging S(bed_count(1), 0.0);
        S[bed_of(0, which)] = plugged;
        const double pressure = solved(resting.network, S, 1).pressure[portal];
        REQUIRE(pressure > last);
        last = pressure;
      }
    }
    double last = 0;
    for (double plugged = 0; plugged <= 3; plugged += 0.1) {
      Plugging S(bed_count(1), 0.0);
      S[lung] = plugged;
      const State<double> s = solved(resting.network, S, 1);
      REQUIRE(s.pulmonary_artery > last);
      last = s.pulmonary_artery;
    }
  }
}
