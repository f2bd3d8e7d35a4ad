#include "viz/scene/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/subjects.hpp"
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

std::string words_of(const results::FieldArray& array) {
  std::string name = name_of(array);
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

bool is_numbering(const results::FieldArray& array) {
  const std::string name = name_of(array);
  return name == "segment" || name == "zone" || name.ends_with("_territory");
}

std::string much_of(const results::FieldArray& array) {
  if (array.units == "s") return "late";
  if (array.units == "mmHg" || array.units == "1") return "high";
  return "much";
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

/// 0 where nothing is above it.
double highest_of(const results::FieldValues& values) {
  const bool some = std::any_of(values.begin(), values.end(), [](float value) { return value > 0; });
  return some ? from_zero(values).high : 0;
}

}  // namespace

AskedField::AskedField(const Request& request, const std::string& file_name)
    : path(find_file(request.result, file_name)),
      file(path),
      step(find_step(checked_times(file, path), request.time)),
      array(find(request.field.empty() ? "living" : request.field)) {
  const auto& all = file.header().arrays;
  const auto segment =
      std::find_if(all.begin(), all.end(), [](const auto& each) { return name_of(each) == "segment"; });
  if (segment != all.end()) inside = checked(*segment);
  values = array.name == (segment == all.end() ? "" : segment->name) ? inside : checked(array);
}

results::FieldValues AskedField::checked(const results::FieldArray& wanted) const {
  auto read = file.read(wanted.name, step);
  check_values(wanted, read, name_of(wanted) == "segment" ? results::FieldValues{} : inside, path.string());
  return read;
}

const results::FieldArray& AskedField::find(const std::string& name) const {
  return find_array(file.header(), name, path.string());
}

results::FieldValues AskedField::other(const std::string& name) const {
  const auto& wanted = find(name);
  if (wanted.name == array.name) return values;
  if (name_of(wanted) == "segment" && !inside.empty()) return inside;
  return checked(wanted);
}

Legend AskedField::legend(Stage& stage, const std::string& view, const std::string& place) const {
  const std::string time = array.in_time ? time_text(file.times(), step) : "";
  std::string about = array.long_name + (time.empty() ? "" : ", " + time) +
                      (array.in_time ? by_route(path, file.header().provenance.fingerprint) : "");
  if (!about.empty() && about[0] >= 'a' && about[0] <= 'z')
    about[0] = static_cast<char>(about[0] - 'a' + 'A');
  const std::string title = file.header().title + (place.empty() ? "" : ": " + place);
  Legend legend(stage, view, title, about, file.header().provenance);
  if (!time.empty()) legend.fact("Time", time_fact(file.times()[step]));
  legend.fact("Field", array.name);
  return legend;
}

std::string by_route(const std::filesystem::path& fields, const std::string& fingerprint) {
  if (!has_file(fields.parent_path(), "result.h5")) return "";
  try {
    const auto record = results::read_result(fields.parent_path() / "result.h5");
    if (record.provenance.fingerprint != fingerprint) return "";
    const auto words = results::route_words(record);
    return words.empty() ? "" : ", by " + words;
  } catch (const results::FileError&) {
    return "";  // a picture of the fields does not need it
  }
}

void check_values(const results::FieldArray& array, const results::FieldValues& values,
                  const results::FieldValues& inside, const std::string& file) {
  const auto components = static_cast<std::size_t>(array.components);
  const bool signed_one = components > 1 || array.units == "mmHg" || array.units == "s";
  // Differences and sums come out a little below 0: of the highest value, or where all is over, of few cells.
  constexpr double rounding = 1e-6;
  const double least = -rounding * std::max(highest_of(values), array.units == "mL-1" ? 1 : 1e-3);
  std::size_t cells = 0, no_number = 0, below = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!inside.empty() && !(inside[i / components] > 0)) continue;
    ++cells;
    no_number += !std::isfinite(values[i]);
    below += !signed_one && values[i] < least;
  }
  const auto refuse = [&](std::size_t count, const char* what) {
    throw results::FileError(
        fmt::format("{}: {} of {} values of {} {}: the file is damaged, or not of cellroute", file, count,
                    cells, name_of(array), what));
  };
  if (no_number > 0) refuse(no_number, "are no numbers (NaN or infinite)");
  if (below > 0) refuse(below, "are below 0, which cannot be");
}

namespace {

double highest(const AskedField& asked, bool at_any_time) {
  if (!at_any_time || !asked.array.in_time) return highest_of(asked.values);
  double most = 0;
  for (std::size_t step = 0; step < asked.file.times().size(); ++step)
    most = std::max(most, highest_of(asked.file.read(asked.array.name, step)));
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
