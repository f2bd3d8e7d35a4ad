// Where cells stop, by law and direction, in one dimension: exact answers by the path a run takes.
#include <catch2/catch.hpp>

#include "tests/lobule/chain.hpp"

using namespace cellroute;
using cellroute::testing::Chain;
using cellroute::testing::first_pass_of;

namespace {

constexpr RadialLobule radial{500e-6, 30e-6};
constexpr double length = 470e-6;  // [m]

double stopped(const lobule::FirstPass& pass, int zone) {
  return pass.strained[0][zone] + pass.stuck[0][zone];
}

}  // namespace

TEST_CASE("D3: the four rows of the zone table, by the production path, with only the law swapped") {
  const Chain chain = cellroute::testing::radial_chain(radial, 470);
  struct Row {
    ArrestNumbers numbers;
    double total, zone[3];
  };
  for (const Row& row : {Row{{1, 0}, 0.632121, {0.283469, 0.203114, 0.145538}},
                         Row{{0, 1}, 0.632121, {0.411629, 0.166785, 0.053706}},
                         Row{{2, 0}, 0.864665, {0.486583, 0.249820, 0.128262}},
                         Row{{0, 2}, 0.864665, {0.653820, 0.168445, 0.042399}}}) {
    LocalRates rates;
    rates.straining = row.numbers.per_length / length;
    rates.adhesion = row.numbers.per_time;  // the mean transit takes 1 s
    const lobule::FirstPass pass = first_pass_of(chain, rates, LobuleEntry::portal);
    CHECK(pass.extraction(0) == Approx(row.total).margin(1e-6));
    for (int z = 0; z < 3; ++z) CHECK(stopped(pass, z) == Approx(row.zone[z]).margin(1e-4));
    CHECK(pass.passed[0] + pass.extraction(0) == Approx(1).epsilon(1e-12));
  }
}

TEST_CASE("D3: both laws together share out what they stop as the integral does") {
  const ArrestNumbers numbers{1.5, 0.7};
  LocalRates rates;
  rates.filter = numbers.per_length / length;
  rates.adhesion = numbers.per_time;
  rates.straining = 0;
  const lobule::FirstPass pass =
      first_pass_of(cellroute::testing::radial_chain(radial, 470), rates, LobuleEntry::portal);
  const ZoneArrest exact = radial_zones(radial, numbers, thirds_of_radius(radial));
  for (int z = 0; z < 3; ++z) CHECK(pass.stuck[0][z] == Approx(exact.stopped(z)).margin(1e-4));
}

TEST_CASE("X2: reversed flow mirrors the zone shares of a uniform column exactly") {
  const std::vector<double> even(90, 1.0 / 90);
  LocalRates rates;
  rates.straining = 1.7 / length;
  rates.adhesion = 0.4;
  const auto forwards = first_pass_of(Chain(length, even, 1), rates, LobuleEntry::portal);
  const auto backwards = first_pass_of(Chain(length, even, 1, true), rates, LobuleEntry::central);
  for (int z = 0; z < 3; ++z) {
    CHECK(forwards.strained[0][z] == Approx(backwards.strained[0][2 - z]).epsilon(1e-9));
    CHECK(forwards.stuck[0][z] == Approx(backwards.stuck[0][2 - z]).epsilon(1e-9));
  }
  CHECK(forwards.strained[0][0] > 2 * forwards.strained[0][2]);
}

TEST_CASE("X2: for any profile of ligand, reversed flow raises the pericentral share") {
  const std::vector<double> even(90, 1.0 / 90);
  for (const ZoneProfile profile : {ZoneProfile{1.6, 0.9, 0.5}, ZoneProfile{0.5, 0.9, 1.6}}) {
    double share[2];
    for (const bool backwards : {false, true}) {
      const Chain chain(length, even, 1, backwards);
      const auto zoning = lobule::zone_by_geometry(chain.block, ZoneKind::radius);
      Liver liver = cellroute::testing::plain_liver();
      liver.ligand = profile;
      const auto places = lobule::make_places(chain.block, liver, zoning);
      lobule::Perfused perfused(chain.block, places, {0, 0, 0}, chain.flow, {});
      LocalRates rates;
      rates.adhesion = 1;
      const lobule::Kinetics kinetics(chain.block, places, {rates});
      const auto pass =
          lobule::first_pass(perfused, kinetics, zoning, cellroute::testing::all_free(90),
                             backwards ? LobuleEntry::central : LobuleEntry::portal, {1e-12, 400});
      share[backwards] = pass.stuck[0][2] / pass.extraction(0);
    }
    CHECK(share[1] > share[0]);
  }
}
