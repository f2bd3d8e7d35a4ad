// Scars: nothing at dial 0, more with every turn of the dial, the same in all twelve wedges.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/lobule/fibrosis.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using std::numbers::pi;
using testing::um;

namespace {

Lobule at_dial(double dial) {
  Lobule lobule = testing::h1_lobule();
  lobule.fibrosis.dial = dial;
  return lobule;
}

Scar scar_of(const Lobule& lobule, double x, double y, double size = 5 * um) {
  const HexagonalLattice lattice(lobule.side);
  return scar_at(lattice.locate({x, y}), lattice, lobule, size);
}

/// Calls visit(x, y) on a raster over one unit cell.
template <class Visit>
void raster(double side, Visit visit) {
  for (int j = 0; j < 60; ++j)
    for (int i = 0; i < 36; ++i)
      visit((i + 0.3) / 36 * std::numbers::sqrt3 * side, (j + 0.4) / 60 * 3 * side);
}

}  // namespace

TEST_CASE("At dial 0 every factor is exactly one") {
  const auto lobule = at_dial(0);
  raster(lobule.side, [&](double x, double y) {
    const auto scar = scar_of(lobule, x, y);
    CHECK(scar.septum == 0);
    CHECK(scar.nodule == 0);
    const auto factors = tissue_factors(scar, lobule.fibrosis);
    CHECK(factors.permeability == 1);
    CHECK(factors.blood == 1);
    CHECK(factors.straining == 1);
    CHECK(factors.adhesion == 1);
  });
}

TEST_CASE("Septa and nodules grow with the dial everywhere, and permeability falls") {
  for (double dial = 0.1; dial < 1.01; dial += 0.1) {
    auto before = at_dial(dial - 0.1);
    auto after = at_dial(std::min(1.0, dial));
    for (auto* lobule : {&before, &after})
      lobule->fibrosis.central_central = lobule->fibrosis.central_portal = 0.7;
    bool grown = true;
    raster(after.side, [&](double x, double y) {
      const auto less = scar_of(before, x, y);
      const auto more = scar_of(after, x, y);
      grown = grown && more.septum >= less.septum && more.nodule >= less.nodule && more.septum <= 1 &&
              more.nodule <= 1;
      const auto high = tissue_factors(less, before.fibrosis);
      const auto low = tissue_factors(more, after.fibrosis);
      grown = grown && low.permeability <= high.permeability && low.blood <= high.blood &&
              low.adhesion <= high.adhesion && low.permeability > 0 && low.blood > 0;
    });
    CHECK(grown);
  }
}

TEST_CASE("Portal-portal septa bridge the tracts along the edges, portal-central ones reach the vein") {
  auto lobule = at_dial(1);
  const double R = lobule.side;
  lobule.fibrosis.portal_central = 0;
  const double apothem = HexagonalLattice(R).apothem();
  CHECK(scar_of(lobule, apothem - 1 * um, 0).septum == Approx(1));  // middle of an edge
  CHECK(scar_of(lobule, 0, R / 2).septum == 0);                     // half-way tract to vein
  CHECK(scar_of(lobule, apothem - 40 * um, 0).septum == 0);         // beyond half its width
  lobule.fibrosis.portal_portal = 0.5;
  CHECK(scar_of(lobule, apothem - 1 * um, 0).septum == 0);  // has come half of the way
  CHECK(scar_of(lobule, apothem - 1 * um, 0.4 * R).septum == Approx(1));

  lobule.fibrosis.portal_portal = 0;
  lobule.fibrosis.portal_central = 1;
  CHECK(scar_of(lobule, 0, R / 2).septum == Approx(1));
  CHECK(scar_of(lobule, 0, lobule.central_vein_radius + 10 * um).septum == Approx(1));
  CHECK(scar_of(lobule, apothem - 1 * um, 0).septum == 0);
  lobule.fibrosis.portal_central = 0.5;
  CHECK(scar_of(lobule, 0, 0.7 * R).septum == Approx(1));
  CHECK(scar_of(lobule, 0, 0.3 * R).septum == 0);
}

