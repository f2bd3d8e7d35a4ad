// Points, straight segments and capsules: a vessel is all points nearer to its axis than its radius.
#pragma once

#include <algorithm>
#include <cmath>

#include "models/liver/anatomy.hpp"

namespace cellroute::liver {

/// A straight vessel with round ends.
struct Capsule {
  Point a{}, b{};     // [m] ends of the axis
  double radius = 0;  // [m]
};

inline Point difference(const Point& a, const Point& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
inline double dot(const Point& a, const Point& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
/// a + t (b - a).
inline Point between(const Point& a, const Point& b, double t) {
  return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
}
inline double squared_distance(const Point& a, const Point& b) {
  const Point d = difference(a, b);
  return dot(d, d);
}
inline double distance(const Point& a, const Point& b) { return std::sqrt(squared_distance(a, b)); }

/// Squared distance [m2] of a point from the segment a-b.
inline double squared_distance(const Point& p, const Point& a, const Point& b) {
  const Point along = difference(b, a);
  const double length2 = dot(along, along);
  const double t = length2 > 0 ? std::clamp(dot(difference(p, a), along) / length2, 0.0, 1.0) : 0.0;
  return squared_distance(p, between(a, b, t));
}

/// Squared distance [m2] of the segments a-b and c-d. The nearest pair lies inside both, where the two
/// derivatives vanish, or at an end of one of them.
inline double squared_distance(const Point& a, const Point& b, const Point& c, const Point& d) {
  const Point u = difference(b, a), v = difference(d, c), w = difference(a, c);
  const double uu = dot(u, u), uv = dot(u, v), vv = dot(v, v), uw = dot(u, w), vw = dot(v, w);
  const double determinant = uu * vv - uv * uv;
  if (determinant > 1e-12 * uu * vv) {  // not parallel
    const double s = (uv * vw - vv * uw) / determinant, t = (uu * vw - uv * uw) / determinant;
    if (s >= 0 && s <= 1 && t >= 0 && t <= 1) {
      return squared_distance(between(a, b, s), between(c, d, t));
    }
  }
  return std::min(std::min(squared_distance(a, c, d), squared_distance(b, c, d)),
                  std::min(squared_distance(c, a, b), squared_distance(d, a, b)));
}

}  // namespace cellroute::liver
