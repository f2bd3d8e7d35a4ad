// The trees in a tree file, as they were grown: what a later run takes back.
#pragma once

#include <filesystem>
#include <string>

#include "sim/results/hdf5.hpp"
#include "sim/results/tree_layout.hpp"

namespace cellroute::results {

/// Of a file that a run has written, or of any with the attributes file_type and format_version and the group
/// /trees of contract_trees.md. Where terminal_of_voxel is not in it, that of the tree is empty.
/// @throws FileError in words: not such a file, a part missing, or what is there makes no tree
Trees read_trees(const std::filesystem::path& file);

/// The same of an open file; `name` for messages.
Trees trees_in(const Hdf5Reader& file, const std::string& name);

}  // namespace cellroute::results
