// The hexagonal lattice: who is nearest to what, and that symmetric points are alike.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/lobule/geometry.hpp"

using namespace cellroute;
using std::numbers::pi;
using std::numbers::sqrt3;

namespace {

double distance(const PlanePoint& a, const PlanePoint& b) { return std::hypot(a[0] - b[0], a[1] - b[1]); }

/// Points that hit no symmetry line: a rational lattice would.
PlanePoint scattered(int k) {
  return {std::fmod(k * 0.7548776662, 1.0) * 12 - 6, std::fmod(k * 0.5698402910, 1.0) * 12 - 6};
}

}  // namespace

TEST_CASE("A point's lobule and corner are the nearest of all") {
  const HexagonalLattice lattice(1.3);
  for (int k = 0; k < 400; ++k) {
    const auto point = scattered(k);
    const auto place = lattice.locate(point);
    double nearest = 1e9;
    double nearest_corner = 1e9;
    for (int row = -8; row <= 8; ++row) {
      for (int column = -8; column <= 8; ++column) {
        nearest = std::min(nearest, distance(point, lattice.centre(column, row)));
        for (int corner = 0; corner < 6; ++corner)
          nearest_corner = std::min(nearest_corner, distance(point, lattice.corner(column, row, corner)));
      }
    }
    CHECK(place.radius == Approx(nearest).epsilon(1e-12));
    CHECK(distance(point, lattice.centre(place.column, place.row)) == Approx(nearest).epsilon(1e-12));
    CHECK(lattice.to_corner(place) == Approx(nearest_corner).epsilon(1e-12));
    CHECK(distance(point, lattice.corner(place.column, place.row, place.corner)) ==
          Approx(nearest_corner).epsilon(1e-12));
    CHECK(place.across >= 0);
    CHECK(place.across <= place.along / sqrt3 * (1 + 1e-12));
    CHECK(std::hypot(place.along, place.across) == Approx(place.radius).epsilon(1e-12));
  }
}

TEST_CASE("Distances to edge, along the edge and to the boundary, where they are known") {
  const double R = 2;
  const HexagonalLattice lattice(R);
  CHECK(lattice.pitch() == Approx(sqrt3 * R).epsilon(1e-15));
  CHECK(lattice.lobule_area() == Approx(1.5 * sqrt3 * R * R).epsilon(1e-15));
  const auto centre = lattice.locate({0, 0});
  CHECK(lattice.to_edge(centre) == Approx(lattice.apothem()));
  CHECK(lattice.zone_coordinate(centre, 0.1) == 1);
  const auto middle = lattice.locate({0.99 * lattice.apothem(), 0});  // near the middle of an edge
  CHECK(lattice.to_edge(middle) == Approx(0.01 * lattice.apothem()));
  CHECK(lattice.edge_position(middle) == Approx(R / 2));
  CHECK(lattice.boundary_radius(middle) == Approx(lattice.apothem()));
  const auto near_corner = lattice.locate({0, 0.9 * R});
  CHECK(near_corner.corner == 0);
  CHECK(lattice.boundary_radius(near_corner) == Approx(R));
  CHECK(lattice.to_corner(near_corner) == Approx(0.1 * R));
  CHECK(lattice.zone_coordinate(near_corner, 0.2) == Approx((R - 0.9 * R) / (R - 0.2)));
}

TEST_CASE("The twelve images of a point in a lobule are alike, and so are all lobules") {
  const HexagonalLattice lattice(1);
  for (int k = 1; k < 50; ++k) {
    const double radius = 0.85 * k / 50;
    const double angle = 0.5 * k;
    const auto first = lattice.locate({radius * std::cos(angle), radius * std::sin(angle)});
    for (int turn = 0; turn < 6; ++turn) {
      for (const int mirror : {1, -1}) {
        const double a = mirror * angle + turn * pi / 3;
        const auto middle = lattice.centre(turn - 2, mirror * turn);
        const auto image =
            lattice.locate({middle[0] + radius * std::cos(a), middle[1] + radius * std::sin(a)});
        CHECK(image.along == Approx(first.along).margin(1e-14));
        CHECK(image.across == Approx(first.across).margin(1e-14));
        CHECK(lattice.zone_coordinate(image, 0.06) ==
              Approx(lattice.zone_coordinate(first, 0.06)).margin(1e-13));
      }
    }
  }
}

TEST_CASE("The zone coordinate falls straight from the vein's wall to the lobule's boundary") {
  const HexagonalLattice lattice(500e-6);
  const double vein = 30e-6;
  for (const double angle : {0.1, 0.4, 1.0, 2.2, 5.9}) {
    const auto at = [&](double r) {
      return lattice.zone_coordinate(lattice.locate({r * std::cos(angle), r * std::sin(angle)}), vein);
    };
    const double boundary =
        lattice.boundary_radius(lattice.locate({1e-4 * std::cos(angle), 1e-4 * std::sin(angle)}));
    CHECK(at(vein) == Approx(1).epsilon(1e-12));
    CHECK(at(boundary * (1 - 1e-12)) == Approx(0).margin(1e-9));
    CHECK(at(vein + 0.25 * (boundary - vein)) == Approx(0.75).epsilon(1e-10));
  }
}
