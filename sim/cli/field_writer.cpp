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
                                     {"1/s", "1/s", "s-1", 1},
                                     {"1/m3", "%/mL", "percent mL-1", 1e-4}};

ShownUnit shown_unit(const std::string& si) {
  for (const ShownUnit& unit : shown_units)
    if (si == unit.si) return unit;
  return {si.c_str(), si.c_str(), si.c_str(), 1};
}

}  // namespace

void FieldWriter::operator()(const Frame& frame) {
  const bool first = !file_;
  if (first) open(frame);
  std::vector<std::span<const float>> moving;
  for (std::size_t f = 0; f < frame.fields.size(); ++f) {
    const Field& field = frame.fields[f];
    if (field.fixed && !first) continue;
    const double factor = shown_unit(field.unit).factor;
    auto& rounded = rounded_[f];
    rounded.resize(field.values.size());
    for (std::size_t i = 0; i < field.values.size(); ++i)
      rounded[i] = static_cast<float>(field.values[i] * factor);
    if (field.fixed)
      file_->fix(header_.arrays[f].name, rounded);
    else
      moving.emplace_back(rounded);
  }
  file_->append(frame.time, moving);
}

void FieldWriter::open(const Frame& frame) {
  header_.grid.cells = frame.cells;
  header_.grid.spacing = frame.spacing;
  header_.grid.corner = frame.corner;
  for (const Field& field : frame.fields) {
    const ShownUnit unit = shown_unit(field.unit);
    header_.arrays.push_back(
        {field.name + " [" + unit.shown + "]", unit.udunits, field.meaning, field.components, !field.fixed});
  }
  file_.emplace(folder_, name_, header_);
  rounded_.resize(frame.fields.size());
}

}  // namespace cellroute::cli
