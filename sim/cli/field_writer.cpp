#include "sim/cli/field_writer.hpp"

namespace cellroute::cli {
namespace {

/// Units people read off a picture, and how a field's SI unit becomes them.
struct ShownUnit {
  const char* si;
  const char* shown;    // in the array's name
  const char* udunits;  // in its attribute
  double factor;
};
constexpr ShownUnit shown_units[] = {{"cell/m3", "cells/mL", "mL-1", 1e-6},
                                     {"Pa", "mmHg", "mmHg", 1 / 133.322387415},
                                     {"m/s", "um/s", "um s-1", 1e6},
                                     {"m2", "um2", "um2", 1e12},
                                     {"m", "um", "um", 1e6},
                                     {"m3/s", "mL/min", "mL min-1", 6e7},
                                     {"1/s", "1/s", "s-1", 1},
                                     {"1/m3", "%/mL", "percent mL-1", 1e-4}};

ShownUnit shown_unit(const std::string& si) {
  for (const ShownUnit& unit : shown_units)
    if (si == unit.si) return unit;
  return {si.c_str(), si.c_str(), si.c_str(), 1};
}

}  // namespace

results::FieldFrame shown(const Frame& frame, bool first) {
  results::FieldFrame all;
  all.time = frame.time;
  all.grid = {frame.cells, frame.spacing, frame.corner};
  for (const Field& field : frame.fields) {
    const ShownUnit unit = shown_unit(field.unit);
    all.arrays.push_back(
        {field.name + " [" + unit.shown + "]", unit.udunits, field.meaning, field.components, !field.fixed});
    results::FieldValues& rounded = all.values.emplace_back();
    if (field.fixed && !first) continue;
    rounded.resize(field.values.size());
    for (std::size_t i = 0; i < field.values.size(); ++i)
      rounded[i] = static_cast<float>(field.values[i] * unit.factor);
  }
  return all;
}

void FieldWriter::operator()(const results::FieldFrame& frame) {
  const bool first = !file_;
  if (first) {
    header_.grid = frame.grid;
    header_.arrays = frame.arrays;
    if (trees_ != nullptr)
      file_.emplace(folder_, name_, header_, *trees_);
    else
      file_.emplace(folder_, name_, header_);
  }
  std::vector<std::span<const float>> moving;
  for (std::size_t a = 0; a < frame.arrays.size(); ++a) {
    if (frame.arrays[a].in_time)
      moving.emplace_back(frame.values[a]);
    else if (first)
      file_->fix(frame.arrays[a].name, frame.values[a]);
  }
  file_->append(frame.time, moving);
}

}  // namespace cellroute::cli
