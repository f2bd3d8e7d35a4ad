// The closed form of a first pass, against runs in which nothing comes free or is lost.
#include "sim/body/first_pass.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/cells/classes.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;
using body::first_pass_share;

namespace {

/// Few cells (no site is taken), nothing lost, freed or let go, seen `after` the start.
BodyCase still(const std::string& route, const std::string& over, const std::string& after) {
  testing::Written written;
  written.regimen = "[{route: " + route + ", cells: 10, over: " + over + "}]";
  written.horizon = after;
  written.times = "[" + after + "]";
  return testing::body_case(
      written, {"product.release.fast_rate=0 1/s", "product.release.slow_rate=0 1/s",
                "product.loss.circulating=0 1/s", "product.loss.trapped=0 1/s", "product.loss.adherent=0 1/s",
                "product.loss.homed=0 1/s", "product.adhesion.detachment_rate=0 1/s"});
}

double held(const body::BodyResult& result, const std::string& name) {
  const auto& cells = testing::organ(result, name).cells;
  return (cells.living(0) - cells.circulating.sum(0)) / result.balance.infused.sum(0);
}

}  // namespace

TEST_CASE(
    "By the portal vein and the hepatic artery the liver holds its first pass, and little comes round "
    "again") {
  for (const char* route : {"portal_vein", "hepatic_artery"}) {
    INFO(route);
    const BodyCase one = still(route, "1 s", "10 min");
    const body::BodyResult result = body::simulate(one);
    const double liver = first_pass_share(one, "liver"), lung = first_pass_share(one, "lung");
    // Cells that came past liver and lungs may be stopped there in a later round, no others.
    const double round_again = 1 - liver - lung;
    CHECK(liver > 0.05);
    CHECK(held(result, "liver") >= liver * (1 - 1e-4));
    CHECK(held(result, "liver") <= liver + round_again + 1e-4);
    CHECK(held(result, "lung") >= lung * (1 - 1e-4));
    CHECK(held(result, "lung") <= lung + round_again + 1e-4);
    CHECK(round_again < 0.2);
  }
}

TEST_CASE("A vein's cells meet the lungs first, where adhesion is absent by their sieve alone") {
  BodyCase one = still("peripheral_vein", "1 s", "10 min");
  const body::BodyResult result = body::simulate(one);
  CHECK(held(result, "lung") >= first_pass_share(one, "lung") * (1 - 1e-4));
  CHECK(held(result, "liver") >= first_pass_share(one, "liver") * (1 - 1e-3));
  // Without adhesion it is the sieve alone, on the flow that does not pass the lungs by their shunt.
  Parameters& p = one.parameters;
  p.product.adhesion.rate = p.product.adhesion.filter_coefficient = 0;
  p.product.aggregates.share = 0;
  const double sieve =
      mean_extraction(p.lung.tissue.capillary, whole_distribution(p.product), p.product.deformability);
  CHECK(first_pass_share(one, "lung") == Approx((1 - p.lung.shunt_fraction) * sieve).epsilon(1e-9));
  p.lung.shunt_fraction = 0.4;
  CHECK(first_pass_share(one, "lung") == Approx(0.6 * sieve).epsilon(1e-9));
}

TEST_CASE("Zones are parts of the liver's first pass, and what holds no cells is refused") {
  const BodyCase one = still("portal_vein", "1 s", "10 min");
  double zones = 0;
  for (const char* zone : {"periportal", "midzonal", "pericentral"}) zones += first_pass_share(one, zone);
  CHECK(zones > 0);
  CHECK(zones <= first_pass_share(one, "liver") * (1 + 1e-12));
  CHECK(first_pass_share(one, "periportal") > first_pass_share(one, "pericentral"));
  CHECK_THROWS_WITH(first_pass_share(one, "blood"), "`blood` stops no cells");
}

TEST_CASE("With all organs' first passes counted, no more cells are stopped than infused") {
  for (const char* route : {"peripheral_vein", "portal_vein", "hepatic_artery"}) {
    INFO(route);
    const BodyCase one = still(route, "1 min", "10 min");
    double all = 0;
    for (int o = 0; o < body::tissue_organs; ++o) all += first_pass_share(one, body::organ_names[o]);
    CHECK(all > 0.3);
    CHECK(all <= 1 + 1e-9);
  }
}
