// What a result file is and holds.
#pragma once

#include <filesystem>
#include <string>

namespace cellroute::results {

/// Provenance, contents and mass balance of a result file or folder.
/// @throws FileError
std::string info(const std::filesystem::path& file_or_folder);

}  // namespace cellroute::results
