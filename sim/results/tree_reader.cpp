#include "sim/results/tree_reader.hpp"

#include <fmt/format.h>

#include "sim/results/array_reading.hpp"
#include "sim/results/field_layout.hpp"
#include "sim/results/read_trees.hpp"

namespace cellroute::results {

TreeReader::TreeReader(const std::filesystem::path& file) : name_(file.string()), file_(file) {
  header_ = file_head(file_, tree_file_type, tree_format_version);
  const auto points = file_.shape(vtk_group + "/Points");
  if (points.size() != 2 || points[1] != 3 || points[0] % 2 != 0) refuse("its points are not ends of lines");
  vessels_ = points[0] / 2;
  times_ = file_times(file_, name_);
  if (times_.empty()) refuse("it has no time");
  read_arrays(point_group, 2);
  read_arrays("/VTKHDF/CellData", 1);
}

void TreeReader::refuse(const std::string& why) const { throw FileError(name_ + ": " + why); }

void TreeReader::read_arrays(const std::string& group, int components) {
  for (const auto& path : file_.datasets()) {
    if (!path.starts_with(group + "/")) continue;
    FieldArray array;
    array.name = path.substr(group.size() + 1);
    array.units = file_.text_attribute(path, "units");
    array.long_name = file_.text_attribute(path, "long_name");
    array.components = components;
    array.in_time = false;
    array.in_time = !file_.has(view_path(array, 0));
    const std::uint64_t once = vessels_ * static_cast<std::uint64_t>(components);
    if (file_.shape(path) != std::vector<std::uint64_t>{array.in_time ? once * times_.size() : once})
      refuse(path + " has another shape than the vessels and times");
    header_.arrays.push_back(array);
  }
}

FieldValues TreeReader::read(const std::string& name, std::size_t step) const {
  for (const auto& array : header_.arrays) {
    if (array.name != name) continue;
    if (step >= times_.size()) refuse(fmt::format("it has no step {}", step));
    return file_.floats(view_path(array, step));
  }
  refuse("it has no array " + name);
}

Trees TreeReader::trees() const { return trees_in(file_, name_); }

bool is_tree_file(const std::filesystem::path& file) {
  try {
    return Hdf5Reader(file).text_attribute("/", "file_type") == tree_file_type;
  } catch (const FileError&) {
    return false;
  }
}

}  // namespace cellroute::results
