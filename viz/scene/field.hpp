// One array of a field file at one time, and how people name it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/field_reader.hpp"
#include "viz/program/view.hpp"
#include "viz/style/colour_map.hpp"

namespace cellroute::viz {

/// The array called `name`, with or without its unit.
/// @throws RequestError naming the arrays there are
const results::FieldArray& find_array(const results::FieldHeader& header, const std::string& name,
                                      const std::string& file);

/// `living`, the array's name without its unit; and its unit as people write it: `cells/mL`.
std::string name_of(const results::FieldArray& array);
std::string unit_of(const results::FieldArray& array);

/// From 0 to the highest value at the step; at any time if `shared`.
Scale scale_of(const results::FieldReader& reader, const results::FieldArray& array,
               const results::FieldValues& values, bool shared);

/// Colour map for an array: by what its unit says it is.
const ColourMap& map_of(const results::FieldArray& array);

/// "1 h after the start"; nothing where the result has no times.
std::string time_text(const std::vector<double>& times, std::size_t step);

}  // namespace cellroute::viz
