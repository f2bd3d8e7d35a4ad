// From the index of a row to its numbers, its case and its scenario file.
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

struct RowIndex {
  std::size_t replicate = 0, cell = 0, point = 0;
};
RowIndex split(const Plan& plan, std::size_t row);

/// The place on each axis in a cell of the grid.
std::vector<std::size_t> places(const Plan& plan, std::size_t cell);

/// What varies: a place on each axis, and the value of each factor [SI].
struct Row {
  RowIndex index;
  std::vector<std::size_t> places;  // by axis
  std::vector<double> factors;      // [SI], by factor
};
Row row_at(const Plan& plan, std::size_t row);

const Template& template_of(const Plan& plan, const Row& row);

/// Doses that the file gives per body mass follow the body mass of a case. Not to be called when the dose is
/// varied.
void follow_body_mass(const Template& base, BodyCase& one);

/// The case as the program runs it.
BodyCase body_case(const Plan& plan, const Row& row);

/// The scenario file of a row: `cellroute run` of it gives the row's metrics bit for bit.
std::string scenario_text(const Plan& plan, std::size_t row);

}  // namespace cellroute::sweep
