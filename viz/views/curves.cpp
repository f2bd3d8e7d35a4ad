#include "viz/views/curves.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::viz {

bool lie_together(const Curve& one, const Curve& other, double apart) {
  if (one.size() < 2 || other.size() < 2) return false;
  std::size_t near = 0, both = 0;
  for (const auto& point : one) {
    const auto after = std::lower_bound(other.begin(), other.end(), point.x,
                                        [](const plot::Point& each, double x) { return each.x < x; });
    if (after == other.end() || point.x < other.front().x) continue;
    const auto before = after == other.begin() ? after : after - 1;
    const double way = after->x > before->x ? (point.x - before->x) / (after->x - before->x) : 0;
    ++both;
    if (std::fabs(before->y + way * (after->y - before->y) - point.y) < apart) ++near;
  }
  return 2 * near > both;
}

std::string dashes(std::size_t i, double em) {
  const double drawn = em * (i % 2 == 1 ? 1.4 : 0.7), left_out = 1.2 * em;
  return plot::coordinate(drawn) + " " + plot::coordinate(left_out);
}

bool passes(const Curve& curve, const plot::Box& box) {
  for (std::size_t i = 1; i < curve.size(); ++i)
    for (int step = 0; step <= 16; ++step) {
      const double way = step / 16.0, x = curve[i - 1].x + way * (curve[i].x - curve[i - 1].x),
                   y = curve[i - 1].y + way * (curve[i].y - curve[i - 1].y);
      if (x >= box.left && x <= box.right() && y >= box.top && y <= box.bottom()) return true;
    }
  return false;
}

}  // namespace cellroute::viz
