// What happens to cells at one place, against the body's laws and closed forms (A10).
#include "models/lobule/local_kinetics.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/cells/kinetics.hpp"

using namespace cellroute;

namespace {

Product product() {
  Product p;
  p.diameter = {17e-6, 1.28};
  p.deformability = 0.85;
  p.dead_deformability = 0.95;
  p.viable_fraction = 0.9;
  p.plugging_weight = 1;
  p.aggregates = {0, 1};
  p.adhesion = {300, 0.01, 1e-5, 1e-6, 1e-6, 0};
  p.release = {0.8, 1.4e-5, 5e-6, 20};
  p.loss = {1e-5, 2e-5, 3e-5, 1e-6, 0.7, {1, 1, 2, 0.3}};
  return p;
}

Tissue sinusoids() {
  Tissue t;
  t.capillary = {9e-6, 1.2, 10, 0.03, 25e-6};
  t.paths = 1e9;
  t.trap_sites_per_path = 10;
  t.adhesion_sites_per_path = 60;
  t.path_length = 500e-6;
  t.plugging_exponent = 1;
  t.ligand = 1.5;
  t.loss_factor = 0.5;
  t.clearance = 5e-5;
  return t;
}

const LobuleClass middle{{17e-6, 1.28, 0.4, 0.6}, 1, false};

double sum_of_living_and_lost(const LocalCells& y) {
  return y[in_blood] + y[trapped_fast] + y[trapped_slow] + y[adherent] + y[homed] + y[lost];
}

}  // namespace

TEST_CASE("Straining per length stops over a part of a path what the body's constrictions stop") {
  const LocalRates r = local_rates(product(), sinusoids(), Host::allogeneic, middle);
  const double whole = mean_extraction(sinusoids().capillary, middle.slice, 0.85);
  for (const double part : {1.0, 1.0 / 3, 0.1}) {
    const double stopped = -std::expm1(-r.straining * part * sinusoids().path_length);
    CHECK(stopped == Approx(partial_extraction(whole, part)).epsilon(1e-12));
    CHECK(-std::expm1(-r.filter * part * sinusoids().path_length) ==
          Approx(filtered_share(product().adhesion, sinusoids(), 1.5, part)).epsilon(1e-12));
  }
  CHECK(r.loss_trapped == Approx(2e-5 * 2 * 0.5));  // host and organ
  Tissue closed = sinusoids();
  closed.capillary.wide_share = 0;
  closed.capillary.diameter = 1e-6;
  CHECK(std::isfinite(local_rates(product(), closed, Host::allogeneic, middle).straining));
}

TEST_CASE("A10: linear kinetics are exact, however long the step") {
  LocalRates r;  // A -> B -> C of the closed form: trapped -> adherent -> homed
  r.fast_share = 1;
  r.migration = 0.1;
  r.loss_adherent = 0.05;
  r.loss_homed = 0.02;
  const LocalMatrix M = local_matrix(r, {0, 0, 0.5});
  LocalCells start{};
  start[trapped_fast] = 1;
  const LocalCells one = advance(M, 1, start), ten = advance(M, 10, start), sixty = advance(M, 60, start);
  CHECK(one[trapped_fast] == Approx(0.6065306597).epsilon(1e-9));
  CHECK(one[adherent] == Approx(0.3631104524).epsilon(1e-9));
  CHECK(one[homed] == Approx(0.0200977398).epsilon(1e-8));
  CHECK(ten[adherent] == Approx(0.3091317331).epsilon(1e-9));
  CHECK(ten[homed] == Approx(0.4128416205).epsilon(1e-9));
  CHECK(sixty[trapped_fast] == Approx(9.3576e-14).epsilon(1e-4));
  CHECK(sixty[adherent] == Approx(1.762997e-4).epsilon(1e-6));
  CHECK(sixty[homed] == Approx(0.2412059008).epsilon(1e-9));
}

