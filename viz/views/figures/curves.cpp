#include "viz/views/figures/curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellroute::viz {
namespace {

using plot::Point;

double distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

/// Where the curve's handle at a point lies: along the chord of its neighbours, a third of the way to the
/// next.
Point handle(Point before, Point at, Point after, Point next, double sign) {
  const double reach = sign * distance(at, next) / (3 * distance(before, after));
  return {at.x + reach * (after.x - before.x), at.y + reach * (after.y - before.y)};
}

std::string curve(const std::vector<Point>& all, bool closes) {
  const std::size_t n = all.size(), last = n - 1;
  const auto before = [&](std::size_t i) { return all[i > 0 ? i - 1 : closes ? last : 0]; };
  const auto after = [&](std::size_t i) { return all[i < last ? i + 1 : closes ? 0 : last]; };
  std::string path = fmt::format("M{:.2f} {:.2f}", all[0].x, all[0].y);
  for (std::size_t i = 0; i < (closes ? n : last); ++i) {
    const std::size_t j = (i + 1) % n;
    const auto a = handle(before(i), all[i], after(i), all[j], 1),
               b = handle(before(j), all[j], after(j), all[i], -1);
    path +=
        fmt::format(" C{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f}", a.x, a.y, b.x, b.y, all[j].x, all[j].y);
  }
  return path + (closes ? " Z" : "");
}

}  // namespace

std::string closed_curve(const std::vector<Point>& points) { return curve(points, true); }
std::string open_curve(const std::vector<Point>& points) { return curve(points, false); }

std::vector<Point> mirrored(const std::vector<Point>& points, double at) {
  std::vector<Point> all;
  for (const auto& point : points) all.push_back({2 * at - point.x, point.y});
  return all;
}

std::string symmetric_curve(const std::vector<Point>& half, double at) {
  auto all = half;
  const auto other = mirrored(half, at);
  for (auto point = other.rbegin(); point != other.rend(); ++point)
    if (point->x != at) all.push_back(*point);
  return closed_curve(all);
}

std::string closed_pair(const std::vector<Point>& points, double at) {
  return closed_curve(points) + " " + closed_curve(mirrored(points, at));
}

std::string open_pair(const std::vector<Point>& points, double at) {
  return open_curve(points) + " " + open_curve(mirrored(points, at));
}

}  // namespace cellroute::viz
