// The exact answers of the lobule (verification D2, D3, A5, A6, H1, H2).
#include "models/lobule/closed_forms.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/lobule/hexagon_flow.hpp"

using namespace cellroute;

namespace {

constexpr double um = 1e-6;
constexpr RadialLobule radial{500 * um, 30 * um};

}  // namespace

TEST_CASE("D2: the pressure drop of a radial lobule") {
  CHECK(radial_pressure_drop(radial, 1.0 / 60, 1e-14, 3.5e-3) == Approx(2044.060111).epsilon(1e-9));
}

TEST_CASE("H1: the pressure drop of the hexagonal lattice") {
  CHECK(hexagon_constant() == Approx(-0.853618095059851).epsilon(1e-14));
  CHECK(hexagon_pressure_drop(500 * um, 30 * um, 20 * um, 1.0 / 60, 1e-14, 3.5e-3) ==
        Approx(2152.303046).epsilon(1e-9));
}

TEST_CASE("D3: the zone shares of a radial lobule, by thirds of radius") {
  struct Row {
    ArrestNumbers numbers;
    double total, periportal, midzonal, pericentral;
  };
  // The table of zone shares, from its formulas in extended precision.
  for (const Row& row : {Row{{1, 0}, 0.632121, 0.283469, 0.203114, 0.145538},
                         Row{{0, 1}, 0.632121, 0.411629, 0.166785, 0.053706},
                         Row{{2, 0}, 0.864665, 0.486583, 0.249820, 0.128262},
                         Row{{0, 2}, 0.864665, 0.653820, 0.168445, 0.042399}}) {
    const ZoneArrest zones = radial_zones(radial, row.numbers, thirds_of_radius(radial));
    CHECK(zones.total() == Approx(row.total).margin(1e-6));
    CHECK(zones.stopped(0) == Approx(row.periportal).margin(1e-6));
    CHECK(zones.stopped(1) == Approx(row.midzonal).margin(1e-6));
    CHECK(zones.stopped(2) == Approx(row.pericentral).margin(1e-6));
    CHECK(zones.passed + zones.total() == Approx(1).epsilon(1e-14));
  }
}

TEST_CASE("D3: with both laws, what each took adds up, and a weak law takes in proportion") {
  const ZoneArrest both = radial_zones(radial, {1.5, 0.7}, thirds_of_radius(radial));
  CHECK(both.total() == Approx(-std::expm1(-2.2)).epsilon(1e-13));
  const ZoneArrest weak = radial_zones(radial, {1.5, 1e-6}, thirds_of_radius(radial));
  const ZoneArrest alone = radial_zones(radial, {1.5, 0}, thirds_of_radius(radial));
  for (int z = 0; z < 3; ++z) CHECK(weak.per_length[z] == Approx(alone.per_length[z]).epsilon(1e-5));
}

TEST_CASE("Thirds of area of a radial lobule are 500, 408.6, 289.7 and 30 um") {
  const auto radii = thirds_of_area(radial);
  CHECK(radii[1] == Approx(408.6 * um).margin(0.05 * um));
  CHECK(radii[2] == Approx(289.7 * um).margin(0.05 * um));
  // Where all sites are alike and few cells stop, per time, each third of the area stops a third.
  const ZoneArrest zones = radial_zones(radial, {0, 1e-6}, radii);
  for (int z = 0; z < 3; ++z) CHECK(zones.share(z) == Approx(1.0 / 3).epsilon(1e-5));
}

TEST_CASE("A5: what passes in the dispersion model") {
  struct Row {
    double R, D, passed;
  };
  for (const Row& row : {Row{1, 0.001, 0.36824640}, Row{1, 0.05, 0.38422460}, Row{1, 0.17, 0.41156408},
                         Row{1, 1, 0.46765588}, Row{1, 1000, 0.49995835}, Row{3, 0.05, 0.069746681},
                         Row{3, 0.17, 0.10401433}, Row{3, 0.23, 0.11658643}, Row{10, 0.17, 0.003982042}}) {
    const ZoneArrest zones = dispersion_zones({row.R / 3, 2 * row.R / 3}, row.D);
    CHECK(zones.passed == Approx(row.passed).epsilon(1e-7));
    CHECK(zones.total() + zones.passed == Approx(1).epsilon(1e-12));
  }
  CHECK(dispersion_zones({1, 0}, 0).passed == Approx(std::exp(-1.0)).epsilon(1e-14));
  CHECK(dispersion_zones({1, 0}, 0).stopped(0) == Approx(-std::expm1(-1.0 / 3)).epsilon(1e-14));
  // Well stirred: every third stops the same.
  CHECK(dispersion_zones({1, 0}, 1e6).share(2) == Approx(1.0 / 3).epsilon(1e-5));
}

