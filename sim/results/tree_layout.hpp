// Where things stand in a file of vessel trees: the layout that ParaView's readers ask for (VTKHDF, PolyData
// of lines), and the trees as they were grown, exactly. contract_trees.md is its page.
//
// Each vessel is a line with two points of its own, so that tubes around lines have the vessel's width from
// end to end; vessels come tree by tree, in the order of TreeKind.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/liver/branch.hpp"
#include "sim/results/field_set.hpp"

namespace cellroute::results {

using Trees = std::array<VesselTree, tree_kinds>;

inline constexpr std::string_view tree_file_type = "cellroute trees";
inline constexpr std::uint64_t tree_format_version = 1;

/// Number of the named branch that each vessel belongs to: its own, or that of the vessel it leaves.
std::vector<int> branch_of_vessel(const VesselTree& tree);

/// The group an array's dataset is in: that of points for what is at the ends of vessels, else of cells.
std::string array_group(const FieldArray& array);

/// What every file has besides a run's arrays: radius, and which tree, branch and Couinaud segment.
const std::vector<FieldArray>& own_arrays();
/// The values of own_arrays()[array], as they are stored.
FieldValues own_values(std::size_t array, const Trees& trees);

/// Those, then the header's.
std::vector<FieldArray> all_arrays(const FieldHeader& header);

std::uint64_t vessels_of(const Trees& trees);

/// @throws std::invalid_argument when a header or trees cannot be written, saying why
void check_trees(const FieldHeader& header, const Trees& trees);

/// The XDMF text over `file`.
std::string tree_xmf(const FieldHeader& header, std::uint64_t vessels, const std::string& file,
                     const std::vector<double>& times);

}  // namespace cellroute::results
