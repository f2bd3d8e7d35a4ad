// Where an axis or a colour bar has its numbers, and how they are written.
#pragma once

#include <string>
#include <vector>

#include "viz/style/colour_map.hpp"

namespace cellroute::viz {

struct Tick {
  double value = 0;
  std::string text;
};

/// 1, 2 or 5 times a power of ten, the largest that is not above `length`. @pre length > 0
double round_down(double length);
/// 1, 2 or 5 times a power of ten, the smallest that is not below `length`. @pre length > 0
double round_up(double length);

/// About `count` round numbers inside the scale; by decades powers of ten, with 2 and 5 where these are few.
/// All of one axis are written alike: 0, 0.5, 1.0; from 1e5 on with a power of ten.
std::vector<Tick> ticks(const Scale& scale, int count);

/// A length [m] in the unit that suits it: 5 cm, 200 µm.
std::string length_text(double metres);

/// A unit as people write it: `cells per mL` -> cells/mL, `um per s` -> µm/s, `1` -> nothing.
std::string unit_text(const std::string& stored);

}  // namespace cellroute::viz
