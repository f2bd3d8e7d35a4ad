#include "sim/results/tree_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/field_layout.hpp"

namespace cellroute::results {
namespace {

/// Whole numbers from `least` up to before `end`, or none.
std::vector<std::int32_t> whole(const std::vector<double>& values, double least, double end) {
  std::vector<std::int32_t> all;
  for (const double value : values) {
    if (!(value >= least && value < end && std::floor(value) == value)) return {};
    all.push_back(static_cast<std::int32_t>(value));
  }
  return all;
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

}  // namespace

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

VesselTree TreeReader::tree(TreeKind kind) const {
  VesselTree made;
  made.kind = kind;
  const std::string at = std::string("/trees/") + tree_names[static_cast<std::size_t>(kind)] + "/";
  const auto murray = file_.numbers(at + "murray_exponent"), root = file_.numbers(at + "root"),
             end = file_.numbers(at + "end"), parent = file_.numbers(at + "parent"),
             voxels = file_.numbers(at + "terminal_of_voxel"), branch = file_.numbers(at + "branch_vessel");
  made.radius = file_.numbers(at + "radius");
  const std::size_t size = made.radius.size();
  const auto count = static_cast<double>(size);
  if (size == 0 || murray.size() != 1 || root.size() != 3 || end.size() != 3 * size || parent.size() != size)
    refuse(at + " does not hold a parent, an end and a radius for each vessel");
  if (!all_finite(root) || !all_finite(end) || !(murray[0] > 0) ||
      !std::all_of(made.radius.begin(), made.radius.end(),
                   [](double r) { return r > 0 && std::isfinite(r); }))
    refuse(at + " has ends that are not numbers, or a radius or exponent that is not positive");
  made.murray_exponent = murray[0];
  std::copy(root.begin(), root.end(), made.root.begin());
  for (std::size_t s = 0; s < size; ++s) made.end.push_back({end[3 * s], end[3 * s + 1], end[3 * s + 2]});
  made.parent = whole(parent, -1, count);
  if (made.parent.size() != size) refuse(at + "parent names vessels that are not there");
  std::vector<bool> branches(size, false);
  for (std::size_t s = 0; s < size; ++s) {
    if ((s == 0) != (made.parent[s] < 0) || made.parent[s] >= static_cast<std::int32_t>(s))
      refuse(at + "parent does not name a trunk first and parents before their children");
    if (s > 0) branches[static_cast<std::size_t>(made.parent[s])] = true;
  }
  for (std::size_t s = 0; s < size; ++s)
    if (!branches[s]) made.terminals.push_back(static_cast<std::int32_t>(s));
  made.terminal_of_voxel = whole(voxels, 0, static_cast<double>(made.terminals.size()));
  if (made.terminal_of_voxel.size() != voxels.size())
    refuse(at + "terminal_of_voxel names terminals that are not there");
  const auto names = file_.texts(at + "branch");
  const auto first = whole(branch, 0, count);
  if (names.size() != branch.size() || first.size() != names.size())
    refuse(at + "branch_vessel does not name a vessel for each branch");
  for (std::size_t b = 0; b < names.size(); ++b) made.named.push_back({names[b], first[b]});
  return made;
}

Trees TreeReader::trees() const {
  Trees all;
  for (std::size_t t = 0; t < all.size(); ++t) all[t] = tree(static_cast<TreeKind>(t));
  return all;
}

Trees read_trees(const std::filesystem::path& file) { return TreeReader(file).trees(); }

bool is_tree_file(const std::filesystem::path& file) {
  try {
    return Hdf5Reader(file).text_attribute("/", "file_type") == tree_file_type;
  } catch (const FileError&) {
    return false;
  }
}

}  // namespace cellroute::results
