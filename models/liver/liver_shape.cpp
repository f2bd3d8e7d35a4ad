// The shape of a human liver as one smooth function, and the surfaces that cut it into segments.
#include "models/liver/liver_shape.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellroute {

namespace {

/// An ellipsoid, turned about z by the angle whose cosine and sine are given.
struct Ellipsoid {
  Point centre, axes;
  double cosine = 1, sine = 0;

  /// First-order distance: the level |q| - 1 over its slope, made regular at the centre.
  double level(const Point& at) const {
    const double x = at[0] - centre[0], y = at[1] - centre[1], z = at[2] - centre[2];
    const double q[3] = {(cosine * x + sine * y) / axes[0], (cosine * y - sine * x) / axes[1], z / axes[2]};
    double square = 0, slope = 0;
    for (int d = 0; d < 3; ++d) {
      square += q[d] * q[d];
      slope += q[d] / axes[d] * (q[d] / axes[d]);
    }
    const double radius = std::sqrt(square);
    return radius * (radius - 1) / (std::sqrt(slope) + 1e-12);
  }
};

/// The union of two bodies, rounded where their levels differ by less than `width`.
double melt(double a, double b, double width) {
  const double near = std::max(width - std::abs(a - b), 0.0) / width;
  return std::min(a, b) - near * near * width / 4;
}

/// A body without another, the new edge rounded.
double pressed(double body, double other, double width) { return -melt(-body, other, width); }

constexpr Ellipsoid right_lobe{{4.4, -0.8, -0.2}, {6.7, 6.6, 7.6}};
constexpr Ellipsoid dome{{2.0, 0.6, 1.6}, {7.0, 5.8, 4.8}};
constexpr Ellipsoid left_lobe{{-2.6, 3.0, 2.8}, {7.8, 3.9, 3.4}};
constexpr Ellipsoid stomach{{-8.5, -5.5, -2.5}, {8.0, 7.6, 6.5}};
constexpr Ellipsoid gut{{-3.5, 2.0, -8.0}, {7.5, 9.0, 7.0}};
constexpr Ellipsoid kidney{{4.0, -7.5, -6.5}, {4.6, 4.6, 6.5}};
constexpr Ellipsoid spine{{-2.5, -8.0, 0.0}, {4.0, 4.2, 14.0}};
constexpr Ellipsoid umbilical_fissure{{-1.3, 4.6, -1.4}, {0.5, 3.4, 1.6}};
constexpr Ellipsoid venous_fissure{{-3.4, -0.5, 2.0}, {2.0, 0.4, 3.0}, 0.921060994, 0.389418342};  // 0.4 rad
constexpr Ellipsoid porta{{-0.2, -1.2, -2.4}, {2.4, 1.8, 1.6}};
constexpr Ellipsoid gallbladder{{2.2, 4.2, -5.2}, {1.3, 3.6, 1.8}};
constexpr Ellipsoid caudate{{-1.5, -2.3, 1.6}, {1.6, 1.4, 2.4}};

constexpr double cava_x = 0.3, cava_y = -3.9, cava_radius = 1.3;

/// The left lobe thins towards the left.
double left_level(const Point& at) {
  const double width = std::clamp(1 + 0.045 * (at[0] + 2.5), 0.35, 1.2);
  const Point& c = left_lobe.centre;
  return width * left_lobe.level({at[0], c[1] + (at[1] - c[1]) / width, c[2] + (at[2] - c[2]) / width});
}

constexpr double degree = std::numbers::pi / 180;
constexpr double right_vein = 22.52 * degree, middle_vein = 68.63 * degree, left_vein = 98.38 * degree;
constexpr double portal_plane = -1.446, portal_tilt = 0.216;
constexpr double caudate_margin = 1.313, left_lateral = -0.41;

}  // namespace

double liver_level(const Point& at) {
  double level = melt(right_lobe.level(at), dome.level(at), 2.0);
  level = melt(level, left_level(at), 2.5);
  level = pressed(level, stomach.level(at), 1.2);
  level = pressed(level, gut.level(at), 1.5);
  level = pressed(level, kidney.level(at), 1.2);
  level = pressed(level, spine.level(at), 1.0);
  level = pressed(level, std::hypot(at[0] - cava_x, at[1] - cava_y) - cava_radius, 0.6);
  level = pressed(level, umbilical_fissure.level(at), 0.6);
  level = pressed(level, venous_fissure.level(at), 0.6);
  level = pressed(level, porta.level(at), 0.8);
  return pressed(level, gallbladder.level(at), 0.8);
}

int couinaud_segment(const Point& at) {
  if (caudate.level(at) < caudate_margin) return 1;
  double angle = std::atan2(at[1] - cava_y, at[0] - cava_x);  // from the right towards the front
  if (angle < -std::numbers::pi / 2) angle += 2 * std::numbers::pi;
  const bool above = at[2] + portal_tilt * at[1] >= portal_plane;
  if (angle < right_vein) return above ? 7 : 6;
  if (angle < middle_vein) return above ? 8 : 5;
  if (angle < left_vein) return 4;
  return 0.6 * at[2] - 0.8 * at[1] >= left_lateral ? 2 : 3;
}

}  // namespace cellroute
