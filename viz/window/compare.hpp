// Whether two pictures look the same: renderers of other versions shade a few pixels otherwise.
#pragma once

#include <string>
#include <vector>

#include "viz/style/colour.hpp"

namespace cellroute::viz {

struct Pixels {
  int width = 0, height = 0;
  std::vector<Colour> rows;  // from the top, each from the left

  Colour at(int x, int y) const {
    return rows[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// @throws std::invalid_argument when the bytes are no PNG
Pixels read_png(const std::string& png);

/// Share of pixels of which a channel differs by more than `tolerance` of 255; 1 when the sizes differ.
double difference(const Pixels& a, const Pixels& b, int tolerance);

}  // namespace cellroute::viz