TEST_CASE("Septa of congestion begin at the vein: to the next vein across edges, and to the tracts") {
  auto lobule = at_dial(1);
  auto& fibrosis = lobule.fibrosis;
  const double R = lobule.side, apothem = HexagonalLattice(R).apothem();
  fibrosis.portal_portal = fibrosis.portal_central = fibrosis.nodules = 0;
  fibrosis.central_central = 1;
  CHECK(scar_of(lobule, 0.5 * apothem, 0).septum == Approx(1));      // half-way to the edge
  CHECK(scar_of(lobule, apothem - 1 * um, 0).septum == Approx(1));   // and on to the next vein
  CHECK(scar_of(lobule, apothem + 20 * um, 0).septum == Approx(1));  // that lobule's own half
  CHECK(scar_of(lobule, 0, 0.5 * R).septum == 0);                    // towards the tract
  CHECK(scar_of(lobule, 0, R - 30 * um).septum == 0);                // the tract is spared
  fibrosis.central_central = 0.5;
  CHECK(scar_of(lobule, 0.45 * apothem, 0).septum == Approx(1));
  CHECK(scar_of(lobule, 0.7 * apothem, 0).septum == 0);
  fibrosis.dial = 0.5;
  CHECK(scar_of(lobule, 0.45 * apothem, 0).septum == 0);

  fibrosis.dial = 1;
  fibrosis.central_central = 0;
  fibrosis.central_portal = 1;
  CHECK(scar_of(lobule, 0, 0.5 * R).septum == Approx(1));
  CHECK(scar_of(lobule, 0, R - lobule.portal_tract_radius - 5 * um).septum == Approx(1));
  CHECK(scar_of(lobule, apothem - 1 * um, 0).septum == 0);
  fibrosis.central_portal = 0.5;
  CHECK(scar_of(lobule, 0, 0.4 * R).septum == Approx(1));
  CHECK(scar_of(lobule, 0, 0.7 * R).septum == 0);
}

TEST_CASE("Septa from vein to vein are the triangular lattice between veins, in area and symmetry") {
  auto lobule = at_dial(1);
  auto& fibrosis = lobule.fibrosis;
  fibrosis.portal_portal = fibrosis.portal_central = fibrosis.nodules = 0;
  fibrosis.central_central = 1;
  const double R = lobule.side, width = fibrosis.septum_width;
  const HexagonalLattice lattice(R);
  raster(R, [&](double x, double y) {
    const double here = scar_of(lobule, x, y).septum;
    CHECK(scar_of(lobule, -x, y).septum == Approx(here).margin(1e-9));
    CHECK(scar_of(lobule, x + lattice.pitch(), y).septum == Approx(here).margin(1e-9));
    const double turned = scar_of(lobule, x / 2 - std::sqrt(0.75) * y, std::sqrt(0.75) * x + y / 2).septum;
    CHECK(turned == Approx(here).margin(1e-9));
  });
  double septum = 0;
  for (int j = 0; j < 300; ++j)
    for (int i = 0; i < 173; ++i)
      septum += scar_of(lobule, (i + 0.5) / 173 * lattice.pitch(), (j + 0.5) / 300 * 3 * R).septum;
  // Six arms of width w and length l leave each vein. Each has the 60 degrees around it to itself, which
  // narrow to less than w at the vein: l w - w^2/(4 tan 30) remain of it.
  const double arm = lattice.apothem();
  const double area = 6 * (arm * width - width * width / (4 * std::tan(pi / 6)));
  CHECK(septum / (300 * 173) == Approx(area / lattice.lobule_area()).epsilon(0.01));
}

TEST_CASE("Scars have the lattice's sixfold symmetry, and the area of their shape") {
  auto lobule = at_dial(0.8);
  const double R = lobule.side;
  for (int k = 0; k < 40; ++k) {
    const double r = (0.1 + 0.02 * k) * R;
    const auto first = scar_of(lobule, r * std::cos(0.3 * k), r * std::sin(0.3 * k));
    for (int turn = 1; turn < 6; ++turn) {
      const double angle = 0.3 * k + turn * pi / 3;
      const auto image = scar_of(lobule, r * std::cos(angle), r * std::sin(angle));
      CHECK(image.septum == Approx(first.septum).margin(1e-9));
      CHECK(image.nodule == Approx(first.nodule).margin(1e-9));
    }
  }
  // One whole edge network: three edges per lobule, of this width; round ends overlap at the tracts.
  lobule.fibrosis.dial = 1;
  lobule.fibrosis.portal_central = 0;
  double septum = 0, nodule = 0, cells = 0;
  const HexagonalLattice lattice(R);
  for (int j = 0; j < 300; ++j) {
    for (int i = 0; i < 173; ++i) {
      const auto place = lattice.locate({(i + 0.5) / 173 * std::numbers::sqrt3 * R, (j + 0.5) / 300 * 3 * R});
      const auto scar = scar_at(place, lattice, lobule, 5 * um);
      septum += scar.septum;
      nodule += scar.nodule;
      ++cells;
    }
  }
  const double lobule_area = lattice.lobule_area();
  CHECK(septum / cells == Approx(3 * R * lobule.fibrosis.septum_width / lobule_area).epsilon(0.04));
  const double radius = lobule.fibrosis.nodules * R / (2 * std::numbers::sqrt3);
  CHECK(nodule / cells == Approx(6 * pi * radius * radius / lobule_area).epsilon(0.01));
}

TEST_CASE("Channels open one after the other") {
  CHECK(channel_opening(0, 12, 0.5, 0) == 0);
  CHECK(channel_opening(0, 12, 0.5, 0.1) == Approx(0.6));
  CHECK(channel_opening(0, 12, 0.5, 1) == 1);
  CHECK(channel_opening(5, 12, 0.5, 1) == 1);
  CHECK(channel_opening(6, 12, 0.5, 1) == 0);
}
