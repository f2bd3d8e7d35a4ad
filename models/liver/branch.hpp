// The names of the branches of the liver's trees, and how a text names a branch of one of them.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "models/liver/vessel_tree.hpp"

namespace cellroute {

/// In the order of their numbers in result files, which begin at 1.
inline constexpr std::array branch_names{"trunk",           "right",       "left",         "right_anterior",
                                         "right_posterior", "left_medial", "left_lateral", "segment_1",
                                         "segment_2",       "segment_3",   "segment_4",    "segment_5",
                                         "segment_6",       "segment_7",   "segment_8"};
/// From here on: beyond the first division.
inline constexpr std::size_t first_smaller_branch = 3;

struct BranchOfTree {
  TreeKind tree = TreeKind::portal_vein;
  std::string name;
};

/// `portal_vein.right`: a tree and a branch of it; not the trunk. Nothing for any other text.
inline std::optional<BranchOfTree> branch_of_tree(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto tree = std::find(tree_names.begin(), tree_names.end(), text.substr(0, dot));
  const std::string_view name = text.substr(dot + 1);
  if (tree == tree_names.end() ||
      std::find(branch_names.begin() + 1, branch_names.end(), name) == branch_names.end())
    return std::nullopt;
  return BranchOfTree{static_cast<TreeKind>(tree - tree_names.begin()), std::string(name)};
}

}  // namespace cellroute
