// Cutting zones: shares of cells, equal areas, transit times.
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/lobule/zones.hpp"

using namespace cellroute;

TEST_CASE("A cell's shares in the zones follow its coordinate and sum to one") {
  CHECK(zone_shares(0.1, 0.05, equal_thirds) == std::array<double, 3>{1, 0, 0});
  CHECK(zone_shares(0.5, 0.05, equal_thirds) == std::array<double, 3>{0, 1, 0});
  CHECK(zone_shares(1.0, 0.05, equal_thirds) == std::array<double, 3>{0, 0, 1});
  const auto split = zone_shares(0.5, 0.1, {0.45, 0.52});
  CHECK(split[0] == Approx(0.25));
  CHECK(split[1] == Approx(0.35));
  CHECK(split[2] == Approx(0.4));
  CHECK(zone_shares(0.3, 0, {0.3, 0.6})[0] == 1);
  for (int k = 0; k <= 100; ++k) {
    const auto shares = zone_shares(k / 100.0, 0.07, equal_thirds);
    CHECK(shares[0] + shares[1] + shares[2] == Approx(1).epsilon(1e-15));
    for (const double share : shares) CHECK(share >= 0);
  }
}

TEST_CASE("Zones of equal area in an annulus begin at the radii of the verification table") {
  // R 500, r_c 30 um: area thirds are 500/408.6/289.7/30 um.
  const double R = 500, vein = 30;
  const int rings = 2000;
  std::vector<double> coordinate, spread, area;
  for (int k = 0; k < rings; ++k) {
    const double width = (R - vein) / rings;
    const double r = vein + (k + 0.5) * width;
    coordinate.push_back((R - r) / (R - vein));
    spread.push_back(0.5 / rings);
    area.push_back(r * width);
  }
  const auto bounds = equal_weights(coordinate, spread, area);
  CHECK(R - bounds[0] * (R - vein) == Approx(408.6).margin(0.05));
  CHECK(R - bounds[1] * (R - vein) == Approx(289.7).margin(0.05));
  double first = 0, all = 0;
  for (std::size_t k = 0; k < area.size(); ++k) {
    first += area[k] * zone_shares(coordinate[k], spread[k], bounds)[0];
    all += area[k];
  }
  CHECK(first / all == Approx(1.0 / 3).epsilon(1e-9));
}

TEST_CASE("The transit coordinate runs from entry to exit") {
  CHECK(transit_coordinate(0, 9) == 0);
  CHECK(transit_coordinate(9, 0) == 1);
  CHECK(transit_coordinate(3, 6) == Approx(1.0 / 3));
  CHECK(transit_coordinate(0, 0) == 0);
}
