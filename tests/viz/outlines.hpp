// Path data as polygons, read without the code that wrote them, and what lies in them.
#pragma once

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "viz/plot/svg.hpp"

namespace cellroute::viz::test {

using Polygon = std::vector<plot::Point>;

/// M, L, C and Z of SVG; a curve becomes straight pieces.
inline std::vector<Polygon> polygons_of(const std::string& path) {
  std::string spaced;
  for (const char letter : path)
    spaced += std::isalpha(static_cast<unsigned char>(letter)) ? std::string{' ', letter, ' '}
                                                               : std::string(1, letter);
  std::istringstream in(spaced);
  std::vector<Polygon> all;
  char command = 0;
  while (in >> command) {
    if (command == 'Z') continue;
    const auto point = [&] {
      plot::Point p;
      if (!(in >> p.x >> p.y)) throw std::invalid_argument("no point in " + path);
      return p;
    };
    if (command == 'M') {
      all.push_back({point()});
    } else if (command == 'L') {
      all.back().push_back(point());
    } else if (command == 'C') {
      const plot::Point a = all.back().back(), b = point(), c = point(), d = point();
      constexpr int pieces = 16;
      for (int i = 1; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces, s = 1 - t;
        const auto at = [&](double p, double q, double r, double u) {
          return s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * u;
        };
        all.back().push_back({at(a.x, b.x, c.x, d.x), at(a.y, b.y, c.y, d.y)});
      }
    } else {
      throw std::invalid_argument(std::string("a path with ") + command);
    }
  }
  return all;
}

/// Even-odd, as for shapes that do not cross themselves.
inline bool inside(const std::vector<Polygon>& shape, plot::Point at) {
  bool in = false;
  for (const auto& polygon : shape)
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
      const auto a = polygon[i], b = polygon[j];
      if ((a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
  return in;
}

/// From a point to the nearest line of a path.
inline double distance_to(const std::vector<Polygon>& path, plot::Point at) {
  double least = 1e300;
  for (const auto& line : path)
    for (std::size_t i = 1; i < line.size(); ++i) {
      const auto a = line[i - 1], b = line[i];
      const double length = std::hypot(b.x - a.x, b.y - a.y);
      const double along =
          length > 0 ? ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / (length * length) : 0;
      const double share = std::clamp(along, 0.0, 1.0);
      least = std::min(least, std::hypot(at.x - a.x - share * (b.x - a.x), at.y - a.y - share * (b.y - a.y)));
    }
  return least;
}

}  // namespace cellroute::viz::test
