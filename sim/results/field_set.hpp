// Fields on a block of equal cells, in time: plain data, whatever they mean.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "sim/results/provenance.hpp"

namespace cellroute::results {

/// A block of nx x ny x nz equal cells along the axes; a plane is one layer, nz = 1.
struct FieldGrid {
  std::array<int, 3> cells{};       // nx, ny, nz
  std::array<double, 3> spacing{};  // edges of a cell [m]
  std::array<double, 3> corner{};   // the block's lowest corner [m]

  std::size_t count() const {
    return static_cast<std::size_t>(cells[0]) * static_cast<std::size_t>(cells[1]) *
           static_cast<std::size_t>(cells[2]);
  }
};

/// One array over the block.
struct FieldArray {
  std::string name;       // as people see it, with its unit: "trapped [cells/mL]"
  std::string units;      // of the values, as UDUNITS-2 spells them: "mL-1"
  std::string long_name;  // a phrase
  int components = 1;     // 3: a vector x, y, z
  bool in_time = true;    // false: one and the same at all times, and stored once
};

/// What a field file says before any value.
struct FieldHeader {
  std::string title;
  Provenance provenance;
  FieldGrid grid;
  std::vector<FieldArray> arrays;
};

/// Values of one array at one time: one per cell, x fastest, then y, then z; the components of a
/// vector side by side. They belong to the centres of the cells.
using FieldValues = std::vector<float>;

/// A small set, whole in memory; field_file.hpp writes a long one time by time.
struct FieldSet {
  FieldHeader header;
  std::vector<FieldValues> fixed;               // of the arrays not in time, in order
  std::vector<double> times;                    // [s], increasing
  std::vector<std::vector<FieldValues>> steps;  // by time, of the arrays in time, in order
};

}  // namespace cellroute::results
