// Fields made up for tests: every value tells its cell, its time and its component, and the block has
// another size along each axis, so that a mixed-up axis or time shows.
#pragma once

#include "sim/results/field_set.hpp"

namespace cellroute::results::test {

/// Exact in float for blocks of up to 100 cells an axis and 15 steps.
inline float number_at(int i, int j, int k, int step) {
  return static_cast<float>(i + 100 * j + 10000 * k + 1000000 * (step + 1));
}
inline float zone_at(int i, int j, int k) { return static_cast<float>(k + 3 * j + 7 * i) + 0.5f; }
inline float component_at(int i, int j, int k, int step, int c) {
  return static_cast<float>(c == 0 ? i : c == 1 ? j : k) + 0.25f * static_cast<float>(step + 1);
}

template <class Value>
FieldValues over_cells(const FieldGrid& grid, Value value) {
  FieldValues values;
  for (int k = 0; k < grid.cells[2]; ++k)
    for (int j = 0; j < grid.cells[1]; ++j)
      for (int i = 0; i < grid.cells[0]; ++i) value(i, j, k, values);
  return values;
}

inline FieldValues numbers(const FieldGrid& grid, int step) {
  return over_cells(grid,
                    [&](int i, int j, int k, FieldValues& out) { out.push_back(number_at(i, j, k, step)); });
}
inline FieldValues zones(const FieldGrid& grid) {
  return over_cells(grid, [](int i, int j, int k, FieldValues& out) { out.push_back(zone_at(i, j, k)); });
}
inline FieldValues vectors(const FieldGrid& grid, int step) {
  return over_cells(grid, [&](int i, int j, int k, FieldValues& out) {
    for (int c = 0; c < 3; ++c) out.push_back(component_at(i, j, k, step, c));
  });
}

/// A number and a vector in time, and a number that stays; the names have the letters that are hard.
inline FieldSet made_fields(std::array<int, 3> cells, int steps) {
  FieldSet set;
  set.header.title = "Made up: <counts> & \"places\"";
  set.header.provenance = {"cellroute", "0.1.0", "0123456789ab", "00112233445566778899aabbccddeeff",
                           18446744073709551615ull};
  set.header.grid = {cells, {1e-5, 1.25e-5, 2e-5}, {-1e-4, 3e-4, 0}};
  set.header.arrays = {{"trapped 15 um [cells/mL]", "mL-1", "trapped cells of 15 um in blood", 1, true},
                       {"zone [%]", "percent", "where on the way through", 1, false},
                       {"velocity [mm/s]", "mm/s", "velocity of the blood", 3, true}};
  set.fixed = {zones(set.header.grid)};
  for (int step = 0; step < steps; ++step) {
    set.times.push_back(step == 0 ? 0.1 : 3600.0 * step + 1.0 / 3);
    set.steps.push_back({numbers(set.header.grid, step), vectors(set.header.grid, step)});
  }
  return set;
}

/// The same block without anything in time.
inline FieldSet made_still(std::array<int, 3> cells) {
  FieldSet set = made_fields(cells, 1);
  for (auto& array : set.header.arrays) array.in_time = false;
  set.fixed = {set.steps[0][0], set.fixed[0], set.steps[0][1]};
  set.steps.clear();
  set.times.clear();
  return set;
}

}  // namespace cellroute::results::test