TEST_CASE("Cells at a place are conserved and never negative, living and dead") {
  const LobuleClass dead{{17e-6, 1.28, 0, 1}, 1, true};
  for (const LobuleClass& one : {middle, dead}) {
    const LocalRates r = local_rates(product(), sinusoids(), Host::allogeneic, one);
    const LocalMatrix M = local_matrix(r, {0.3, one.dead ? 0 : 0.02, one.dead ? 0 : 1e-5});
    LocalCells y{}, source{};
    y[in_blood] = 1;
    source[in_blood] = 1e-3;
    for (const double t : {1e-3, 1.0, 1e3, 1e6}) {
      const LocalCells end = advance(M, t, y, source);
      for (const double x : end) CHECK(x >= 0);
      const double here = one.dead ? end[in_blood] + end[lodged] + end[lost] : sum_of_living_and_lost(end);
      CHECK(here == Approx(1 + 1e-3 * t).epsilon(1e-11));  // 4e4 pieces at the longest
    }
  }
}

TEST_CASE("A source over a step is the mean of what single cells would have done") {
  const LocalRates r = local_rates(product(), sinusoids(), Host::allogeneic, middle);
  const LocalMatrix M = local_matrix(r, {1e-4, 2e-5, 1e-5});
  LocalCells source{};
  source[trapped_fast] = 1e-5;
  const LocalCells at_once = advance(M, 1e5, {}, source);
  LocalCells piecewise{};
  for (int i = 0; i < 10; ++i) piecewise = advance(M, 1e4, piecewise, source);
  for (int s = 0; s < local_states; ++s)
    CHECK(at_once[s] == Approx(piecewise[s]).epsilon(1e-13).margin(1e-18));
}

TEST_CASE("Bell: blood's pull takes adherent cells off as the closed form says, and no pull leaves k_off") {
  // A sphere of 8.5 um at a wall of 1 Pa is pulled by 32.05 a^2 tau: 2.3 nN.
  CHECK(wall_force(17e-6, 1) == Approx(32.054 * 8.5e-6 * 8.5e-6).epsilon(1e-4));
  CHECK(wall_force(17e-6, 0) == 0);
  Product p = product();
  const LocalRates plain = local_rates(p, sinusoids(), Host::allogeneic, middle);
  p.adhesion.force_sensitivity = 1 / 2e-9;
  LocalRates r = local_rates(p, sinusoids(), Host::allogeneic, middle);
  for (const double shear : {0.0, 0.5, 3.0}) CHECK(detachment_at(plain, shear) == p.adhesion.detachment_rate);
  CHECK(detachment_at(r, 0) == p.adhesion.detachment_rate);
  const double F = wall_force(slice_median(middle.slice), 3.0);
  CHECK(detachment_at(r, 3.0) == Approx(p.adhesion.detachment_rate * std::exp(F / 2e-9)).epsilon(1e-12));
  CHECK(detachment_at(r, 1e4) == 1);  // no overflow: within a second the cell is gone
  LobuleClass clump = middle;
  clump.cells_per_particle = 8;  // twice as wide, four times the force
  CHECK(local_rates(p, sinusoids(), Host::allogeneic, clump).pull == Approx(4 * r.pull));

  // Blood and wall exchange cells: the adherent share settles at s/(s + k_off).
  r = LocalRates{};
  r.detachment = 1e-3;
  r.pull = 2;
  for (const double shear : {0.0, 0.4, 1.5}) {
    LocalRates here = r;
    here.detachment = detachment_at(r, shear);
    const double sticking = 4e-3;
    LocalCells start{};
    start[in_blood] = 1;
    const LocalCells end = advance(local_matrix(here, {0, sticking, 0}), 1e5, start);
    CHECK(end[adherent] == Approx(sticking / (sticking + 1e-3 * std::exp(2 * shear))).epsilon(1e-10));
    CHECK(end[adherent] + end[in_blood] == Approx(1).epsilon(1e-12));
  }
}
