#include "sim/results/tree_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/results/field_layout.hpp"
#include "sim/results/read_trees.hpp"

namespace cellroute::results {

TreeReader::TreeReader(const std::filesystem::path& file) : name_(file.string()), file_(file) {
  file_.expect(tree_file_type, tree_format_version);
  header_.title = file_.text_attribute("/", "title");
  header_.provenance = {file_.text_attribute("/", "program"), file_.text_attribute("/", "program_version"),
                        file_.text_attribute("/", "program_commit"), file_.text_attribute("/", "fingerprint"),
                        file_.integer_attribute("/", "seed")};
  const auto points = file_.shape(vtk_group + "/Points");
  if (points.size() != 2 || points[1] != 3 || points[0] % 2 != 0) refuse("its points are not ends of lines");
  vessels_ = points[0] / 2;
  times_ = file_.numbers(times_path);
  if (times_.empty() || file_.integer_attribute("/VTKHDF/Steps", "NSteps") != times_.size() ||
      !std::is_sorted(times_.begin(), times_.end()))
    refuse("its times are not as many as its steps, or not in order");
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
