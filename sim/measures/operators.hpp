// The observation operators: what a measure can be.
#pragma once

#include "sim/measures/measure.hpp"

namespace cellroute::measures {

/// Parts of a measure that an operator uses.
enum Takes : unsigned {
  takes_region = 1,
  takes_time = 2,   // and `since`
  takes_whole = 4,  // share_of
  takes_image = 8,  // background, unattributed
  takes_path = 16,
  takes_rule = 32,
  takes_state = 64,  // of cells in the lobule
  takes_entry = 128
};

/// Series of a result that an operator reads; of the lobule, all.
enum Reads : unsigned {
  reads_cells = 1,
  reads_label = 2,
  reads_circulation = 4,
  reads_balance = 8,
  reads_lobule = 16
};

/// What it takes from a result, in which SI unit (a parameter: its own).
struct Operator {
  std::string_view name, about, unit;
  unsigned needs, may_have;  // of Takes
  unsigned reads;            // of Reads
  double (*take)(const Measure&, const Arm&);
  bool takes(unsigned part) const { return ((needs | may_have) & part) != 0; }
};
std::span<const Operator> operators();
const Operator* find_operator(std::string_view name);

/// Whether this measure, or what divides it, needs the lobule level.
bool needs_lobule(const Measure& measure);

/// The series of the body that a result must hold for this measure.
body::Watch watch_of(const Measure& measure);
/// Those of both.
body::Watch both(const body::Watch& a, const body::Watch& b);

}  // namespace cellroute::measures