TEST_CASE("A6: the CV^2 of the dispersion model, and its inverse") {
  CHECK(dispersion_cv2(0.08) == Approx(0.147200).margin(1e-6));
  CHECK(dispersion_cv2(0.17) == Approx(0.282361).margin(1e-6));
  CHECK(dispersion_cv2(0.23) == Approx(0.355569).margin(1e-6));
  for (const double D : {0.001, 0.17, 3.0})
    CHECK(dispersion_number_of(dispersion_cv2(D)) == Approx(D).epsilon(1e-9));
}

TEST_CASE("H2: the exact pressure of the hexagonal lattice and its gradient") {
  const double x = std::sqrt(3.0);
  const double reference = hexagon_pressure(1, {0, 0.5});
  const auto pressure = [&](PlanePoint at) { return hexagon_pressure(1, at) - reference; };
  CHECK(pressure({x / 2, 0}) == Approx(0.055158900038163).margin(1e-14));
  CHECK(pressure({x / 4, 0}) == Approx(-0.024820639765791).margin(1e-14));
  CHECK(pressure({0.3, 0.2}) == Approx(-0.05322165878633).margin(1e-14));
  const auto steepness = [&](PlanePoint at) {
    const PlanePoint g = hexagon_pressure_gradient(1, at);
    return std::hypot(g[0], g[1]);
  };
  CHECK(steepness({0, 0.5}) == Approx(0.33474631976632).epsilon(1e-12));
  CHECK(steepness({x / 4, 0}) == Approx(0.35970833000948).epsilon(1e-12));
  CHECK(steepness({0.3, 0.2}) == Approx(0.44434848889676).epsilon(1e-12));
  CHECK(steepness({x / 2, 0}) < 1e-13);  // the edge's middle, where the flow stands still
  // The gradient is that of the pressure.
  const double h = 1e-5;
  const PlanePoint g = hexagon_pressure_gradient(1, {0.3, 0.2});
  CHECK(g[0] == Approx((pressure({0.3 + h, 0.2}) - pressure({0.3 - h, 0.2})) / (2 * h)).epsilon(1e-8));
  CHECK(g[1] == Approx((pressure({0.3, 0.2 + h}) - pressure({0.3, 0.2 - h})) / (2 * h)).epsilon(1e-8));
}

TEST_CASE("D4: flow lines of the hexagon: mean transit by the central volume theorem, and a CV^2 of 0.126") {
  const double side = 500 * um, vein = 30 * um;
  // With small vessels all the hexagon's blood is between them, and the mean is 1.
  const auto small = moments(hexagon_flow_lines(side, 3 * um, 2 * um, 60, 5 * um));
  CHECK(small.time == Approx(1).margin(2e-4));
  const auto lines = hexagon_flow_lines(side, vein, 20 * um, 60, 5 * um);
  const auto real = moments(lines);
  // The blood of vessels is left out: a sixth of a circle for each of two tracts, and the vein.
  const double hexagon = 1.5 * std::sqrt(3.0) * side * side, pi = std::acos(-1.0);
  const double without = 1 - pi * (2 * 20 * 20 + 30 * 30) * um * um / hexagon;
  CHECK(real.time == Approx(without).margin(1e-4));
  CHECK(real.cv2 == Approx(0.126).margin(5e-4));
  CHECK(real.length > side - vein - 20 * um);
}

TEST_CASE("Flow lines with short dispersion are flow lines; with long, cells pass more") {
  const double side = 500 * um, vein = 30 * um;
  const auto lines = hexagon_flow_lines(side, vein, 20 * um, 40, 2 * um);
  const auto zones = [&](double dispersivity) {
    return hexagon_zones(lines, side, vein, 2000, 0.5, dispersivity, ZoneKind::radius, equal_thirds);
  };
  const ZoneArrest none = zones(0), little = zones(1 * um), much = zones(40 * um);
  CHECK(little.share(0) == Approx(none.share(0)).epsilon(0.01));
  CHECK(much.passed > 1.05 * none.passed);
  CHECK(none.total() + none.passed == Approx(1).epsilon(1e-13));
  // Along one line, per length, this is the dispersion model with R = filter L and D = dispersivity/L.
  const std::vector<FlowLine> one{lines.front()};
  const double L = one[0].length.back(), filter = 2 / L, D = 0.17;
  CHECK(hexagon_zones(one, side, vein, filter, 0, D * L, ZoneKind::radius, equal_thirds).passed ==
        Approx(dispersion_zones({2, 0}, D).passed).epsilon(2e-4));
}
