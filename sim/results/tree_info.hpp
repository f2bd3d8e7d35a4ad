// What `cellroute info` says of a file of vessel trees.
#pragma once

#include <filesystem>
#include <string>

namespace cellroute::results {

/// @throws FileError when it is not one
std::string tree_info(const std::filesystem::path& file);

}  // namespace cellroute::results
