// Fields on a block of equal cells, handed to a writer one output time at a time so that memory stays
// bounded.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace cellroute {

/// One field on the cells of the block, x fastest, components fastest of all:
/// values[(z * ny + y) * nx * components + x * components + component].
struct Field {
  std::string name;  // with its class where it has one: trapped_1, trapped_2, ...
  std::string unit;
  std::string meaning;  // a phrase
  int components = 1;
  bool fixed = false;  // the same at all times
  std::span<const double> values;
};

/// The fields of one output time. The spans live until the sink returns.
struct Frame {
  double time = 0;                         // [s]
  std::array<int, 3> cells{1, 1, 1};       // of the block
  std::array<double, 3> spacing{0, 0, 0};  // [m]
  std::array<double, 3> corner{0, 0, 0};   // [m] the lowest of the block
  std::vector<Field> fields;               // the same names in the same order at every time
};

/// Called once for each output time, in order, from the thread that called simulate.
using FieldSink = std::function<void(const Frame&)>;

}  // namespace cellroute
