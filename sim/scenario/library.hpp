// Where the shipped library is, and which files it holds.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace cellroute::scenario {

/// The library folder: `wanted` (--library) or else the environment variable CELLROUTE_LIBRARY, each
/// of which must then be one; else <executable>/../share/cellroute/library or the build's source tree.
/// @throws InputError naming every place tried
std::filesystem::path find_library(const std::filesystem::path& wanted = {});

/// Names of the shipped files of a kind (`species`, `condition`, ...), sorted.
std::vector<std::string> shipped_names(const std::filesystem::path& library, const std::string& kind);

/// Folder of a kind inside the library.
std::string folder_of(const std::string& kind);

/// A library file that was asked for, or every place where it was looked for.
struct Located {
  std::filesystem::path file;  // empty when not found
  std::string shown_as;        // in error texts and provenance: `species/human.yaml`, or the path as written
  std::vector<std::string> tried;
};

/// `reference` is a shipped name, or a path (it has a slash or ends in .yaml) relative to `folder`.
Located locate(const std::filesystem::path& library, const std::string& kind, const std::string& reference,
               const std::filesystem::path& folder);

}  // namespace cellroute::scenario
