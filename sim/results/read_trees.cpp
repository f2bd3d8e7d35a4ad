#include "sim/results/read_trees.hpp"

#include <algorithm>
#include <cmath>

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

VesselTree tree_in(const Hdf5Reader& file, const std::string& name, TreeKind kind) {
  const auto refuse = [&](const std::string& why) { throw FileError(name + ": " + why); };
  VesselTree made;
  made.kind = kind;
  const std::string at = std::string("/trees/") + tree_names[static_cast<std::size_t>(kind)] + "/";
  const auto murray = file.numbers(at + "murray_exponent"), root = file.numbers(at + "root"),
             end = file.numbers(at + "end"), parent = file.numbers(at + "parent"),
             branch = file.numbers(at + "branch_vessel");
  made.radius = file.numbers(at + "radius");
  std::vector<double> voxels;
  if (file.has(at + "terminal_of_voxel")) voxels = file.numbers(at + "terminal_of_voxel");
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
  const auto names = file.texts(at + "branch");
  const auto first = whole(branch, 0, count);
  if (names.size() != branch.size() || first.size() != names.size())
    refuse(at + "branch_vessel does not name a vessel for each branch");
  for (std::size_t b = 0; b < names.size(); ++b) made.named.push_back({names[b], first[b]});
  return made;
}

}  // namespace

Trees trees_in(const Hdf5Reader& file, const std::string& name) {
  Trees all;
  for (std::size_t t = 0; t < all.size(); ++t) all[t] = tree_in(file, name, static_cast<TreeKind>(t));
  return all;
}

Trees read_trees(const std::filesystem::path& place) {
  const Hdf5Reader file(place);
  file.expect(tree_file_type, tree_format_version);
  return trees_in(file, place.string());
}

}  // namespace cellroute::results
