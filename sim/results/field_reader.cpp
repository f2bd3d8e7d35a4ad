#include "sim/results/field_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/results/array_reading.hpp"
#include "sim/results/field_layout.hpp"

namespace cellroute::results {

FieldReader::FieldReader(const std::filesystem::path& file) : name_(file.string()), file_(file) {
  header_ = file_head(file_, field_file_type, field_format_version);
  read_grid();
  read_arrays();
}

void FieldReader::refuse(const std::string& why) const { throw FileError(name_ + ": " + why); }

void FieldReader::read_grid() {
  const auto extent = file_.number_attributes(vtk_group, "WholeExtent");
  const auto spacing = file_.number_attributes(vtk_group, "Spacing");
  const auto origin = file_.number_attributes(vtk_group, "Origin");
  if (extent.size() != 6 || spacing.size() != 3 || origin.size() != 3)
    refuse("the grid is not one of three axes");
  for (std::size_t axis = 0; axis < 3; ++axis) {
    header_.grid.cells[axis] = static_cast<int>(extent[2 * axis + 1] - extent[2 * axis]) + 1;
    header_.grid.spacing[axis] = spacing[axis];
    header_.grid.corner[axis] = origin[axis] - spacing[axis] / 2;
  }
}

void FieldReader::read_arrays() {
  timed_ = file_.has(times_path);
  if (timed_) times_ = file_times(file_, name_);
  for (const auto& path : file_.datasets()) {
    if (!path.starts_with(point_group + "/")) continue;
    FieldArray array;
    array.name = path.substr(point_group.size() + 1);
    array.units = file_.text_attribute(path, "units");
    array.long_name = file_.text_attribute(path, "long_name");
    array.in_time = false;
    array.in_time = !file_.has(view_path(array, 0));
    auto shape = file_.shape(path);
    auto expected = layer_shape(header_.grid, array);
    if (shape.size() > expected.size() + (timed_ ? 1 : 0)) {
      array.components = static_cast<int>(shape.back());
      expected = layer_shape(header_.grid, array);
    }
    if (timed_) expected.insert(expected.begin(), array.in_time ? times_.size() : 1);
    if (shape != expected || (array.in_time && !timed_))
      refuse(path + " has another shape than the grid and times");
    header_.arrays.push_back(array);
  }
  if (header_.arrays.empty()) refuse("it holds no array");
}

FieldValues FieldReader::read(const std::string& name, std::size_t step) const {
  for (const auto& array : header_.arrays) {
    if (array.name != name) continue;
    if (step >= std::max<std::size_t>(times_.size(), 1)) refuse(fmt::format("it has no step {}", step));
    const std::string path = point_group + "/" + name;
    return timed_ ? file_.floats(path, array.in_time ? step : 0) : file_.floats(path);
  }
  refuse("it has no array " + name);
}

bool is_field_file(const std::filesystem::path& file) {
  try {
    return Hdf5Reader(file).text_attribute("/", "file_type") == field_file_type;
  } catch (const FileError&) {
    return false;
  }
}

}  // namespace cellroute::results
