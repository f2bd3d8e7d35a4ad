#include "sim/results/tree_layout.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/results/field_layout.hpp"

namespace cellroute::results {
namespace {

constexpr int first_couinaud = 7;  // in branch_names

}  // namespace

std::vector<int> branch_of_vessel(const VesselTree& tree) {
  std::vector<int> number(tree.size(), 0);
  for (const NamedBranch& branch : tree.named) {
    const auto found = std::find(branch_names.begin(), branch_names.end(), branch.name);
    if (found == branch_names.end())
      throw std::invalid_argument("a vessel tree has an unknown branch " + branch.name);
    number.at(static_cast<std::size_t>(branch.segment)) = static_cast<int>(found - branch_names.begin()) + 1;
  }
  for (std::size_t s = 0; s < tree.size(); ++s)
    if (number[s] == 0 && tree.parent[s] >= 0) number[s] = number[static_cast<std::size_t>(tree.parent[s])];
  return number;
}

std::string array_group(const FieldArray& array) {
  return array.components == 2 ? point_group : "/VTKHDF/CellData";
}

const std::vector<FieldArray>& own_arrays() {
  static const std::vector<FieldArray> arrays = {
      {"radius [m]", "m", "radius of the vessel", 2, false},
      {"tree [1]", "1", "1 hepatic artery, 2 portal vein, 3 hepatic veins", 1, false},
      {"branch [1]", "1", "number of the named branch in /trees/branch_names, from 1", 1, false},
      {"segment [1]", "1", "Couinaud segment, 0 for vessels of several", 1, false}};
  return arrays;
}

FieldValues own_values(std::size_t array, const Trees& trees) {
  FieldValues values;
  for (std::size_t t = 0; t < trees.size(); ++t) {
    const std::vector<int> branch = branch_of_vessel(trees[t]);
    for (std::size_t s = 0; s < trees[t].size(); ++s) switch (array) {
        case 0:
          values.insert(values.end(), 2, static_cast<float>(trees[t].radius[s]));
          break;
        case 1:
          values.push_back(static_cast<float>(t + 1));
          break;
        case 2:
          values.push_back(static_cast<float>(branch[s]));
          break;
        default:
          values.push_back(static_cast<float>(std::max(0, branch[s] - first_couinaud)));
      }
  }
  return values;
}

std::vector<FieldArray> all_arrays(const FieldHeader& header) {
  std::vector<FieldArray> all = own_arrays();
  all.insert(all.end(), header.arrays.begin(), header.arrays.end());
  return all;
}

std::uint64_t vessels_of(const Trees& trees) {
  std::uint64_t count = 0;
  for (const VesselTree& tree : trees) count += tree.size();
  return count;
}

void check_trees(const FieldHeader& header, const Trees& trees) {
  FieldHeader all = header;
  all.arrays = all_arrays(header);
  check_arrays(all, 2, "one at a vessel's ends");
  if (!has_times(header)) throw std::invalid_argument("a file of trees needs an array in time");
  for (const VesselTree& tree : trees) {
    if (tree.size() == 0) throw std::invalid_argument("a file of trees needs vessels in each tree");
    if (tree.end.size() != tree.size() || tree.radius.size() != tree.size())
      throw std::invalid_argument("a vessel tree has not as many ends and radii as vessels");
    branch_of_vessel(tree);
  }
}

}  // namespace cellroute::results
