// Folding the plane into one wedge of one lobule by reflections: no angles, so mirror images keep their bits.
#include "models/lobule/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellroute {

namespace {

constexpr double sqrt3 = std::numbers::sqrt3;
constexpr double cos30 = sqrt3 / 2;

bool odd(int number) { return number % 2 != 0; }

/// Outward directions of the corners, from the top anticlockwise.
constexpr std::array<PlanePoint, 6> corner_directions{
    {{0, 1}, {-cos30, 0.5}, {-cos30, -0.5}, {0, -1}, {cos30, -0.5}, {cos30, 0.5}}};

int corner_of(const PlanePoint& offset, bool upright) {
  if (upright) return offset[1] < 0 ? 3 : 0;
  if (offset[0] < 0) return offset[1] < 0 ? 2 : 1;
  return offset[1] < 0 ? 4 : 5;
}

}  // namespace

double HexagonalLattice::pitch() const { return sqrt3 * side_; }
double HexagonalLattice::apothem() const { return cos30 * side_; }
double HexagonalLattice::lobule_area() const { return 3 * cos30 * side_ * side_; }

PlanePoint HexagonalLattice::centre(int column, int row) const {
  return {(column + (odd(row) ? 0.5 : 0.0)) * pitch(), 1.5 * row * side_};
}

PlanePoint HexagonalLattice::corner(int column, int row, int corner) const {
  const auto middle = centre(column, row);
  const auto& direction = corner_directions[static_cast<std::size_t>(corner)];
  return {middle[0] + side_ * direction[0], middle[1] + side_ * direction[1]};
}

LobulePlace HexagonalLattice::locate(PlanePoint point) const {
  LobulePlace place;
  double nearest = -1;
  const int below = static_cast<int>(std::floor(point[1] / (1.5 * side_)));
  for (int row = below; row <= below + 1; ++row) {
    const int column = static_cast<int>(std::round(point[0] / pitch() - (odd(row) ? 0.5 : 0.0)));
    const auto middle = centre(column, row);
    const PlanePoint offset{point[0] - middle[0], point[1] - middle[1]};
    const double squared = offset[0] * offset[0] + offset[1] * offset[1];
    if (nearest >= 0 && squared >= nearest) continue;
    nearest = squared;
    place.column = column;
    place.row = row;
    place.offset = offset;
  }
  place.radius = std::sqrt(nearest);
  const double x = std::abs(place.offset[0]);
  const double y = std::abs(place.offset[1]);
  const double slanted = cos30 * x + 0.5 * y;
  const bool upright = y >= slanted;
  place.along = upright ? y : slanted;
  place.across = upright ? x : std::abs(0.5 * x - cos30 * y);
  place.corner = corner_of(place.offset, upright);
  return place;
}

double HexagonalLattice::to_corner(const LobulePlace& place) const {
  return std::hypot(place.along - side_, place.across);
}

double HexagonalLattice::to_edge(const LobulePlace& place) const {
  return std::max(0.0, apothem() - towards_edge(place));
}

double HexagonalLattice::edge_position(const LobulePlace& place) const {
  return std::max(0.0, 0.5 * side_ - (0.5 * place.along - cos30 * place.across));
}

double HexagonalLattice::towards_edge(const LobulePlace& place) const {
  return cos30 * place.along + 0.5 * place.across;
}

double HexagonalLattice::off_edge_line(const LobulePlace& place) const {
  return std::abs(0.5 * place.along - cos30 * place.across);
}

double HexagonalLattice::boundary_radius(const LobulePlace& place) const {
  const double outwards = towards_edge(place);
  return outwards > 0 ? place.radius * (apothem() / outwards) : side_;
}

double HexagonalLattice::zone_coordinate(const LobulePlace& place, double vein_radius) const {
  const double boundary = boundary_radius(place);
  return std::clamp((boundary - place.radius) / (boundary - vein_radius), 0.0, 1.0);
}

double HexagonalLattice::zone_spread(const LobulePlace& place, double vein_radius, double size) const {
  // A square seen from any side is between 1 and sqrt(2) wide; a strip of its own width has its area.
  return 0.5 * size / (boundary_radius(place) - vein_radius);
}

}  // namespace cellroute
