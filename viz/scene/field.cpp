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

const ColourMap& map_of(const results::FieldArray& array) {
  if (array.units == "s" || array.units == "mmHg") return cividis();
  if (array.units == "s-1" || array.units == "mL min-1") return magma();
  return viridis();
}

namespace {

/// The times of a file whose cells have a size and whose times go on: a camera needs both.
const std::vector<double>& checked_times(const results::FieldReader& file,
                                         const std::filesystem::path& path) {
  const auto& grid = file.header().grid;
  constexpr double largest = 1, far = 1e3;  // [m] of a cell of tissue, from where it is
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (!(grid.spacing[axis] > 0 && grid.spacing[axis] < largest) || !(std::fabs(grid.corner[axis]) < far))
      throw RequestError(fmt::format("{}: its cells have edges of {} m from {} m on, which cannot be drawn",
                                     path.string(), grid.spacing[axis], grid.corner[axis]));
  double before = -1;
  for (const double time : file.times()) {
    if (!(time > before) || !std::isfinite(time))
      throw RequestError(fmt::format("{}: its times do not increase ({} s)", path.string(), time));
    before = time;
  }
  return file.times();
}

}  // namespace

AskedField::AskedField(const Request& request, const std::string& file_name)
    : path(find_file(request.result, file_name)),
      file(path),
      step(find_step(checked_times(file, path), request.time)),
      array(find(request.field.empty() ? "living" : request.field)),
      values(file.read(array.name, step)) {}

const results::FieldArray& AskedField::find(const std::string& name) const {
  return find_array(file.header(), name, path.string());
}

results::FieldValues AskedField::other(const std::string& name) const {
  const auto& wanted = find(name);
  return wanted.name == array.name ? values : file.read(wanted.name, step);
}

Legend AskedField::legend(Stage& stage, const std::string& view, const std::string& place) const {
  const std::string time = time_text(file.times(), step);
  std::string about = array.long_name + (time.empty() ? "" : ", " + time);
  if (!about.empty() && about[0] >= 'a' && about[0] <= 'z')
    about[0] = static_cast<char>(about[0] - 'a' + 'A');
  const std::string title = file.header().title + (place.empty() ? "" : ": " + place);
  Legend legend(stage, view, title, about, file.header().provenance);
  if (!time.empty()) legend.fact("Time", time_fact(file.times()[step]));
  legend.fact("Field", array.name);
  return legend;
}

namespace {

double highest(const AskedField& asked, bool at_any_time) {
  const auto of = [](const results::FieldValues& values) {
    const bool some = std::any_of(values.begin(), values.end(), [](float value) { return value > 0; });
    return some ? from_zero(values).high : 0;
  };
  if (!at_any_time || !asked.array.in_time) return of(asked.values);
  double most = 0;
  for (std::size_t step = 0; step < asked.file.times().size(); ++step)
    most = std::max(most, of(asked.file.read(asked.array.name, step)));
  return most;
}

double amount(const AskedField& asked, bool at_any_time) {
  const auto& spacing = asked.file.header().grid.spacing;
  const auto of = [&](const results::FieldValues& values) {
    double sum = 0;
    for (const float value : values)
      if (value > 0 && std::isfinite(value)) sum += static_cast<double>(value);
    return sum * spacing[0] * spacing[1] * spacing[2];
  };
  if (!at_any_time || !asked.array.in_time) return of(asked.values);
  double most = 0;
  for (std::size_t step = 0; step < asked.file.times().size(); ++step)
    most = std::max(most, of(asked.file.read(asked.array.name, step)));
  return most;
}

/// The most of a quantity in this result and, of the same field at the same time, in those beside that have
/// it.
template <class Quantity>
double most_of_all(const AskedField& asked, const Request& request, const Quantity& of) {
  double most = of(asked);
  const auto file = asked.path.filename().string();
  for (const auto& result : request.beside) {
    if (!has_file(result, file)) continue;
    Request other = request;
    other.result = result;
    most = std::max(most, of(AskedField(other, file)));
  }
  return most;
}

}  // namespace

Scale scale_of(const AskedField& asked, const Request& request) {
  const double most = most_of_all(
      asked, request, [&](const AskedField& each) { return highest(each, request.shared_scale); });
  Scale scale = from_zero(asked.values);
  if (most > 0) scale.high = most;
  return scale;
}

double share_of_fullest(const AskedField& asked, const Request& request) {
  const double fullest =
      most_of_all(asked, request, [&](const AskedField& each) { return amount(each, request.shared_scale); });
  return fullest > 0 ? amount(asked, false) / fullest : 1;
}

std::string time_text(const std::vector<double>& times, std::size_t step) {
  return times.empty() ? "" : results::duration(times[step]) + " after the start";
}

}  // namespace cellroute::viz
