// Voxels' conductances found from what the whole liver resists.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/liver/flow/calibrate.hpp"
#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

/// A liver whose trees resist the given shares of the target's legs.
Case with_shares(const StarConductance& target, const PerTree& share) {
  Case c = random_case(ellipsoid({20, 16, 12}, 8e-3), {60, 90, 70}, 41);
  const PerTree now = c.flow().tree_resistance();
  const PerTree leg{1 / target.arterial, 1 / target.portal, 1 / target.venous};
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    for (double& r : c.vessels[k].resistance) r *= share[k] * leg[k] / now[k];
  }
  return c;
}

const StarConductance target{4.5e-10, 8.8e-8, 5.6e-8};  // [m3/(Pa s)] of the order of an adult's

TEST_CASE("A calibrated liver is the star asked for, to 1e-10") {
  for (const PerTree& share : {PerTree{0.1, 0.1, 0.1}, PerTree{0.6, 0.3, 0.5}, PerTree{0.9, 0.9, 0.9}}) {
    const Case c = with_shares(target, share);
    for (const double mobility : {0.0, 1e-11}) {
      CAPTURE(share[0], mobility);
      liver::LiverFlow flow = c.flow();
      flow.set_interlobular(mobility);
      const liver::Calibration found = liver::calibrate(flow, target);
      CHECK(found.error < 1e-10);
      CHECK(found.newton_steps < 10);
      // Asked again of a liver built anew.
      liver::LiverFlow again = c.flow();
      again.set_interlobular(mobility);
      again.set_uniform_voxels(found.per_volume);
      REQUIRE(again.solve({1e-12, 1000}).converged);
      const StarConductance star = again.star();
      CHECK(star.arterial == Approx(target.arterial).epsilon(1e-9));
      CHECK(star.portal == Approx(target.portal).epsilon(1e-9));
      CHECK(star.venous == Approx(target.venous).epsilon(1e-9));
    }
  }
}

TEST_CASE("The three-port's derivative by the voxels' conductances is that of finite differences") {
  const Case c = with_shares(target, {0.5, 0.4, 0.3});
  liver::LiverFlow flow = c.flow();
  flow.set_interlobular(1e-11);
  const StarConductance base{1e-6, 6e-5, 8e-5};
  const auto at = [&](std::size_t k, double factor) {
    PerTree g{base.arterial, base.portal, base.venous};
    g[k] *= factor;
    flow.set_uniform_voxels({g[0], g[1], g[2]});
    REQUIRE(flow.solve({1e-14, 1000}).residual < 1e-13);
    return flow.three_port();
  };
  at(0, 1);
  const liver::ThreePortSensitivity exact = flow.sensitivity();
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    const double step = 1e-4;
    const ThreePort more = at(k, std::exp(step)), less = at(k, std::exp(-step));
    const auto slope = [&](double a, double b) { return (a - b) / (2 * step); };
    const double unit = more.portal_vein;
    CHECK(slope(more.artery_portal, less.artery_portal) ==
          Approx(exact[k].artery_portal).epsilon(1e-6).margin(1e-10 * unit));
    CHECK(slope(more.artery_vein, less.artery_vein) ==
          Approx(exact[k].artery_vein).epsilon(1e-6).margin(1e-10 * unit));
    CHECK(slope(more.portal_vein, less.portal_vein) ==
          Approx(exact[k].portal_vein).epsilon(1e-6).margin(1e-10 * unit));
  }
}

TEST_CASE("A tree that alone resists more than its leg is refused in words") {
  const Case c = with_shares(target, {0.5, 1.3, 0.3});
  liver::LiverFlow flow = c.flow();
  CHECK_THROWS_WITH(liver::calibrate(flow, target),
                    Catch::Contains("portal_vein") && Catch::Contains("alone resists"));
  CHECK_THROWS_AS(liver::calibrate(flow, {0, 1e-8, 1e-8}), std::domain_error);
}

TEST_CASE("Star and triangle are each other's inverse, also where a port is shut") {
  const StarConductance s{1.5, 20, 30};
  const StarConductance back = star(triangle(s));
  CHECK(back.arterial == Approx(s.arterial).epsilon(1e-14));
  CHECK(back.portal == Approx(s.portal).epsilon(1e-14));
  CHECK(back.venous == Approx(s.venous).epsilon(1e-14));
  const StarConductance shut = star(ThreePort{0, 0, 3});
  CHECK(shut.arterial == 0);
  CHECK(1 / (1 / shut.portal + 1 / shut.venous) == Approx(3));
  const StarConductance nothing = star(ThreePort{});
  CHECK(nothing.arterial + nothing.portal + nothing.venous == 0);
}

}  // namespace
