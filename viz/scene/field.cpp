#include "viz/scene/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/style/ticks.hpp"

namespace cellroute::viz {

const results::FieldArray& find_array(const results::FieldHeader& header, const std::string& name,
                                      const std::string& file) {
  std::string all;
  for (const auto& array : header.arrays) {
    if (array.name == name || name_of(array) == name) return array;
    all += (all.empty() ? "" : ", ") + name_of(array);
  }
  throw RequestError(fmt::format("{}: it has no field {} (it has: {})", file, name, all));
}

std::string name_of(const results::FieldArray& array) {
  return array.name.substr(0, std::min(array.name.size(), array.name.find(" [")));
}

std::string unit_of(const results::FieldArray& array) {
  const auto open = array.name.find(" ["), close = array.name.rfind(']');
  if (open == std::string::npos || close == std::string::npos) return unit_text(array.units);
  return unit_text(array.name.substr(open + 2, close - open - 2));
}

Scale scale_of(const results::FieldReader& reader, const results::FieldArray& array,
               const results::FieldValues& values, bool shared) {
  if (!shared || !array.in_time) return from_zero(values);
  Scale widest = from_zero(values);
  for (std::size_t step = 0; step < reader.times().size(); ++step) {
    const auto all = reader.read(array.name, step);
    if (std::any_of(all.begin(), all.end(), [](float value) { return value > 0; }))
      widest.high = std::max(widest.high, from_zero(all).high);
  }
  return widest;
}

const ColourMap& map_of(const results::FieldArray& array) {
  if (array.units == "s" || array.units == "mmHg") return cividis();
  if (array.units == "s-1" || array.units == "mL min-1") return magma();
  return viridis();
}

std::string time_text(const std::vector<double>& times, std::size_t step) {
  return times.empty() ? "" : results::duration(times[step]) + " after the start";
}

}  // namespace cellroute::viz
