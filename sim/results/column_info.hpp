// What a sweep's table holds.
#pragma once

#include <filesystem>
#include <string>

namespace cellroute::results {

/// Provenance, design and columns of a sweep.h5. @throws FileError
std::string column_info(const std::filesystem::path& file);

}  // namespace cellroute::results
