// T4, T7, T8: radii at a bifurcation, viscosity and phase separation against their reference values.
//
// The tables were computed from the published formulas by an independent script in Python with 16 digits;
// the laws have typing errors in some public codes, which these digits tell apart.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/liver/bifurcation.hpp"
#include "models/liver/phase_separation.hpp"
#include "models/liver/viscosity.hpp"

using namespace cellroute;

TEST_CASE("T4: a bifurcation's radii give equal pressure drops under Murray's law") {
  const BifurcationRatios r = bifurcation_ratios(2, 1, 1, 1.5, 3);
  CHECK(r.first == Approx(0.8211703003612572).epsilon(1e-12));
  CHECK(r.second == Approx(0.7641850716665165).epsilon(1e-12));
  CHECK(2 * 1 / std::pow(r.first, 4) == Approx(4.398423684035273).epsilon(1e-12));
  CHECK(1 * 1.5 / std::pow(r.second, 4) == Approx(4.398423684035273).epsilon(1e-12));
  // Three units of flow through the joined resistance lose as much.
  CHECK(3 * r.joined(1, 1.5) == Approx(4.398423684035273).epsilon(1e-12));
}

TEST_CASE("bifurcations of any exponent and of very unequal flows keep both laws") {
  for (const double gamma : {2.0, 2.55, 3.0}) {
    for (const double flow : {1.0, 37.0, 1e5}) {
      for (const double resistance : {0.2, 1.0, 50.0}) {
        const BifurcationRatios r = bifurcation_ratios(flow, resistance, 1, 1, gamma);
        CHECK(std::pow(r.first, gamma) + std::pow(r.second, gamma) == Approx(1).epsilon(1e-12));
        CHECK(flow * resistance / std::pow(r.first, 4) == Approx(1 / std::pow(r.second, 4)).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("T7: the three viscosity laws") {
  struct Row {
    double diameter, at_45[3], at_30[3];  // [um]; in vitro, in vivo, surface layer
  };
  const Row rows[] = {
      {7, {1.24772, 8.40718, 5.50665}, {1.16021, 5.93462, 4.27537}},
      {10, {1.32841, 5.87244, 7.31980}, {1.17044, 3.65504, 5.33365}},
      {20, {1.58764, 3.23108, 3.20541}, {1.30682, 2.22214, 2.48149}},
      {50, {2.04529, 2.28161, 2.53133}, {1.56103, 1.70894, 1.91899}},
      {100, {2.44263, 2.53154, 2.72234}, {1.77671, 1.83490, 1.98129}},
      {500, {3.11033, 3.13342, 3.21915}, {2.13628, 2.15075, 2.21129}},
      {1000, {3.18607, 3.19792, 3.24693}, {2.17707, 2.18446, 2.21869}},
  };
  for (const Row& row : rows) {
    for (int law = 0; law < 3; ++law) {
      CAPTURE(row.diameter, law);
      const auto which = static_cast<ViscosityLaw>(law);
      CHECK(relative_viscosity(which, row.diameter * 1e-6, 0.45) == Approx(row.at_45[law]).margin(1e-5));
      CHECK(relative_viscosity(which, row.diameter * 1e-6, 0.30) == Approx(row.at_30[law]).margin(1e-5));
    }
  }
}

TEST_CASE("plasma is as viscous as plasma in glass, and no law breaks in the narrowest vessels") {
  CHECK(relative_viscosity(ViscosityLaw::in_vitro, 50e-6, 0) == Approx(1).epsilon(1e-12));
  for (const auto law : {ViscosityLaw::in_vitro, ViscosityLaw::in_vivo, ViscosityLaw::surface_layer}) {
    for (const double diameter : {0.0, 1e-6, 1.1e-6, 2.4e-6, 3e-6, 4e-6, 5e-6, 6e-6}) {
      CAPTURE(static_cast<int>(law), diameter);
      const double mu = relative_viscosity(law, diameter, 0.45);
      CHECK(std::isfinite(mu));
      CHECK(mu >= 1);
    }
  }
}

TEST_CASE("T8: red cells prefer the branch with more flow, as in the reference values") {
  CHECK(red_cell_share(0.3, 20e-6, 15e-6, 15e-6, 0.45) == Approx(0.2546061333734).epsilon(1e-10));
  CHECK(red_cell_share(0.3, 10e-6, 8e-6, 8e-6, 0.45) == Approx(0.2087119813169).epsilon(1e-10));
  CHECK(red_cell_share(0.5, 10e-6, 9e-6, 6e-6, 0.45) == Approx(0.4301756319607).epsilon(1e-10));
  CHECK(red_cell_share(0.03, 10e-6, 8e-6, 8e-6, 0.45) == 0);
  CHECK(red_cell_share(0.5, 20e-6, 15e-6, 15e-6, 0.45) == Approx(0.5).epsilon(1e-12));
}

TEST_CASE("T8: every red cell goes one of two ways") {
  for (const double share : {0.0, 0.01, 0.05, 0.2, 0.5, 0.77, 0.96, 1.0}) {
    for (const double a : {5e-6, 9e-6, 18e-6}) {
      const double b = 8e-6, parent = 12e-6;
      CHECK(red_cell_share(share, parent, a, b, 0.4) + red_cell_share(1 - share, parent, b, a, 0.4) ==
            Approx(1).epsilon(1e-10));
    }
  }
}

TEST_CASE("Fahraeus: red cells run ahead in narrow tubes and with the blood in wide ones") {
  // H = 0.45, D = 10 um, by hand: x = 1 + 1.7 e^-4.15 - 0.6 e^-0.11 = 0.489299.
  CHECK(fahraeus_ratio(10e-6, 0.45) == Approx(0.45 + 0.55 * 0.4892990).epsilon(1e-5));
  CHECK(fahraeus_ratio(1e-3, 0.45) == Approx(0.45 + 0.55 * 0.99).epsilon(1e-12));
  CHECK(fahraeus_ratio(2e-6, 0.45) == Approx(0.45 + 0.55 * 0.99).epsilon(1e-12));
}
